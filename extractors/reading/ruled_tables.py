"""Tables whose cells are ruled: what pdfplumber finds between the lines of a PDF's pages."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.model import Box


@dataclass(frozen=True, slots=True)
class RuledRow:
    """A row of a ruled table: the text of each cell, empty where a cell is missing, and where the row stands."""

    page: int
    cells: tuple[str, ...]
    box: Box


def ruled_tables(content: bytes, pages: Iterable[int]) -> Iterator[tuple[RuledRow, ...]]:
    """Yield the ruled tables of some pages (numbers from 1) of a PDF, in the order of the pages.

    Slow (some 0.15 s a page), so it is for the pages on which words alone do not show the table.
    """
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        for number in pages:
            page = document.pages[number - 1]
            try:
                for table in page.find_tables():
                    yield tuple(_rows(number, table))
            finally:
                # Closing the document alone keeps what was parsed of each page.
                page.close()


def _rows(number: int, table: object) -> Iterator[RuledRow]:
    for row, texts in zip(table.rows, table.extract(), strict=True):  # type: ignore[attr-defined]
        yield RuledRow(number, tuple(" ".join((text or "").split()) for text in texts), Box(*map(float, row.bbox)))
