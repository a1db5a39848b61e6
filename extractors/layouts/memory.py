"""What agreed values of earlier documents teach about others of their layout. Pure; the order of learning is no matter.

Documents are laid out alike where they share most of their labels with their places (Jaccard's measure over shingles;
Broder 1997). Those that may be are found by their rarest shingles: of these, two documents that are that much alike
share at least one (prefix filtering; Chaudhuri, Ganti and Kaushik 2006).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from extractors.model import FieldName, Layout, Lesson, Taught

ALIKE = 0.6
"""Layouts with at least this share of their shingles in common are one."""
FEWEST_SHINGLES = 8
"""Fewer labels than that lay out nothing: all such documents would be alike."""
MOST_LESSONS = 24
"""Of more lessons about a layout, those of the documents most alike are heeded."""
DOUBT = 0.25
"""Stands for what was not seen yet: a quarter of a document that agreed, and a quarter of one that did not."""


@dataclass(frozen=True, slots=True)
class Votes:
    """What the lessons about a layout say of a field, each with its weight."""

    taught: tuple[tuple[Taught, int], ...]

    def of(self, marks: Iterable[int]) -> float:
        """Return what speaks for a value with such marks, in log odds: is it like right values, or like others?"""
        own = frozenset(marks)
        judged = [weight * _judged(own, taught) for taught, weight in self.taught]
        agree, differ = sum(max(each, 0.0) for each in judged), sum(max(-each, 0.0) for each in judged)
        return math.log((agree + DOUBT) / (differ + DOUBT))


def _judged(own: frozenset[int], taught: Taught) -> float:
    """Return from 1 to -1 how much more a value is like the right one of a document than like one of the others."""
    like_right = _likeness(own, taught.right)
    like_wrong = max((_likeness(own, each) for each in taught.wrong), default=0.0)
    return like_right**2 - like_wrong**2


class LayoutMemory:
    """The lessons that documents taught, found by layout."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        """Take lessons in any order."""
        self._lessons: list[Lesson] = []
        self._having: dict[int, list[int]] = defaultdict(list)
        for lesson in lessons:
            self.learn(lesson)

    def __len__(self) -> int:
        """Return how many lessons there are."""
        return len(self._lessons)

    def learn(self, lesson: Lesson) -> None:
        """Take one more lesson."""
        if len(lesson.shingles) >= FEWEST_SHINGLES:
            for shingle in lesson.shingles:
                self._having[shingle].append(len(self._lessons))
            self._lessons.append(lesson)

    def votes(self, layout: Layout, but: str = "", arrived: datetime | None = None) -> dict[FieldName, Votes]:
        """Return by field what other documents of a layout taught a document that arrived at a moment."""
        told: dict[FieldName, list[tuple[Taught, int]]] = defaultdict(list)
        for lesson in self.about(layout, but, arrived):
            for taught in lesson.taught:
                told[taught.name].append((taught, lesson.weight))
        return {name: Votes(tuple(several)) for name, several in told.items()}

    def about(self, layout: Layout, but: str = "", arrived: datetime | None = None) -> list[Lesson]:
        """Return the lessons about a layout, those of documents most alike first; without those of the document `but`.

        A lesson that has a moment is for documents that arrived after it.
        """
        own = frozenset(layout.shingles)
        if len(own) < FEWEST_SHINGLES:
            return []
        maybe = (self._lessons[place] for place in self._maybe(own))
        heeded = (each for each in maybe if each.sha256 != but and _is_earlier(each, arrived))
        alike = [(_likeness(own, each.shingles), each) for each in heeded]
        found = [(-share, *_in_order(each), each) for share, each in alike if share >= ALIKE]
        return [each for *_, each in sorted(found, key=lambda each: each[:-1])[:MOST_LESSONS]]

    def _maybe(self, own: frozenset[int]) -> set[int]:
        """Return the lessons that share one of a layout's rarest shingles: with no others it can share enough."""
        rarest = sorted(own, key=lambda shingle: (len(self._having.get(shingle, ())), shingle))
        needed = len(own) - math.ceil(ALIKE * len(own)) + 1
        return {place for shingle in rarest[:needed] for place in self._having.get(shingle, ())}


def _in_order(lesson: Lesson) -> tuple[str, list[tuple[FieldName, tuple[int, ...], tuple[tuple[int, ...], ...]]], int]:
    """Return a key that puts lessons in one order whenever they were learnt; a document may have taught several."""
    return lesson.sha256, [(each.name, each.right, each.wrong) for each in lesson.taught], lesson.weight


def _is_earlier(lesson: Lesson, arrived: datetime | None) -> bool:
    return lesson.since is None or (arrived is not None and lesson.since < arrived)


def _likeness(ours: frozenset[int], theirs: Iterable[int]) -> float:
    other = frozenset(theirs)
    return len(ours & other) / max(len(ours | other), 1)
