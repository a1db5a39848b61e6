"""What stands around a place on a page: the label to its left, and the label above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.fields.lines import Cell, Line, box_of
from extractors.language.vocabulary import find_labels
from extractors.model import Box

LINES_ABOVE = 12
PROSE_WORDS = 8
PROSE_SHARE = 0.5
FAR = 99.0


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label with the roles it may have and its place: words `first` to `last` (exclusive) of a line."""

    roles: frozenset[str]
    text: str
    page: int
    line: int
    first: int
    last: int
    box: Box


@dataclass(frozen=True, slots=True)
class Beside:
    """A label near a place. `distance` is in line heights; `between` counts the words in between."""

    label: PlacedLabel
    distance: float
    between: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The labels before a place on its line (nearest first, at most two), and those above it (nearest first)."""

    left: tuple[Beside, ...]
    above: tuple[Beside, ...]


def placed_labels(
    lines: Sequence[Line], language: str | None, lenient_pages: frozenset[int]
) -> tuple[PlacedLabel, ...]:
    """Find the labels of all lines, leniently on pages that OCR read."""
    return tuple(label for line in lines for label in _labels_of(line, language, lenient=line.page in lenient_pages))


def _labels_of(line: Line, language: str | None, lenient: bool) -> Iterator[PlacedLabel]:
    roles: dict[tuple[int, int], set[str]] = {}
    prose = {
        place for cell in line.cells if _is_prose(cell) for place in range(cell.first, cell.first + len(cell.words))
    }
    for label in find_labels([word.text for word in line.words], language, lenient):
        if label.first_word in prose:
            continue
        roles.setdefault((label.first_word, label.last_word), set()).add(label.role)
    for (first, last), found in roles.items():
        words = line.words[first:last]
        text = " ".join(word.text for word in words)
        yield PlacedLabel(frozenset(found), text, line.page, line.number, first, last, box_of(words))


def _is_prose(cell: Cell) -> bool:
    """Tell whether a cell is a sentence: there "the advertiser hereby" labels nothing."""
    small = sum(word.text.islower() for word in cell.words)
    return len(cell.words) >= PROSE_WORDS and small >= PROSE_SHARE * len(cell.words)


class PageMap:
    """Labels by line, to look around a place quickly."""

    def __init__(self, lines: Sequence[Line], labels: Sequence[PlacedLabel]) -> None:
        self._lines = lines
        self._labels: dict[int, list[PlacedLabel]] = defaultdict(list)
        for label in labels:
            self._labels[label.line].append(label)

    def around(self, line: int, first: int, last: int, box: Box) -> Surroundings:
        """Return the labels around the words `first` to `last` of a line."""
        return Surroundings(self._left(line, first, box), self._above(line, box))

    def within(self, line: int, first: int, last: int) -> int:
        """Return how many of the words `first` to `last` belong to labels."""
        spans = ((max(label.first, first), min(label.last, last)) for label in self._labels.get(line, ()))
        return sum(max(0, end - start) for start, end in spans)

    def roles_of_line(self, line: int) -> frozenset[str]:
        """Return the roles of all labels on a line."""
        return frozenset(role for label in self._labels.get(line, ()) for role in label.roles)

    def _left(self, line: int, first: int, box: Box) -> tuple[Beside, ...]:
        height = max(box.bottom - box.top, 4.0)
        before = [label for label in self._labels.get(line, ()) if label.last <= first]
        nearest = sorted(before, key=lambda label: -label.last)[:2]
        return tuple(
            Beside(label, max(0.0, (box.left - label.box.right) / height), first - label.last) for label in nearest
        )

    def _above(self, line: int, box: Box) -> tuple[Beside, ...]:
        height = max(box.bottom - box.top, 4.0)
        page = self._lines[line].page
        found: list[Beside] = []
        blocked = 0
        for number in range(line - 1, max(-1, line - LINES_ABOVE), -1):
            upper = self._lines[number]
            if upper.page != page:
                break
            over = [label for label in self._labels.get(number, ()) if _overlaps(label.box, box)]
            found += [Beside(label, (box.top - label.box.bottom) / height, blocked) for label in over]
            if len(found) >= 2:
                break
            blocked += any(_overlaps(cell.box, box) for cell in upper.cells) and not over
        return tuple(found[:2])


def _overlaps(label: Box, box: Box) -> bool:
    return label.left < box.right and label.right > box.left
