"""A document as the ranker sees it: its lines, labels and candidates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

import numpy
from numpy.typing import NDArray

from extractors.fields.candidates import (
    Candidate,
    CandidateKind,
    amount_candidates,
    date_candidates,
    name_candidates,
    number_candidates,
)
from extractors.fields.lines import Line, lines_of
from extractors.fields.neighbours import Labels, Neighbours, labels_of, neighbours_of
from extractors.fields.parties import Parties
from extractors.fields.surroundings import PageMap, PlacedLabel, Surroundings, placed_labels
from extractors.model import Document, FieldName, PageSource

YEAR = re.compile(r"(?:19|20)\d\d")
MEDIA_ROLES = frozenset({"advertiser", "flight", "estimate_number", "agency", "product", "commission"})
FEWEST_MEDIA_ROLES = 3
MOST_PAGES = 60
"""Of longer documents the first and last pages are looked at: fields stand at the beginning and the end."""


@dataclass(frozen=True)
class View:
    """Lines, labels and candidates of a document; what is worked out from them is kept."""

    document: Document
    lines: tuple[Line, ...]
    labels: tuple[PlacedLabel, ...]
    candidates: dict[CandidateKind, tuple[Candidate, ...]]
    page_map: PageMap
    line_height: float
    occurrences: Counter[tuple[CandidateKind, str]]
    language: str | None
    kept: dict[CandidateKind, NDArray[numpy.float32]] = field(default_factory=dict)
    ruled: dict[FieldName, NDArray[numpy.float64]] = field(default_factory=dict)
    weights: dict[FieldName, NDArray[numpy.float64]] = field(default_factory=dict)
    _around: dict[tuple[int, int, int], Surroundings] = field(default_factory=dict)
    _neighbours: dict[CandidateKind, Neighbours] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """Return the document's text."""
        return self.document.text

    @cached_property
    def is_about_media(self) -> bool:
        """Tell whether the document orders or bills advertising time: there, the order's number is the document's."""
        roles = {role for label in self.labels for role in label.roles}
        return len(roles & MEDIA_ROLES) >= FEWEST_MEDIA_ROLES

    @cached_property
    def parties(self) -> Parties:
        """Return the addresses on the first page."""
        return Parties(self.lines, self.labels)

    @property
    def page_width(self) -> float:
        """Return how wide the first page is."""
        return max(self.document.pages[0].width, 1.0)

    @property
    def page_height(self) -> float:
        """Return how high the first page is."""
        return max(self.document.pages[0].height, 1.0)

    def mentions(self, role: str) -> bool:
        """Tell whether a label of a role is printed anywhere."""
        return any(role in label.roles for label in self.labels)

    @cached_property
    def scanned(self) -> frozenset[int]:
        """Return the numbers of the pages that OCR read."""
        return frozenset(page.number for page in self.document.pages if page.source is PageSource.OCR)

    def around(self, candidate: Candidate) -> Surroundings:
        """Return what surrounds a candidate."""
        first = candidate.anchor if candidate.anchor >= 0 else candidate.first
        key = (candidate.line, first, candidate.last)
        if key not in self._around:
            self._around[key] = self.page_map.around(*key, candidate.whole or candidate.box)
        return self._around[key]

    @cached_property
    def label_columns(self) -> Labels:
        """Return the labels as columns of numbers."""
        return labels_of(self.page_map)

    def neighbours(self, kind: CandidateKind) -> Neighbours:
        """Return what surrounds the candidates of a kind."""
        if kind not in self._neighbours:
            candidates = self.candidates[kind]
            self._neighbours[kind] = neighbours_of(candidates, self.label_columns, self.page_map, self.around)
        return self._neighbours[kind]


def view_of(document: Document, language: str | None) -> View:
    """Return a document's view."""
    pages = document.pages
    if len(pages) > MOST_PAGES:
        pages = pages[: MOST_PAGES // 2] + pages[-MOST_PAGES // 2 :]
    lines = lines_of(pages)
    lenient = frozenset(page.number for page in pages if page.source is PageSource.OCR)
    labels = placed_labels(lines, language, lenient)
    dates = tuple(date_candidates(lines, language, lenient))
    candidates = {
        CandidateKind.AMOUNT: tuple(amount_candidates(lines, language)),
        CandidateKind.DATE: dates,
        CandidateKind.NUMBER: tuple(_without_years(number_candidates(lines), dates)),
        CandidateKind.NAME: tuple(name_candidates(_name_lines(lines), labels)),
    }
    return View(
        document,
        lines,
        labels,
        candidates,
        PageMap(lines, labels),
        _line_height(lines),
        Counter((kind, candidate.value) for kind, found in candidates.items() for candidate in found),
        language,
    )


def _without_years(numbers: Iterable[Candidate], dates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the numbers that are not the year of a date in several words: "18 September 2025"."""
    dated = {(date.line, word) for date in dates if date.last - date.first > 1 for word in range(date.first, date.last)}
    for number in numbers:
        if not (YEAR.fullmatch(number.value) and (number.line, number.first) in dated):
            yield number


def _name_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Names stand on the first page; later pages repeat them."""
    return [line for line in lines if line.page == lines[0].page]


def _line_height(lines: Sequence[Line]) -> float:
    heights = [word.box.bottom - word.box.top for line in lines[:200] for word in line.words]
    return max(median(heights), 1.0) if heights else 1.0
