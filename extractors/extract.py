"""A document becomes evidence: the whole of this room in one pure function."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.einvoice import EInvoice, read_einvoice
from extractors.fields.currency import currency_evidence
from extractors.fields.direction import (
    evidence_as_printed,
    in_reading_direction,
    items_as_printed,
    layout_as_printed,
    widths_from_right,
)
from extractors.fields.line_items import line_items
from extractors.fields.ranker import load_ranker
from extractors.fields.view import View, view_of
from extractors.kinds import kind_of
from extractors.language.detect import language_of
from extractors.layouts.marks import layout_of
from extractors.model import Document, DocumentKind, Evidence, Extraction, FieldName, Problem
from extractors.settings import ReaderSettings

# Goes up with every change of what is read: readings of another version are made anew (see `version`).
VERSION = "2"
COMPARED = (FieldName.TOTAL_AMOUNT, FieldName.DOCUMENT_NUMBER, FieldName.DOCUMENT_DATE)
"""Fields in which an e-invoice and the page that goes with it must not differ."""
SURE = 0.9


def version() -> str:
    """Return what extractions are kept by: they are made anew when the code's or the model's version changes."""
    return f"{VERSION}-{load_ranker().digest}"


def extract(document: Document, settings: ReaderSettings) -> Extraction:
    """Return the evidence of a document. An e-invoice inside it wins over its page."""
    widths = widths_from_right(document)
    straight = in_reading_direction(document, widths)
    language = language_of(straight.text)
    view = view_of(straight, language)
    kind, _ = kind_of(straight)
    ranker = load_ranker()
    choices = ranker.choices(view)
    printed = evidence_as_printed(widths, (*ranker.evidence(view, choices), *currency_evidence(view)))
    booked = _einvoice(document)
    evidence = _merged(booked.evidence, printed)
    problems = (*document.problems, *booked.problems, *_differences(booked.evidence, printed), *_wordless(document))
    return Extraction(
        document.sha256,
        booked.kind or kind,
        language,
        evidence,
        booked.line_items or items_as_printed(widths, line_items(view)),
        problems,
        version(),
        layout=layout_as_printed(widths, layout_of(view, ranker.considered(view, choices))),
    )


def view_of_document(document: Document) -> View:
    """Return a document as the ranker sees it."""
    straight = in_reading_direction(document, widths_from_right(document))
    return view_of(straight, language_of(straight.text))


def _einvoice(document: Document) -> EInvoice:
    """Return the first embedded file that is an e-invoice, with the problems of those before it."""
    problems: list[Problem] = []
    for embedded in document.embedded:
        found = read_einvoice(embedded)
        problems += found.problems
        if found.evidence:
            return EInvoice(found.kind or DocumentKind.INVOICE, found.evidence, found.line_items, tuple(problems))
    return EInvoice(None, problems=tuple(problems))


def _merged(booked: Iterable[Evidence], printed: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the e-invoice's evidence, and the page's where the e-invoice says nothing."""
    booked = tuple(booked)
    known = {evidence.name for evidence in booked}
    return (*booked, *(evidence for evidence in printed if evidence.name not in known))


def _differences(booked: Iterable[Evidence], printed: Iterable[Evidence]) -> Iterable[Problem]:
    on_page = {evidence.name: evidence for evidence in printed}
    for evidence in booked:
        seen = on_page.get(evidence.name)
        if evidence.name in COMPARED and seen and seen.confidence >= SURE and not _agree(evidence, seen):
            message = (
                f"The structured invoice gives {evidence.value} as {evidence.name.replace('_', ' ')}, "
                f"the page {seen.value}. Ask which of the two holds."
            )
            yield Problem("einvoice_differs", message, seen.chosen.page)


def _agree(booked: Evidence, seen: Evidence) -> bool:
    if booked.name is FieldName.TOTAL_AMOUNT:
        return abs(booked.amount) == abs(seen.amount)
    return "".join(filter(str.isalnum, booked.value)) == "".join(filter(str.isalnum, seen.value))


def _wordless(document: Document) -> Iterable[Problem]:
    if document.pages and not any(page.words for page in document.pages) and not document.problems:
        message = f"No text was found on the {len(document.pages)} pages of {document.name}; look at them yourself."
        yield Problem("no_text", message, fatal=True)
