"""Invented invoices in all languages of the vocabulary, as words on pages: layouts that no corpus has.

Labels come from the vocabulary, dates and amounts are written as CLDR says for the country, names are made of
syllables. The same seed gives the same documents.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from extractors.language.vocabulary import label_tables
from extractors.model import Document, FieldName
from extractors.training.corpus import Known
from extractors.training.invented_pages import Sheet
from extractors.training.invented_parties import party_of

LOCALES = {
    "sv": "sv_SE", "nb": "nb_NO", "da": "da_DK", "fi": "fi_FI", "de": "de_DE", "nl": "nl_NL", "fr": "fr_FR",
    "es": "es_ES", "pt": "pt_PT", "it": "it_IT", "pl": "pl_PL", "cs": "cs_CZ", "sk": "sk_SK", "hu": "hu_HU",
    "ro": "ro_RO", "bg": "bg_BG", "el": "el_GR", "tr": "tr_TR", "ru": "ru_RU", "uk": "uk_UA", "ja": "ja_JP",
    "ko": "ko_KR", "id": "id_ID", "vi": "vi_VN", "en": "en_GB",
}  # fmt: skip
"""Languages in which invoices are invented, each by a country; German, French and English come up more often."""

CURRENCIES = {
    "sv": "SEK", "nb": "NOK", "da": "DKK", "pl": "PLN", "cs": "CZK", "hu": "HUF", "ro": "RON", "bg": "BGN",
    "tr": "TRY", "ru": "RUB", "uk": "UAH", "ja": "JPY", "ko": "KRW", "id": "IDR", "vi": "VND", "en": "GBP",
}  # fmt: skip
OFTEN = ("de", "de", "de", "fr", "fr", "fr", "en", "en", "sv", "sv", "it", "es")
RATES = ("0.25", "0.19", "0.20", "0.07", "0", "0.21")
SEED = 7
WEIGHT = 0.3
"""What an invented document counts for beside a real one."""
CENT = Decimal("0.01")
ABSENT = (FieldName.CAMPAIGN,)


def invented(count: int) -> Iterator[Known]:
    """Yield invented invoices with their true values."""
    languages = [*LOCALES, *OFTEN]
    for number in range(count):
        rng = random.Random(SEED * 100_000 + number)  # noqa: S311 - documents, not secrets
        yield Invoice(rng, languages[number % len(languages)], number).known()


class Invoice:
    """One invoice: what it says, and how it is laid out."""

    def __init__(self, rng: random.Random, language: str, number: int) -> None:
        """Make up everything that the invoice says."""
        self.rng, self.language, self.number = rng, language, number
        self.locale = LOCALES[language]
        self.currency = CURRENCIES.get(language, "EUR")
        self.vendor, self.buyer = party_of(rng, language), party_of(rng, language)
        self.day = date(2019, 1, 1) + timedelta(days=rng.randrange(2200))
        self.code = rng.choice(("{:04d}-{}", "RE{}{:03d}", "{}{:05d}", "F-{}/{:03d}", "{1}"))
        self.code = self.code.format(rng.randrange(10, 9999), rng.randrange(100, 99999))
        self.date_form = rng.choice(("short", "medium", "long", "dd.MM.y", "y-MM-dd"))
        self.rate = Decimal(rng.choice(RATES))
        self.rows = [self._row() for _ in range(rng.choice((1, 1, 2, 3, 4, 7)))]
        self.net = sum((row[3] for row in self.rows), Decimal(0))
        self.tax = (self.net * self.rate).quantize(CENT)
        self.paid = (self.net / 3).quantize(CENT) if rng.random() < 0.12 else Decimal(0)
        start = self.day - timedelta(days=rng.randrange(5, 60))
        self.period = (start, start + timedelta(days=rng.randrange(1, 40))) if rng.random() < 0.3 else None
        self.due = self.day + timedelta(days=rng.choice((10, 14, 20, 30)))
        self.marked = rng.random() < 0.5

    def known(self) -> Known:
        """Return the invoice's pages with its true values."""
        sheet = Sheet(self.rng)
        self._head(sheet)
        self._items(sheet)
        self._sums(sheet)
        self._foot(sheet)
        name = f"invented-{self.number:04}"
        digest = hashlib.sha256(name.encode()).hexdigest()
        document = Document(digest, f"{name}.pdf", "application/pdf", sheet.pages())
        return Known("invented", name, document, self._truth(), WEIGHT)

    def _truth(self) -> dict[FieldName, str]:
        truth = {
            FieldName.VENDOR: self.vendor.name,
            FieldName.BILL_TO: self.buyer.name,
            FieldName.DOCUMENT_NUMBER: self.code,
            FieldName.DOCUMENT_DATE: self.day.isoformat(),
            FieldName.DUE_DATE: self.due.isoformat(),
            FieldName.NET_AMOUNT: str(self.net),
            FieldName.TAX_AMOUNT: str(self.tax),
            FieldName.TOTAL_AMOUNT: str(self.net + self.tax),
            FieldName.ACTIVITY_START: self.period[0].isoformat() if self.period else "",
            FieldName.ACTIVITY_END: self.period[1].isoformat() if self.period else "",
        }
        return truth | dict.fromkeys(ABSENT, "")

    def _row(self) -> tuple[str, int, Decimal, Decimal]:
        quantity = self.rng.choice((1, 1, 2, 3, 5, 10, 20, 100))
        price = (Decimal(self.rng.randrange(100, 90000)) / 100).quantize(CENT)
        return self.label("product").capitalize(), quantity, price, price * quantity

    def label(self, role: str) -> str:
        """Return one of the phrases that the language has for a role, by preference a common one."""
        phrases = label_tables()[self.language].get(role) or label_tables()["en"][role]
        phrase = phrases[min(int(self.rng.expovariate(0.35)), len(phrases) - 1)]
        return phrase.upper() if self.rng.random() < 0.1 else phrase[:1].upper() + phrase[1:]

    def on(self, day: date) -> str:
        """Return a day as the country writes it."""
        return format_date(day, self.date_form, locale=self.locale)

    def money(self, amount: Decimal, marked: bool | None = None) -> str:
        """Return an amount as the country writes it, with or without its currency."""
        if self.marked if marked is None else marked:
            return str(format_currency(amount, self.currency, locale=self.locale, currency_digits=False))
        return str(format_decimal(amount, "#,##0.00", locale=self.locale))

    def _head(self, sheet: Sheet) -> None:
        rng = self.rng
        title, details = self._title(), self._details()
        style = rng.choice(("letter", "letter", "letter", "columns", "sections", "sections"))
        if style == "letter":
            sheet.letterhead(self.vendor, rng.random() < 0.5)
            sheet.window(self.buyer, self.vendor, self.label("bill_to") if rng.random() < 0.4 else "")
            sheet.details(details, left=rng.choice((60, 340)))
        elif style == "columns":
            parties = [(self.label("vendor"), self.vendor), (self.label("bill_to"), self.buyer)]
            rng.shuffle(parties)
            sheet.parties_beside(parties)
            sheet.details(details, left=rng.choice((60, 320)))
        else:
            sheet.details(details, left=60)
            for role, party in (("vendor", self.vendor), ("bill_to", self.buyer)):
                sheet.section(self.label(role), party, self._name_label(), rng.random() < 0.6)
        if title:
            sheet.line(title, size=12)

    def _title(self) -> str:
        """Return number and date in one line, where the invoice prints them so."""
        if not self.titled:
            return ""
        of = {"de": "vom", "fr": "du", "en": "dated", "sv": "den"}.get(self.language, "/")
        return f"{self.label('invoice_number')} {self.code} {of} {self.on(self.day)}"

    def _name_label(self) -> str:
        return {"de": "Name", "fr": "Nom", "sv": "Namn", "en": "Name"}.get(self.language, "") if self.named else ""

    @property
    def titled(self) -> bool:
        """Tell whether number and date stand in the title and not among the details."""
        return self.number % 4 == 0

    @property
    def named(self) -> bool:
        """Tell whether names of parties bear a label of their own."""
        return self.number % 3 == 0

    def _details(self) -> list[tuple[str, str]]:
        rng = self.rng
        others = [
            (self.label("customer_number"), str(rng.randrange(1000, 999999))),
            (self.label("purchase_order_number"), f"PO{rng.randrange(1000, 99999)}"),
            (self.label("delivery_date"), self.on(self.day - timedelta(days=rng.randrange(1, 9)))),
            (self.label("reference"), f"{rng.randrange(100, 999)}/{rng.randrange(10, 99)}"),
            (self.label("order_date"), self.on(self.day - timedelta(days=rng.randrange(10, 40)))),
            (self.label("contact"), self.buyer.person),
        ]
        found = rng.sample(others, rng.randrange(0, 4))
        if not self.titled:
            found += [(self.label("invoice_number"), self.code), (self.label("invoice_date"), self.on(self.day))]
        found.append((self.label("due_date"), self.on(self.due)))
        if self.period:
            found.append((self.label("service_period"), f"{self.on(self.period[0])} - {self.on(self.period[1])}"))
        rng.shuffle(found)
        return found

    def _items(self, sheet: Sheet) -> None:
        heads = [self.label(role) for role in ("product", "total_count", "unit_price", "tax_rate", "total")]
        percent = f"{self.rate * 100:.0f} %"
        rows = [
            [text, str(quantity), self.money(price, False), percent, self.money(amount)]
            for text, quantity, price, amount in self.rows
        ]
        sheet.table(heads, rows)

    def _sums(self, sheet: Sheet) -> None:
        gross = self.net + self.tax
        sums = [
            (self.label(self.rng.choice(("net_amount", "subtotal"))), self.money(self.net)),
            (self.label("tax_amount"), self.money(self.tax)),
            (self.label(self.rng.choice(("gross_total", "total"))), self.money(gross)),
        ]
        if self.rng.random() < 0.4:
            self._breakdown(sheet)
        if self.paid:
            sums.append((self.label("deposit"), self.money(-self.paid)))
        if self.paid or self.rng.random() < 0.4:
            sums.append((self.label("amount_due"), self.money(gross - self.paid)))
        if self.rng.random() < 0.15:
            sheet.table([label for label, _ in sums], [[amount for _, amount in sums]])
        else:
            sheet.sums(sums)

    def _breakdown(self, sheet: Sheet) -> None:
        """Print net, rate, tax and gross by rate of tax, sometimes with the sums of all rates as the last row."""
        heads = [self.label(role) for role in ("net_amount", "tax_rate", "tax_amount", "gross_total")]
        part = (self.net * Decimal(self.rng.randrange(10, 90)) / 100).quantize(CENT)
        tax = (part * self.rate).quantize(CENT)
        shares = [(part, tax), (self.net - part, self.tax - tax)] if self.rng.random() < 0.5 else [(self.net, self.tax)]
        rates = self.rng.sample(("7", "19", "21", "20", "5,5"), len(shares))
        rows = [
            [self.money(net, False), rate, self.money(tax, False), self.money(net + tax, False)]
            for (net, tax), rate in zip(shares, rates, strict=True)
        ]
        if len(rows) > 1:
            rows.append(
                [self.money(self.net, False), "", self.money(self.tax, False), self.money(self.net + self.tax, False)]
            )
        sheet.table(heads, rows)

    def _foot(self, sheet: Sheet) -> None:
        digits = self.rng.randrange
        tax_id = f"{self.label('tax_id')}: {self.language[:2].upper()}{digits(10**8, 10**9)}"
        account = f"IBAN {self.locale[-2:]}{digits(10, 99)} {digits(1000, 9999)} 0000 1234 5678 90"
        phone = f"{self.label('phone')}: +{digits(10, 99)} {digits(100, 999)} {digits(10000, 99999)}"
        columns = [[self.vendor.name, self.vendor.street, self.vendor.city], [phone, tax_id], [account]]
        sheet.foot(columns if self.rng.random() < 0.7 else columns[1:])
