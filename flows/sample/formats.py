"""Dates and amounts as each locale prints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from babel import Locale
from babel.dates import format_date, get_date_format
from babel.numbers import format_currency, format_decimal, get_territory_currencies

from flows.sample.invoice import smallest_unit

ARABIC_DIGITS = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
REIWA, ROC, BUDDHIST = 2018, 1911, -543
"""What is taken off the common year in Japan, Taiwan and Thailand."""


class DateStyle(StrEnum):
    """How a date is written: CLDR's lengths, the short one with all of the year, or another calendar."""

    SHORT = "short"
    NUMERIC = "numeric"
    MEDIUM = "medium"
    LONG = "long"
    OTHER_CALENDAR = "other calendar"


class MoneyStyle(StrEnum):
    """How an amount is written: with the locale's sign, with the ISO code before or behind, or bare."""

    SIGN = "sign"
    CODE_BEFORE = "code before"
    CODE_BEHIND = "code behind"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class LocaleFormat:
    """A locale's formats. `calendar` names another calendar in use there, `digits` other figures."""

    locale: str
    calendar: str = ""
    digits: str = ""

    @property
    def currency(self) -> str:
        """Return the currency that the locale's country uses (for invoices of 2025 and 2026)."""
        territory = Locale.parse(self.locale).territory or ""
        known = get_territory_currencies(territory, date(2025, 7, 1))
        return str(known[0])

    def day(self, day: date, style: DateStyle) -> str:
        """Return a date as text."""
        if style is DateStyle.OTHER_CALENDAR:
            return self._other_calendar(day)
        pattern: str = style.value
        if style is DateStyle.NUMERIC:
            short = str(get_date_format("short", locale=self.locale).pattern)
            pattern = short.replace("yy", "y")
        return self._figures(str(format_date(day, pattern, locale=self.locale)), dates=True)

    def money(self, amount: Decimal, currency: str, style: MoneyStyle) -> str:
        """Return an amount as text."""
        if style is MoneyStyle.SIGN:
            return self._figures(str(format_currency(amount, currency, locale=self.locale)))
        number = self.number(amount.quantize(smallest_unit(currency)))
        if style is MoneyStyle.BARE:
            return number
        return f"{currency} {number}" if style is MoneyStyle.CODE_BEFORE else f"{number} {currency}"

    def number(self, value: Decimal) -> str:
        """Return a number with as many decimals as it has."""
        decimals = max(-int(value.as_tuple().exponent), 0)
        whole, _, _ = Locale.parse(self.locale).decimal_formats[None].pattern.partition(".")
        pattern = f"{whole}.{'0' * decimals}" if decimals else whole
        return self._figures(str(format_decimal(value, pattern, locale=self.locale)))

    def percent(self, rate: Decimal) -> str:
        """Return a rate of tax."""
        return self._figures(str(format_decimal(rate, locale=self.locale))) + "%"

    def _figures(self, text: str, dates: bool = False) -> str:
        if self.digits != "arab":
            return text
        return text.translate({code: figure for code, figure in ARABIC_DIGITS.items() if not dates or code > ord(".")})

    def _other_calendar(self, day: date) -> str:
        if self.calendar == "japanese":
            return f"令和{day.year - REIWA}年{day.month}月{day.day}日"
        if self.calendar == "roc":
            return f"民國{day.year - ROC}年{day.month}月{day.day}日"
        if self.calendar == "buddhist":
            month = format_date(day, "LLLL", locale=self.locale)
            return f"{day.day} {month} {day.year - BUDDHIST}"
        return self.day(day, DateStyle.LONG)
