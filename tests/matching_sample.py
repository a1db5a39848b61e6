"""Plan lines, claims and exhibits in short, for the tests of matching."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from extractors.model import (
    Box,
    Document,
    DocumentKind,
    Evidence,
    Extraction,
    FieldName,
    Money,
    Page,
    PageSource,
    Problem,
    Reading,
    Word,
)
from flows.steps.weights import load_weights
from matchers.model import Claim, Exhibit, PlanLine, Reconciliation, Split, Submission
from matchers.programme_model import Programme
from matchers.reconcile import reconcile

ABOUT = {
    "missing_claim": "line_id",
    "excess_claim": "line_id",
    "missing_evidence": "claim_id",
    "overclaimed": "claim_id",
    "wrong_campaign": "claim_id",
}
AS_OF = date(2026, 12, 31)
PROGRAMME = Programme("test", "1")
PLACE = Box(10, 10, 90, 20)
SPAN = ("2026-03-02", "2026-03-29")


def line(line_id: str, name: str, approved: str, days: tuple[str, str] = SPAN, *references: str) -> PlanLine:
    start, end = map(date.fromisoformat, days)
    return PlanLine(line_id, name, Money(Decimal(approved), "EUR"), start, end, "radio", references)


def claim(claim_id: str, line_id: str, amount: str, *documents: str) -> Claim:
    return Claim(claim_id, line_id, Money(Decimal(amount), "EUR"), documents=documents)


def reading(value: str, confidence: float = 0.97) -> Reading:
    return Reading(value, value, 1, PLACE, confidence, "made")


def exhibit(
    name: str,
    campaign: str,
    total: str | None,
    days: tuple[str, str] | None = SPAN,
    number: str = "",
    *,
    kind: DocumentKind = DocumentKind.INVOICE,
    currency: str = "EUR",
    confidence: float = 0.97,
    others: Mapping[FieldName, Sequence[str]] | None = None,
    more: Mapping[FieldName, str] | None = None,
    words: str = "",
    scanned: bool = False,
    problems: tuple[Problem, ...] = (),
) -> Exhibit:
    """Return a document that prints the values (and words besides), read with the same confidence all."""
    values = {
        FieldName.CAMPAIGN: campaign,
        FieldName.DOCUMENT_NUMBER: number or f"N-{name}",
        FieldName.TOTAL_AMOUNT: total or "",
        FieldName.CURRENCY: currency,
        FieldName.ACTIVITY_START: days[0] if days else "",
        FieldName.ACTIVITY_END: days[1] if days else "",
        **(more or {}),
    }
    runners_up = {field: tuple(reading(each, 0.2) for each in texts) for field, texts in (others or {}).items()}
    evidence = tuple(
        Evidence(field, reading(value, confidence), runners_up.get(field, ()))
        for field, value in values.items()
        if value
    )
    digest = hashlib.sha256(f"{name} {values} {words} {scanned}".encode()).hexdigest()
    printed = tuple(Word(word, PLACE) for word in f"{' '.join(filter(None, values.values()))} {words}".split())
    source = PageSource.OCR if scanned else PageSource.TEXT
    document = Document(digest, name, "application/pdf", (Page(1, 595, 842, printed, source),))
    return Exhibit(document, Extraction(digest, kind, "en", evidence, (), problems, "made"))


def submitted(exhibits: Sequence[Exhibit]) -> tuple[Submission, ...]:
    return tuple(Submission(each.document.name, each.document.sha256) for each in exhibits)


def reconciled(
    plan: Sequence[PlanLine],
    exhibits: Sequence[Exhibit],
    claims: Sequence[Claim] = (),
    programme: Programme = PROGRAMME,
    splits: Sequence[Split] = (),
) -> Reconciliation:
    by_content = {each.document.sha256: each for each in exhibits}
    return reconcile(plan, claims, submitted(exhibits), by_content, programme, AS_OF, load_weights(), splits=splits)


def places(found: Reconciliation) -> dict[str, str | None]:
    """Return the line of each document."""
    return {each.document: each.line_id for each in found.allocations}


def codes(found: Reconciliation, *wanted: str) -> set[tuple[str, str]]:
    """Return findings as code and subject: what the code is about, as `Finding` says."""
    subjects = {(each.code, getattr(each, ABOUT.get(each.code, "document"))) for each in found.findings}
    return {pair for pair in subjects if pair[0] in wanted} if wanted else subjects


# One line is proven, one in part, two are not; of these one begins in autumn.
HALF_PROVEN_PLAN = (
    line("L1", "Harbour Lights", "1000.00", ("2026-03-02", "2026-03-29")),
    line("L2", "Clean Rivers", "500.00", ("2026-04-01", "2026-04-28")),
    line("L3", "Volcano Gala", "800.00", ("2026-09-01", "2026-09-30")),
    line("L4", "Winter Tour", "900.00", ("2026-04-01", "2026-04-28")),
)
HALF_PROVEN_EXHIBITS = [
    exhibit("a.pdf", "Harbour Lights", "1000.00", ("2026-03-02", "2026-03-29")),
    exhibit("b.pdf", "Clean Rivers", "300.00", ("2026-04-01", "2026-04-28")),
]
