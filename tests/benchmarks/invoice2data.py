"""Documents a second beside invoice2data's, end to end on the same invoices in the same run, on one core.

invoice2data reads text by PDFium as we do, and takes values from it by regular expressions that somebody wrote for the
layout. Its package holds no invoices, so both read ours, for which it is given a template; once that alone, and once
with the templates that come with it, among which it has to find the one that fits.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from invoice2data import extract_data
from invoice2data.extract.invoice_template import InvoiceTemplate
from invoice2data.extract.loader import ordered_load, read_templates

from extractors.isolation.worker import settle
from extractors.model import FieldName
from extractors.pipeline import read_and_extract
from extractors.settings import ReaderSettings
from flows.sample import firms
from flows.sample.batch import LAYOUTS
from flows.sample.paper import A4, Paper

INVOICES = 140
FIRST_DAY = date(2026, 1, 5)
SETTINGS = ReaderSettings()
TEMPLATE = r"""
[{
  "template_name": "sample.json",
  "issuer": "sample",
  "keywords": ["Invoice date", "Total due", "VAT"],
  "fields": {
    "invoice_number": "Invoice(?: no\\.)?:?\\s+((?:INV-|R)?\\d[\\d/-]+)",
    "date": "Invoice date:?\\s+(\\d+ \\w+ \\d{4})",
    "amount": "Total due\\s+(?:GBP |£)?([\\d,]+\\.\\d\\d)"
  },
  "options": {"currency": "GBP", "decimal_separator": "."}
}]
"""
Answers = tuple[str, str, str]
"""Number, day and total."""


@dataclass(frozen=True, slots=True)
class Known:
    """An invoice as a file, and what it says."""

    path: Path
    truth: Answers


def main() -> None:
    """Print the table."""
    logging.getLogger("invoice2data").setLevel(logging.ERROR)
    own: Sequence[InvoiceTemplate] = ordered_load(TEMPLATE)
    every = [*own, *read_templates()]
    ways: Mapping[str, Callable[[Path], Answers]] = {
        "invoice2data, the one template that fits": lambda path: by_templates(path, own),
        f"invoice2data, that one among its {len(every) - 1}": lambda path: by_templates(path, every),
        "proofdesk, reading and extraction": by_proofdesk,
    }
    with tempfile.TemporaryDirectory() as name:
        invoices = list(made(Path(name)))
        print(f"\n{INVOICES} invoices of a page in {len(firms.LAYOUTS)} layouts, processor time of one core\n")
        print("| | documents a second | numbers, days and totals right |\n|---|---:|---:|")
        for way, read in ways.items():
            seconds, right = judged(read, invoices)
            print(f"| {way} | {INVOICES / seconds:.0f} | {right} of {3 * INVOICES} |", flush=True)


def made(folder: Path) -> Iterator[Known]:
    """Write English invoices of the sample batch's makers in all their layouts."""
    region = next(each for each in firms.regions() if each.language == "en")
    for number in range(INVOICES):
        seller, days = firms.vendor(region, number), (FIRST_DAY, FIRST_DAY + timedelta(days=number % 40))
        buyer, about = firms.partner(number).party, firms.campaign(region, number)
        bill = firms.invoice(seller, buyer, about, days, Decimal(1000 + 7 * number), number, Random(number))
        paper = Paper(bill.number, seller.party.name, A4)
        LAYOUTS[firms.LAYOUTS[number % len(firms.LAYOUTS)]](paper, firms.billing(seller, bill))
        path = folder / f"{number}.pdf"
        path.write_bytes(paper.content())
        yield Known(path, (bill.number, bill.issued.isoformat() if bill.issued else "", str(bill.gross)))


def judged(read: Callable[[Path], Answers], invoices: Sequence[Known]) -> tuple[float, int]:
    """Return the processor time of reading all invoices, the program being warm, and how many answers are right."""
    read(invoices[0].path)
    settle()
    begin = time.process_time()
    answers = [read(each.path) for each in invoices]
    seconds = time.process_time() - begin
    pairs = [pair for each, own in zip(invoices, answers, strict=True) for pair in zip(each.truth, own, strict=True)]
    return seconds, sum(truth == answer for truth, answer in pairs)


def by_templates(path: Path, templates: Sequence[InvoiceTemplate]) -> Answers:
    """Read an invoice with invoice2data."""
    found = extract_data(str(path), templates=list(templates))
    if not found:
        return "", "", ""
    return found["invoice_number"], found["date"].date().isoformat(), f"{found['amount']:.2f}"


def by_proofdesk(path: Path) -> Answers:
    """Read an invoice as a worker does."""
    _, extraction = read_and_extract(path.name, path.read_bytes(), SETTINGS)
    fields = (FieldName.DOCUMENT_NUMBER, FieldName.DOCUMENT_DATE, FieldName.TOTAL_AMOUNT)
    number, day, total = (each.value if (each := extraction.find(name)) else "" for name in fields)
    return number, day, total


if __name__ == "__main__":
    main()
