"""Ranges of dates, with the parts that people leave out: "1/27 - 2/16/20", "May 1-15, 2024", "1.–15. Mai 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extractors.language.calendars import full_year
from extractors.language.date_mentions import DateMention, DateRange, Precision, day_or_none, last_day
from extractors.language.date_patterns import AFTER_MONTH, SIGN, S
from extractors.language.months import MONTH, month_of
from extractors.language.plain import PlainText
from extractors.language.time_words import time_words

Placed = tuple[int, int, DateMention]
PlacedRange = tuple[int, int, DateRange]
Pairs = tuple[tuple[date, date], ...]

TO_WORD = rf"(?<!\w){time_words('to')}(?![^\W\d_])|{time_words('to_glued')}"
TO = rf"[ \u00a0]*(?:--?|–|~|→|->|{TO_WORD})[ \u00a0]*"
ONE_DAY = r"(?P<d1>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?"
YEAR_SIGN = r"(?:[日일]|[ \u00a0]*[гр]\.?)?"
"""What some languages print behind a day or a year: "7月11日", "2026 г.", "2026 р."."""
CONNECTOR = re.compile(rf"\.?{YEAR_SIGN}{TO}", re.IGNORECASE)
DAYS_OF_MONTH = re.compile(
    rf"{SIGN}{AFTER_MONTH}{ONE_DAY}{TO}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[, ]+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE
)
DAY_BEFORE = re.compile(rf"(?<![\d./,-])(?P<start>{ONE_DAY}){TO}$", re.IGNORECASE)
DAY_AND_MONTH_BEFORE = re.compile(
    rf"(?<![\d./-])(?P<start>(?P<a>\d{{1,2}}){S}?[./]{S}?(?P<b>\d{{1,2}})\.?){TO}$", re.IGNORECASE
)
MONTH_BEFORE = re.compile(rf"(?P<start>(?P<month>{MONTH})\.?){TO}$", re.IGNORECASE)
DAY_AND_MONTH_AFTER = re.compile(
    rf"{TO}(?P<end>(?P<a>\d{{1,2}}){S}?[./月월-]{S}?(?P<b>\d{{1,2}})[日일]?)(?!\d)(?![./-]\d)", re.IGNORECASE
)
DAY_AFTER = re.compile(rf"{TO}(?P<end>(?P<d2>\d{{1,2}}){S}?[日일])", re.IGNORECASE)
LONGEST_START = 30
"""Characters before a date in which the start of its range may stand."""


def ranges_in(source: PlainText, text: str, placed: list[Placed]) -> list[PlacedRange]:
    """Return the ranges among a prepared text's dates, in order and without overlap.

    A month, week, quarter, half or year alone is a range too.
    """
    found = [
        *_days_of_month(source, text),
        *_of_two_dates(source, placed),
        *_begun_before(source, text, placed),
        *_ended_after(source, text, placed),
        *_alone(placed),
    ]
    found.sort(key=lambda item: (item[0], -item[1]))
    kept: list[PlacedRange] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def _days_of_month(source: PlainText, text: str) -> Iterator[PlacedRange]:
    for match in DAYS_OF_MONTH.finditer(source.text):
        year, month = full_year(int(match["y"]), 4), month_of(match["month"])
        first, last = day_or_none(year, month, int(match["d1"])), day_or_none(year, month, int(match["d2"]))
        if first and last and first <= last:
            start = _mention(source, text, match.start(), match.end("d1"), first)
            end = _mention(source, text, match.start("d2"), match.end(), last)
            yield match.start(), match.end(), DateRange(start, end, ((first, last),))


def _of_two_dates(source: PlainText, placed: list[Placed]) -> Iterator[PlacedRange]:
    for (start, start_end, first), (end_start, end, last) in pairwise(placed):
        if CONNECTOR.fullmatch(source.text, start_end, end_start) and (pairs := _pairs(first, last)):
            yield start, end, _range(first, last, pairs)


def _pairs(first: DateMention, last: DateMention) -> Pairs:
    """Return every pair of readings in the same order of parts in which the first day is not after the last."""
    if first.yearless and last.value:
        return _ordered(tuple((_year_before(first.yearless, day), _closing(last, day)) for day in last.alternatives))
    if last.yearless and first.value:
        return _ordered(tuple((day, _year_after(last.yearless, day)) for day in first.alternatives))
    return _ordered(
        tuple(
            (day, _closing(last, other))
            for day, order in zip(first.alternatives, first.orders, strict=True)
            for other, other_order in zip(last.alternatives, last.orders, strict=True)
            if order == other_order
            or "" in (order, other_order)
            or len(first.alternatives) == len(last.alternatives) == 1
        )
    )


def _ordered(pairs: tuple[tuple[date | None, date | None], ...]) -> Pairs:
    return tuple((first, last) for first, last in pairs if first and last and first <= last)


def _closing(mention: DateMention, day: date) -> date:
    return last_day(day, mention.precision)


def _year_before(month_and_day: tuple[int, int], end: date) -> date | None:
    day = day_or_none(end.year, *month_and_day)
    return day_or_none(end.year - 1, *month_and_day) if day and day > end else day


def _year_after(month_and_day: tuple[int, int], start: date) -> date | None:
    day = day_or_none(start.year, *month_and_day)
    return day_or_none(start.year + 1, *month_and_day) if day and day < start else day


def _begun_before(source: PlainText, text: str, placed: list[Placed]) -> Iterator[PlacedRange]:
    for place, end, mention in placed:
        before = source.text[max(0, place - LONGEST_START) : place]
        for pattern in (DAY_AND_MONTH_BEFORE, DAY_BEFORE, MONTH_BEFORE):
            match = pattern.search(before)
            pairs = _ordered(tuple(_starts(match, source.text[place:end], mention))) if match else ()
            if match and pairs:
                offset = place - len(before)
                start = _mention(source, text, offset + match.start("start"), offset + match.end("start"), pairs[0][0])
                yield offset + match.start(), end, _range(start, mention, pairs)
                break


def _starts(match: re.Match[str], printed: str, mention: DateMention) -> Iterator[tuple[date | None, date | None]]:
    """Return the ranges that end with a mention's readings and begin with the parts printed before it."""
    parts = match.groupdict()
    for end, order in zip(mention.alternatives, mention.orders, strict=True):
        if parts.get("month"):
            if mention.precision is Precision.MONTH:
                yield _year_before((month_of(parts["month"]), 1), end), _closing(mention, end)
        elif parts.get("d1"):
            if mention.precision is Precision.DAY and ("." in printed or order == ""):
                yield day_or_none(end.year, end.month, int(parts["d1"])), end
        elif mention.precision is Precision.DAY:
            yield _year_before(_month_and_day(parts, order or "dmy"), end), end


