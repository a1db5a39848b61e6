"""Which of a line's documents may belong to it together: all pairs and threes, and larger groups grown from the best.

A group is a set of bits, one for each companion. Most documents print one amount and one span of days; groups of such
are scored before a pack is made of them, because most groups are worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from matchers.comparisons import amount_level, period_level

if TYPE_CHECKING:
    from matchers.blocking import Candidate
    from matchers.packs import Pack, Packer

MOST_TOGETHER = 3
"""All groups of up to so many documents are tried; larger ones are grown one document at a time."""
GROWN = 4
WORTH_KEEPING = 6.0
"""A pack that scores so many bits less than a part of it says nothing."""
LEAST_SCORE = -4.0


@dataclass(frozen=True, slots=True)
class Plain:
    """A document with one reading of its days and one of its amount, as it lies on a line.

    `dates` is the level of its days and `dates_bits` what that weighs; the trusts say how far readings are believed.
    """

    bits: float
    dates: int
    dates_bits: float
    low: int
    high: int
    days_trust: float
    amount: int
    amount_trust: float


class Grouping:
    """The groups of one line's companions that are worth keeping, with their packs."""

    def __init__(self, packer: Packer, line: int, companions: Sequence[Candidate], singles: Mapping[int, Pack]) -> None:
        self.packer, self.line, self.companions = packer, line, companions
        self.plain = [packer.plain(line, each, singles[each.document]) for each in companions]
        kept = ((1 << place, singles[each.document]) for place, each in enumerate(companions))
        self.known = {group: pack for group, pack in kept if pack.score >= LEAST_SCORE}

    def packs(self) -> Iterator[Pack]:
        """Return the packs of two documents or more."""
        alone = set(self.known)
        bits = [1 << place for place in range(len(self.companions))]
        for size in range(2, MOST_TOGETHER + 1):
            for group in combinations(bits, size):
                self._try(sum(group))
        self._grow(bits)
        return (pack for group, pack in self.known.items() if group not in alone)

    def _grow(self, bits: Sequence[int]) -> None:
        size = MOST_TOGETHER
        # Each round adds a document to the best groups of the size before; it ends where none was worth keeping.
        while largest := [group for group in self.known if group.bit_count() == size]:
            largest.sort(key=lambda group: (-self.known[group].score, self.known[group].documents))
            groups = {group | bit for group in largest[:GROWN] for bit in bits} - self.known.keys()
            size += 1
            for group in groups:
                self._try(group)

    def _try(self, group: int) -> None:
        """Keep a group that is not much worse than what is left of it without one of its documents."""
        places = [place for place in range(len(self.companions)) if group >> place & 1]
        parts = [self.known[part] for place in places if (part := group ^ 1 << place) in self.known]
        if not parts:
            return
        least = max(LEAST_SCORE, max([part.score for part in parts]) - WORTH_KEEPING)
        plain = [each for place in places if (each := self.plain[place]) is not None]
        if len(plain) < len(places):
            pack = self.packer.pack(self.line, [self.companions[place] for place in places])
            if pack.score >= least:
                self.known[group] = pack
            return
        score, period, amount = self._score(plain)
        if score >= least:
            documents = tuple([self.companions[place].document for place in places])
            dates = tuple([each.dates for each in plain])
            self.known[group] = self.packer.plain_pack(self.line, documents, score, dates, period, amount)

    def _score(self, plain: Sequence[Plain]) -> tuple[float, int, int]:
        """Return a group's score, as `Packer.pack` comes to it, with the levels of its period and its amount."""
        packer = self.packer
        window, goal = packer.index.windows[self.line], packer.goals[self.line]
        if window is None:
            raise ValueError("without a window no document is plain")
        period = period_level(min([each.low for each in plain]), max([each.high for each in plain]), window)
        amount = amount_level(sum([each.amount for each in plain]), goal.amount, goal.tolerance)
        days_bits = packer.period_bits_of(period, min([each.days_trust for each in plain]))
        amount_bits = packer.amount_bits_of(amount, min([each.amount_trust for each in plain]))
        dates_score = sum([each.dates_bits for each in plain]) + days_bits
        company = packer.together_bits * (len(plain) - 1)
        return sum([each.bits for each in plain]) + dates_score + amount_bits + company, period, amount
