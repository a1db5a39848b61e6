"""Which plan lines a document could belong to at all, so that cost grows with those and not with the whole plan."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

from matchers.comparisons import (
    NEAR_DAYS,
    currency_level,
    fits_closely,
    kind_level,
    line_references,
    partner_level,
    reference_level,
    thousandths,
    window_of,
)
from matchers.gazetteer import Gazetteer, NameLevel, Naming
from matchers.model import PlanLine
from matchers.names import Name
from matchers.profiles import Profile, bare_number
from matchers.programme import Programme
from matchers.weights import Weights

K = TypeVar("K", bound=Hashable)
CROWD = 8
"""Of more lines under one name only those that days, amount or a reference speak for are compared."""
MOST = 40
_ALONE = ("campaign", "other_names", "reference", "currency", "partner", "kind")
"""What is compared of a document and a line alone, without days and amounts."""


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
        self.programme, self.weights, self.as_of = programme, weights, as_of
        self.gazetteer = Gazetteer(line.campaign_name for line in plan)
        self.windows = tuple(window_of(line, programme.tolerance.days) for line in plan)
        self.references = tuple(line_references(line) for line in plan)
        self._approved = tuple(thousandths(line.approved.amount) for line in plan)
        self._names = tuple(self.gazetteer.by_text[line.campaign_name] for line in plan)
        self._by_name = _indexed(self._names, lambda name: [name])
        self._by_amount = _indexed(plan, lambda line: [line.approved.amount])
        self._by_reference = _indexed(self.references, lambda pair: pair[0])
        self._by_bare = _indexed(self.references, lambda pair: pair[1])
        self.reference_keys = frozenset(self._by_reference)
        self.scored = lru_cache(maxsize=None)(self._scored)

    def candidates(self, place: int, profile: Profile) -> tuple[Candidate, ...]:
        """Return the lines that a document may belong to, in the plan's order."""
        namings = self.namings(profile)
        crowds = self._crowds(namings)
        best = max((naming.level for naming in namings.values()), default=NameLevel.MISSING)
        lines = self._by_number(profile)
        if best < NameLevel.WITHIN:
            lines |= self._by_amount_and_days(profile)
        timely = self._is_timely(namings, profile)
        for name, naming in namings.items():
            if naming.level >= NameLevel.WITHIN or best < NameLevel.WITHIN:
                lines.update(self._of_name(name, profile))
            elif naming.level >= NameLevel.MOST:
                lines.update(self._of_other_name(name, profile, timely))
        return tuple(self._candidate(place, profile, line, namings, crowds) for line in sorted(lines))

    def candidate(self, place: int, profile: Profile, line: int) -> Candidate:
        """Return one line as a candidate, whatever speaks against it."""
        namings = self.namings(profile)
        return self._candidate(place, profile, line, namings, self._crowds(namings))

    def lines_of(self, name: Name) -> tuple[int, ...]:
        """Return the lines of a campaign name."""
        return self._by_name[name]

    def namings(self, profile: Profile) -> dict[Name, Naming]:
        """Return the campaign names that a document names, in a field or in its text, each with its best agreement."""
        found = {name: Naming(NameLevel.IN_TEXT, printed) for name, printed in profile.named.items()}
        for reading in profile.names:
            for name, level in self.gazetteer.candidates(reading.value):
                if name not in found or found[name].level < level:
                    found[name] = Naming(level, reading.value)
        return found

    def _crowds(self, namings: dict[Name, Naming]) -> dict[NameLevel, int]:
        """Return for each level that names reach how many lines have a name that agrees as far, or further."""
        counts: defaultdict[NameLevel, int] = defaultdict(int)
        for name, naming in namings.items():
            counts[naming.level] += len(self._by_name[name])
        levels = sorted(counts, reverse=True)
        return dict(zip(levels, accumulate(counts[level] for level in levels), strict=True))

    def _by_number(self, profile: Profile) -> set[int]:
        keys = profile.number_keys | profile.reference_keys
        lines = {line for key in keys for line in self._by_reference.get(key, ())}
        return lines.union(*(self._by_bare.get(bare_number(reading.value), ()) for reading in profile.numbers))

    def _by_amount_and_days(self, profile: Profile) -> set[int]:
        of_amount = {line for option in profile.amounts for line in self._by_amount.get(option.amount, ())}
        return {line for line in of_amount if self._is_near(profile, line, 0)}

    def _is_timely(self, namings: dict[Name, Naming], profile: Profile) -> bool:
        """Return whether a line of a name that is there in full, or nearly, is of the document's time."""
        full = (name for name, naming in namings.items() if naming.level >= NameLevel.WITHIN)
        return any(self._is_near(profile, line, 0) for name in full for line in self._by_name[name])

    def _of_name(self, name: Name, profile: Profile) -> Iterable[int]:
        """Return a name's lines; where it is crowded, only those of about the time."""
        lines = self._by_name[name]
        if len(lines) <= CROWD:
            return lines
        near = [line for line in lines if self._is_near(profile, line, NEAR_DAYS)]
        likely = [line for line in near if self._is_near(profile, line, 0) or self._fits_amount(profile, line)]
        return (likely or near)[:MOST]

    def _of_other_name(self, name: Name, profile: Profile, timely: bool) -> Iterable[int]:
        """Return the lines of a name beside one that fits better; of timely ones there, only what the amount fits."""
        near = [line for line in self._by_name[name] if self._is_near(profile, line, 0)]
        return [line for line in near if not timely or self._fits_amount(profile, line)][:MOST]

    def _fits_amount(self, profile: Profile, line: int) -> bool:
        approved = self._approved[line]
        return any(fits_closely(thousandths(option.amount), approved) for option in profile.amounts)

    def _is_near(self, profile: Profile, line: int, days: int) -> bool:
        window = self.windows[line]
        if not profile.spans or window is None:
            return True
        first, last = profile.spans[0].first.toordinal(), profile.spans[0].last.toordinal()
        return window.start - last <= days + window.grace and first - window.end <= days + window.grace

    def _candidate(
        self, place: int, profile: Profile, at: int, namings: dict[Name, Naming], crowds: dict[NameLevel, int]
    ) -> Candidate:
        line = self.lines[at]
        naming = namings.get(self._names[at]) or _unnamed(profile, namings)
        # A document that names nothing may be any line's.
        crowd = crowds.get(naming.level, len(self.lines) if naming.level is NameLevel.MISSING else 1)
        levels, bits = self.scored(
            int(naming.level),
            1 if naming.level < max(crowds, default=NameLevel.MISSING) else 2,
            reference_level(profile, *self.references[at]),
            self._currency(profile, line),
            partner_level(profile, line),
            kind_level(profile, line),
        )
        # One at most of a crowd is the right line: each gets its share of what the name is worth.
        return Candidate(place, at, naming, crowd, levels, bits - math.log2(max(crowd, 1)))

    def _scored(self, *reached: int) -> tuple[tuple[tuple[str, int], ...], float]:
        """Return levels by their fields, with what they weigh together; few combinations occur."""
        levels = (("belongs", 1), *zip(_ALONE, reached, strict=True))
        return levels, sum(self.weights.bits[field][level] for field, level in levels)

    def _currency(self, profile: Profile, line: PlanLine) -> int:
        day = profile.spans[0].last if profile.spans else self.as_of
        return currency_level(profile, line, self.programme, day)


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
