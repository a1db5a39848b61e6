"""An invoice, quote or credit note with its words and formats: what every layout prints, each in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flows.sample.formats import DateStyle, LocaleFormat, MoneyStyle
from flows.sample.invoice import Invoice

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Billing:
    """What a layout is given. `words` are the labels; `more` are extra labelled values, `notes` the small print."""

    invoice: Invoice
    words: Mapping[str, str]
    format: LocaleFormat
    title: str
    dates: DateStyle = DateStyle.NUMERIC
    more: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    colour: str = "#3b5b7a"

    def day(self, day: date | None) -> str:
        """Return a date as printed."""
        return self.format.day(day, self.dates) if day else ""

    def number(self, amount: Decimal) -> str:
        """Return an amount without its currency."""
        return self.format.number(amount.quantize(Decimal("0.01")))

    def money(self, amount: Decimal) -> str:
        """Return an amount with its sign."""
        return self.format.money(amount, self.invoice.currency, MoneyStyle.SIGN)

    def coded(self, amount: Decimal) -> str:
        """Return an amount with the ISO code behind it."""
        return self.format.money(amount, self.invoice.currency, MoneyStyle.CODE_BEHIND)

    @property
    def period(self) -> str:
        """Return the days of the activity: one, from and to, or as the British shorten it, "18 – 20 November 2025"."""
        start, end = self.invoice.start, self.invoice.end
        if start is None or end is None or start == end:
            return self.day(start)
        if self.format.locale == "en_GB" and (start.year, start.month) == (end.year, end.month):
            return f"{start.day} – {self.day(end)}"
        return f"{self.day(start)} \u2013 {self.day(end)}"

    def head(self, *keys: str) -> list[Pair]:
        """Return labels and values of these, empty ones not: number, date, due, period, campaign, reference."""
        values = {
            "number": self.invoice.number,
            "date": self.day(self.invoice.issued),
            "due": self.day(self.invoice.due),
            "period": self.period,
            "campaign": self.invoice.campaign,
            "reference": self.invoice.reference,
        }
        return [(self.words[key], values[key]) for key in keys if values[key]]

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return the lines: description, quantity, unit price, amount."""
        return [
            (
                line.description,
                self.format.number(line.quantity),
                self.number(line.unit_price),
                self.number(line.amount),
            )
            for line in self.invoice.lines
        ]

    def tax_label(self) -> str:
        """Return the tax's name with its rate."""
        gap = "" if self.format.locale.startswith("en") else "\xa0"
        return f"{self.words['tax']} {self.format.percent(self.invoice.rate).replace('%', gap + '%')}"

    def totals(self, style: MoneyStyle = MoneyStyle.BARE) -> list[Pair]:
        """Return net, tax and total with their labels; where there is no tax the total alone."""
        total = (self.words["total"], self.invoice.gross)
        parts = (
            [(self.words["net"], self.invoice.net), (self.tax_label(), self.invoice.tax)] if self.invoice.rate else []
        )
        return [(name, self.format.money(amount, self.invoice.currency, style)) for name, amount in (*parts, total)]

    def vendor(self) -> list[str]:
        """Return the vendor's name and address."""
        party = self.invoice.vendor
        return [party.name, party.street, party.place]

    def customer(self) -> list[str]:
        """Return the customer's name and address."""
        party = self.invoice.customer
        return [party.name, party.street, party.place]
