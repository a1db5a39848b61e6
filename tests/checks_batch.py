"""A good claim of one line with its invoice, that one change spoils: what the tables of checks' cases are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypedDict

from extractors.model import (
    Box,
    Document,
    DocumentKind,
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
from matchers.checks.context import CheckContext, open_case_file
from matchers.checks.registry import CheckReport, check_case
from matchers.model import Allocation, Claim, Exhibit, PastDocument, PlanLine, Submission
from matchers.programme import parse_programme

GENERIC = (Path(__file__).parent.parent / "data/programs/generic.toml").read_text(encoding="utf-8")
INVOICE = {
    "document_number": "1001",
    "document_date": "2026-03-20",
    "activity_start": "2026-03-01",
    "vendor": "Print House Ltd",
    "bill_to": "Acme Partner AB",
    "net_amount": "800.00",
    "tax_amount": "200.00",
    "total_amount": "1000.00",
    "currency": "EUR",
}


class DocumentMade(TypedDict, total=False):
    """What differs in a document from an ordinary invoice."""

    kind: str
    fields: Mapping[str, str]
    text: str
    problems: tuple[Problem, ...]
    items: tuple[LineItem, ...]
    source: str
    finger: str
    media: str
    sha: str
    language: str | None
    embedded: bool
    confidence: float


class BatchMade(TypedDict, total=False):
    """What differs in a batch from the good claim."""

    documents: Mapping[str, DocumentMade]
    rules: str
    line: Mapping[str, Any]
    claims: Sequence[Claim]
    allocations: Sequence[Allocation]
    lines: Sequence[PlanLine]
    history: Sequence[PastDocument]


ONE_INVOICE: Mapping[str, DocumentMade] = {"a": {}}
Case = tuple[str, str, BatchMade]


def euros(amount: int | str) -> Money:
    return Money(Decimal(amount), "EUR")


LINE = PlanLine("L1", "Spring", euros(1000), date(2026, 3, 1), date(2026, 3, 31), "ad")
LINE = replace(LINE, period="H1", partner="Acme Partner AB")
CLAIM = Claim("K1", "L1", euros(1000), "Spring", date(2026, 3, 5), ("a",), "Acme Partner AB")
CLAIM = replace(CLAIM, submitted=date(2026, 4, 1))


def exhibit(
    name: str,
    kind: str = "invoice",
    fields: Mapping[str, str] = INVOICE,
    text: str = "Invoice",
    problems: tuple[Problem, ...] = (),
    items: tuple[LineItem, ...] = (),
    source: str = "text",
    finger: str | None = None,
    media: str = "application/pdf",
    sha: str = "",
    language: str | None = "en",
    embedded: bool = False,
    confidence: float = 0.99,
) -> Exhibit:
    words = tuple(Word(word, Box(0, 0, 1, 1)) for word in text.split())
    page = Page(1, 10, 10, words, PageSource(source), fingerprint=finger)
    evidence = tuple(
        Evidence(FieldName(field), Reading(value, value, None if embedded else 1, None, confidence, "test"))
        for field, value in fields.items()
    )
    document = Document(sha or name, name, media, (page,))
    return Exhibit(document, Extraction(sha or name, DocumentKind(kind), language, evidence, items, problems, "1"))


def without(*fields: str) -> dict[str, str]:
    return {name: value for name, value in INVOICE.items() if name not in fields}


def check(made: BatchMade) -> CheckReport:
    return check_case(open_case_file(context_of(made)))


def context_of(made: BatchMade) -> CheckContext:
    documents = made.get("documents", ONE_INVOICE)
    exhibits = {name: exhibit(name, **each) for name, each in documents.items()}
    claims = made.get("claims", [replace(CLAIM, documents=tuple(exhibits))])
    plan = made.get("lines", [replace(LINE, **made.get("line", {}))])
    programme = parse_programme(f'inherits = "generic"\n{made.get("rules", "")}', {"generic": GENERIC})
    return CheckContext(
        tuple(plan),
        tuple(claims),
        tuple(Submission(name, each.document.sha256) for name, each in exhibits.items()),
        {each.document.sha256: each for each in exhibits.values()},
        tuple(made.get("allocations", ())),
        programme,
        date(2026, 12, 1),
        tuple(made.get("history", ())),
    )


def claim(**changes: Any) -> list[Claim]:
    return [replace(CLAIM, **changes)]


def proof(kind: str, fields: Mapping[str, str] | None = None, text: str = "words") -> dict[str, DocumentMade]:
    return {"a": {}, "b": {"kind": kind, "fields": fields or {}, "text": text}}


def share(part: int) -> list[Allocation]:
    return [Allocation("a", "L1", "K1", euros(part), 1.0, 1.0)]
