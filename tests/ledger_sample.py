"""Made-up documents and findings for the tests of the ledger."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

from extractors.model import (
    Box,
    Document,
    DocumentKind,
    EmbeddedFile,
    Evidence,
    Extraction,
    FieldName,
    LineItem,
    Money,
    Page,
    PageSource,
    Problem,
    Reading,
    Word,
)
from ledger.model import Handed
from matchers.model import (
    Allocation,
    Answer,
    CheckResult,
    Claim,
    Comparison,
    Finding,
    LineStatus,
    Origin,
    PlanLine,
    Reconciliation,
    Severity,
    Status,
)

VERSION, SETTINGS = "7", "a1b2c3d4e5f60718"
AS_OF = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
EUR = "EUR"


def sha_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def words(count: int, number: int = 0) -> tuple[Word, ...]:
    texts = ("Fjällmedia", "Rechnung", "Récolte", "1.234,50", "EUR", "total", "2026-03-05", "№")
    boxes = (
        Box(40 + 61.07 * (n % 8), 50 + 12.5 * (n // 8), 90 + 61.07 * (n % 8), 60.25 + 12.5 * (n // 8))
        for n in range(count)
    )
    rounded = (Box(*(round(side, 2) for side in (b.left, b.top, b.right, b.bottom))) for b in boxes)
    return tuple(Word(f"{texts[(n + number) % 8]}{number}", box) for n, box in enumerate(rounded))


def document(number: int = 1) -> Document:
    name = f"invoice-{number}.pdf"
    scanned = Word("läsbar", Box(1 / 3, 2.0, 40.123456789, 9.5), 0.8312)
    pages = (
        Page(1, 595.28, 841.89, words(40, number)),
        Page(2, 595.28, 841.89, (scanned,), PageSource.OCR, "Blad2", "00ff00ff00ff00ff"),
        Page(3, 595.28, 841.89, ()),
    )
    embedded = (EmbeddedFile("factur-x.xml", "application/xml", "<Invoice>é</Invoice>"),)
    problems = (Problem("untrusted_text", "The text layer was read again by OCR.", 2),)
    return Document(sha_of(name), name, "application/pdf", pages, embedded, problems)


def reading(value: str, page: int | None = 1) -> Reading:
    return Reading(value, f"{value} ", page, Box(10.5, 20.25, 99.99, 31.4) if page else None, 0.9731, "label")


def extraction(number: int = 1) -> Extraction:
    values = {
        FieldName.DOCUMENT_NUMBER: f"INV-{4000 + number}",
        FieldName.DOCUMENT_DATE: "2026-03-05",
        FieldName.TOTAL_AMOUNT: f"{1000 + number}.50",
        FieldName.CURRENCY: EUR,
        FieldName.VENDOR: "Fjällmedia AB",
    }
    evidence = tuple(Evidence(name, reading(value), (reading(f"{value}?", None),)) for name, value in values.items())
    item = LineItem(
        "Banner, 300 × 250", Decimal(2), Decimal("500.2500"), Decimal("1000.50"), AS_OF, None, 1, Box(1, 2, 3, 4)
    )
    problems = document(number).problems
    name = document(number).sha256
    return Extraction(name, DocumentKind.INVOICE, "sv", evidence, (item,), problems, VERSION)


def handed(number: int = 1, source: str = "inbox") -> Handed:
    return Handed(f"invoice-{number}.pdf", sha_of(f"invoice-{number}.pdf"), "application/pdf", 1200 + number, source)


def plan_line(number: int = 1) -> PlanLine:
    return PlanLine(
        f"L{number}", "Blå Kusten", Money(Decimal("1500.00"), EUR), date(2026, 3, 1), date(2026, 3, 31), "webinar",
        ("PO-1", "PO-2"), "generic", "FY26", f"Partner {number}", origin=Origin("plan.csv", number + 1),
    )  # fmt: skip


def claim(number: int = 1) -> Claim:
    return Claim(
        f"C{number}", f"L{number}", Money(Decimal("1200.50"), EUR), "invoice", date(2026, 3, 5), ("invoice-1.pdf",)
    )


def finding(number: int = 1, amount: str = "99.50", code: str = "overclaimed") -> Finding:
    comparison = Comparison("total_amount", 2, "close", 3.25, "1200.50", "1101.00")
    return Finding(
        code, Severity.REVIEW, "C17@1", "More is claimed than proven.", f"L{number}", f"C{number}",
        f"invoice-{number}.pdf", Money(Decimal(amount), EUR), "1101.00", "1200.50", 0.91, (reading("1101.00"),),
        (comparison,), "Please send the missing invoice.",
    )  # fmt: skip


def reconciliation(*findings: Finding) -> Reconciliation:
    line = plan_line()
    status = LineStatus(
        line, Status.FLAGGED, Money(Decimal("1200.50"), EUR), Money(Decimal("1101.00"), EUR),
        ("invoice-1.pdf",), ("C1",), ("overclaimed",), 0.91,
    )  # fmt: skip
    money, left = Money(Decimal("1101.00"), EUR), Money(Decimal("0.00"), EUR)
    allocation = Allocation("invoice-1.pdf", "L1", "C1", money, 7.125, 0.99, (), left)
    check = CheckResult("C17@1", "C1", Answer.FAILED, "1200.50 is more than 1101.00")
    return Reconciliation((status,), (allocation,), findings, AS_OF, "generic", (claim(),), (check,))
