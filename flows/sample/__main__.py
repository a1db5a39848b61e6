"""Make sample documents: `python -m flows.sample sample|locales FOLDER [--seed N]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.sample.batch import make_sample
from flows.sample.locales import make_locales


def main(arguments: list[str] | None = None) -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m flows.sample", description=__doc__)
    parser.add_argument("what", choices=("sample", "locales"), help="the sample batch; invoices of every locale")
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--seed", type=int, default=1, help="other seeds make other documents (locales)")
    chosen = parser.parse_args(arguments)
    if chosen.what == "sample":
        make_sample(chosen.folder)
    else:
        make_locales(chosen.folder, chosen.seed)


if __name__ == "__main__":
    main()
