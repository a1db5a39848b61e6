"""How a document is laid out, and how and where it prints a value: as digests, which hold no names."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.rules import RULES
from extractors.fields.surroundings import PlacedLabel
from extractors.fields.view import View
from extractors.language.plain import fold
from extractors.model import FieldName, Layout, Marked, Reading

COLUMNS, ROWS = 10, 14
"""A page is parted so finely: fields of one layout stay in their column, and drift over few rows."""
MOST_ALIKE = 3
"""From the first, and from the last, of values with the same label so many are counted."""
FARTHEST_LABEL = 3
"""A label with more words than this before the value is not its own."""
DIGITS = 0xFFFF
"""Short digests will do: they are only compared within one layout, and layouts by dozens at once."""
LETTERS, FIGURES = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


def layout_of(view: View, considered: Iterable[tuple[FieldName, Reading]]) -> Layout:
    """Return what a document's like are known again by, with the marks of the readings that were considered."""
    return Layout(tuple(sorted(shingles(view))), tuple(_marked(view, considered)))


def shingles(view: View) -> frozenset[int]:
    """Return digests of the labels on the first page: each alone, with its column, and with the one after it."""
    first = [label for label in view.labels if label.firm and label.page == view.document.pages[0].number]
    texts = [_text(label) for label in first]
    placed = (f"{text}@{_column(view, label)}" for text, label in zip(texts, first, strict=True))
    followed = (f"{text}>{after}" for text, after in pairwise(texts))
    return frozenset(map(_digest, (*texts, *placed, *followed)))


def _marked(view: View, considered: Iterable[tuple[FieldName, Reading]]) -> Iterator[Marked]:
    signs: dict[CandidateKind, Signs] = {}
    for name, reading in considered:
        kind = RULES[name].kind
        if kind not in signs:
            signs[kind] = Signs(view, kind)
        yield Marked(name, reading, signs[kind].marks_of(reading.value))


class Signs:
    """How and where a document prints the values of one kind."""

    def __init__(self, view: View, kind: CandidateKind) -> None:
        """Look at all candidates of a kind, each among those with the same labels."""
        self._view = view
        self._places: dict[str, list[Candidate]] = defaultdict(list)
        self._alike: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in view.candidates[kind]:
            self._places[candidate.value].append(candidate)
            self._alike[self._nearest(candidate)].append(candidate)
        self._ranks = _ranks(view.candidates[kind])

    def marks_of(self, value: str) -> tuple[int, ...]:
        """Return digests of how and where a value is printed: by its labels, its place, its form and its rank."""
        # Of a value that is printed more often, the first place and the last tell how.
        alike = self._places[value]
        places = alike if len(alike) == 1 else (alike[0], alike[-1])
        return tuple(sorted({_digest(sign) for each in places for sign in self._signs(each)}))

    def _signs(self, candidate: Candidate) -> Iterator[str]:
        view, partner = self._view, candidate.partner
        left, above = self._left(candidate), [_text(each.label) for each in view.around(candidate).above]
        nearest, alike = self._nearest(candidate), self._alike[self._nearest(candidate)]
        page, column = _page(view, candidate), _column(view, candidate)
        place = next(number for number, each in enumerate(alike) if each is candidate)
        yield f"left {left[:1]} {partner}"
        yield f"above {above[:1]} {column} {partner}"
        yield f"between {left[:2]} {above[:2]} {partner}"
        yield f"place {page} {column} {int(ROWS * candidate.box.top / view.page_height)}"
        yield f"label and column {nearest} {page} {column}"
        yield f"from first {nearest} {min(place, MOST_ALIKE)}"
        yield f"from last {nearest} {min(len(alike) - 1 - place, MOST_ALIKE)}"
        yield f"form {_form(candidate)}"
        yield from self._signs_of_kind(candidate)

    def _signs_of_kind(self, candidate: Candidate) -> Iterator[str]:
        if candidate.kind is CandidateKind.NAME:
            cell = next(
                cell
                for cell in self._view.lines[candidate.line].cells
                if cell.first + len(cell.words) > candidate.first
            )
            whole = (candidate.first, candidate.last) == (cell.first, cell.first + len(cell.words))
            yield f"name {candidate.joined} {whole} {candidate.below > 1}"
            yield f"line {min(candidate.line, 9)} {candidate.first} {candidate.joined}"
        else:
            yield f"rank {self._ranks.get(candidate.value)}"
        if candidate.order:
            yield f"order {candidate.order}"

    def _nearest(self, candidate: Candidate) -> str:
        left, above = self._left(candidate), self._view.around(candidate).above
        return left[0] if left else _text(above[0].label) if above else ""

    def _left(self, candidate: Candidate) -> list[str]:
        return [_text(each.label) for each in self._view.around(candidate).left if each.between <= FARTHEST_LABEL]


def _ranks(candidates: Sequence[Candidate]) -> dict[str, str]:
    """Return which values are the largest or the smallest, latest or earliest, of a document's amounts or dates."""
    sizes = {each.value: size for each in candidates if not each.bare and (size := _size(each)) is not None}
    ordered = sorted(sizes, key=lambda value: (sizes[value], value))
    smallest = {value: f"{place}" for place, value in enumerate(ordered[:2])}
    return smallest | {value: f"-{place}" for place, value in enumerate(reversed(ordered[-3:]))}


def _size(candidate: Candidate) -> Decimal | None:
    return Decimal(candidate.day.toordinal()) if candidate.day else candidate.amount


def _page(view: View, candidate: Candidate) -> str:
    pages = view.document.pages
    if candidate.page == pages[0].number:
        return "first"
    return "last" if candidate.page == pages[-1].number else "other"


def _column(view: View, placed: PlacedLabel | Candidate) -> int:
    return int(COLUMNS * placed.box.left / view.page_width)


def _form(candidate: Candidate) -> str:
    """Return how a value looks: figures and letters of a number one for one, of the rest as runs."""
    text = candidate.text
    if candidate.kind is CandidateKind.NUMBER:
        return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))
    if candidate.kind is CandidateKind.NAME:
        return f"{text.isupper()} {min(len(text.split()), 6)}"
    return LETTERS.sub("a", FIGURES.sub("9", text))


def _text(label: PlacedLabel) -> str:
    return fold(label.text).strip(" :#.*")


def _digest(text: str) -> int:
    # Not `hash`, which is another in every process; fonts of damaged files bring forth halves of characters.
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) & DIGITS
