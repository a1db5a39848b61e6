"""A made-up batch with every kind of finding, and pages drawn to match, for the tests of what people look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont

from extractors.model import Box, DocumentKind, Evidence, Extraction, FieldName, Money, Problem, Reading
from matchers.model import (
    Allocation,
    Claim,
    Comparison,
    Finding,
    LineStatus,
    Origin,
    PlanLine,
    Reconciliation,
    Severity,
    Status,
    Submission,
)
from review.batch import PublishedBatch
from review.csv_tables import csv_text
from review.document_tables import look_through
from review.overview import Overview, overview
from review.publish import batch_tables
from review.tables import Table

PAGE = (595.0, 842.0)
SCALE = 1.6
FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
"""It has the letters of all names; Pillow's own has not."""
CAMPAIGNS = (
    "Arctic Light Spring",
    "Harbour Cloud Days",
    "Midnight Sun Roadshow",
    "Blå Kusten Partnerdag",
    "Récolte Digitale",
)
VENDORS = ("Norrsken Media AB", "Kettle & Sons Print Ltd", "Lindenhof Werbung GmbH", "Atelier Marée SARL")
FIELDS = (
    (FieldName.DOCUMENT_NUMBER, 420, 90),
    (FieldName.DOCUMENT_DATE, 420, 110),
    (FieldName.VENDOR, 60, 60),
    (FieldName.CAMPAIGN, 60, 220),
    (FieldName.CURRENCY, 380, 420),
    (FieldName.TOTAL_AMOUNT, 420, 420),
)

LOCKED = Problem("password_protected", "It needs a password; ask the partner for an open copy.", None, True)


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def amount_of(number: int) -> Decimal:
    return Decimal(1250 + 431 * (number * 7 % 23)) + Decimal(number % 4) / 4


def currency_of(number: int) -> str:
    return ("EUR", "EUR", "SEK", "GBP")[number % 4]


def values(number: int) -> dict[FieldName, tuple[str, str]]:
    day = date(2026, 3, 2) + timedelta(days=number)
    amount = amount_of(number)
    return {
        FieldName.DOCUMENT_NUMBER: (f"INV-{4000 + number}", f"INV-{4000 + number}"),
        FieldName.DOCUMENT_DATE: (day.isoformat(), day.strftime("%d.%m.%Y")),
        FieldName.VENDOR: (VENDORS[number % 4], VENDORS[number % 4]),
        FieldName.CAMPAIGN: (CAMPAIGNS[number % 5], CAMPAIGNS[number % 5]),
        FieldName.CURRENCY: (currency_of(number), currency_of(number)),
        FieldName.TOTAL_AMOUNT: (f"{amount:.2f}", f"{amount:,.2f}"),
    }


def reading(number: int, field: FieldName) -> Reading:
    left, top = next((x, y) for name, x, y in FIELDS if name is field)
    value, text = values(number)[field]
    box = Box(left, top, left + 6.2 * len(text), top + 12)
    return Reading(value, text, 1, box, 0.99 - number % 5 / 20, f"{field.value}_after_label")


def extraction(number: int) -> Extraction:
    evidence = tuple(Evidence(field, reading(number, field)) for field, _, _ in FIELDS)
    return Extraction(digest(name_of(number)), DocumentKind.INVOICE, "en", evidence, (), (), "1")


def name_of(number: int) -> str:
    return f"claims/{2026 - number % 2}/invoice_{number:03}.pdf"


def draw(number: int) -> Image.Image:
    page = Image.new("RGB", (round(PAGE[0] * SCALE), round(PAGE[1] * SCALE)), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, round(10 * SCALE))
    for label, left, top in (
        ("INVOICE", 60, 90),
        ("Number", 340, 90),
        ("Date", 340, 110),
        ("Campaign", 60, 205),
        ("Advertising space, four weeks", 60, 260),
        ("Artwork and production", 60, 280),
        ("Total due", 300, 420),
    ):
        pen.text((left * SCALE, top * SCALE), label, "black", font)
    for field, left, top in FIELDS:
        pen.text((left * SCALE, top * SCALE), values(number)[field][1], "black", font)
    pen.line((60 * SCALE, 410 * SCALE, 535 * SCALE, 410 * SCALE), "gray")
    return page


