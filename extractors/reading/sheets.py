"""Parts of documents that are lines of text, laid out on pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.model import Page
from extractors.reading.layout import LINE_HEIGHT, MARGIN, PAGE_LINES, aligned, typed_words

MOST_ROWS = 20_000


class TooLargeError(ValueError):
    """A document holds more than the limits allow."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named part of a document (a sheet, a slide) and its lines, in which tabs part cells; or rows of a table."""

    name: str | None
    lines: Sequence[str]
    rows: bool = False


def pages_of(sheets: Iterable[Sheet], most: int) -> tuple[Page, ...]:
    """Lay lines out on pages: a new page for each part and after so many lines."""
    pages: list[Page] = []
    for sheet in sheets:
        for start in range(0, max(len(sheet.lines), 1), PAGE_LINES):
            if len(pages) == most:
                return tuple(pages)
            lines = sheet.lines[start : start + PAGE_LINES]
            pages.append(_page(len(pages) + 1, _place(sheet, start, len(lines)), lines))
    return tuple(pages)


def _place(sheet: Sheet, start: int, count: int) -> str | None:
    """Return a page's name; of a long table also which rows it shows, so that a value's row can be counted off."""
    if sheet.rows and len(sheet.lines) > PAGE_LINES:
        return f"{sheet.name or 'rows'}, {start + 1} to {start + count}"
    return sheet.name


def _page(number: int, name: str | None, lines: Sequence[str]) -> Page:
    words = typed_words(aligned(lines))
    width = max([595.0, *(word.box.right + MARGIN for word in words)])
    return Page(number, width, 2 * MARGIN + PAGE_LINES * LINE_HEIGHT, words, name=name, reason="typed text")
