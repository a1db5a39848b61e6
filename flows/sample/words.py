"""Pages made of words with their places and nothing else: no font is needed, so every script can be written."""

from __future__ import annotations

from hashlib import sha256
from unicodedata import category, east_asian_width

from extractors.model import Box, Document, Page, Word
from extractors.reading.layout import in_reading_order

WIDTH, HEIGHT = 595.0, 842.0
NARROW = frozenset("il.,:;'|!()[]-/ ")


class WordSheet:
    """A page of A4 that words are put on; a mirrored one is written from right to left."""

    def __init__(self, mirrored: bool = False) -> None:
        self.mirrored = mirrored
        self.words: list[Word] = []

    def put(self, x: float, y: float, text: str, size: float = 10, right: bool = False) -> None:
        """Write a line of text from x on, or with its end at x; y is its foot, from the top of the page."""
        pieces = self._in_visual_order(text.split())
        width = sum(width_of(piece, size) for piece in pieces) + 0.3 * size * (len(pieces) - 1)
        if self.mirrored:
            x, right = WIDTH - x, not right
        left = x - width if right else x
        for piece in pieces:
            box = Box(
                round(left, 2), round(y - size, 2), round(left + width_of(piece, size), 2), round(y + 0.2 * size, 2)
            )
            self.words.append(Word(piece, box))
            left += width_of(piece, size) + 0.3 * size

    def document(self, name: str) -> Document:
        """Return the page as a document that was read, its words in reading order."""
        words = in_reading_order(self.words)
        digest = sha256(repr((name, words)).encode()).hexdigest()
        return Document(digest, name, "application/pdf", (Page(1, WIDTH, HEIGHT, words),))

    def _in_visual_order(self, pieces: list[str]) -> list[str]:
        """Return words from the left: on a mirrored page the first stands rightmost, but Latin runs keep their order.

        This is Unicode's bidirectional algorithm (UAX 9) as far as these texts need it.
        """
        if not self.mirrored:
            return pieces
        runs: list[list[str]] = []
        for piece in pieces:
            latin = any("a" <= letter.lower() <= "z" for letter in piece)
            follows = bool(runs) and any("a" <= letter.lower() <= "z" for letter in runs[-1][-1])
            if follows and (latin or piece[:1].isdigit()):
                runs[-1].append(piece)
            else:
                runs.append([piece])
        return [piece for run in reversed(runs) for piece in run]


def width_of(text: str, size: float) -> float:
    """Return about how wide a word is in any usual font."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if category(letter) in {"Mn", "Cf"}:
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in NARROW:
        return 0.3
    return 0.68 if letter.isupper() else 0.53
