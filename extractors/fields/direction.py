"""Pages written from right to left are read in a mirror, so that labels stand before their values as everywhere else.

What was read is put back where it is printed. Latin words and what follows them keep their own direction, as in
Unicode's bidirectional algorithm (UAX 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import bidirectional

from extractors.model import Box, Document, Evidence, Layout, LineItem, Page, Reading, Word

MOSTLY = 0.5
"""A page is written from right to left if more than this share of its letters is."""
FROM_RIGHT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks of Unicode in which the scripts from right to left have their letters: most pages have none of them."""
ADJACENT = 1.0
"""Words no further apart than this many letter heights are said in one breath."""


Widths = Mapping[int | None, float]
"""How wide those pages of a document are that are written from right to left, by their numbers."""


def widths_from_right(document: Document) -> Widths:
    """Return the pages that are written from right to left, with their widths."""
    return {page.number: page.width for page in document.pages if _from_right(page)}


def in_reading_direction(document: Document, widths: Widths) -> Document:
    """Return the document with its pages from right to left mirrored; other documents as they are."""
    if not widths:
        return document
    return replace(document, pages=tuple(_mirrored(page) if page.number in widths else page for page in document.pages))


def evidence_as_printed(widths: Widths, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence of the mirrored document with its places as on the page."""
    if not widths:
        return tuple(evidence)
    return tuple(
        replace(
            each,
            chosen=_put_back(each.chosen, widths),
            others=tuple(_put_back(other, widths) for other in each.others),
        )
        for each in evidence
    )


def layout_as_printed(widths: Widths, layout: Layout) -> Layout:
    """Return the layout of the mirrored document with the places of its readings as on the page."""
    if not widths:
        return layout
    marked = tuple(replace(each, reading=_put_back(each.reading, widths)) for each in layout.marked)
    return replace(layout, marked=marked)


def items_as_printed(widths: Widths, items: Iterable[LineItem]) -> tuple[LineItem, ...]:
    """Return line items of the mirrored document with their places as on the page."""
    return tuple(
        replace(each, box=_flipped(each.box, widths[each.page])) if each.box and each.page in widths else each
        for each in items
    )


def _put_back(reading: Reading, widths: Widths) -> Reading:
    if reading.box is None or reading.page not in widths:
        return reading
    return replace(reading, box=_flipped(reading.box, widths[reading.page]))


def _from_right(page: Page) -> bool:
    """Tell whether a page is written from right to left."""
    if not FROM_RIGHT.search(page.text):
        return False
    ways = [bidirectional(letter) for word in page.words for letter in word.text]
    right, left = sum(way in ("R", "AL") for way in ways), ways.count("L")
    return right > MOSTLY * (right + left)


def _mirrored(page: Page) -> Page:
    words = [Word(word.text, _flipped(word.box, page.width), word.confidence) for word in page.words]
    turned = [word for row in _rows(words) for run in _latin_runs(row) for word in _turned(run)]
    return replace(page, words=tuple(turned))


def _flipped(box: Box, width: float) -> Box:
    return Box(round(width - box.right, 2), box.top, round(width - box.left, 2), box.bottom)


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield lines of words from the left; a word belongs to a line whose first word's height holds its middle."""
    row: list[Word] = []
    for word in sorted(words, key=lambda word: (word.box.top + word.box.bottom, word.box.left)):
        if row and (word.box.top + word.box.bottom) / 2 >= row[0].box.bottom:
            yield sorted(row, key=lambda word: word.box.left)
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=lambda word: word.box.left)


def _latin_runs(row: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the words of a line, those together that are Latin or stand between Latin ones."""
    run: list[Word] = []
    for word in row:
        near = bool(run) and word.box.left - run[-1].box.right <= ADJACENT * (word.box.bottom - word.box.top)
        if near and _is_latin(word) and _is_latin(run[-1]):
            run.append(word)
            continue
        if run:
            yield run
        run = [word]
    if run:
        yield run


def _is_latin(word: Word) -> bool:
    return any(bidirectional(letter) == "L" for letter in word.text)


def _turned(run: Sequence[Word]) -> Iterator[Word]:
    """Yield a run's words in their own direction: the mirror turned it, so it is turned back within its place."""
    if len(run) < 2:
        yield from run
        return
    left, right = run[0].box.left, run[-1].box.right
    for word in reversed(run):
        box = Box(
            round(left + right - word.box.right, 2),
            word.box.top,
            round(left + right - word.box.left, 2),
            word.box.bottom,
        )
        yield replace(word, box=box)