def comparisons(number: int) -> tuple[Comparison, ...]:
    return (
        Comparison("amount", 3, "same to the cent", 6.2, f"{amount_of(number):.2f}", f"{amount_of(number):.2f}"),
        Comparison("campaign", 2, "most words agree", 3.4, CAMPAIGNS[number % 5], CAMPAIGNS[number % 5].upper()),
        Comparison("date", 1, "nine days after the window", -1.8, "2026-03-01 to 2026-03-31", "2026-04-09"),
        Comparison("reference", 0, "not printed", 0.0, "PO-77", ""),
    )


def plan_line(number: int) -> PlanLine:
    start = date(2026, 3, 1) + timedelta(days=number)
    return PlanLine(
        f"L-{number:03}",
        CAMPAIGNS[number % 5],
        Money(amount_of(number), currency_of(number)),
        start,
        start + timedelta(days=30),
        ("print", "event", "online")[number % 3],
        (f"PO-{number}",),
        "Coop North",
        ("FY26H1", "FY26H2")[number % 2],
        ("Fjord Data", "Kite Systems", "Nordlicht IT")[number % 3],
        origin=Origin("plan.xlsx", number + 2),
    )


def claim(number: int) -> Claim:
    return Claim(
        f"C-{number:03}",
        f"L-{number:03}",
        Money(amount_of(number), currency_of(number)),
        f"Proof {number}",
        date(2026, 3, 20),
        (name_of(number),),
        plan_line(number).partner,
        date(2026, 5, 2),
        Origin("claims.csv", number + 2),
    )


def line_status(number: int, status: Status, reason: str) -> LineStatus:
    line = plan_line(number)
    return LineStatus(
        line, status, line.approved, line.approved, (name_of(number),), (f"C-{number:03}",), (reason,), 0.93
    )


def findings(number: int) -> Iterator[Finding]:
    """Give each line number above ten one finding, turn by turn of each kind."""
    line, risk = f"L-{number:03}", Money(amount_of(number), currency_of(number))
    claimed, document = f"C-{number:03}", name_of(number)
    total, dated = reading(number, FieldName.TOTAL_AMOUNT), reading(number, FieldName.DOCUMENT_DATE)
    kinds = (
        Finding(
            "missing_claim",
            Severity.REVIEW,
            "C6@1",
            f"Nothing was claimed against line {line}, whose window closed 40 days ago.",
            line,
            at_risk=risk,
            expected="a claim by 2026-05-31",
            found="no claim",
        ),
        Finding(
            "excess_claim",
            Severity.REVIEW,
            "C26@1",
            f"The claims against line {line} exceed what was approved.",
            line,
            claimed,
            document,
            risk,
            f"at most {risk.amount}",
            f"{risk.amount * 2}",
            0.97,
            (total,),
            comparisons(number),
            "Please reduce the claim to the approved amount.",
        ),
        Finding(
            "unplanned_claim",
            Severity.REVIEW,
            "C5@1",
            "No plan line fits this document.",
            document=document,
            at_risk=risk,
            confidence=0.88,
        ),
        Finding(
            "outside_window",
            Severity.BLOCK,
            "C41@1",
            "The activity lies outside the campaign's dates.",
            line,
            claimed,
            document,
            risk,
            "2026-03-01 to 2026-03-31",
            dated.value,
            0.95,
            (dated,),
            comparisons(number),
        ),
        Finding(
            "duplicate_evidence",
            Severity.BLOCK,
            "C65@1",
            f"Handed in for another claim too: {name_of(number - 1)} agrees.",
            line,
            claimed,
            document,
            risk,
            "a document that is claimed once",
            "the same number and total twice",
            0.99,
            (reading(number, FieldName.DOCUMENT_NUMBER), total),
            comparisons(number),
            related_document=name_of(number - 1),
        ),
        Finding(
            "missing_evidence",
            Severity.REVIEW,
            "C1@1",
            f"Claim {claimed} came without any document.",
            line,
            claimed,
            at_risk=risk,
            expected="invoice_x.pdf",
            found="no such file",
        ),
        Finding(
            "overclaimed",
            Severity.REVIEW,
            "C27@1",
            "More is claimed than the invoice shows.",
            line,
            claimed,
            document,
            Money(Decimal("250.00"), risk.currency),
            f"{risk.amount} {risk.currency}",
            f"{risk.amount + 250} {risk.currency}",
            0.96,
            (total,),
            comparisons(number),
        ),
        Finding(
            "wrong_campaign",
            Severity.INFO,
            "C52@1",
            "The invoice names another campaign than the plan line.",
            line,
            claimed,
            document,
            risk,
            CAMPAIGNS[number % 5],
            CAMPAIGNS[(number + 1) % 5],
            0.71,
            (reading(number, FieldName.CAMPAIGN),),
            comparisons(number),
        ),
    )
    if number > 10:
        yield kinds[number % 8]


