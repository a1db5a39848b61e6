"""Make sample documents: `python -m flows.sample sample|large|locales FOLDER`; `--help` tells the rest."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.sample.batch import make_sample
from flows.sample.large import make_large
from flows.sample.locales import make_locales


def main(arguments: list[str] | None = None) -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m flows.sample", description=__doc__)
    parser.add_argument(
        "what", choices=("sample", "large", "locales"), help="the sample batch, a larger one, locales' invoices"
    )
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--documents", type=int, default=1000, help="about how many (large; default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other seeds make other documents (large, locales)")
    parser.add_argument("--scans", type=float, default=0.0, help="the share of invoices that are scans (large)")
    chosen = parser.parse_args(arguments)
    if chosen.what == "sample":
        make_sample(chosen.folder)
    elif chosen.what == "large":
        make_large(chosen.folder, chosen.documents, chosen.seed, chosen.scans)
    else:
        make_locales(chosen.folder, chosen.seed)


if __name__ == "__main__":
    main()
