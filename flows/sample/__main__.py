"""Make sample documents: `python -m flows.sample locales FOLDER [--seed N]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.sample.locales import make_locales


def main(arguments: list[str] | None = None) -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m flows.sample", description=__doc__)
    parser.add_argument("what", choices=("locales",))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    make_locales(chosen.folder, chosen.seed)


if __name__ == "__main__":
    main()
