"""Words of a PDF page's text layer, with boxes as the page is seen."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.model import Box, Word

UNSEEN = frozenset("\x00\ufffe\u200b\xad")
"""Characters that have no shape: they part words like blanks do."""
SAME_PLACE = 0.3
"""Letters or words nearer than this share of their height are one, printed twice to look bold."""

SAMPLED = 60
MOST_LETTERS = 0.6
"""A page lies on a side when more than this share of its letters do."""

Sides = tuple[float, float, float, float]


def layer_words(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, turned: int = 0) -> list[Word]:
    """Return words as runs of characters between blanks, line ends and gaps, in the order in which the page draws them.

    Boxes are the font's, not the glyph's, so that a dash stands as high as the figures beside it.
    """
    return once([Word(text, Box(*(round(side, 2) for side in sides))) for text, sides in _runs(page, textpage, turned)])


def _runs(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, turned: int) -> Iterator[tuple[str, Sides]]:
    as_seen = upright(page, turned)
    letters: list[str] = []
    word = last = (0.0, 0.0, 0.0, 0.0)
    for letter, sides in _characters(textpage):
        seen = as_seen(*sides) if sides else last
        if letters and (sides is None or _jumps(word, seen)):
            yield "".join(letters), word
            letters = []
        if sides is None or (letters and letter == letters[-1] and _overprints(last, seen)):
            continue
        word = _around(word, seen) if letters else seen
        letters.append(letter)
        last = seen
    if letters:
        yield "".join(letters), word


def _around(word: Sides, letter: Sides) -> Sides:
    return (
        letter[0] if letter[0] < word[0] else word[0],
        letter[1] if letter[1] < word[1] else word[1],
        letter[2] if letter[2] > word[2] else word[2],
        letter[3] if letter[3] > word[3] else word[3],
    )


def _overprints(last: Sides, letter: Sides) -> bool:
    near_x, near_y = SAME_PLACE * (last[2] - last[0]), SAME_PLACE * (last[3] - last[1])
    return abs(letter[0] - last[0]) < near_x and abs(letter[1] - last[1]) < near_y


def _characters(textpage: pdfium.PdfTextPage) -> Iterator[tuple[str, Sides | None]]:
    """Yield each character with its sides (left, bottom, right, top of the PDF's own coordinates); blanks have none."""
    handle, bounds = textpage.raw, raw.FS_RECTF()
    reference, measure = ctypes.byref(bounds), raw.FPDFText_GetLooseCharBox
    for index, letter in enumerate(_text(textpage)):
        if letter.isspace() or letter in UNSEEN:
            yield letter, None
        else:
            measure(handle, index, reference)
            yield letter, (bounds.left, bounds.bottom, bounds.right, bounds.top)


def _text(textpage: pdfium.PdfTextPage) -> Sequence[str]:
    """Return the characters one by one; taken at once where that gives one character for each index."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range()
    if len(text) == count and text.isascii():
        return text
    return [chr(raw.FPDFText_GetUnicode(textpage.raw, index)) for index in range(count)]


def _jumps(word: Sides, letter: Sides) -> bool:
    """Tell whether a letter stands clearly elsewhere than the word so far, though no blank was written."""
    height = max(word[3] - word[1], letter[3] - letter[1], 1.0)
    return (
        letter[0] - word[2] > height
        or letter[0] < word[0] - height
        or letter[1] > word[3] + height
        or letter[3] < word[1] - height
    )


def once(words: Sequence[Word]) -> list[Word]:
    """Return words without those printed a second time in the same place."""
    kept: list[Word] = []
    places: dict[str, list[Box]] = {}
    for word in words:
        same = places.setdefault(word.text, [])
        if not any(_coincide(word.box, box) for box in same):
            kept.append(word)
            same.append(word.box)
    return kept


def _coincide(one: Box, other: Box) -> bool:
    near = SAME_PLACE * max(min(one.bottom - one.top, one.right - one.left), 1.0)
    return abs(one.left - other.left) < near and abs(one.top - other.top) < near


def turn_of(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> int:
    """Return by how many degrees, clockwise, a page as shown must be turned so that most letters stand upright."""
    count = textpage.count_chars()
    angles = Counter(
        round(math.degrees(raw.FPDFText_GetCharAngle(textpage.raw, index)) / 90) * 90 % 360
        for index in range(0, count, max(count // SAMPLED, 1))
    )
    angle, times = max(angles.items(), key=lambda item: item[1], default=(0, 0))
    # PDFium gives angles clockwise.
    return (-angle - page.get_rotation()) % 360 if times > MOST_LETTERS * angles.total() else 0


def upright(page: pdfium.PdfPage, turned: int = 0) -> Callable[[float, float, float, float], Sides]:
    """Return what turns PDF coordinates (from the bottom left, before rotation) into those from the top left as seen.

    `turned` is by how much more than its own rotation says the page is turned.
    """
    x0, y0, x1, y1 = page.get_bbox()
    turns: dict[int, Callable[[float, float, float, float], Sides]] = {
        0: lambda left, bottom, right, top: (left - x0, y1 - top, right - x0, y1 - bottom),
        90: lambda left, bottom, right, top: (bottom - y0, left - x0, top - y0, right - x0),
        180: lambda left, bottom, right, top: (x1 - right, bottom - y0, x1 - left, top - y0),
        270: lambda left, bottom, right, top: (y1 - top, x1 - right, y1 - bottom, x1 - left),
    }
    return turns[(page.get_rotation() + turned) % 360]
