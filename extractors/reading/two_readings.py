"""Two readings of one scan, an earlier OCR's text layer and our own, made one: what both read is believed more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy
from numpy.typing import NDArray

from extractors.model import Box, Page, Word
from extractors.reading.layout import in_reading_order
from extractors.reading.pdf import PdfPage
from extractors.reading.trust import is_shapely
from extractors.reading.upright import Point, apply, corners_of, homography, quad_of, turned_corners

BESIDE = 0.15
"""Words are on the same spot when they share this part of the narrower one's width."""
LEVEL = 0.35
"""... and this part of the lower one's height."""
AGREED = 0.97
DOUBTED = 0.6
"""How much is believed of what the two read differently, as a share of our own OCR's confidence, ..."""
ALONE, SEEN = 0.5, 0.8
"""... of what only the layer has, and, again as a share, of what only our own OCR saw."""
NOISE = 0.4
"""What our own OCR reads alone and with less confidence than this are specks and pictures."""
PARTING = ("-", "–", "/")
"""Signs that stand alone between two days or two numbers."""
WHOLE_DATE = re.compile(r"^\(?(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|[12]\d|3[01])\1(?:20)?\d\d[,;)]?$")
WHOLE_AMOUNT = re.compile(r"^\(?-?[$€£]?(?:\d{1,3}(?:,\d{3})*\.\d\d|\d{1,3}(?:\.\d{3})*,\d\d|\d+[.,]\d\d)[,;)]?$")
BLANKS = re.compile(r"\W")
ASKEW = 0.1
"""Pages whose sides differ by more than this in direction do not stand upright alike."""


class Form(IntEnum):
    """How far words have the form of what documents print."""

    NONE = 0
    WORDS = 1
    VALUE = 2


def both_read(layer: PdfPage, own: Page) -> tuple[Word, ...]:
    """Return one reading of a page's text layer and our own OCR; OCR's alone where the layer's words lie on a side."""
    theirs = _laid_over(layer, own)
    return merged(theirs, own.words) if theirs else own.words


def _laid_over(layer: PdfPage, own: Page) -> list[Word]:
    """Return the layer's words where they stand on the page as our own OCR saw it, none where they lie on a side."""
    upright = corners_of(layer.width, layer.height)
    seen = quad_of(own.quad) if own.quad else corners_of(own.width, own.height)
    there = homography(upright, turned_corners(layer.width, layer.height, layer.turned))
    back = homography(seen, corners_of(own.width, own.height))
    (x0, y0), (x1, y1) = (apply(back, apply(there, corner)) for corner in upright[:2])
    if abs(y1 - y0) > ASKEW * (x1 - x0):
        return []
    return [_moved(word, lambda point: apply(back, apply(there, point))) for word in layer.words]


def _moved(word: Word, onto: Callable[[Point], Point]) -> Word:
    box = word.box
    x, y = onto(((box.left + box.right) / 2, (box.top + box.bottom) / 2))
    across, down = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    return Word(word.text, Box(x - across, y - down, x + across, y + down))


def merged(layer: Sequence[Word], own: Sequence[Word]) -> tuple[Word, ...]:
    """Return one reading of two: where they differ the words of the better form, where one saw nothing the other's."""
    words: list[Word] = []
    for theirs, ours in _spots(layer, own):
        words += _chosen(theirs, ours)
    return in_reading_order(words)


def _spots(layer: Sequence[Word], own: Sequence[Word]) -> list[tuple[list[Word], list[Word]]]:
    """Return the words of both readings by the spot on which they stand, each from the left."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    theirs, ours = numpy.nonzero(_same_place(_sides(layer), _sides(own)))
    size = len(layer) + len(own)
    links = coo_array((numpy.ones(len(theirs)), (theirs, ours + len(layer))), shape=(size, size))
    count, spots = connected_components(links, directed=False)
    found: list[tuple[list[Word], list[Word]]] = [([], []) for _ in range(count)]
    for place, word in enumerate((*layer, *own)):
        found[spots[place]][place >= len(layer)].append(word)
    return [(_from_left(theirs), _from_left(ours)) for theirs, ours in found]


def _from_left(words: list[Word]) -> list[Word]:
    return sorted(words, key=lambda word: word.box.left)


def _sides(words: Sequence[Word]) -> NDArray[numpy.float64]:
    sides = [(box.left, box.top, box.right, box.bottom) for box in (word.box for word in words)]
    return numpy.asarray(sides, dtype=float).reshape(-1, 4)


def _same_place(ours: NDArray[numpy.float64], theirs: NDArray[numpy.float64]) -> NDArray[numpy.bool_]:
    """Tell for each word of one reading and each of the other whether they stand on one spot."""
    across, down = (
        numpy.minimum(ours[:, None, end], theirs[None, :, end])
        - numpy.maximum(ours[:, None, begin], theirs[None, :, begin])
        for begin, end in ((0, 2), (1, 3))
    )
    narrower, lower = (
        numpy.minimum(ours[:, None, end] - ours[:, None, begin], theirs[None, :, end] - theirs[None, :, begin])
        for begin, end in ((0, 2), (1, 3))
    )
    together: NDArray[numpy.bool_] = (across > BESIDE * narrower) & (down > LEVEL * lower)
    return together


def _chosen(theirs: list[Word], ours: list[Word]) -> list[Word]:
    if not ours:
        return [_believed(word, ALONE) for word in theirs if _form_of(word) or word.text in PARTING]
    if not theirs:
        return [_believed(word, SEEN * word.confidence) for word in ours if _is_print(word)]
    agreed = _letters(theirs) == _letters(ours)
    # Of two readings with the same letters one may have parted what the other ran together.
    more = (len(theirs), len(ours)) if agreed else (0, 0)
    better = theirs if (_form(theirs), more[0]) > (_form(ours), more[1]) else ours
    sure = AGREED if agreed else DOUBTED * min(word.confidence for word in ours)
    return [_believed(word, sure) for word in better]


def _is_print(word: Word) -> bool:
    return word.confidence >= NOISE and (word.text in PARTING or any(map(str.isalnum, word.text)))


def _letters(words: Sequence[Word]) -> str:
    return "".join(BLANKS.sub("", word.text) for word in words)


def _form(words: Sequence[Word]) -> Form:
    """Return the form of the words: of several the least, an amount or a date before other words."""
    return min(map(_form_of, words))


def _form_of(word: Word) -> Form:
    if WHOLE_DATE.match(word.text) or WHOLE_AMOUNT.match(word.text):
        return Form.VALUE
    return Form.WORDS if is_shapely(word.text) else Form.NONE


def _believed(word: Word, confidence: float) -> Word:
    return Word(word.text, word.box, round(confidence, 4))
