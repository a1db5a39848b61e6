"""Dates and ranges of dates as a text mentions them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How much time a mention covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS_COVERED = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text; `start` and `end` are character places.

    `alternatives` are all days that it may mean, `value` first: one where there is no doubt, and `orders` say how each
    was read ("dmy", "mdy", "ymd", or "" where the order of parts is not in question). A longer time than a day has its
    first day as value. A date printed without a year has no value: `yearless` is its month and day.
    """

    start: int
    end: int
    text: str
    value: date | None
    alternatives: tuple[date, ...]
    precision: Precision = Precision.DAY
    orders: tuple[str, ...] = ("",)
    yearless: tuple[int, int] | None = None

    @property
    def ambiguous(self) -> bool:
        """Tell whether the mention may mean several days."""
        return len(self.alternatives) > 1

    @property
    def last_day(self) -> date | None:
        """Return the last day of the time covered."""
        return last_day(self.value, self.precision) if self.value else None

    def in_order(self, orders: tuple[str, ...]) -> DateMention:
        """Return the mention with the readings of the given orders first, or itself where it has none of them."""
        ranked = sorted(
            zip(self.alternatives, self.orders, strict=False),
            key=lambda reading: orders.index(reading[1]) if reading[1] in orders else len(orders),
        )
        if not ranked:
            return self
        days, ranked_orders = zip(*ranked, strict=True)
        return replace(self, value=days[0], alternatives=days, orders=ranked_orders)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A time from a first to a last day. `alternatives` are all (first, last) it may mean, the likeliest first."""

    start: DateMention
    end: DateMention
    alternatives: tuple[tuple[date, date], ...]

    @property
    def first_day(self) -> date:
        """Return the first day by the likeliest reading."""
        return self.alternatives[0][0]

    @property
    def last_day(self) -> date:
        """Return the last day by the likeliest reading."""
        return self.alternatives[0][1]


def last_day(first: date, precision: Precision) -> date:
    """Return the last day of a time that begins on `first`."""
    if precision is Precision.DAY:
        return first
    if precision is Precision.WEEK:
        return first + timedelta(days=6)
    months = first.month - 1 + MONTHS_COVERED[precision] - 1
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
