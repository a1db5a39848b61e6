"""What a number as printed may be worth: its separators group digits or mark decimals, and some may do either."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.language.plain import NARROW_SPACE

DECIMAL_COMMA = {
    "sv", "nb", "da", "fi", "de", "nl", "fr", "es", "pt", "it", "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "ru",
    "uk", "id", "vi",
}  # fmt: skip
"""Languages that mark decimals by a comma."""

SEPARATOR = re.compile(rf"[.,' {NARROW_SPACE}]")


def number_readings(printed: str, language: str | None = None) -> tuple[tuple[Decimal, int], ...]:
    """Return every value that digits with separators may stand for, each with the decimals printed, likeliest first.

    Nothing is returned for digits that are no number: grouped neither in threes nor as lakhs.
    """
    separators = SEPARATOR.findall(printed)
    groups = SEPARATOR.split(printed)
    if not separators:
        return ((Decimal(printed), 0),)
    last = separators[-1]
    may_be_decimal = last in ".," and last not in separators[:-1]
    grouped = _grouped(groups) if len(set(separators)) == 1 else None
    decimal = _decimal(groups) if may_be_decimal and _one_grouping(separators[:-1]) else None
    readings = [reading for reading in (grouped, decimal) if reading is not None]
    if len(readings) == 2 and _reads_as_decimals(printed, last, language):
        readings.reverse()
    return tuple(readings)


def _one_grouping(separators: list[str]) -> bool:
    return len({" " if separator == NARROW_SPACE else separator for separator in separators}) <= 1


def _grouped(groups: list[str]) -> tuple[Decimal, int] | None:
    return (Decimal("".join(groups)), 0) if _well_grouped(groups) else None


def _decimal(groups: list[str]) -> tuple[Decimal, int] | None:
    *whole, fraction = groups
    if not _well_grouped(whole):
        return None
    return Decimal(f"{''.join(whole)}.{fraction}"), len(fraction)


def _well_grouped(groups: list[str]) -> bool:
    first, *rest = groups
    if not rest:
        return True
    if len(rest[-1]) != 3 or not 1 <= len(first) <= 3 or first.startswith("0"):
        return False
    inner = {len(group) for group in rest[:-1]}
    return inner <= {3} or (inner == {2} and len(first) <= 2)


def _reads_as_decimals(printed: str, mark: str, language: str | None) -> bool:
    """Tell whether three digits behind a single mark are decimals where the language writes decimals with that mark."""
    if printed.startswith("0"):
        return True
    return language is not None and (mark == ",") == (language[:2] in DECIMAL_COMMA)
