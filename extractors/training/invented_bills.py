"""What an invented invoice says: parties, numbers, days and amounts that add up, in the words of its language."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from extractors.language.vocabulary import label_tables
from extractors.model import FieldName
from extractors.training.invented_pages import Pair
from extractors.training.invented_parties import party_of

LOCALES = {
    "sv": "sv_SE", "nb": "nb_NO", "da": "da_DK", "fi": "fi_FI", "de": "de_DE", "nl": "nl_NL", "fr": "fr_FR",
    "es": "es_ES", "pt": "pt_PT", "it": "it_IT", "pl": "pl_PL", "cs": "cs_CZ", "sk": "sk_SK", "hu": "hu_HU",
    "ro": "ro_RO", "bg": "bg_BG", "el": "el_GR", "tr": "tr_TR", "ru": "ru_RU", "uk": "uk_UA", "ja": "ja_JP",
    "ko": "ko_KR", "id": "id_ID", "vi": "vi_VN", "en": "en_GB",
}  # fmt: skip
"""Languages in which invoices are invented, each by a country."""
CURRENCIES = {
    "sv": "SEK", "nb": "NOK", "da": "DKK", "pl": "PLN", "cs": "CZK", "hu": "HUF", "ro": "RON", "bg": "BGN",
    "tr": "TRY", "ru": "RUB", "uk": "UAH", "ja": "JPY", "ko": "KRW", "id": "IDR", "vi": "VND", "en": "GBP",
}  # fmt: skip
TITLES = {
    "de": ("Rechnung", "RECHNUNG", "Handelsrechnung", "Gutschrift", "Rechnungskorrektur", "Schlussrechnung"),
    "fr": ("Facture", "FACTURE", "Avoir", "Facture d'acompte"),
    "en": ("Invoice", "INVOICE", "Tax Invoice", "Credit Note"),
    "it": ("Fattura", "Nota di credito"), "es": ("Factura", "FACTURA", "Factura rectificativa"),
    "nl": ("Factuur", "Creditnota"), "sv": ("Faktura", "Kreditfaktura"), "da": ("Faktura",), "nb": ("Faktura",),
    "fi": ("Lasku",), "pl": ("Faktura VAT", "Faktura"), "cs": ("Faktura - daňový doklad",), "pt": ("Fatura",),
    "hu": ("Számla",), "ro": ("Factură",), "ja": ("請求書",), "ko": ("세금계산서",), "ru": ("Счет-фактура",),
}  # fmt: skip
OF = {
    "de": ("vom", "/"),
    "fr": ("du", "en date du"),
    "en": ("dated", "of"),
    "sv": ("den",),
    "it": ("del",),
    "es": ("de",),
}
RATES = ("0.25", "0.19", "0.20", "0.07", "0", "0", "0.21", "0.055")
CODES = ("{:04d}-{}", "RE{}{:03d}", "{}{:05d}", "F-{}/{:03d}", "{1}", "{1}", "TX-{1}", "20{0:02.0f}-{1}", "{0}.{1}.7")
CENT = Decimal("0.01")
Row = tuple[str, int, Decimal, Decimal]


class Bill:
    """One invoice's values and words; how it is laid out is no matter of its own."""

    def __init__(self, rng: random.Random, language: str) -> None:
        """Make up everything that the invoice says."""
        self.rng, self.language = rng, language
        self.locale = LOCALES[language]
        self.currency = CURRENCIES.get(language, "EUR")
        self.vendor, self.buyer = party_of(rng, language), party_of(rng, language)
        self.ship_to = party_of(rng, language) if rng.random() < 0.2 else None
        self.day = date(2013, 1, 1) + timedelta(days=rng.randrange(4700))
        self.code = rng.choice(CODES).format(rng.randrange(10, 99), rng.randrange(100, 9999999))
        self.date_form = rng.choice(("short", "medium", "long", "dd.MM.y", "y-MM-dd", "dd/MM/y"))
        self.due = self.day + timedelta(days=rng.choice((10, 14, 20, 30)))
        self.delivered = self.day - timedelta(days=rng.randrange(0, 30))
        start = self.day - timedelta(days=rng.randrange(5, 60))
        self.period = (start, start + timedelta(days=rng.randrange(1, 40))) if rng.random() < 0.25 else None
        self.signed = False
        self.marked = rng.random() < 0.5
        self.tax_id = f"{self.locale[-2:]}{rng.randrange(10**8, 10**9)}"
        titles = TITLES.get(language)
        self.title = rng.choice(titles) if titles else self.label("invoice_number")
        self._amounts()

    def _amounts(self) -> None:
        rng = self.rng
        self.rows = [self._row() for _ in range(rng.choice((1, 1, 2, 3, 4, 7, 16)))]
        goods = sum((row[3] for row in self.rows), Decimal(0))
        self.goods = goods
        self.charge = Decimal(rng.choice(("5.90", "15.00", "3.00"))) if rng.random() < 0.15 else Decimal(0)
        self.allowance = (goods * Decimal("0.05")).quantize(CENT) if rng.random() < 0.15 else Decimal(0)
        self.net = goods + self.charge - self.allowance
        self.shares = self._shares()
        self.tax = sum((tax for _, _, tax in self.shares), Decimal(0))
        self.gross = self.net + self.tax
        self.paid = (self.net / 3).quantize(CENT) if rng.random() < 0.15 else Decimal(0)
        self.sign = -1 if rng.random() < 0.04 else 1

    def _shares(self) -> list[tuple[Decimal, Decimal, Decimal]]:
        """Return net, rate and tax by rate of tax: mostly one, at times two."""
        rates = [Decimal(rate) for rate in self.rng.sample(RATES, 2)]
        part = (self.net * Decimal(self.rng.randrange(10, 90)) / 100).quantize(CENT)
        nets = (part, self.net - part) if self.rng.random() < 0.3 and rates[0] != rates[1] else (self.net,)
        return [(net, rate, (net * rate).quantize(CENT)) for net, rate in zip(nets, rates, strict=False)]

    def _row(self) -> Row:
        quantity = self.rng.choice((1, 1, 2, 3, 5, 10, 20, 100))
        price = (Decimal(self.rng.randrange(100, 90000)) / 100).quantize(CENT)
        word = party_of(self.rng, self.language).street.split()[0]
        return f"{self.label('product')} {word}".capitalize(), quantity, price, price * quantity

    def truth(self) -> dict[FieldName, str]:
        """Return the invoice's values; a field that it does not print is known to be absent."""
        return {
            FieldName.VENDOR: self.vendor.name,
            FieldName.BILL_TO: self.buyer.name,
            FieldName.DOCUMENT_NUMBER: self.code,
            FieldName.DOCUMENT_DATE: self.day.isoformat(),
            FieldName.DUE_DATE: self.due.isoformat(),
            FieldName.NET_AMOUNT: str(self.net),
            FieldName.TAX_AMOUNT: str(self.tax),
            FieldName.TOTAL_AMOUNT: str(self.gross),
            FieldName.ACTIVITY_START: self.period[0].isoformat() if self.period else "",
            FieldName.ACTIVITY_END: self.period[1].isoformat() if self.period else "",
            FieldName.CAMPAIGN: "",
        }

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
            return str(format_currency(self.sign * amount, self.currency, locale=self.locale, currency_digits=False))
        return str(format_decimal(self.sign * amount, "#,##0.00", locale=self.locale))

    def percent(self, rate: Decimal) -> str:
        """Return a rate of tax as the country writes it."""
        return f"{format_decimal(rate * 100, '0.##', locale=self.locale)} %"

    def titled(self) -> str:
        """Return title, number and day in one line."""
        number = self.rng.choice(("Nr.", "No", "n°", "#", "")) if self.rng.random() < 0.7 else ""
        of = self.rng.choice(OF.get(self.language, ("/",)))
        return " ".join(f"{self.title} {number} {self.code} {of} {self.on(self.day)}".split())

    def named(self) -> list[Pair]:
        """Return the number and the day of the invoice with their labels."""
        return [(self.label("invoice_number"), self.code), (self.label("invoice_date"), self.on(self.day))]

    def noise(self) -> list[Pair]:
        """Return numbers and days with their labels that are not the invoice's own."""
        rng = self.rng
        found = [
            (self.label("customer_number"), str(rng.randrange(1000, 999999))),
            (self.label("purchase_order_number"), f"PO{rng.randrange(1000, 99999)}"),
            (self.label("order_number"), f"{rng.randrange(10000, 99999)}"),
            (self.label("alternative_number"), f"L{rng.randrange(10000, 9999999)}"),
            (self.label("delivery_date"), self.on(self.delivered)),
            (self.label("reference"), f"{rng.randrange(100, 999)}/{rng.randrange(10, 99)}"),
            (self.label("order_date"), self.on(self.day - timedelta(days=rng.randrange(10, 40)))),
            (self.label("contact"), self.vendor.person),
            (self.label("currency"), self.currency),
        ]
        return rng.sample(found, rng.randrange(0, 6))

    def details(self, with_number: bool = True) -> list[Pair]:
        """Return all numbers and days with their labels, in any order."""
        found = [*self.noise(), *(self.named() if with_number else ())]
        found.append((self.label("due_date"), self.on(self.due)))
        if self.period:
            between = self.rng.choice(("-", "–", "-"))
            found.append(
                (self.label("service_period"), f"{self.on(self.period[0])} {between} {self.on(self.period[1])}")
            )
        if self.rng.random() < 0.6:
            self.rng.shuffle(found)
        return found

    def totals(self) -> list[Pair]:
        """Return the sums with their labels, from the goods to what is left to pay."""
        rng = self.rng
        sums = []
        if self.charge or self.allowance:
            sums.append((self.label("subtotal"), self.money(self.goods)))
            sums.append((self.label("discount"), self.money(self.charge or -self.allowance)))
        sums.append((self.label(rng.choice(("net_amount", "net_amount", "subtotal"))), self.money(self.net)))
        if len(self.shares) > 1 and rng.random() < 0.5:
            sums += [
                (f"{self.label('tax_amount')} {self.percent(rate)}", self.money(tax)) for _, rate, tax in self.shares
            ]
        sums.append((self._taxed(), self.money(self.tax)))
        sums.append((self.label(rng.choice(("gross_total", "total"))), self.money(self.gross)))
        if self.paid:
            sums.append((self.label("deposit"), self.money(-self.paid)))
        if self.paid or rng.random() < 0.4:
            sums.append((self.label("amount_due"), self.money(self.gross - self.paid)))
        return sums

    def _taxed(self) -> str:
        label = self.label("tax_amount")
        if len(self.shares) == 1 and self.rng.random() < 0.4:
            rate, base = self.percent(self.shares[0][1]), self.money(self.net)
            return self.rng.choice(
                (f"{label} {rate}", f"{rate} {label}", f"{label} ({rate})", f"{rate} {label} {base}")
            )
        return label

    def booked(self) -> list[Pair]:
        """Return the sums as viewers of e-invoices list them: also those that are nought."""
        sums = [
            (self.label("subtotal"), self.money(self.goods, False)),
            (self.label("discount"), self.money(self.charge, False)),
            (self.label("discount"), self.money(-self.allowance, False)),
            (self.label("net_amount"), self.money(self.net, False)),
            (self.label("tax_amount"), self.money(self.tax, False)),
            (self.label("gross_total"), self.money(self.gross, False)),
            (self.label("deposit"), self.money(-self.paid, False)),
            (self.label("amount_due"), self.money(self.gross - self.paid, False)),
        ]
        left_out = {place for place in (0, 1, 2, 6) if self.rng.random() < 0.3 and not (place == 6 and self.paid)}
        return [pair for place, pair in enumerate(sums) if place not in left_out]
