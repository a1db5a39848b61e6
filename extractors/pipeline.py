"""What a worker does with one document."""

from __future__ import annotations

import logging
from dataclasses import replace
from decimal import Decimal

from extractors.extract import extract
from extractors.fields.ruled_items import ruled_items
from extractors.model import Document, DocumentKind, Extraction, FieldName, LineItem, PageSource
from extractors.reading import sniff
from extractors.reading.pdf_files import is_postponed
from extractors.reading.read import read
from extractors.reading.ruled_tables import ruled_tables
from extractors.settings import ReaderSettings

log = logging.getLogger(__name__)

LIKELY = 0.5
ITEMISED = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.ORDER, DocumentKind.PURCHASE_ORDER})
MOST_RULED_PAGES = 10
"""Tables of longer documents are found by their words; looking for rules costs ten times as much a page."""


def read_and_extract(name: str, content: bytes, settings: ReaderSettings) -> tuple[Document, Extraction]:
    """Read a file and extract its evidence. What is wrong with the file stands in the extraction's problems.

    The middle of a long scan is read only where its ends do not say what it is about.
    """
    document = read(name, content, settings)
    extraction = extract(document, settings)
    if any(map(is_postponed, document.pages)) and not _says_enough(extraction):
        document = read(name, content, settings, document.pages)
        extraction = extract(document, settings)
    return document, with_ruled_items(content, document, extraction)


def with_ruled_items(content: bytes, document: Document, extraction: Extraction) -> Extraction:
    """Return the extraction with the rows of a ruled table, where a bill or order shows none by its words' places."""
    if extraction.line_items or extraction.kind not in ITEMISED or document.media_type != sniff.PDF:
        return extraction
    pages = [page.number for page in document.pages if page.words and page.source is PageSource.TEXT]
    named = (extraction.find(name) for name in (FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT))
    sums = frozenset(abs(each.amount) for each in named if each)
    if not sums or not 0 < len(pages) <= MOST_RULED_PAGES:
        return extraction
    return replace(extraction, line_items=_ruled(content, pages, sums, extraction.language))


def _ruled(content: bytes, pages: list[int], sums: frozenset[Decimal], language: str | None) -> tuple[LineItem, ...]:
    try:
        return ruled_items(ruled_tables(content, pages), sums, language)
    except Exception as error:
        # Another parser than the one that read the words; what it cannot read costs the rows, never the document.
        log.debug("no ruled tables: %s", error)
        return ()


def _says_enough(extraction: Extraction) -> bool:
    total = extraction.find(FieldName.TOTAL_AMOUNT)
    days = (FieldName.DOCUMENT_DATE, FieldName.ACTIVITY_START)
    return bool(total and total.confidence >= LIKELY) and any(extraction.find(day) for day in days)
