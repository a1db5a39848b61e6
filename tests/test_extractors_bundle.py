"""Several documents in one file: told apart where each has its own number, and otherwise left together."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from extractors.model import DocumentKind, FieldName
from extractors.reading import sniff
from extractors.reading.splitting import pages_alone
from extractors.settings import ReaderSettings
from extractors.taking_apart import read_file

SETTINGS = ReaderSettings()


def first_page(number: str, total: str, title: str = "INVOICE") -> tuple[str, ...]:
    return (
        "Marlow Print Ltd",
        title,
        f"Invoice number: {number}",
        "Invoice date: 2026-03-16",
        "Bill to: Tern Harbour Devices",
        f"Total amount: {total} EUR",
    )


def later_page(number: str) -> tuple[str, ...]:
    return ("Marlow Print Ltd", "INVOICE", f"Invoice number: {number}", "Posters, second delivery")


ONE, TWO, THREE = first_page("MP-00417", "480.50"), first_page("MP-00988", "77.00"), first_page("MP-01203", "912.25")
TERMS = ("Terms of sale", "We deliver on days of business.", "Invoice and order are governed by the law of the seller.")
CASES = (
    ("three invoices of a page each", (ONE, TWO, THREE), ((1, 1), (2, 2), (3, 3))),
    ("an invoice of two pages, and another", (ONE, later_page("MP-00417"), TWO), ((1, 2), (3, 3))),
    ("terms behind an invoice go with it", (ONE, TERMS, TWO, TERMS), ((1, 2), (3, 4))),
    ("an invoice of two pages", (ONE, later_page("MP-00417")), ()),
    ("an invoice with terms", (ONE, TERMS), ()),
    ("the same invoice twice", (ONE, ONE), ()),
    ("a second page that is told to be one", (ONE, (*TWO, "Page 2 of 2")), ()),
    ("a page with a number and no total", (ONE, later_page("MP-00988")), ()),
    (
        "a credit note that names its invoice",
        (ONE, (*first_page("CN-00031", "-9.00", "CREDIT NOTE"), "to MP-00417")),
        (),
    ),
)


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, invariant=1)
    for lines in pages:
        for row, line in enumerate(lines):
            canvas.drawString(60, 780 - 24 * row, line)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def tiff(pages: Sequence[Sequence[str]]) -> bytes:
    frames, written = [], io.BytesIO()
    for lines in pages:
        frame = Image.new("L", (1240, 1754), 255)
        for row, line in enumerate(lines):
            ImageDraw.Draw(frame).text((120, 120 + 60 * row), line, font=ImageFont.load_default(32), fill=0)
        frames.append(frame)
    frames[0].save(written, "TIFF", save_all=True, append_images=frames[1:])
    return written.getvalue()


@pytest.mark.parametrize(("pages", "places"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_documents_in_a_file_are_told_apart(
    pages: tuple[tuple[str, ...], ...], places: tuple[tuple[int, int], ...]
) -> None:
    read = read_file("heap.pdf", pdf(pages), SETTINGS)
    assert tuple((part.first, part.last) for part in read.extraction.parts) == places
    assert (read.extraction.kind is DocumentKind.BUNDLE) == bool(places)
    assert len(read.parts) == len(places)


def test_each_document_has_its_own_file_and_its_own_values() -> None:
    read = read_file("heap.pdf", pdf((ONE, later_page("MP-00417"), TWO)), SETTINGS)
    assert [part.document.name for part in read.parts] == ["heap.pdf/pages 1-2", "heap.pdf/page 3"]
    totals = [part.extraction.find(FieldName.TOTAL_AMOUNT) for part in read.parts]
    assert [total.value for total in totals if total] == ["480.50", "77.00"]
    for part, place in zip(read.parts, read.extraction.parts, strict=True):
        assert part.document.sha256 == part.extraction.sha256 == place.sha256
        assert place.sha256 == hashlib.sha256(part.content).hexdigest() and place.size == len(part.content)
    alone = read_file("alone.pdf", read.parts[1].content, SETTINGS)
    assert [page.text for page in alone.document.pages] == [page.text for page in read.parts[1].document.pages]
    assert alone.extraction.evidence == read.parts[1].extraction.evidence
    assert "pages 1-2, page 3" in read.extraction.problems[-1].message


def test_the_same_pages_give_the_same_bytes() -> None:
    content = pdf((ONE, TWO))
    assert pages_alone(content, sniff.PDF, 2, 2) == pages_alone(content, sniff.PDF, 2, 2)
    assert pages_alone(content, sniff.PDF, 1, 1) != pages_alone(content, sniff.PDF, 2, 2)


@pytest.mark.slow
def test_a_scanners_file_is_told_apart_too() -> None:
    read = read_file("heap.tiff", tiff((ONE, TWO)), SETTINGS)
    assert [(part.first, part.last) for part in read.extraction.parts] == [(1, 1), (2, 2)]
    again = read_file("heap.tiff", read.parts[1].content, SETTINGS)
    assert again.extraction.find(FieldName.TOTAL_AMOUNT) == read.parts[1].extraction.find(FieldName.TOTAL_AMOUNT)


def test_a_file_of_which_a_part_could_not_be_read_stays_whole() -> None:
    limits = SETTINGS.limits.__class__(pages=2)
    read = read_file("heap.pdf", pdf((ONE, TWO, THREE)), ReaderSettings(limits=limits))
    assert read.parts == () and any(problem.fatal for problem in read.extraction.problems)
