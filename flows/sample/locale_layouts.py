"""Six quite different ways to lay out an invoice of any locale, on sheets of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from flows.sample.formats import DateStyle, LocaleFormat, MoneyStyle
from flows.sample.invoice import Invoice
from flows.sample.locale_texts import has_label, label
from flows.sample.words import WordSheet

LEFT, RIGHT = 50, 545
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Print:
    """An invoice with the words, formats and styles that it is printed in."""

    invoice: Invoice
    title: str
    language: str
    format: LocaleFormat
    dates: DateStyle
    money: MoneyStyle
    rng: Random

    def label(self, *roles: str) -> str:
        """Return a label of one of these roles."""
        return label(
            self.language, self.rng.choice([role for role in roles if has_label(self.language, role)]), self.rng
        )

    def day(self, day: date) -> str:
        """Return a date as this invoice prints it."""
        return self.format.day(day, self.dates)

    def amount(self, amount: Decimal) -> str:
        """Return an amount as this invoice prints it."""
        return self.format.money(amount, self.invoice.currency, self.money)

    def head(self) -> list[Pair]:
        """Return number and dates with their labels."""
        pairs = [
            (self.label("invoice_number"), self.invoice.number),
            (self.label("invoice_date"), self.day(self.invoice.issued)),
        ]
        if self.invoice.due:
            pairs.append((self.label("due_date"), self.day(self.invoice.due)))
        if self.money is MoneyStyle.BARE:
            pairs.append((self.label("currency"), self.invoice.currency))
        return pairs

    def period(self) -> list[Pair]:
        """Return campaign and period with their labels."""
        start, end = self.invoice.start, self.invoice.end
        pairs = [(self.label("campaign"), self.invoice.campaign)]
        if start and end:
            pairs.append((self.label("service_period", "flight"), f"{self.day(start)} - {self.day(end)}"))
        return pairs

    def totals(self) -> list[Pair]:
        """Return net, tax and total with their labels."""
        tax = f"{self.label('tax_amount')} {self.format.percent(self.invoice.rate)}"
        return [
            (self.label("net_amount", "subtotal"), self.amount(self.invoice.net)),
            (tax, self.amount(self.invoice.tax)),
            (self.label("gross_total", "total", "amount_due"), self.amount(self.invoice.gross)),
        ]

    def rows(self) -> list[Pair]:
        """Return the lines with their amounts."""
        return [(line.description, self.amount(line.amount)) for line in self.invoice.lines]

    def vendor(self) -> list[str]:
        """Return the vendor's name, address and tax ID."""
        party = self.invoice.vendor
        return [party.name, party.street, party.place, f"{self.label('tax_id')}: {party.tax_id}"]

    def customer(self) -> list[str]:
        """Return the customer's name and address."""
        party = self.invoice.customer
        return [party.name, party.street, party.place]


def columns(sheet: WordSheet, what: Print) -> None:
    """Vendor at the left, title and details at the right, a table, totals below its amounts."""
    _lines(sheet, LEFT, 60, what.vendor(), first=14)
    sheet.put(RIGHT, 62, what.title, 18, right=True)
    _pairs(sheet, 340, RIGHT, 100, what.head())
    sheet.put(LEFT, 170, what.label("bill_to") + ":", 9)
    _lines(sheet, LEFT, 186, what.customer())
    _pairs(sheet, LEFT, 210, 255, what.period(), right=False)
    sheet.put(LEFT, 320, what.label("product"), 9)
    _pairs(sheet, LEFT, RIGHT, 340, what.rows())
    _pairs(sheet, 290, RIGHT, 450, what.totals())


def stacked(sheet: WordSheet, what: Print) -> None:
    """Labels in a row of heads, values below them; the customer beside the vendor."""
    sheet.put(LEFT, 60, what.title.upper(), 20)
    _lines(sheet, LEFT, 95, what.vendor(), first=11)
    sheet.put(320, 95, what.label("bill_to"), 8)
    _lines(sheet, 320, 110, what.customer(), first=11)
    _heads(sheet, 190, what.head())
    _heads(sheet, 240, what.period(), step=250)
    _pairs(sheet, LEFT, RIGHT, 310, what.rows())
    _heads(sheet, 420, what.totals(), step=165)


