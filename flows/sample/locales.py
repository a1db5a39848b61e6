"""Invoices of every locale with known answers, as documents made of words."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from pydantic import TypeAdapter

from extractors.model import Document, FieldName
from flows.sample.formats import LocaleFormat
from flows.sample.invoice import Invoice, InvoiceLine, Party, smallest_unit
from flows.sample.locale_layouts import LAYOUTS, Print
from flows.sample.locale_texts import LanguageTexts, LocaleTexts, all_locales
from flows.sample.words import WordSheet

FROM_RIGHT = {"ar", "he"}
FIRST_DAY = date(2025, 7, 1)
PRICES = {"IDR": 15000, "VND": 25000, "KRW": 1300, "JPY": 150, "HUF": 380, "RUB": 90, "INR": 85, "TRY": 40}
"""About how many units of a weak currency make up one of a strong one; others count as ten or one."""
TENFOLD = {"SEK", "NOK", "DKK", "CZK", "MXN", "UAH", "ZAR", "THB", "TWD", "CNY", "EGP"}

Truth = dict[FieldName, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A document with its true values."""

    document: Document
    truth: Truth


def make_locale_documents(seed: int = 1) -> list[Known]:
    """Return an invoice of every layout in every locale; other seeds give other parties, labels, days and amounts."""
    return [known for texts in all_locales() for known in _documents(texts, seed)]


def make_locales(folder: Path, seed: int = 1) -> None:
    """Write documents.jsonl (one object of `document` and `truth` a line) and truth.csv (document, field, value)."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = make_locale_documents(seed)
    adapter = TypeAdapter(Document)
    with (folder / "documents.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for known in documents:
            record = {"document": adapter.dump_python(known.document, mode="json"), "truth": known.truth}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("document", "field", "value"))
        table.writerows(
            (known.document.name, field.value, value) for known in documents for field, value in known.truth.items()
        )


def _documents(texts: LocaleTexts, seed: int) -> Iterator[Known]:
    for layout, dates, money in LAYOUTS:
        rng = Random(f"{seed} {texts.locale} {layout.__name__}")  # noqa: S311 - made-up documents, no secrets
        form = LocaleFormat(texts.locale, texts.calendar, texts.digits if layout.__name__ in ("letter", "airy") else "")
        invoice = _invoice(texts, form.currency, rng)
        sheet = WordSheet(mirrored=texts.language.language in FROM_RIGHT)
        layout(sheet, Print(invoice, texts.language.title, texts.language.language, form, dates, money, rng))
        yield Known(sheet.document(f"{texts.locale}-{layout.__name__}.pdf"), _truth(invoice))


def _invoice(texts: LocaleTexts, currency: str, rng: Random) -> Invoice:
    """Return an invoice; it is due on a day after the 12th, so that its own dates settle how they are read."""
    words = texts.language
    issued = FIRST_DAY + timedelta(days=rng.randrange(300))
    start = issued - timedelta(days=rng.randrange(20, 50))
    due = issued + timedelta(days=30)
    while due.day <= 12:
        due += timedelta(days=1)
    return Invoice(
        number=rng.choice(
            (
                f"{issued.year}-{rng.randrange(100, 9999):04}",
                f"{rng.randrange(10000, 999999)}",
                f"F{issued:%y}/{rng.randrange(1000, 9999)}",
            )
        ),
        issued=issued,
        vendor=Party(rng.choice(words.vendors), words.streets[0], texts.place, texts.tax_id),
        customer=Party(rng.choice(words.customers), words.streets[1], texts.place),
        lines=_lines(words, currency, rng),
        rate=texts.rate,
        currency=currency,
        due=due,
        start=start,
        end=start + timedelta(days=rng.randrange(3, 18)),
        campaign=rng.choice(words.campaigns),
    )


def _lines(words: LanguageTexts, currency: str, rng: Random) -> tuple[InvoiceLine, ...]:
    scale = PRICES.get(currency, 10 if currency in TENFOLD else 1)
    unit = smallest_unit(currency)
    prices = (Decimal(rng.randrange(20000, 900000) * scale) / 100 for _ in range(rng.choice((2, 3))))
    return tuple(
        InvoiceLine(description, Decimal(1), price.quantize(unit))
        for description, price in zip(rng.sample(words.lines, 3), prices, strict=False)
    )


def _truth(invoice: Invoice) -> Truth:
    days = {
        FieldName.DOCUMENT_DATE: invoice.issued,
        FieldName.DUE_DATE: invoice.due,
        FieldName.ACTIVITY_START: invoice.start,
        FieldName.ACTIVITY_END: invoice.end,
    }
    amounts = {
        FieldName.TOTAL_AMOUNT: invoice.gross,
        FieldName.NET_AMOUNT: invoice.net,
        FieldName.TAX_AMOUNT: invoice.tax,
    }
    return {
        FieldName.DOCUMENT_NUMBER: invoice.number,
        **{field: day.isoformat() for field, day in days.items() if day},
        **{field: f"{amount.quantize(smallest_unit(invoice.currency)):f}" for field, amount in amounts.items()},
        FieldName.CURRENCY: invoice.currency,
        FieldName.CAMPAIGN: invoice.campaign,
        FieldName.VENDOR: invoice.vendor.name,
        FieldName.BILL_TO: invoice.customer.name,
        FieldName.TAX_ID: invoice.vendor.tax_id,
    }
