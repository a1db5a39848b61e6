"""Which plan lines a document could belong to at all, so that cost grows with those and not with the whole plan."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from matchers.comparisons import (
    NEAR_DAYS,
    currency_level,
    dates_level,
    kind_level,
    line_references,
    partner_level,
    reference_level,
)
from matchers.gazetteer import Gazetteer, NameLevel, Naming
from matchers.model import PlanLine
from matchers.names import Name, name_of
from matchers.profiles import Profile, bare_number
from matchers.programme import Programme
from matchers.weights import Weights

K = TypeVar("K", bound=Hashable)
CROWD = 40
"""Of more lines under one name only those that dates, amount or a reference speak for are compared."""
OVERLAPS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document and a line (by their places) that may belong together, with all that does not depend on others."""

    document: int
    line: int
    naming: Naming
    crowd: int
    levels: tuple[tuple[str, int], ...]
    bits: float

    @property
    def named(self) -> bool:
        """Return whether name or reference really speak for the match."""
        return self.naming.level >= NameLevel.MOST or any(
            field == "reference" and level >= 2 for field, level in self.levels
        )


class LineIndex:
    """A plan's lines, looked up by name, reference and amount."""

    def __init__(self, plan: Sequence[PlanLine], programme: Programme, weights: Weights, as_of: date) -> None:
        self.lines = tuple(plan)
        self.gazetteer = Gazetteer(line.campaign_name for line in plan)
        self.references = tuple(line_references(line) for line in plan)
        self.programme, self.weights, self.as_of = programme, weights, as_of
        self._by_name = _indexed(plan, lambda line: [name_of(line.campaign_name)])
        self._by_amount = _indexed(plan, lambda line: [line.approved.amount])
        self._by_reference = _indexed(self.references, lambda pair: pair[0])
        self._by_bare = _indexed(self.references, lambda pair: pair[1])

    @property
    def reference_keys(self) -> frozenset[str]:
        """Return the keys of all references that the plan names."""
        return frozenset(self._by_reference)

    def candidates(self, place: int, profile: Profile) -> tuple[Candidate, ...]:
        """Return the lines that a document may belong to, in the plan's order."""
        namings = self.namings(profile)
        crowds = self._crowds(namings)
        spoken_for = self._spoken_for(profile)
        lines = set(spoken_for)
        for name in namings:
            lines |= set(self._of_name(name, profile))
        return tuple(self._candidate(place, profile, line, namings, crowds) for line in sorted(lines))

    def candidate(self, place: int, profile: Profile, line: int) -> Candidate:
        """Return one line as a candidate, whatever speaks against it."""
        namings = self.namings(profile)
        return self._candidate(place, profile, line, namings, self._crowds(namings))

    def namings(self, profile: Profile) -> dict[Name, Naming]:
        """Return the campaign names that a document names, in a field or in its text, each with its best agreement."""
        found = {name: Naming(NameLevel.IN_TEXT, printed) for name, printed in profile.named.items()}
        for reading in profile.names:
            for name, level in self.gazetteer.candidates(reading.value):
                if name not in found or found[name].level < level:
                    found[name] = Naming(level, reading.value)
        return found

    def _crowds(self, namings: dict[Name, Naming]) -> dict[NameLevel, int]:
        counts = [(naming.level, len(self._by_name[name])) for name, naming in namings.items()]
        return {level: sum(count for other, count in counts if other >= level) for level in NameLevel}

    def _spoken_for(self, profile: Profile) -> set[int]:
        """Return the lines that a reference names, or whose very amount and days the document has."""
        keys = profile.number_keys | profile.reference_keys
        lines = {line for key in keys for line in self._by_reference.get(key, ())}
        lines |= {line for reading in profile.numbers for line in self._by_bare.get(bare_number(reading.value), ())}
        of_amount = {line for option in profile.amounts for line in self._by_amount.get(option.amount, ())}
        return lines | {line for line in of_amount if self._days(profile, line) >= OVERLAPS}

    def _days(self, profile: Profile, line: int) -> int:
        grace = self.programme.tolerance.days
        return max((dates_level(span.first, span.last, self.lines[line], grace) for span in profile.spans), default=0)

    def _of_name(self, name: Name, profile: Profile) -> Iterable[int]:
        lines = self._by_name[name]
        if len(lines) <= CROWD:
            return lines
        near = [line for line in lines if self._is_near(profile, line)]
        return near[: 2 * CROWD]

    def _is_near(self, profile: Profile, line: int) -> bool:
        planned = self.lines[line]
        if not profile.spans or planned.start is None or planned.end is None:
            return True
        span = profile.spans[0]
        return (planned.start - span.last).days <= NEAR_DAYS and (span.first - planned.end).days <= NEAR_DAYS

    def _candidate(
        self, place: int, profile: Profile, at: int, namings: dict[Name, Naming], crowds: dict[NameLevel, int]
    ) -> Candidate:
        line = self.lines[at]
        naming = namings.get(name_of(line.campaign_name)) or _unnamed(profile, namings)
        crowd = crowds[naming.level] if naming.level >= NameLevel.SOME else 1
        if naming.level is NameLevel.MISSING:
            crowd = len(self.lines)
        day = profile.spans[0].last if profile.spans else self.as_of
        levels = (
            ("belongs", 1),
            ("campaign", int(naming.level)),
            ("reference", reference_level(profile, *self.references[at])),
            ("currency", currency_level(profile, line, self.programme, day)),
            ("partner", partner_level(profile, line)),
            ("kind", kind_level(profile, line)),
        )
        bits = sum(self.weights.of(field, level) for field, level in levels) - math.log2(max(crowd, 1))
        return Candidate(place, at, naming, crowd, levels, bits)


def _unnamed(profile: Profile, namings: dict[Name, Naming]) -> Naming:
    if profile.names or namings:
        return Naming(
            NameLevel.OTHER, profile.names[0].value if profile.names else next(iter(namings.values())).printed
        )
    return Naming(NameLevel.MISSING, "")


T = TypeVar("T")


def _indexed(things: Sequence[T], keys_of: Callable[[T], Iterable[K]]) -> dict[K, tuple[int, ...]]:
    index: defaultdict[K, list[int]] = defaultdict(list)
    for place, thing in enumerate(things):
        for key in keys_of(thing):
            index[key].append(place)
    return {key: tuple(places) for key, places in index.items()}
