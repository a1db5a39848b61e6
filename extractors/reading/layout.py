"""Words put into the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, zip_longest

from extractors.model import Box, Word

LINE_HEIGHT = 12.0
CHARACTER_WIDTH = 6.0
PAGE_LINES = 60
MARGIN = 36.0
WIDEST = 60
"""Cells with more characters push their row to the right instead of all rows."""


def in_reading_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words line by line from the top, each line from the left.

    A word belongs to a line when its middle lies within the line's first word's height.
    """
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (_middle(word), word.box.left)):
        if lines and _middle(word) < lines[-1][0].box.bottom and _middle(lines[-1][0]) > word.box.top:
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(word for line in lines for word in sorted(line, key=lambda word: (word.box.left, word.text)))


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def aligned(lines: Sequence[str]) -> list[str]:
    """Return lines with their tabs replaced by blanks, so that the cells of a table stand below each other."""
    laid: list[str] = []
    for is_table, group in groupby(lines, key=lambda line: "\t" in line):
        together = list(group)
        laid += _columns(together) if is_table else together
    return laid


def _columns(lines: Sequence[str]) -> list[str]:
    rows = [line.split("\t") for line in lines]
    widths = [min(max(map(len, column)), WIDEST) for column in zip_longest(*rows, fillvalue="")]
    return ["".join(cell.ljust(width + 2) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows]


def typed_words(lines: Sequence[str]) -> tuple[Word, ...]:
    """Return the words of plain text with the places they would have if typed on a page; tabs part columns."""
    words = []
    for number, line in enumerate(lines):
        top = MARGIN + number * LINE_HEIGHT
        column = 0
        for piece in line.expandtabs(8).split(" "):
            if piece:
                left = MARGIN + column * CHARACTER_WIDTH
                words.append(Word(piece, Box(left, top, left + len(piece) * CHARACTER_WIDTH, top + LINE_HEIGHT - 2)))
            column += len(piece) + 1
    return tuple(words)
