"""The currency of a document: what most of its amounts are marked with, misread marks aside."""

from __future__ import annotations

import pytest

from extractors.extract import view_of_document
from extractors.fields.currency import currency_evidence
from extractors.model import Document, Page, PageSource
from extractors.reading.layout import typed_words

SPOTS = tuple(f"Mo-Fr 6:00p  ${rate}.00" for rate in range(40, 52))


def currency(*lines: str, source: PageSource = PageSource.TEXT) -> str | None:
    page = Page(1, 600.0, 800.0, typed_words(lines), source)
    found = currency_evidence(view_of_document(Document("0" * 64, "a.pdf", "application/pdf", (page,))))
    return found[0].value if found else None


@pytest.mark.parametrize(
    ("lines", "source", "code"),
    [
        ((*SPOTS, "M T W T F S$ 4"), PageSource.OCR, "USD"),
        ((*SPOTS, "Total S$ 540.00"), PageSource.TEXT, "SGD"),
        ((*SPOTS, "Total CA$ 540.00"), PageSource.OCR, "CAD"),
        ((*SPOTS, "Total A$ 540.00"), PageSource.OCR, "AUD"),
        (("Total S$ 540.00", "Room $500.00", "Tax $40.00"), PageSource.OCR, "SGD"),
        (("Total S$ 540.00",), PageSource.OCR, "SGD"),
        ((*SPOTS, "All amounts in CAD"), PageSource.OCR, "CAD"),
    ],
)
def test_one_misread_mark_does_not_outweigh_many_plain_ones(
    lines: tuple[str, ...], source: PageSource, code: str
) -> None:
    assert currency(*lines, source=source) == code
