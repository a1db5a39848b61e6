"""Several documents in one file told apart: an office scanner makes one file of a heap of invoices.

A page begins a document of its own where it looks like the first of a bill or an order and has a number of its own,
while the number of the document before it is nowhere on it. What is in doubt stays together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio

from extractors.kinds import kind_of, roles_of
from extractors.model import Document, DocumentKind, Extraction, FieldName, Page, PageSource
from extractors.reading import sniff

Reader = Callable[[Document], Extraction]

PAGED = frozenset({sniff.PDF, "image/tiff"})
"""Types of file into which people put several documents."""
BEGINNING = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.CREDIT_NOTE,
        DocumentKind.ORDER,
        DocumentKind.PURCHASE_ORDER,
        DocumentKind.RECEIPT,
        DocumentKind.QUOTE,
        DocumentKind.PRO_FORMA,
        DocumentKind.STATEMENT,
        DocumentKind.REMINDER,
    }
)
LATER_PAGE = re.compile(
    r"\b(?:page|sida|seite|side|sivu|pagina|página|strana|strona|oldal|страница|стр|сторінка|sayfa|halaman|trang)\b\W{0,3}"
    r"(?:[2-9]|[1-9]\d)\s*(?:of|av|von|sur|de|af|van|di|z|ze|из|/)\s*\d{1,3}\b",
    re.IGNORECASE,
)
NUMBERING = frozenset({"invoice_number", "order_number", "purchase_order_number", "receipt_number", "contract_number"})
"""What begins a document bears a label of its number; terms of sale do not."""
LIKELY, HINT = 0.6, 0.2
"""A document that begins must be surer of its number than the one that goes on."""
# A shorter number is a part of others on most pages, and would be "mentioned" everywhere.
FEWEST_DIGITS = 3
SLIP = 80
"""A number that is alike by as much (0 to 100) may be the same, misread."""


def told_apart(document: Document, whole: Extraction, reader: Reader) -> tuple[tuple[Page, ...], ...]:
    """Return the pages of each document in a file, in order; `whole` is what was read from all of them together."""
    pages = document.pages
    if document.media_type not in PAGED or len(pages) < 2 or document.embedded:
        return (pages,)
    starts = _starts(document, whole, reader)
    return tuple(pages[start:end] for start, end in zip(starts, [*starts[1:], len(pages)], strict=True))


def alone(document: Document, pages: Sequence[Page]) -> Document:
    """Return a document that has some of the file's pages only, counted from 1, and none of its problems."""
    counted = (replace(page, number=number) for number, page in enumerate(pages, start=1))
    return replace(document, pages=tuple(counted), problems=())


def _starts(document: Document, whole: Extraction, reader: Reader) -> list[int]:
    pages = document.pages
    starts, number = [0], _number(whole, HINT)
    if not number or not _mentions(pages[0], number):
        number = _number(reader(alone(document, pages[:1])), HINT)
    for place in range(1, len(pages)):
        if not number or not _may_begin(pages[place]) or _mentions(pages[place], number):
            continue
        own = _own_number(document, place, reader)
        if own and not any(_mentions(page, own) for page in pages[starts[-1] : place]):
            starts.append(place)
            number = own
    return starts


def _own_number(document: Document, place: int, reader: Reader) -> str | None:
    """Return the number that a page bears, where a total goes with it: on the page, or on one of those that follow."""
    first = reader(alone(document, document.pages[place : place + 1]))
    number, total = _number(first, LIKELY), first.find(FieldName.TOTAL_AMOUNT)
    if total and number == _plain(total.value):
        return None
    if number and not _has_total(first) and not _has_total(reader(alone(document, document.pages[place:]))):
        return None
    return number


def _has_total(found: Extraction) -> bool:
    total = found.find(FieldName.TOTAL_AMOUNT)
    return bool(total and total.confidence >= LIKELY)


def _may_begin(page: Page) -> bool:
    if LATER_PAGE.search(page.text) or not NUMBERING & roles_of(page):
        return False
    return kind_of(Document("", "", sniff.PDF, (page,)))[0] in BEGINNING


def _number(found: Extraction, least: float) -> str | None:
    number = found.find(FieldName.DOCUMENT_NUMBER)
    plain = _plain(number.value) if number and number.confidence >= least else ""
    return plain if sum(map(str.isdigit, plain)) >= FEWEST_DIGITS else None


def _mentions(page: Page, number: str) -> bool:
    words = _plain(page.text)
    return number in words or (page.source is PageSource.OCR and partial_ratio(number, words) >= SLIP)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
