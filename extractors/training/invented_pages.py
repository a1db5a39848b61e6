"""Putting words on invented pages, from the top down."""

from __future__ import annotations

import random
from collections.abc import Sequence

from extractors.model import Box, Page, Word
from extractors.training.invented_parties import Party

WIDTH, HEIGHT = 595.0, 842.0
LETTER = 0.52
"""A letter's mean width, in heights."""


class Sheet:
    """A page that is filled from the top; what does not fit goes on the next page."""

    def __init__(self, rng: random.Random) -> None:
        """Begin a page."""
        self._rng = rng
        self._pages: list[list[Word]] = [[]]
        self._size = rng.choice((8.0, 9.0, 10.0, 11.0))
        self._top = float(rng.randrange(25, 60))
        self._left = float(rng.choice((40, 50, 60, 70)))
        self._colon = rng.choice((":", ":", "", " :"))

    def pages(self) -> tuple[Page, ...]:
        """Return the pages, their words line by line."""
        return tuple(
            Page(number, WIDTH, HEIGHT, tuple(sorted(words, key=lambda word: (word.box.top, word.box.left))))
            for number, words in enumerate(self._pages, 1)
        )

    def put(self, text: str, left: float, top: float, size: float = 0, ends: bool = False) -> None:
        """Print a text at a place, or so that it ends there."""
        size = size or self._size
        step = size * LETTER
        place = left - len(text) * step if ends else left
        for piece in text.split():
            right = place + len(piece) * step
            self._pages[-1].append(Word(piece, Box(place, top, right, top + size)))
            place = right + step

    def line(self, text: str, size: float = 0, left: float = 0) -> None:
        """Print a line of its own."""
        size = size or self._size
        self.put(text, left or self._left, self._top, size)
        self._down(1.3 * size)

    def _down(self, by: float) -> None:
        self._top += by
        if self._top > HEIGHT - 110:
            self._pages.append([])
            self._top = 50.0

    def letterhead(self, party: Party, right: bool) -> None:
        """Print the sender at the head, on the left or on the right."""
        left = 400.0 if right else self._left
        self.line(party.name, size=self._size + self._rng.choice((0, 2, 6)), left=left)
        if self._rng.random() < 0.7:
            for text in party.lines[1:]:
                self.line(text, left=left)

    def window(self, party: Party, sender: Party, label: str) -> None:
        """Print the address that shows in an envelope's window, the sender in small letters above it."""
        self._down(20)
        if self._rng.random() < 0.5:
            mark = self._rng.choice((" · ", " • ", " ● ", " | ", ", "))
            self.line(mark.join(sender.lines), size=7)
        if label:
            self.line(label + self._colon)
        for text in party.lines:
            self.line(text)
        self._down(15)

    def parties_beside(self, parties: Sequence[tuple[str, Party]]) -> None:
        """Print parties beside each other, each under its label."""
        self._down(10)
        lines = [[label + self._colon, *party.lines] for label, party in parties]
        for row in zip(*lines, strict=True):
            for place, text in enumerate(row):
                self.put(text, self._left + place * 250, self._top)
            self._down(1.3 * self._size)
        self._down(10)

    def section(self, label: str, party: Party, name_label: str, numbered: bool) -> None:
        """Print a party under a heading, with lines of numbers before its name, as viewers of e-invoices do."""
        self.line(label + self._colon)
        value = self._left + 150 if name_label else self._left
        if numbered:
            self.line(f"Nr. {self._rng.randrange(1000, 999999)}")
        if name_label:
            self.put(name_label + ":", self._left, self._top)
        for text in party.lines:
            self.put(text, value, self._top)
            self._down(1.3 * self._size)
        self._down(8)

    def details(self, pairs: Sequence[tuple[str, str]], left: float) -> None:
        """Print labels with their values: beside them, or under them in columns."""
        if self._rng.random() < 0.25:
            for start in range(0, len(pairs), 3):
                self.table(
                    [label for label, _ in pairs[start : start + 3]], [[value for _, value in pairs[start : start + 3]]]
                )
            return
        gap = self._rng.choice((0.0, 0.0, 130.0, 160.0))
        for label, value in pairs:
            self.put(label + self._colon, left, self._top)
            width = (len(label + self._colon) + 1) * self._size * LETTER
            self.put(value, left + max(gap, width), self._top)
            self._down(1.35 * self._size)
        self._down(10)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table; all columns but the first end at their right edge."""
        wide = (WIDTH - 2 * self._left) / len(heads)
        for row in (heads, *rows):
            self.put(row[0][:30], self._left, self._top)
            for place, text in enumerate(row[1:], 2):
                self.put(text[:60], self._left + place * wide, self._top, ends=True)
            self._down(1.4 * self._size)
        self._down(8)

    def sums(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Print the sums at the foot of a table, one under the other."""
        left = self._rng.choice((self._left, 300.0, 330.0))
        right = self._rng.choice((520.0, 545.0))
        for label, amount in pairs:
            self.put(label + self._colon, left, self._top)
            if self._rng.random() < 0.02:
                self._down(1.3 * self._size)
            self.put(amount, right, self._top, ends=True)
            self._down(1.4 * self._size)
        self._down(12)

    def foot(self, columns: Sequence[Sequence[str]]) -> None:
        """Print columns of small letters at the foot of the page."""
        for place, texts in enumerate(columns):
            for row, text in enumerate(texts):
                self.put(text, self._left + place * 175, 770 + row * 9, size=6.5)