def _ended_after(source: PlainText, text: str, placed: list[Placed]) -> Iterator[PlacedRange]:
    for start, place, mention in placed:
        for pattern in (DAY_AND_MONTH_AFTER, DAY_AFTER):
            match = pattern.match(source.text, place)
            pairs = _ordered(tuple(_ends(match, mention))) if match else ()
            if match and pairs:
                end = _mention(source, text, match.start("end"), match.end("end"), pairs[0][1])
                yield start, match.end(), _range(mention, end, pairs)
                break


def _ends(match: re.Match[str], mention: DateMention) -> Iterator[tuple[date | None, date | None]]:
    parts = match.groupdict()
    for start, order in zip(mention.alternatives, mention.orders, strict=True):
        if parts.get("d2"):
            yield start, day_or_none(start.year, start.month, int(parts["d2"]))
        else:
            yield start, _year_after(_month_and_day(parts, order or "ymd"), start)


def _month_and_day(parts: dict[str, str], order: str) -> tuple[int, int]:
    a, b = int(parts["a"]), int(parts["b"])
    return (b, a) if order == "dmy" else (a, b)


def _alone(placed: list[Placed]) -> Iterator[PlacedRange]:
    for start, end, mention in placed:
        if mention.value and mention.last_day and mention.precision is not Precision.DAY:
            yield start, end, DateRange(mention, mention, ((mention.value, mention.last_day),))


def _range(start: DateMention, end: DateMention, pairs: Pairs) -> DateRange:
    """Return the range, both its mentions settled to the readings that its pairs allow."""
    firsts = tuple(dict.fromkeys(first for first, _ in pairs))
    return DateRange(_settled(start, firsts), _settled(end, tuple(dict.fromkeys(last for _, last in pairs))), pairs)


def _settled(mention: DateMention, days: tuple[date, ...]) -> DateMention:
    orders = dict(zip(mention.alternatives, mention.orders, strict=True))
    return replace(mention, value=days[0], alternatives=days, orders=tuple(orders.get(day, "") for day in days))


def _mention(source: PlainText, text: str, start: int, end: int, day: date) -> DateMention:
    start, end = source.span(start, end)
    return DateMention(start, end, text[start:end], day, (day,))
