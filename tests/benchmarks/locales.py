"""Invoices of every locale in six layouts, read back: by the trained ranker, and by rules alone as the baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.fields.ranker import Ranker, load_ranker
from extractors.fields.trust import NO_TRUST
from tests.locale_readings import ReadBack, read_back, share_right

SEEDS = (1, 2, 3)
ALL = "all"


def main() -> None:
    """Print what was read right by locale, by field and by layout."""
    rules = Ranker({}, NO_TRUST, "rules")
    read = [[each for seed in SEEDS for each in read_back(ranker, seed)] for ranker in (load_ranker(), rules)]
    print(f"{len(read[0])} fields of {len(SEEDS)} invoices a locale and layout; share read right.\n")
    for what, key in (("locale", _locale), ("field", _field), ("layout", _layout)):
        print(table(what, read, key), "\n")


def table(what: str, read: Sequence[Sequence[ReadBack]], key: Callable[[ReadBack], str]) -> str:
    """Return a Markdown table of one row a value of the key, and one of all."""
    lines = [f"| {what} | fields | trained | rules alone |", "|---|---:|---:|---:|"]
    for value in (ALL, *sorted({key(each) for each in read[0]})):
        own = [[each for each in side if value in {ALL, key(each)}] for side in read]
        shares = " | ".join(f"{share_right(side):.4f}" for side in own)
        lines.append(f"| {value} | {len(own[0])} | {shares} |")
    return "\n".join(lines)


def _locale(read: ReadBack) -> str:
    return read.locale


def _field(read: ReadBack) -> str:
    return read.field


def _layout(read: ReadBack) -> str:
    return read.layout
