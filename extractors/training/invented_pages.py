"""Putting words on invented pages, from the top down."""

from __future__ import annotations

import random
from collections.abc import Sequence
from unicodedata import east_asian_width

from extractors.model import Box, Page, Word

WIDTH, HEIGHT = 595.0, 842.0
NARROW = frozenset("il.,:;'|!()[]-/ ")
FOOT = 770.0
Pair = tuple[str, str]


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is in a usual font."""
    return size * sum(_width_of_letter(letter) for letter in text)


def _width_of_letter(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in NARROW:
        return 0.3
    return 0.66 if letter.isupper() else 0.52


class Sheet:
    """Pages that are filled from the top; what does not fit goes on the next one."""

    def __init__(self, rng: random.Random) -> None:
        """Begin a page."""
        self.rng = rng
        self._pages: list[list[Word]] = [[]]
        self.size = rng.choice((7.0, 8.0, 9.0, 10.0, 11.0))
        self.top = float(rng.randrange(25, 60))
        self.left = float(rng.choice((40, 50, 60, 70)))
        self.right = WIDTH - rng.choice((40.0, 50.0, 60.0))
        self.colon = rng.choice((":", ":", "", " :"))
        self.leading = rng.choice((1.15, 1.25, 1.4))

    def pages(self) -> tuple[Page, ...]:
        """Return the pages, their words line by line."""
        return tuple(
            Page(number, WIDTH, HEIGHT, tuple(sorted(words, key=lambda word: (word.box.top, word.box.left))))
            for number, words in enumerate(self._pages, 1)
        )

    def put(self, text: str, left: float, top: float, size: float = 0, ends: bool = False) -> float:
        """Print a text at a place, or so that it ends there; return its right edge."""
        size = size or self.size
        place = left - width_of(text, size) if ends else left
        for piece in text.split():
            right = place + width_of(piece, size)
            self._pages[-1].append(Word(piece, Box(round(place, 2), top, round(right, 2), top + size)))
            place = right + 0.3 * size
        return place

    def line(self, text: str, size: float = 0, left: float = 0, ends: bool = False) -> None:
        """Print a line of its own."""
        self.put(text, left or self.left, self.top, size, ends)
        self.down((size or self.size) * self.leading)

    def down(self, by: float) -> None:
        """Go down; where the page ends, the next one begins."""
        self.top += by
        if self.top > FOOT - 30:
            self.turn()

    def turn(self) -> None:
        """Begin the next page."""
        self._pages.append([])
        self.top = 50.0

    def stack(self, texts: Sequence[str], left: float, size: float = 0, first: float = 0, ends: bool = False) -> float:
        """Print texts below each other from here on without moving; return where the next would come."""
        top, size = self.top, size or self.size
        for number, text in enumerate(texts):
            own = first if first and not number else size
            self.put(text, left, top, own, ends)
            top += own * self.leading
        return top

    def beside(self, columns: Sequence[tuple[float, Sequence[str]]], size: float = 0) -> None:
        """Print stacks beside each other, and go below the longest."""
        self.top = max([self.stack(texts, left, size) for left, texts in columns], default=self.top)
        self.down(self.rng.choice((4, 10, 18)))

    def details(self, pairs: Sequence[Pair], left: float, width: float = 0) -> float:
        """Print labels with their values behind them, one below the other; return where the next would come."""
        top = self.top
        edge = left + width if width and self.rng.random() < 0.3 else 0.0
        gap = self.rng.choice((0.0, 0.0, 110.0, 140.0))
        apart = self.rng.random() < 0.1
        for label, value in pairs:
            end = self.put(label + self.colon, left, top)
            value = f": {value}" if apart and not self.colon else value
            self.put(value, edge, top, ends=True) if edge else self.put(value, max(left + gap, end + 2), top)
            top += 1.3 * self.size
        return top

    def heads(self, pairs: Sequence[Pair], step: float) -> None:
        """Print labels in a row and their values below them, a few to a row."""
        each = max(int((self.right - self.left) / step), 1)
        for start in range(0, len(pairs), each):
            for place, (label, value) in enumerate(pairs[start : start + each]):
                self.put(label, self.left + place * step, self.top, min(self.size, 8.0))
                self.put(value, self.left + place * step, self.top + 1.3 * self.size)
            self.down(3.2 * self.size)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], wide: float = 0.35) -> None:
        """Print a table; its first column takes a share of the width, all others end at their right edge."""
        first = wide * (self.right - self.left)
        step = (self.right - self.left - first) / max(len(heads) - 1, 1)
        size = min(self.size, 9.0)
        for row in (heads, *rows):
            self.put(row[0], self.left, self.top, size)
            for place, text in enumerate(row[1:], 1):
                self.put(text, self.left + first + place * step, self.top, size, ends=True)
            self.down(1.4 * size)
        self.down(8)

    def sums(self, pairs: Sequence[Pair]) -> None:
        """Print sums one under the other, their amounts ending at one edge."""
        left = self.rng.choice((self.left, 300.0, 330.0))
        right = self.rng.choice((self.right, 480.0))
        for label, amount in pairs:
            self.put(label + self.colon, left, self.top)
            self.put(amount, right, self.top, ends=True)
            self.down(self.rng.choice((1.3, 1.4, 2.5)) * self.size)
        self.down(12)

    def foot(self, columns: Sequence[Sequence[str]]) -> None:
        """Print columns of small letters at the foot of the page."""
        step = (self.right - self.left) / max(len(columns), 1)
        for place, texts in enumerate(columns):
            for row, text in enumerate(texts):
                self.put(text, self.left + place * step, FOOT + row * 8.5, size=6.5)
