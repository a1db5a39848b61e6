"""How many cases there are, and how much is at risk: counted once for everybody who asks the same within a moment."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from extractors.model import Money
from ledger.case_model import Group, Shelf, Wanted
from ledger.desk import Desk

FRESH = 2.0
"""Counts may be so many seconds old: ten people at the queue cost no more than one."""
_MOST = 256
_kept: dict[tuple[int, Wanted], tuple[float, Counts]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases counted by what the queue filters by."""

    groups: tuple[Group, ...]

    @classmethod
    def of(cls, desk: Desk, wanted: Wanted) -> Counts:
        """Return the counts of what is wanted, at most a moment old."""
        key = (id(desk), wanted)
        with _lock:
            found = _kept.get(key)
        if found and time.monotonic() - found[0] < FRESH:
            return found[1]
        counts = cls(desk.counted(wanted))
        with _lock:
            if len(_kept) >= _MOST:
                _kept.clear()
            _kept[key] = (time.monotonic(), counts)
        return counts

    def on(self, shelf: Shelf | None) -> int:
        """Return how many cases lie on a shelf, or on all."""
        return sum(group.number for group in self.groups if shelf in {None, group.shelf})

    def money(self, shelf: Shelf | None) -> tuple[Money, ...]:
        """Return the money at risk on a shelf by currency, each amount once."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for group in self.groups:
            if shelf in {None, group.shelf} and group.once:
                sums[group.values["currency"]] += group.once
        return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))

    def by(self, name: str, shelf: Shelf | None) -> Counter[str]:
        """Return how many cases on a shelf have each value."""
        counts: Counter[str] = Counter()
        for group in self.groups:
            if shelf in {None, group.shelf}:
                counts[group.values[name]] += group.number
        return counts
