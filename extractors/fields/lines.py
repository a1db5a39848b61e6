"""Words become lines and cells: what stands beside what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Generic, TypeVar

from extractors.model import Box, Page, Word

CELL_GAP = 1.1
"""Words further apart than this many letter heights are in different cells."""
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """A property that is worked out once, as `functools.cached_property`, without the lock that Python 3.11 takes.

    A page has thousands of them, and no document is shared by threads.
    """

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Value:
        value = self._work(instance)
        instance.__dict__[self._name] = value
        return value


@dataclass(frozen=True)
class Cell:
    """Words that belong together on a line, and the number of the first of them in its line."""

    first: int
    words: tuple[Word, ...]

    @Kept
    def text(self) -> str:
        """Return the words joined by single blanks."""
        return " ".join(word.text for word in self.words)

    @Kept
    def box(self) -> Box:
        """Return the box around all words."""
        return box_of(self.words)


@dataclass(frozen=True)
class Line:
    """A line of a page: its cells from the left. Lines are numbered over the whole document from 0.

    It `is_sure` where no word of its page is in any doubt.
    """

    number: int
    page: int
    cells: tuple[Cell, ...]
    is_sure: bool = False

    @Kept
    def words(self) -> tuple[Word, ...]:
        """Return all words, from the left."""
        return tuple(word for cell in self.cells for word in cell.words)

    @Kept
    def text(self) -> str:
        """Return the cells' texts, two blanks between cells."""
        return "  ".join(cell.text for cell in self.cells)

    @Kept
    def box(self) -> Box:
        """Return the box around all cells."""
        return box_of(self.words)

    @Kept
    def spans(self) -> tuple[tuple[float, float], ...]:
        """Return the left and right sides of the cells."""
        return tuple((cell.box.left, cell.box.right) for cell in self.cells)

    @Kept
    def numbers_at(self) -> tuple[float, ...]:
        """Return the left sides of the words with a digit."""
        return tuple(word.box.left for word in self.words if any(map(str.isdigit, word.text)))

    @Kept
    def _places(self) -> tuple[int, ...]:
        places, place = [], 0
        for cell in self.cells:
            for word in cell.words:
                places.append(place)
                place += len(word.text) + 1
            place += 1
        return tuple(places)

    @Kept
    def _ends(self) -> tuple[int, ...]:
        return tuple(place + len(word.text) for place, word in zip(self._places, self.words, strict=True))

    def word_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers (first, last exclusive) of the words that a span of the text touches."""
        first, last = bisect_right(self._ends, start), bisect_left(self._places, end)
        return (first, last) if first < last else (0, 0)


def box_of(words: Sequence[Word]) -> Box:
    """Return the box around words."""
    if len(words) == 1:
        return words[0].box
    boxes = [word.box for word in words]
    return Box(
        min([box.left for box in boxes]),
        min([box.top for box in boxes]),
        max([box.right for box in boxes]),
        max([box.bottom for box in boxes]),
    )


def lines_of(pages: Sequence[Page]) -> tuple[Line, ...]:
    """Return all lines of a document from the top of the first page."""
    lines: list[Line] = []
    for page in pages:
        is_sure = all(word.confidence == 1.0 for word in page.words)
        for words in _rows(page.words):
            lines.append(Line(len(lines), page.number, _cells(words), is_sure))
    return tuple(lines)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Group words whose middles lie within each other's height; a dash is as high as the row that it stands in."""
    rows: list[list[Word]] = []
    middles: list[float] = []
    middle = 0.0
    for word in sorted(words, key=_by_middle):
        box = word.box
        own = (box.top + box.bottom) / 2
        height = max(box.bottom - box.top, 1.0)
        if rows and not word.text.isalnum() and not any(map(str.isalnum, word.text)):
            height = max(height, median(member.box.bottom - member.box.top for member in rows[-1]))
        if rows and abs(own - middle) < 0.45 * height:
            rows[-1].append(word)
            middles.append(own)
            # Words come by their middles, so these are in order.
            middle = (middles[(len(middles) - 1) // 2] + middles[len(middles) // 2]) / 2
        else:
            rows.append([word])
            middles, middle = [own], own
    return [sorted(row, key=_by_left) for row in rows]


def _by_middle(word: Word) -> tuple[float, float]:
    box = word.box
    return box.top + box.bottom, box.left


def _by_left(word: Word) -> float:
    return word.box.left


def _cells(words: Sequence[Word]) -> tuple[Cell, ...]:
    starts = [0]
    for place, (left, right) in enumerate(pairwise(words), 1):
        if right.box.left - left.box.right >= CELL_GAP * max(right.box.bottom - right.box.top, 4.0):
            starts.append(place)
    return tuple(Cell(start, tuple(words[start:end])) for start, end in pairwise([*starts, len(words)]))
