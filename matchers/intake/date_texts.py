"""What a date as people type it can mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import get_month_names

DAY_FIRST, MONTH_FIRST = "day first", "month first"
CLOCK = r"(?:[T ]\d{1,2}:\d{2}.*)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.]?)(\d{{1,2}})\2(\d{{1,2}}){CLOCK}")
# Two-digit years only where no year can come first: 24-03-01 is left to the person who knows.
DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}|\d{{2}}){CLOCK}")
SLASHED = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){CLOCK}|(\d{{1,2}})-(\d{{1,2}})-(\d{{4}}){CLOCK}")
DAY_AND_WORD = re.compile(r"(\d{1,2})(?:\.|er|st|nd|rd|th)?[\s-]*(?:de )?([^\W\d_]+)\.?[\s,-]+(?:de )?(\d{4})")
WORD_AND_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
LANGUAGES = ("en", "sv", "de", "fr", "es", "it", "nl", "da", "nb", "fi", "pt", "pl")


def meanings_of(text: str) -> Mapping[str, date]:
    """Return the date that a text means with the day first and with the month first, as far as there are such."""
    if match := YEAR_FIRST.fullmatch(text):
        return _either_way(match[1], match[3], match[4])
    if match := DAY_AND_WORD.fullmatch(text):
        return _either_way(match[3], _month(match[2]), match[1])
    if match := WORD_AND_DAY.fullmatch(text):
        return _either_way(match[3], _month(match[1]), match[2])
    if match := DOTTED.fullmatch(text):
        return _existing({DAY_FIRST: (match[3], match[2], match[1])})
    if match := SLASHED.fullmatch(text):
        first, second, year = (part for part in match.groups() if part)
        return _existing({DAY_FIRST: (year, second, first), MONTH_FIRST: (year, first, second)})
    return {}


def _either_way(year: str, month: str, day: str) -> Mapping[str, date]:
    return _existing(dict.fromkeys((DAY_FIRST, MONTH_FIRST), (year, month, day)))


def _existing(readings: Mapping[str, tuple[str, str, str]]) -> dict[str, date]:
    """Return the readings that the calendar knows; two-digit years are of this century."""
    dates = {}
    for order, (year, month, day) in readings.items():
        try:
            dates[order] = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
        except ValueError:
            continue
    return dates


def _month(word: str) -> str:
    """Return the number of a month by the beginning of its name; "0", which no calendar knows, for other words."""
    plain = _plain(word)
    whole = {number for name, number in _months() if name == plain}
    begun = {number for name, number in _months() if len(plain) > 2 and name.startswith(plain)}
    found = whole or begun
    return str(found.pop()) if len(found) == 1 else "0"


@cache
def _months() -> frozenset[tuple[str, int]]:
    names = [
        (name, number)
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, "format", language).items()
    ]
    return frozenset((_plain(name), number) for name, number in names)


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalpha())
