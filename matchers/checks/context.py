"""What the checks look at: the batch, and the few facts of each document that checks need."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from extractors.model import (
    Document,
    DocumentKind,
    Extraction,
    FieldName,
    LineItem,
    Money,
    PageSource,
    Problem,
    Reading,
)
from matchers.model import Allocation, Answer, Claim, Exhibit, PlanLine, Submission
from matchers.programme import Programme

T = TypeVar("T")

COST_KINDS = frozenset({DocumentKind.INVOICE, DocumentKind.ORDER, DocumentKind.RECEIPT})

_URL = re.compile(r"https?://|\bwww\.[\w-]+\.\w", re.IGNORECASE)
_PAGE_COUNT = re.compile(
    r"\b(?:page|sida|seite|side|pagina|página)\s*(\d{1,3})\s*(?:of|av|von|sur|de|af|van|di|/)\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


@dataclass(frozen=True, slots=True)
class CheckContext:
    """A batch to be checked. `exhibits` maps digests of content to what was read; each is asked for once."""

    plan: tuple[PlanLine, ...]
    claims: tuple[Claim, ...]
    submissions: tuple[Submission, ...]
    exhibits: Mapping[str, Exhibit]
    allocations: tuple[Allocation, ...]
    programme: Programme
    as_of: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check's answer about one subject, with the values that it rests on."""

    answer: Answer
    reason: str
    expected: str = ""
    found: str = ""
    at_risk: Money | None = None
    fields: tuple[FieldName, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What checks need of a document, without its words."""

    name: str
    sha256: str
    kind: DocumentKind
    readings: Mapping[FieldName, Reading]
    items: tuple[LineItem, ...]
    problems: tuple[Problem, ...]
    media_type: str
    pages: int
    pages_counted: int | None
    scanned: bool
    has_url: bool
    mail_addresses: int
    names_vendor: bool
    fingerprints: tuple[str, ...]
    words_digest: str

    def text(self, field: FieldName) -> str | None:
        """Return a field's value, or None where it was not read."""
        reading = self.readings.get(field)
        return reading.value if reading else None

    def amount(self, field: FieldName) -> Decimal | None:
        """Return an amount field's value."""
        value = self.text(field)
        return Decimal(value) if value is not None else None

    def day(self, field: FieldName) -> date | None:
        """Return a date field's value."""
        value = self.text(field)
        return date.fromisoformat(value) if value is not None else None

    def money(self, field: FieldName) -> Money | None:
        """Return an amount with its currency, or None where either was not read."""
        amount, currency = self.amount(field), self.text(FieldName.CURRENCY)
        return Money(amount, currency) if amount is not None and currency else None

    @property
    def fatal(self) -> bool:
        """Return whether the document could be read in part at most."""
        return any(problem.fatal for problem in self.problems)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The batch in the ways that checks look things up. Documents that were never read are absent from `facts`."""

    context: CheckContext
    facts: Mapping[str, Facts]
    lines: Mapping[str, PlanLine]
    line_ids_of_claims: Mapping[str, str]
    claims_of_line: Mapping[str, tuple[Claim, ...]]
    claims_of_document: Mapping[str, tuple[Claim, ...]]
    allocations_of_document: Mapping[str, tuple[Allocation, ...]]
    allocations_of_line: Mapping[str, tuple[Allocation, ...]]

    @property
    def programme(self) -> Programme:
        """Return the rules in force."""
        return self.context.programme

    def line_of(self, claim: Claim) -> PlanLine | None:
        """Return the plan line that a claim names, if it is planned."""
        return self.lines.get(claim.line_id)

    def partner_of(self, claim: Claim) -> str:
        """Return the claiming partner, by the claim or else by its line."""
        line = self.line_of(claim)
        return claim.partner or (line.partner if line else "")

    def documents_of(self, claim: Claim) -> tuple[Facts | None, ...]:
        """Return the claim's documents; None stands for one that was not read."""
        return tuple(self.facts.get(name) for name in claim.documents)

    def documents_on(self, line: PlanLine) -> tuple[Facts | None, ...]:
        """Return the documents that claims or allocations bring to a line, by name."""
        claimed = {name for claim in self.claims_of_line.get(line.line_id, ()) for name in claim.documents}
        allocated = {allocation.document for allocation in self.allocations_of_line.get(line.line_id, ())}
        return tuple(self.facts.get(name) for name in sorted(claimed | allocated))

    def lines_of(self, document: Facts) -> tuple[str, ...]:
        """Return the ids of the lines that a document is to prove."""
        allocated = (each.line_id or "" for each in self.allocations_of_document.get(document.name, ()))
        claimed = (claim.line_id for claim in self.claims_of_document.get(document.name, ()))
        return tuple(sorted({*allocated, *claimed} - {""}))

    def partners_of(self, document: Facts) -> tuple[str, ...]:
        """Return the partners that handed a document in or whose lines it is to prove."""
        of_claims = (self.partner_of(claim) for claim in self.claims_of_document.get(document.name, ()))
        of_lines = (self.lines[line].partner for line in self.lines_of(document) if line in self.lines)
        return tuple(sorted({*of_claims, *of_lines} - {""}))


def open_case_file(context: CheckContext) -> CaseFile:
    """Return the batch indexed; every exhibit is read once and its words are let go."""
    return CaseFile(
        context,
        _all_facts(context),
        {line.line_id: line for line in context.plan},
        {claim.claim_id: claim.line_id for claim in context.claims},
        _grouped((claim.line_id, claim) for claim in context.claims),
        _grouped((name, claim) for claim in context.claims for name in claim.documents),
        _grouped((each.document, each) for each in context.allocations),
        _grouped((each.line_id or "", each) for each in context.allocations),
    )


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _all_facts(context: CheckContext) -> dict[str, Facts]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for submission in context.submissions:
        names[submission.sha256].append(submission.name)
    facts: dict[str, Facts] = {}
    for sha256 in sorted(names):
        exhibit = context.exhibits.get(sha256)
        if exhibit is not None:
            facts |= {name: facts_of(name, exhibit, context.programme.vendor_names) for name in names[sha256]}
    return facts


def facts_of(name: str, exhibit: Exhibit, vendor_names: tuple[str, ...] = ()) -> Facts:
    """Return what checks need of one exhibit."""
    document, extraction = exhibit.document, exhibit.extraction
    text = document.text
    folded = text.casefold()
    return Facts(
        name,
        document.sha256,
        extraction.kind,
        _readings(extraction),
        extraction.line_items,
        extraction.problems,
        document.media_type,
        len(document.pages),
        _pages_counted(text),
        any(page.source is PageSource.OCR for page in document.pages),
        bool(_URL.search(text)),
        len(set(_MAIL.findall(folded))),
        any(vendor.casefold() in folded for vendor in vendor_names),
        _fingerprints(document),
        hashlib.sha256(" ".join(folded.split()).encode("utf-8", "replace")).hexdigest() if text.strip() else "",
    )


def _readings(extraction: Extraction) -> dict[FieldName, Reading]:
    readings: dict[FieldName, Reading] = {}
    for evidence in extraction.evidence:
        readings.setdefault(evidence.name, evidence.chosen)
    return readings


def _pages_counted(text: str) -> int | None:
    counts = {int(count) for number, count in _PAGE_COUNT.findall(text) if int(number) <= int(count)}
    return counts.pop() if len(counts) == 1 else None


def _fingerprints(document: Document) -> tuple[str, ...]:
    # A page of one colour has a fingerprint of one digit repeated, and all such pages look alike.
    return tuple(page.fingerprint for page in document.pages if page.fingerprint and len(set(page.fingerprint)) > 1)
