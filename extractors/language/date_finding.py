"""Finding the dates of a text: every pattern runs, and where matches overlap one of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.language.date_mentions import DateMention, Precision
from extractors.language.date_patterns import (
    DAY_PATTERNS,
    FULL_YEAR,
    YEARLESS_DAY_FIRST,
    YEARLESS_MONTH_FIRST,
    Reader,
    Readings,
)
from extractors.language.months import MONTH_SIGNS, month_of, with_month_signs
from extractors.language.periods import PERIODS_OF_YEARS, SHORT_PERIODS, YEAR_OF_FOUR_DIGITS, PeriodReader
from extractors.language.plain import PlainText, plain

DAY_FIRST = ("dmy", "mdy")
MONTH_FIRST = ("mdy", "dmy")
YEAR_FIRST = ("ymd", "dmy", "mdy")
MONTH_FIRST_LOCALES = {"en", "en-us", "en-ph"}
YEAR_FIRST_LOCALES = {"sv", "hu", "ja", "zh", "ko", "en-za", "en-ca"}

BLEMISHED = re.compile(
    r"(?<![\w./])[\dOoQlI|]{1,4} ?([./-]) ?[\dOoQlI|]{1,2} ?\1 ?[\dOoQlI|]{2,4}(?![A-Za-z\d])|\b2[OoQ0]\d[\dOoQ]\b"
)
CONFUSED = str.maketrans("OoQlI|", "000111")
DECIDING = frozenset(
    "".join([signs for *_, signs in DAY_PATTERNS] + [signs for *_, signs in (*SHORT_PERIODS, *PERIODS_OF_YEARS)])
)
"""Characters without some of which patterns of dates cannot match."""


def prepared(text: str) -> PlainText:
    """Return the text that date patterns run over: plain, misread digits in dates mended, month names as signs."""
    source = plain(text)
    mended = BLEMISHED.sub(_mended, source.text)
    return with_month_signs(PlainText(mended, source.starts, source.ends))


def mentions_in(source: PlainText, text: str, language: str | None) -> list[tuple[int, int, DateMention]]:
    """Return the dates of a prepared text with their places in it, in order and without overlap."""
    signs = _signs(source.text)
    found = [*_days(source, text, _orders(language), signs), *_periods(source, text, signs)]
    if not signs.isdisjoint(MONTH_SIGNS):
        found += _yearless(source, text)
    found.sort(key=lambda item: (item[0], -item[1]))
    kept: list[tuple[int, int, DateMention]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def _mended(match: re.Match[str]) -> str:
    printed = match.group()
    return printed.translate(CONFUSED) if sum(map(str.isdigit, printed)) >= 3 else printed


def _orders(language: str | None) -> tuple[str, ...]:
    tag = (language or "").replace("_", "-").lower()
    if tag in MONTH_FIRST_LOCALES:
        return MONTH_FIRST
    return YEAR_FIRST if tag in YEAR_FIRST_LOCALES or tag.split("-")[0] in YEAR_FIRST_LOCALES else DAY_FIRST


def _signs(text: str) -> frozenset[str]:
    """Return those of a text's characters that decide which patterns are worth trying."""
    signs = DECIDING.intersection(text)
    return signs | {FULL_YEAR} if YEAR_OF_FOUR_DIGITS.search(text) else signs


@lru_cache(maxsize=4096)
def _day_patterns(signs: frozenset[str]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((pattern, read) for pattern, read, wanted in DAY_PATTERNS if not signs.isdisjoint(wanted))


@lru_cache(maxsize=4096)
def _period_patterns(signs: frozenset[str]) -> tuple[tuple[re.Pattern[str], PeriodReader, Precision], ...]:
    patterns = (*SHORT_PERIODS, *PERIODS_OF_YEARS) if FULL_YEAR in signs else SHORT_PERIODS
    return tuple(
        (pattern, read, precision)
        for pattern, read, precision, wanted in patterns
        if not wanted or not signs.isdisjoint(wanted)
    )


def _days(
    source: PlainText, text: str, orders: tuple[str, ...], signs: frozenset[str]
) -> Iterator[tuple[int, int, DateMention]]:
    for pattern, read in _day_patterns(signs):
        for match in pattern.finditer(source.text):
            readings = read(match, orders)
            if readings:
                yield match.start(), match.end(), _mention(match, source, text, readings)


def _mention(match: re.Match[str], source: PlainText, text: str, readings: Readings) -> DateMention:
    start, end = source.span(match.start(), match.end())
    days = tuple(day for _, day in readings)
    return DateMention(start, end, text[start:end], days[0], days, orders=tuple(order for order, _ in readings))


def _periods(source: PlainText, text: str, signs: frozenset[str]) -> Iterator[tuple[int, int, DateMention]]:
    for pattern, read, precision in _period_patterns(signs):
        for match in pattern.finditer(source.text):
            first = read(match)
            if first:
                start, end = source.span(match.start(), match.end())
                mention = DateMention(start, end, text[start:end], first, (first,), precision)
                yield match.start(), match.end(), mention


def _yearless(source: PlainText, text: str) -> Iterator[tuple[int, int, DateMention]]:
    for pattern in (YEARLESS_DAY_FIRST, YEARLESS_MONTH_FIRST):
        for match in pattern.finditer(source.text):
            start, end = source.span(match.start(), match.end())
            month_and_day = (month_of(match["month"]), int(match["d"]))
            mention = DateMention(
                start, end, text[start:end], None, (), Precision.DAY, orders=(), yearless=month_and_day
            )
            yield match.start(), match.end(), mention
