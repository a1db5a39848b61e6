"""Small batches of plain invoices, made in a moment, for tests of what runs when."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from flows.steps.assignment import Assignment

AS_OF = date(2026, 6, 30)
CAMPAIGNS = ("Harbour Lights", "Winter Ferry", "Open Studio", "Night Market", "Coastal Walks")
PLAN_HEADS = ("line_id", "campaign_name", "start_date", "end_date", "approved_amount", "currency", "reference")
CLAIM_HEADS = ("claim_id", "line_id", "poe_date", "claimed_amount", "currency", "documents")


@dataclass(frozen=True, slots=True)
class TinyBatch:
    """Where a batch lies."""

    folder: Path

    @property
    def plan(self) -> Path:
        return self.folder / "plan.csv"

    @property
    def claims(self) -> Path:
        return self.folder / "claims.csv"

    @property
    def evidence(self) -> Path:
        return self.folder / "evidence"

    def assignment(self, out: Path) -> Assignment:
        return Assignment("tiny", self.plan, (str(self.evidence),), out, AS_OF, self.claims)


def tiny_batch(folder: Path, documents: int, first: int = 1) -> TinyBatch:
    """Make a batch of so many invoices, a plan line and a claim for each; every fifth claims more than is approved."""
    batch = TinyBatch(folder)
    batch.evidence.mkdir(parents=True)
    numbers = range(first, first + documents)
    for number in numbers:
        (batch.evidence / f"invoice-{number:04}.pdf").write_bytes(invoice(number))
    _table(batch.plan, PLAN_HEADS, [_line(number) for number in numbers])
    _table(batch.claims, CLAIM_HEADS, [_claim(number) for number in numbers])
    return batch


def amount(number: int) -> Decimal:
    return Decimal(100 + 7 * number) + Decimal("0.50")


def campaign(number: int) -> str:
    return f"{CAMPAIGNS[number % len(CAMPAIGNS)]} {number}"


def invoice(number: int) -> bytes:
    """Return a one-page invoice as a PDF; the same number gives the same bytes."""
    written = io.BytesIO()
    canvas = Canvas(written, invariant=1)
    total = amount(number)
    lines = (
        f"Marlow Print {number % 9} Ltd",
        "INVOICE",
        f"Invoice number: MP-{number:05}",
        f"Invoice date: {date(2026, 3, 16 + number % 15)}",
        "Bill to: Tern Harbour Devices",
        f"Campaign: {campaign(number)}",
        "Period: 2026-03-02 to 2026-03-15",
        f"Net amount: {total:.2f} EUR",
        f"Total amount: {total:.2f} EUR",
    )
    for row, line in enumerate(lines):
        canvas.drawString(60, 780 - 24 * row, line)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _line(number: int) -> tuple[object, ...]:
    return (
        f"L{number:04}",
        campaign(number),
        "2026-03-01",
        "2026-03-31",
        amount(number) + 50,
        "EUR",
        f"MP-{number:05}",
    )


def _claim(number: int) -> tuple[object, ...]:
    asked = amount(number) + (70 if number % 5 == 0 else 0)
    return (f"C{number:04}", f"L{number:04}", "2026-03-10", asked, "EUR", f"invoice-{number:04}.pdf")


def _table(path: Path, heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)
