"""The marks that currencies are printed by: symbols, codes and words."""

from __future__ import annotations

import re
from functools import cache

from extractors.language.plain import fold
from extractors.language.tables import table_rows

CASED = {"r": {"R"}, "ft": {"Ft", "Ft."}, "fr": {"Fr.", "fr.", "FR."}}
"""Marks that are other words as well (feet, Friday), and how they are printed as marks."""


def currencies_of(mark: str) -> tuple[str, ...]:
    """Return the ISO codes that a printed mark may stand for, likeliest first; none where it is no currency's mark."""
    folded = _folded(mark)
    if folded in CASED and mark not in CASED[folded]:
        return ()
    return _marks().get(folded, ())


@cache
def mark_pattern() -> str:
    """Return a pattern that matches any currency's mark, longest first, without regard to case."""
    marks = sorted((mark for mark, _ in table_rows("currencies.tsv")), key=lambda mark: (-len(mark), mark))
    return "|".join(_spelled(mark) for mark in marks)


@cache
def _marks() -> dict[str, tuple[str, ...]]:
    return {_folded(mark): tuple(codes.split()) for mark, codes in table_rows("currencies.tsv")}


def _folded(mark: str) -> str:
    return fold(mark.replace(".", ""))


def _spelled(mark: str) -> str:
    """Return a pattern of a mark; marks of letters stand alone, save that digits may touch them ("RM12.50")."""
    pattern = re.escape(mark)
    if mark[0].isalpha() and not _is_ideograph(mark[0]):
        pattern = r"(?<![^\W\d_])" + pattern
    if mark[-1].isalpha() and not _is_ideograph(mark[-1]):
        pattern += r"(?![^\W\d_])\.?"
    return pattern


def _is_ideograph(character: str) -> bool:
    return "\u3000" <= character <= "\ud7ff"
