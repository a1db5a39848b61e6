"""Months, weeks, quarters, halves of a year as times: "Oct/20", "Q1 2021", "KW 12/2021"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from extractors.language.calendars import full_year
from extractors.language.date_mentions import Precision, day_or_none
from extractors.language.date_patterns import SIGN, S
from extractors.language.months import MONTH_SIGNS, month_of
from extractors.language.time_words import time_words

YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)(?![./-]\d)"
GAP = rf"(?:{S}|[.,/'-]){{0,3}}"
QUARTER_WORD = time_words("quarter")
WEEK_WORD = time_words("week")
HALF_WORD = time_words("half")

BEGIN = r"(?<![\w./-])"
MONTH_AND_YEAR = re.compile(rf"(?<!\d){SIGN}\.?{GAP}(?:de{S}|of{S})?{YEAR}", re.IGNORECASE)
MONTH_AND_SHORT_YEAR = re.compile(rf"(?<![\d]){SIGN}\.?{S}?[/'-]{S}?(?P<y>\d\d)(?![\d./-])")
YEAR_AND_MONTH = re.compile(rf"(?<![\d./-])(?P<y>(?:19|20)\d\d)[.,]?{S}?{SIGN}(?!{GAP}\d)")
NUMBERED_MONTH = re.compile(rf"(?<![\d./-])(?P<m>0?[1-9]|1[0-2])[/.-]{YEAR}")
NUMBERED_YEAR_FIRST = re.compile(r"(?<![\w./-])(?P<y>20\d\d)[/-](?P<m>0[1-9]|1[0-2])(?![\w/-])")
EAST_ASIAN_MONTH = re.compile(rf"(?<!\d)(?P<y>\d{{4}}){S}*[年년]{S}*(?P<m>\d{{1,2}}){S}*[月월](?!{S}*\d)")
QUARTER = re.compile(rf"{BEGIN}{QUARTER_WORD}{S}?(?P<n>[1-4])(?!\d){GAP}{YEAR}", re.IGNORECASE)
QUARTER_AFTER = re.compile(
    rf"{BEGIN}(?P<n>[1-4])(?:st|nd|rd|th|er|e|[.:]?[ea]|\.|º|°)?{S}?{QUARTER_WORD}{GAP}(?:de{S}|del{S}|of{S})?{YEAR}",
    re.IGNORECASE,
)
YEAR_AND_QUARTER = re.compile(rf"{BEGIN}(?P<y>20\d\d){GAP}Q(?P<n>[1-4])(?!\d)", re.IGNORECASE)
HALF = re.compile(rf"{BEGIN}{HALF_WORD}{S}?(?P<n>[12])(?!\d){GAP}{YEAR}", re.IGNORECASE)
WEEK = re.compile(rf"{BEGIN}{WEEK_WORD}\.?{S}?(?P<n>\d{{1,2}})(?!\d)(?:{S}|[.,/-]){{1,3}}{YEAR}", re.IGNORECASE)
YEAR_AND_WEEK = re.compile(rf"{BEGIN}(?P<y>20\d\d)-?{S}?[WwVv](?P<n>\d\d)(?!\d)")

PeriodReader = Callable[["re.Match[str]"], date | None]
PeriodPattern = tuple[re.Pattern[str], PeriodReader, Precision, str]
YEAR_OF_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")


def _year(match: re.Match[str]) -> int:
    return full_year(int(match["y"]), len(match["y"]))


def _named_month(match: re.Match[str]) -> date | None:
    return day_or_none(_year(match), month_of(match["month"]), 1)


def _numbered_month(match: re.Match[str]) -> date | None:
    return day_or_none(_year(match), int(match["m"]), 1)


def _quarter(match: re.Match[str]) -> date | None:
    return day_or_none(_year(match), 3 * int(match["n"]) - 2, 1)


def _half(match: re.Match[str]) -> date | None:
    return day_or_none(_year(match), 6 * int(match["n"]) - 5, 1)


def _week(match: re.Match[str]) -> date | None:
    try:
        return date.fromisocalendar(_year(match), int(match["n"]), 1)
    except ValueError:
        return None


SHORT_PERIODS: tuple[PeriodPattern, ...] = (
    (MONTH_AND_SHORT_YEAR, _named_month, Precision.MONTH, MONTH_SIGNS),
    (EAST_ASIAN_MONTH, _numbered_month, Precision.MONTH, "年년"),
)
"""Patterns of longer times, what they cover, and the signs of which a text with one has one, where that can be said."""

PERIODS_OF_YEARS: tuple[PeriodPattern, ...] = (
    (MONTH_AND_YEAR, _named_month, Precision.MONTH, MONTH_SIGNS),
    (YEAR_AND_MONTH, _named_month, Precision.MONTH, MONTH_SIGNS),
    (NUMBERED_MONTH, _numbered_month, Precision.MONTH, "/.-"),
    (NUMBERED_YEAR_FIRST, _numbered_month, Precision.MONTH, "/-"),
    (QUARTER, _quarter, Precision.QUARTER, ""),
    (QUARTER_AFTER, _quarter, Precision.QUARTER, ""),
    (YEAR_AND_QUARTER, _quarter, Precision.QUARTER, "Qq"),
    (HALF, _half, Precision.HALF, ""),
    (WEEK, _week, Precision.WEEK, ""),
    (YEAR_AND_WEEK, _week, Precision.WEEK, "WwVv"),
)
"""Those of which a year of four digits is a part."""