def sample_batch(lines: int = 40) -> PublishedBatch:
    """Return a batch of so many lines, each with a claim and a document; the last document could not be read."""
    numbers = range(lines)
    found = tuple(finding for number in numbers for finding in findings(number))
    flagged = {finding.line_id: finding for finding in found}
    statuses = tuple(_status(number, flagged.get(f"L-{number:03}")) for number in numbers)
    allocations = tuple(_allocation(number) for number in numbers)
    reconciliation = Reconciliation(
        statuses, allocations, found, date(2026, 6, 30), "Coop North", tuple(claim(number) for number in numbers)
    )
    broken = Extraction(digest("locked.pdf"), DocumentKind.OTHER, None, (), (), (LOCKED,), "1")
    by_name = {name_of(number): number for number in numbers}
    by_content = {digest(name): number for name, number in by_name.items()}
    return PublishedBatch(
        "Northern partners",
        reconciliation,
        (*(Submission(name, digest(name)) for name in by_name), Submission("locked.pdf", broken.sha256)),
        {**{sha256: extraction(number) for sha256, number in by_content.items()}, broken.sha256: broken},
        {name: f"../evidence/{name}" for name in by_name},
        lambda sha256, _: draw(by_content[sha256]) if sha256 in by_content else None,
        lambda sha256, _: PAGE if sha256 in by_content else None,
    )


def _status(number: int, finding: Finding | None) -> LineStatus:
    if finding is None:
        return line_status(number, Status.CLEARED, "Invoice, claim and plan agree to the cent.")
    status = Status.REVIEW if finding.severity is Severity.INFO else Status.FLAGGED
    return line_status(number, status, finding.message)


def _allocation(number: int) -> Allocation:
    amount = Money(amount_of(number), currency_of(number))
    unplanned = number > 10 and number % 8 == 2
    line = None if unplanned else f"L-{number:03}"
    return Allocation(name_of(number), line, f"C-{number:03}", amount, 7.8, 0.996, comparisons(number))


def tables_of(batch: PublishedBatch) -> tuple[Table, ...]:
    return batch_tables(batch, look_through(batch))


def figures_of(batch: PublishedBatch) -> Overview:
    return overview(batch, look_through(batch).unread)


def write_golden_files(folder: Path) -> None:
    """Write the tables of a small batch anew; read the difference before you commit it."""
    for table in tables_of(sample_batch(20)):
        (folder / f"{table.name}.csv").write_text(csv_text(table), encoding="utf-8", newline="")


if __name__ == "__main__":
    write_golden_files(Path(__file__).parent / "golden" / "review")
