"""What stands around candidates, as columns of numbers: worked out once a document, weighed for every field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.surroundings import FAR, Beside, PageMap, Surroundings

Floats = NDArray[numpy.float64]
Integers = NDArray[numpy.intp]
Booleans = NDArray[numpy.bool_]

NOBODY = -1
"""Stands where there is no label; columns of labels end with an entry for it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a document as columns; the roles of the n-th label are those of set `role_set[n]`."""

    role_sets: tuple[frozenset[str], ...]
    role_set: Integers
    firm: Booleans
    times: Floats

    def having(self, role: str) -> Booleans:
        """Tell for each label whether it may have a role."""
        holders = numpy.asarray([role in roles for roles in self.role_sets], dtype=numpy.bool_)
        having: Booleans = holders[self.role_set]
        return having


@dataclass(frozen=True, slots=True)
class Side:
    """For each candidate a label beside it (or `NOBODY`), how far off it is, and how much stands in between."""

    label: Integers
    distance: Floats
    between: Floats

    @property
    def present(self) -> Booleans:
        """Tell for each candidate whether there is such a label."""
        present: Booleans = self.label != NOBODY
        return present


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The surroundings of the candidates of one kind, in their order.

    `section` is the heading that a name stands under; other kinds have none. `within` counts a candidate's words that
    belong to labels, `line_roles` is the number of the set of roles that its line's labels have.
    """

    labels: Labels
    left: Side
    second: Side
    above: Side
    higher: Side
    section: Side
    within: Floats
    line_roles: Integers
    line_role_sets: tuple[frozenset[str], ...]


def labels_of(page_map: PageMap) -> Labels:
    """Return the labels of a document as columns."""
    labels, nothing = page_map.labels, frozenset[str]()
    sets, numbers = _numbered((*(label.roles for label in labels), nothing))
    return Labels(
        sets,
        numbers,
        numpy.asarray([*(label.firm for label in labels), False], dtype=numpy.bool_),
        numpy.asarray([*map(page_map.times, labels), 0.0], dtype=numpy.float64),
    )


def neighbours_of(
    candidates: Sequence[Candidate], labels: Labels, page_map: PageMap, around: Callable[[Candidate], Surroundings]
) -> Neighbours:
    """Return what surrounds candidates."""
    found = [around(candidate) for candidate in candidates]
    named = bool(candidates) and candidates[0].kind is CandidateKind.NAME
    sections = [page_map.section(each.line, each.box) if named else None for each in candidates]
    line_sets, line_numbers = _numbered(page_map.roles_of_line(each.line) for each in candidates)
    return Neighbours(
        labels,
        _side([each.left[0] if each.left else None for each in found], page_map),
        _side([each.left[1] if len(each.left) > 1 else None for each in found], page_map),
        _side([each.above[0] if each.above else None for each in found], page_map),
        _side([each.above[1] if len(each.above) > 1 else None for each in found], page_map),
        _side(sections, page_map),
        numpy.asarray([page_map.within(each.line, each.first, each.last) for each in candidates], dtype=numpy.float64),
        line_numbers,
        line_sets,
    )


def _side(beside: Sequence[Beside | None], page_map: PageMap) -> Side:
    return Side(
        numpy.asarray([page_map.number(each.label) if each else NOBODY for each in beside], dtype=numpy.intp),
        numpy.asarray([each.distance if each else FAR for each in beside], dtype=numpy.float64),
        numpy.asarray([each.between if each else FAR for each in beside], dtype=numpy.float64),
    )


def _numbered(sets: Iterable[frozenset[str]]) -> tuple[tuple[frozenset[str], ...], Integers]:
    """Return the different sets, and for each set the number of its like."""
    known: dict[frozenset[str], int] = {}
    numbers = [known.setdefault(each, len(known)) for each in sets]
    return tuple(known), numpy.asarray(numbers, dtype=numpy.intp)
