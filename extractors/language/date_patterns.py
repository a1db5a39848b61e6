"""How dates are written. Patterns run over plain text with month names as signs (months.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from extractors.language.calendars import HIJRI_MONTHS, era_year, full_year, hijri_date
from extractors.language.date_mentions import day_or_none
from extractors.language.months import MONTH, MONTH_SIGNS, month_of

Readings = tuple[tuple[str, date], ...]
"""Ways to read a date: the order of its parts, and the day."""

Reader = Callable[["re.Match[str]", tuple[str, ...]], Readings]

S = r"[ \u00a0]"
DAY = r"(?<![\d,/])(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)(?:st|nd|rd|th|er|re|º|ª|°|:e|:a|-го|-е|-ше|일|日)?"
OF = rf"(?:{S}|[.,/_»\"-]){{0,3}}(?:(?:de|of|di|d'|the|dne){S}?)?"
YEAR = r"(?:(?:de[l ]?|of|г|ค\.?ศ\.?|พ\.?ศ\.?|năm)[ \u00a0]*)?'?(?P<y>\d{4}|\d{2})(?!\d)(?![.,:]\d)"
AFTER_MONTH = rf"\.?(?:{S}|[.,/'-]){{0,3}}"
SIGN = rf"(?P<month>{MONTH})"
PLAUSIBLE_YEARS = range(1950, 2100)
# The private character after those of the months.
FULL_YEAR = "\ue00d"
"""Counts as a sign of texts that hold a year of four digits."""

TIME = r"[0-2]\d:[0-5]\d"
"""A time of day that a till printed, or OCR read, without a blank behind the date."""

WITH_MONTH = re.compile(rf"{DAY}{OF}{SIGN}{AFTER_MONTH}{YEAR}", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"{SIGN}\.?(?:{S}|,){{0,3}}{DAY}(?!\.\d\d(?!\d))(?:{S}|[.,]){{1,3}}{YEAR}", re.IGNORECASE)
MONTH_FIRST_JOINED = re.compile(rf"{SIGN}(?P<sep>[-/.]){DAY}(?P=sep){YEAR}", re.IGNORECASE)
MONTH_FIRST_GLUED = re.compile(rf"{SIGN}{DAY}/(?P<y>\d\d)(?!\d)")
YEAR_FIRST = re.compile(rf"(?<!\d)(?P<y>\d{{4}})(?:{S}|[.,/-]){{1,3}}{SIGN}{AFTER_MONTH}{DAY}", re.IGNORECASE)
YEARLESS_DAY_FIRST = re.compile(rf"{DAY}{OF}{SIGN}", re.IGNORECASE)
YEARLESS_MONTH_FIRST = re.compile(rf"{SIGN}{AFTER_MONTH}{DAY}(?![.,]?\d)", re.IGNORECASE)
NUMERIC = re.compile(
    rf"(?<!\d)(?<!\d[./])(?P<a>\d{{1,2}}){S}?(?P<sep>[./-]){S}?(?P<b>\d{{1,2}}){S}?(?P=sep){{1,2}}{S}?"
    rf"(?P<c>\d{{4}}(?={TIME})|(?:\d{{4}}|\d{{1,2}})(?!\d))(?!(?P=sep)\d)"
)
NUMERIC_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?<!\d[.])(?P<y>\d{{4}})(?P<sep>[./-]){S}?(?P<m>\d{{1,2}}){S}?(?P=sep){S}?"
    rf"(?P<d>\d\d(?={TIME})|\d{{1,2}}(?!\d))"
)
SPACED = re.compile(
    rf"(?<![\d.,/-])(?<![\d.,/-]{S})(?P<a>\d{{2}}){S}(?P<b>\d{{2}}){S}(?P<c>(?:19|20)\d{{2}})(?![\d.,/-])"
)
YEAR_APART = re.compile(rf"(?<![\d./-])(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}}){S}(?P<c>(?:19|20)\d{{2}})(?![\d.,/-])")
COMPACT = re.compile(
    r"(?<![\w.,/-])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\w/]|[.,-]\d)"
)
EAST_ASIAN = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}}|\d{{2}}){S}*[年년]{S}*(?P<m>\d{{1,2}}){S}*[月월]{S}*(?P<d>\d{{1,2}})(?:{S}*[日일])?(?!\d)"
)
VIETNAMESE = re.compile(rf"(?:ngày{S}*)?{DAY}{S}+{SIGN}{S}+năm{S}+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE)
ERA = re.compile(
    rf"(?P<era>令和|平成|昭和|中華民國|民國|民国){S}*(?P<y>元|\d{{1,3}}){S}*[年./-]{S}*"
    rf"(?P<m>\d{{1,2}}){S}*[月./-]{S}*(?P<d>\d{{1,2}})(?!\d)"
)
ERA_LETTER = re.compile(r"(?P<era>(?<![A-Za-z])[RHS])(?P<y>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?!\d)")
HIJRI_NUMERIC = re.compile(r"(?<!\d)(?P<a>\d{1,4})(?P<sep>[/-])(?P<m>\d{1,2})(?P=sep)(?P<c>\d{1,4})(?!\d)")
HIJRI_NAMED = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}}){S}+(?P<name>{'|'.join(HIJRI_MONTHS)}){S}*,?{S}*(?P<y>1[34]\d\d)(?!\d)"
)


def _day(year: str, month: int, day: str) -> Iterable[date]:
    found = day_or_none(full_year(int(year), len(year)), month, int(day))
    return (found,) if found and found.year in PLAUSIBLE_YEARS else ()


def _named(match: re.Match[str], orders: tuple[str, ...]) -> Readings:
    return tuple(("", day) for day in _day(match["y"], month_of(match["month"]), match["d"]))


def _numbered(match: re.Match[str], orders: tuple[str, ...]) -> Readings:
    return tuple(("", day) for day in _day(match["y"], int(match["m"]), match["d"]))


def _in_any_order(match: re.Match[str], orders: tuple[str, ...]) -> Readings:
    """Read three numbers in each order that gives a day; the year leads only in two digits and where that is usual."""
    a, b, c = match["a"], match["b"], match["c"]
    readings = {
        "dmy": _day(c, int(b), a) if len(c) > 1 else (),
        "mdy": _day(c, int(a), b) if len(c) > 1 else (),
        "ymd": _day(a, int(b), c) if len(a) == 2 and len(c) <= 2 else (),
    }
    found: dict[date, str] = {}
    for order in orders:
        for day in readings[order]:
            found.setdefault(day, order)
    return tuple((order, day) for day, order in found.items())


def _era(match: re.Match[str], orders: tuple[str, ...]) -> Readings:
    year = 1 if match["y"] == "元" else int(match["y"])
    return tuple(("", day) for day in _day(str(era_year(match["era"], year)), int(match["m"]), match["d"]))


def _hijri_numeric(match: re.Match[str], orders: tuple[str, ...]) -> Readings:
    year, day = (match["a"], match["c"]) if len(match["a"]) == 4 else (match["c"], match["a"])
    found = hijri_date(int(year), int(match["m"]), int(day)) if len(year) == 4 and len(day) <= 2 else None
    return (("", found),) if found else ()


def _hijri_named(match: re.Match[str], orders: tuple[str, ...]) -> Readings:
    found = hijri_date(int(match["y"]), HIJRI_MONTHS[match["name"]], int(match["d"]))
    return (("", found),) if found else ()


DAY_PATTERNS: tuple[tuple[re.Pattern[str], Reader, str], ...] = (
    (WITH_MONTH, _named, MONTH_SIGNS),
    (MONTH_FIRST, _named, MONTH_SIGNS),
    (MONTH_FIRST_JOINED, _named, MONTH_SIGNS),
    (MONTH_FIRST_GLUED, _named, MONTH_SIGNS),
    (YEAR_FIRST, _named, MONTH_SIGNS),
    (VIETNAMESE, _named, "ăĂ"),
    (NUMERIC, _in_any_order, "./-"),
    (NUMERIC_YEAR_FIRST, _numbered, "./-"),
    (SPACED, _in_any_order, FULL_YEAR),
    (YEAR_APART, _in_any_order, FULL_YEAR),
    (COMPACT, _numbered, FULL_YEAR),
    (EAST_ASIAN, _numbered, "年년"),
    (ERA, _era, "令平昭國国"),
    (ERA_LETTER, _era, "RHS"),
    (HIJRI_NUMERIC, _hijri_numeric, "/-"),
    (HIJRI_NAMED, _hijri_named, "رجشوصمذ"),
)
"""Patterns of whole dates with their readers and the signs of which a text must hold one.

Of two that begin together the longer match counts, then the earlier in this list.
"""