def letter(sheet: WordSheet, what: Print) -> None:
    """A letterhead at the right, an address without a label, details in lines with colons."""
    _lines(sheet, 340, 60, what.vendor(), first=13)
    _lines(sheet, LEFT, 150, what.customer())
    sheet.put(LEFT, 250, what.title, 15)
    for number, (name, value) in enumerate([*what.head(), *what.period()]):
        sheet.put(LEFT, 275 + 15 * number, f"{name}: {value}")
    _pairs(sheet, LEFT, 480, 400, what.rows())
    _pairs(sheet, LEFT, 480, 500, what.totals())


def boxed(sheet: WordSheet, what: Print) -> None:
    """The amount to pay large at the top, net and tax below the table."""
    *rest, total = what.totals()
    sheet.put(LEFT, 60, what.invoice.vendor.name, 12)
    sheet.put(LEFT, 90, what.title, 22)
    sheet.put(RIGHT, 84, total[0], 9, right=True)
    sheet.put(RIGHT, 106, total[1], 16, right=True)
    _pairs(
        sheet, LEFT, 180, 150, [*what.head(), (what.label("bill_to"), what.customer()[0]), *what.period()], right=False
    )
    _pairs(sheet, 90, 500, 330, what.rows())
    _pairs(sheet, 300, 500, 450, rest)
    sheet.put(LEFT, 790, "   ".join(what.vendor()[1:]), 8)


def form(sheet: WordSheet, what: Print) -> None:
    """Everything in labelled fields, two to a row."""
    sheet.put(RIGHT, 60, what.title, 16, right=True)
    fields = [
        (what.label("vendor"), what.invoice.vendor.name),
        (what.label("tax_id"), what.invoice.vendor.tax_id),
        (what.label("bill_to"), what.invoice.customer.name),
        *what.head(),
        *what.period(),
    ]
    for number, (name, value) in enumerate(fields):
        top = 110 + 34 * (number // 2)
        x = LEFT if number % 2 == 0 else 320
        sheet.put(x, top, name, 8)
        sheet.put(x, top + 14, value, 10)
    _pairs(sheet, LEFT, RIGHT, 380, what.rows())
    _pairs(sheet, 300, RIGHT, 500, what.totals())


def airy(sheet: WordSheet, what: Print) -> None:
    """Details right-aligned in small print, much white, totals far below."""
    sheet.put(RIGHT, 70, what.invoice.vendor.name, 16, right=True)
    sheet.put(LEFT, 150, what.title, 12)
    for number, (name, value) in enumerate(what.head()):
        sheet.put(RIGHT, 150 + 13 * number, f"{name} {value}", 9, right=True)
    sheet.put(LEFT, 215, what.label("bill_to"), 8)
    _lines(sheet, LEFT, 230, what.customer())
    for number, (name, value) in enumerate(what.period()):
        sheet.put(LEFT, 310 + 14 * number, f"{name}: {value}", 9)
    _pairs(sheet, LEFT, RIGHT, 380, what.rows(), step=26)
    _pairs(sheet, 320, RIGHT, 640, what.totals(), step=24)
    _lines(sheet, LEFT, 770, what.vendor()[1:], size=8)


LAYOUTS: tuple[tuple[Callable[[WordSheet, Print], None], DateStyle, MoneyStyle], ...] = (
    (columns, DateStyle.NUMERIC, MoneyStyle.SIGN),
    (stacked, DateStyle.SHORT, MoneyStyle.BARE),
    (letter, DateStyle.LONG, MoneyStyle.CODE_BEHIND),
    (boxed, DateStyle.MEDIUM, MoneyStyle.SIGN),
    (form, DateStyle.NUMERIC, MoneyStyle.CODE_BEFORE),
    (airy, DateStyle.OTHER_CALENDAR, MoneyStyle.SIGN),
)
"""Each layout with the styles that it prints in."""


def _lines(sheet: WordSheet, x: float, y: float, texts: Iterable[str], first: float = 10, size: float = 10) -> None:
    for number, text in enumerate(texts):
        sheet.put(x, y + 14 * number, text, size if number else max(first, size))


def _pairs(
    sheet: WordSheet, x: float, end: float, y: float, pairs: Iterable[Pair], step: float = 16, right: bool = True
) -> None:
    for number, (name, value) in enumerate(pairs):
        sheet.put(x, y + step * number, name)
        sheet.put(end, y + step * number, value, right=right)


def _heads(sheet: WordSheet, y: float, pairs: Iterable[Pair], step: float = 125) -> None:
    for number, (name, value) in enumerate(pairs):
        sheet.put(LEFT + step * number, y, name, 8)
        sheet.put(LEFT + step * number, y + 15, value)
