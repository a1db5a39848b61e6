"""Words of a PDF page's text layer, with boxes as the page is seen."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.model import Box, Word

UNSEEN = frozenset("\x00\x02\ufffe\u200b\xad")
"""Characters that have no shape: they part words like blanks do."""
LAST_OF_TWO_BYTES = "\uffff"
SAME_PLACE = 0.3
"""Letters nearer than this share of their size are one, printed twice to look bold."""
SAME_POINTS = 2.0
INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

SAMPLED = 60
MOST_LETTERS = 0.6
"""A page lies on a side when more than this share of its letters do."""

Sides = tuple[float, float, float, float]


def layer_words(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, turned: int = 0, visible: bool = False
) -> list[Word]:
    """Return words as runs of characters between blanks, line ends and gaps, in the order in which the page draws them.

    `visible` leaves out those that are drawn in no colour, which only a scan's text layer may be.
    Boxes are the font's, not the glyph's, so that a dash stands as high as the figures beside it.
    """
    return once(
        [
            Word(text, Box(round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)))
            for text, (left, top, right, bottom) in _runs(page, textpage, turned, visible)
        ]
    )


def _runs(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, turned: int, visible: bool
) -> Iterator[tuple[str, Sides]]:
    as_seen = upright(page, turned)
    letters: list[str] = []
    word = last = (0.0, 0.0, 0.0, 0.0)
    for letter, sides in _characters(textpage, visible):
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


def _characters(textpage: pdfium.PdfTextPage, visible: bool) -> Iterator[tuple[str, Sides | None]]:
    """Yield each character with its sides (left, bottom, right, top of the PDF's own coordinates); blanks have none."""
    handle, bounds = textpage.raw, raw.FS_RECTF()
    reference, measure = ctypes.byref(bounds), raw.FPDFText_GetLooseCharBox
    for index, letter in enumerate(_text(textpage)):
        if letter.isspace() or letter in UNSEEN or (visible and _is_invisible(textpage, index)):
            yield letter, None
        else:
            measure(handle, index, reference)
            yield letter, (bounds.left, bounds.bottom, bounds.right, bounds.top)


def _text(textpage: pdfium.PdfTextPage) -> Sequence[str]:
    """Return the characters one by one; taken at once where that gives one character for each index."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range()
    if len(text) == count and max(text, default="") <= LAST_OF_TWO_BYTES:
        return text
    return [chr(raw.FPDFText_GetUnicode(textpage.raw, index)) for index in range(count)]


def _jumps(word: Sides, letter: Sides) -> bool:
    """Tell whether a letter stands clearly elsewhere than the word so far, though no blank was written."""
    if letter[1] < word[3] and letter[3] > word[1] and word[0] <= letter[0] <= word[2] + 1:
        return False
    height = max(word[3] - word[1], letter[3] - letter[1], 1.0)
    return (
        letter[0] - word[2] > height
        or letter[0] < word[0] - height
        or letter[1] > word[3] + height
        or letter[3] < word[1] - height
    )


def _is_invisible(textpage: pdfium.PdfTextPage, index: int) -> bool:
    return raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(textpage.raw, index)) in INVISIBLE


def once(words: Sequence[Word]) -> list[Word]:
    """Return words without those printed a second time in the same place, give or take a point."""
    kept: list[Word] = []
    places: set[tuple[str, int, int]] = set()
    for word in words:
        if len(word.text) == 1:
            kept.append(word)
            continue
        across, down = word.box.left / SAME_POINTS, word.box.top / SAME_POINTS
        # Two grids, half a mesh apart: what is nearer than half a mesh shares a mesh of one of them.
        meshes = {(word.text, int(across + x), int(down + y)) for x in (0, 1000.5) for y in (0, 1000.5)}
        if places.isdisjoint(meshes):
            kept.append(word)
            places |= meshes
    return kept


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
