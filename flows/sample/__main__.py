"""Make sample documents: `python -m flows.sample KIND FOLDER`; `--help` tells of the kinds."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.sample.batch import make_sample
from flows.sample.large import make_checks, make_invoices, make_large
from flows.sample.locales import make_locales

WHAT = """
sample   the batch of the demonstration
large    a larger batch with known answers, for benchmarks (--documents, --seed, --scans)
checks   a batch in which each check fails once (--seed)
invoices PDF invoices with what they say, as a corpus to learn from: documents/ and truth.csv (the same)
locales  invoices of every locale, as documents made of words (--seed)"""


def main(arguments: list[str] | None = None) -> None:
    """Make what is asked for."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m flows.sample", description=WHAT, formatter_class=raw)
    parser.add_argument("what", choices=("sample", "large", "checks", "invoices", "locales"))
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--documents", type=int, default=1000, help="about how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other seeds make other documents")
    parser.add_argument("--scans", type=float, default=0.0, help="the share of invoices that are scans")
    chosen = parser.parse_args(arguments)
    if chosen.what == "sample":
        make_sample(chosen.folder)
    elif chosen.what == "large":
        make_large(chosen.folder, chosen.documents, chosen.seed, chosen.scans)
    elif chosen.what == "invoices":
        make_invoices(chosen.folder, chosen.documents, chosen.seed, chosen.scans)
    elif chosen.what == "checks":
        make_checks(chosen.folder, chosen.seed)
    else:
        make_locales(chosen.folder, chosen.seed)


if __name__ == "__main__":
    main()
