"""The few facts of each document that checks need, so that its words can be let go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stdnum import iban

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
from matchers.checks.wording import figures_in, marks_in
from matchers.model import Exhibit, PlanLine
from matchers.programme_model import Programme

COST_KINDS = frozenset({DocumentKind.INVOICE, DocumentKind.ORDER, DocumentKind.RECEIPT, DocumentKind.CERTIFICATION})
_KINDS = frozenset(kind.value for kind in DocumentKind)
PICTURES = frozenset({DocumentKind.SCREENSHOT, DocumentKind.PHOTOGRAPH})
LISTS = frozenset({DocumentKind.ATTENDEE_LIST, DocumentKind.REPORT})

# In the lists of words, what is not a check's code stands under these prefixes.
VENDOR = "vendor"
ACTIVITY = "activity:"
BENEFIT = "benefit:"
OTHER_PROGRAMME = "programme:"

_MORE_LIKELY_THAN_NOT = 0.5
_URL = re.compile(r"https?://|\bwww\.[\w-]+\.\w", re.IGNORECASE)
_PAGE_COUNT = re.compile(
    r"\b(?:page|sida|seite|side|pagina|página)\s*(\d{1,3})\s*(?:of|av|von|sur|de|af|van|di|/)\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


@dataclass(frozen=True, slots=True)
class Lookout:
    """What a programme has looked for in documents: lists of words, and words of metrics."""

    words: Mapping[str, tuple[str, ...]]
    metrics: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What checks need of a document, without its words.

    `marks` maps each list of the programme's words of which one was found to the word; `figures` are numbers beside a
    metric's words; `accounts` are IBANs.
    """

    name: str
    sha256: str
    kind: DocumentKind
    readings: Mapping[FieldName, Reading]
    items: tuple[LineItem, ...]
    problems: tuple[Problem, ...]
    media_type: str
    language: str
    pages: int
    pages_counted: tuple[int, ...]
    scanned: bool
    has_url: bool
    mail_addresses: int
    fingerprints: tuple[str, ...]
    words_digest: str
    marks: Mapping[str, str]
    figures: Mapping[str, frozenset[Decimal]]
    accounts: frozenset[str]

    def text(self, field: FieldName) -> str | None:
        """Return a field's value, or None where it was not read; what is rather wrong than right counts as unread."""
        reading = self.readings.get(field)
        return reading.value if reading and reading.confidence >= _MORE_LIKELY_THAN_NOT else None

    def confidence(self, field: FieldName) -> float:
        """Return how surely a field was read; 0 where it was not."""
        reading = self.readings.get(field)
        return reading.confidence if reading else 0.0

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

    @property
    def wordless(self) -> bool:
        """Return whether something may be seen on it that was not read as words."""
        return self.fatal or self.scanned or self.kind in PICTURES


def lookout_of(programme: Programme, plan: Iterable[PlanLine] = ()) -> Lookout:
    """Return what a programme and a plan have looked for in every document."""
    activities = {ACTIVITY + code: rule.words for code, rule in programme.activities.items() if rule.words}
    others = {OTHER_PROGRAMME + name: words for name, words in programme.other_programmes.items()}
    expected = {name for line in plan for name in line.expected_evidence} - _KINDS
    benefits = {BENEFIT + name: (name,) for name in expected}
    words = {VENDOR: programme.vendor_names, **programme.words, **activities, **others, **benefits}
    return Lookout(words, programme.metrics)


def facts_of(name: str, exhibit: Exhibit, lookout: Lookout) -> Facts:
    """Return what checks need of one exhibit."""
    document, extraction = exhibit.document, exhibit.extraction
    text = document.text
    folded = " ".join(text.split()).casefold()
    proof, costs = extraction.kind not in COST_KINDS, extraction.kind in COST_KINDS
    return Facts(
        name,
        document.sha256,
        extraction.kind,
        _readings(extraction),
        extraction.line_items,
        extraction.problems,
        document.media_type,
        extraction.language or "",
        len(document.pages),
        _pages_counted(text),
        any(page.source is PageSource.OCR for page in document.pages),
        proof and bool(_URL.search(text)),
        len(set(_MAIL.findall(folded))) if extraction.kind in LISTS else 0,
        _fingerprints(document),
        hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest() if folded and extraction.kind in LISTS else "",
        marks_in(folded, lookout.words),
        figures_in(folded, lookout.metrics) if proof else {},
        _accounts(text) if costs else frozenset(),
    )


def _readings(extraction: Extraction) -> dict[FieldName, Reading]:
    readings: dict[FieldName, Reading] = {}
    for evidence in extraction.evidence:
        readings.setdefault(evidence.name, evidence.chosen)
    return readings


def _pages_counted(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(count) for number, count in _PAGE_COUNT.findall(text) if int(number) <= int(count)}))


def _fingerprints(document: Document) -> tuple[str, ...]:
    # A page of one colour has a fingerprint of one digit repeated, and all such pages look alike.
    return tuple(page.fingerprint for page in document.pages if page.fingerprint and len(set(page.fingerprint)) > 1)


def _accounts(text: str) -> frozenset[str]:
    found = (re.sub(r"\s", "", match) for match in _IBAN.findall(text))
    return frozenset(account for account in found if iban.is_valid(account))
