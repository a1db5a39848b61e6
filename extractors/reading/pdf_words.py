"""Words of a PDF page's text layer, with boxes as the page is seen."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.model import Box, Word
from extractors.reading.pdf_calls import letter_boxes

# U+0002 and U+FFFE are what PDFium gives for hyphens at the ends of lines.
RUN = re.compile("[^\\s\x00\x02\ufffe\u200b\xad]+")
"""Characters between blanks and others that have no shape."""
LAST_OF_TWO_BYTES = "\uffff"
SAME_PLACE = 0.3
"""Letters nearer than this share of their size are one, printed twice to look bold."""
SAME_POINTS = 2.0
HALFWAY = 1e-6
INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

SAMPLED = 60
MOST_LETTERS = 0.6
"""A page lies on a side when more than this share of its letters do."""

Sides = tuple[float, float, float, float]
Number = TypeVar("Number", float, NDArray[numpy.float64])
Columns = Sequence[NDArray[numpy.float64]]
Booleans = NDArray[numpy.bool_]


def layer_words(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, turned: int = 0, visible: bool = False
) -> list[Word]:
    """Return words as runs of characters between blanks, line ends and gaps, in the order in which the page draws them.

    `visible` leaves out those that are drawn in no colour, which only a scan's text layer may be.
    Boxes are the font's, not the glyph's, so that a dash stands as high as the figures beside it.
    """
    found = list(_runs(page, textpage, turned, visible))
    boxes = _hundredths(numpy.asarray([sides for _, sides in found]))
    return once([Word(text, Box(*sides)) for (text, _), sides in zip(found, boxes, strict=True)])


def _hundredths(values: NDArray[numpy.float64]) -> list[list[float]]:
    """Round as `round(number, 2)` does; that is slow, and asked only about what lies halfway between hundredths."""
    rounded = numpy.rint(values * 100) / 100
    halfway = abs(abs(values * 100 - numpy.rint(values * 100)) - 0.5) < HALFWAY
    rounded[halfway] = [round(number, 2) for number in values[halfway].tolist()]
    listed: list[list[float]] = rounded.tolist()
    return listed


def _runs(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, turned: int, visible: bool
) -> Iterator[tuple[str, Sides]]:
    text = _text(textpage, visible)
    if not text:
        return
    left, top, right, bottom = letter_boxes(textpage, len(text)).T
    sides = upright(page, turned)(left, bottom, right, top)
    runs = [match.span() for match in RUN.finditer(text)]
    bounds = [place for run in runs for place in run]
    around = _boxes_around(sides, bounds)
    doubtful = numpy.cumsum(_doubtful(text, sides)).tolist()
    for (start, end), box in zip(runs, around, strict=True):
        if doubtful[end - 1] > doubtful[start]:
            letters = zip(text[start:end], zip(*(side[start:end].tolist() for side in sides), strict=True), strict=True)
            yield from _words_of_run(letters)
        else:
            yield text[start:end], box


def _boxes_around(sides: Columns, bounds: Sequence[int]) -> list[Sides]:
    """Return the boxes around the letters between every two of the bounds."""
    if not bounds:
        return []
    # One more letter, for the last bound lies behind the last one.
    padded = [numpy.append(side, side[-1]) for side in sides]
    least, most = numpy.minimum.reduceat, numpy.maximum.reduceat
    ways = (least, least, most, most)
    found = [way(side, bounds)[::2].tolist() for way, side in zip(ways, padded, strict=True)]
    return list(zip(*found, strict=True))


def _doubtful(text: str, sides: Columns) -> Booleans:
    """Tell for each letter whether it may begin a new word, or be the letter before it printed again."""
    left, top, right, bottom = sides
    goes_on = numpy.zeros(len(text), dtype=numpy.bool_)
    goes_on[1:] = (top[1:] < bottom[:-1]) & (bottom[1:] > top[:-1]) & (left[1:] >= left[:-1])
    goes_on[1:] &= left[1:] <= right[:-1] + 1
    codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
    near_x, near_y = SAME_PLACE * (right - left)[:-1], SAME_PLACE * (bottom - top)[:-1]
    overprints = (abs(left[1:] - left[:-1]) < near_x) & (abs(top[1:] - top[:-1]) < near_y)
    goes_on[1:] &= ~((codes[1:] == codes[:-1]) & overprints)
    return ~goes_on


def _words_of_run(placed: Iterable[tuple[str, Sides]]) -> Iterator[tuple[str, Sides]]:
    """Yield the words of a run of letters, parted where one stands elsewhere than the word so far."""
    letters: list[str] = []
    word = last = (0.0, 0.0, 0.0, 0.0)
    for letter, seen in placed:
        if letters and _jumps(word, seen):
            yield "".join(letters), word
            letters = []
        if letters and letter == letters[-1] and _overprints(last, seen):
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


def _text(textpage: pdfium.PdfTextPage, visible: bool) -> str:
    """Return the page's characters, one for each index; if only `visible` ones count, blanks for the others."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range()
    # Boxes are asked for by index: the quick way will do only where each index is one character.
    if len(text) != count or max(text, default="") > LAST_OF_TWO_BYTES:
        text = "".join(chr(raw.FPDFText_GetUnicode(textpage.raw, index)) for index in range(count))
    if not visible:
        return text
    return "".join(" " if _is_invisible(textpage, index) else letter for index, letter in enumerate(text))


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
    times = Counter(word.text for word in words)
    for word in words:
        if len(word.text) == 1 or times[word.text] == 1:
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


def upright(page: pdfium.PdfPage, turned: int = 0) -> Callable[[Number, Number, Number, Number], tuple[Number, ...]]:
    """Return what turns PDF coordinates (from the bottom left, before rotation) into those from the top left as seen.

    `turned` is by how much more than its own rotation says the page is turned.
    """
    x0, y0, x1, y1 = page.get_bbox()
    turns: dict[int, Callable[[Number, Number, Number, Number], tuple[Number, ...]]] = {
        0: lambda left, bottom, right, top: (left - x0, y1 - top, right - x0, y1 - bottom),
        90: lambda left, bottom, right, top: (bottom - y0, left - x0, top - y0, right - x0),
        180: lambda left, bottom, right, top: (x1 - right, bottom - y0, x1 - left, top - y0),
        270: lambda left, bottom, right, top: (y1 - top, x1 - right, y1 - bottom, x1 - left),
    }
    return turns[(page.get_rotation() + turned) % 360]
