"""What Tesseract leaves untidy where it looks for text anywhere: words read twice, dashes of their own height."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy

from extractors.model import Box, Word

COVERED = 0.5
"""A word is another's piece when this share of it lies on the other, ..."""
TALLER = 2.0
"""... and the other is not so many times as high: such boxes are mistaken, and reach over several lines."""


def once(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words without those that lie on one that was read with at least as much confidence, or is longer."""
    if not words:
        return ()
    left, top, right, bottom = numpy.asarray(
        [(box.left, box.top, box.right, box.bottom) for box in (word.box for word in words)], dtype=float
    ).T
    across = numpy.minimum(right[:, None], right) - numpy.maximum(left[:, None], left)
    down = numpy.minimum(bottom[:, None], bottom) - numpy.maximum(top[:, None], top)
    area, height = (right - left) * (bottom - top), bottom - top
    lies_on = across.clip(0) * down.clip(0) > COVERED * area[:, None]
    lies_on &= height < TALLER * height[:, None].clip(1)
    order = numpy.asarray([rank for rank, _ in sorted(enumerate(words), key=lambda each: _worth(each[1]))])
    # No two words have the same rank: of two that lie on each other one goes, and never both.
    rank = numpy.empty(len(words), dtype=int)
    rank[order] = numpy.arange(len(words))
    doubled = (lies_on & (rank[:, None] < rank)).any(axis=1)
    return tuple(word for word, double in zip(words, doubled, strict=True) if not double)


def _worth(word: Word) -> tuple[bool, float, int]:
    return any(map(str.isalnum, word.text)), round(word.confidence, 1), len(word.text)


def with_tall_dashes(line: Sequence[Word]) -> list[Word]:
    """Return a line in which dashes are as high as the word before them, as in fonts' boxes."""
    found = list(line[:1])
    for before, word in pairwise(line):
        dash = not any(map(str.isalnum, word.text)) and before.box.top <= word.box.top <= before.box.bottom
        found.append(_as_high(word, before.box) if dash else word)
    return found


def _as_high(word: Word, beside: Box) -> Word:
    box = Box(word.box.left, min(word.box.top, beside.top), word.box.right, max(word.box.bottom, beside.bottom))
    return Word(word.text, box, word.confidence)
