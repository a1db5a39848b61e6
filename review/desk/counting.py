"""How many cases there are, and how much is at risk: counted by one for everybody who asks within a moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractors.model import Money
from ledger.case_model import FACETS, NOBODY, Group, Shelf, Tally, Wanted
from ledger.desk import Desk
from review.desk.keeping import Keeper

FRESH = 1.0
"""Counts may be so many seconds old: ten people at the queue cost little more than one."""
QUIET = 20.0
"""So old they may be while nobody at this desk did anything; a night may have, in a process of its own."""
_MOST = 128
_PLAIN = dict.fromkeys(FACETS, "")
_groups = Keeper[tuple[Group, ...]](FRESH, QUIET, _MOST)
_tallies = Keeper[tuple[Tally, ...]](FRESH, QUIET, _MOST)


@dataclass(slots=True)
class Counts:
    """Cases counted by what the queue filters by: `facets` count within all filters but their own."""

    shelf: Shelf | None
    total: int = 0
    shelves: Counter[Shelf] = field(default_factory=Counter)
    facets: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACETS})
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def money(self) -> tuple[Money, ...]:
        """Return the money at risk by currency, each amount once."""
        return tuple(Money(amount, currency) for currency, amount in sorted(self.sums.items()) if amount)

    def on(self, shelf: Shelf | None) -> int:
        """Return how many cases lie on a shelf, or on all."""
        return sum(self.shelves.values()) if shelf is None else self.shelves[shelf]


def counts(desk: Desk, wanted: Wanted) -> Counts:
    """Return the counts of what is wanted, at most a moment old."""
    chosen = [(place, _key(wanted, name)) for place, name in enumerate(FACETS) if getattr(wanted, name)]
    counted = Counts(wanted.shelf)
    for group in groups(desk, wanted):
        missed = [place for place, value in chosen if group.values[place] != value]
        if len(missed) < 2:
            _add(counted, group, missed)
    counted.total = counted.on(wanted.shelf)
    return counted


def tallied(desk: Desk, wanted: Wanted, name: str) -> Iterator[Tally]:
    """Give number and money at risk of the cases that share a facet's value, in one currency at a time."""
    place, currency = FACETS.index(name), FACETS.index("currency")
    found: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for group in groups(desk, wanted):
        if group.shelf is wanted.shelf and wanted.currency in {"", group.values[currency]}:
            key = group.values[place], group.values[currency]
            number, amount = found.get(key, (0, Decimal(0)))
            found[key] = number + group.number, amount + group.amount
    for (value, money), (number, amount) in found.items():
        yield Tally((value,), money, number, amount)


def groups(desk: Desk, wanted: Wanted) -> tuple[Group, ...]:
    """Return the groups of all cases that fit the filters other than facets and shelf, at most a moment old."""
    everywhere = replace(wanted, shelf=None, order=Wanted().order, **_PLAIN)  # type: ignore[arg-type]
    return _groups.get((desk, everywhere), desk.revision, lambda: desk.counted(everywhere))


def tallied_by(desk: Desk, wanted: Wanted, *by: str) -> tuple[Tally, ...]:
    """Return number and money at risk by any columns, at most a moment old."""
    return _tallies.get((desk, wanted, by), desk.revision, lambda: desk.tallied(wanted, *by))


def line_totals(desk: Desk) -> tuple[Tally, ...]:
    """Return the plan's lines by status, at most a moment old."""
    return _tallies.get((desk, "lines"), desk.revision, desk.line_totals)


def _add(counted: Counts, group: Group, missed: list[int]) -> None:
    here = counted.shelf is None or group.shelf is counted.shelf
    if not missed:
        counted.shelves[group.shelf] += group.number
        if here:
            counted.sums[group.values[4]] += group.once
    if here:
        for place in missed or range(len(FACETS)):
            counted.facets[FACETS[place]][group.values[place]] += group.number


def _key(wanted: Wanted, name: str) -> str:
    value = str(getattr(wanted, name))
    return "" if name in {"assignee", "partner"} and value == NOBODY else value
