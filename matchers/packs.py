"""Packs: documents that may belong to a line together, or lines that one document may pay for, scored as a whole.

Dates and amounts can only be judged together: three invoices make up what one line approves. A pack settles at the same
time which of several readings of an amount or a date is the right one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations, islice, product

from extractors.model import Money
from matchers.blocking import Candidate, LineIndex
from matchers.comparisons import amount_level, dates_level, total
from matchers.model import PlanLine
from matchers.profiles import AmountOption, Profile, Span

MOST_TOGETHER = 3
"""All packs of up to so many documents are tried; larger ones are grown one document at a time."""
MOST_COMPANIONS = 12
MOST_READINGS = 12
WORTH_KEEPING = 6.0
"""A pack that scores so many bits less than a part of it says nothing."""
LEAST_SCORE = -4.0


@dataclass(frozen=True, slots=True)
class Pack:
    """Documents for lines (one of them several, or each one), with the readings that fit best and the score in bits."""

    lines: tuple[int, ...]
    documents: tuple[int, ...]
    score: float
    amounts: tuple[AmountOption | None, ...]
    spans: tuple[Span | None, ...]
    dates: int
    amount: int


class Packer:
    """Makes and scores packs for one batch."""

    def __init__(self, index: LineIndex, profiles: Sequence[Profile]) -> None:
        self.index, self.profiles = index, profiles

    def packs(self, candidates: Iterable[Candidate]) -> list[Pack]:
        """Return all packs worth keeping, in the order of lines and documents."""
        of_line: defaultdict[int, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            of_line[candidate.line].append(candidate)
        return [pack for line in sorted(of_line) for pack in self._of_line(line, of_line[line])]

    def _of_line(self, line: int, candidates: list[Candidate]) -> Iterator[Pack]:
        by_document = {each.document: each for each in candidates}
        singles: dict[tuple[int, ...], Pack] = {(each.document,): self.pack(line, [each]) for each in candidates}
        known: dict[tuple[int, ...], Pack] = {key: pack for key, pack in singles.items() if pack.score >= LEAST_SCORE}
        companions = self._companions(candidates, singles)
        for size in range(2, MOST_TOGETHER + 1):
            for group in combinations(companions, size):
                self._try(known, line, tuple(sorted(group)), by_document)
        self._grow(known, line, companions, by_document)
        yield from (known[key] for key in sorted(known))

    def _companions(self, candidates: list[Candidate], singles: dict[tuple[int, ...], Pack]) -> list[int]:
        named = [each for each in candidates if each.named and singles[(each.document,)].amount != 1]
        named.sort(key=lambda each: (-singles[(each.document,)].dates, -each.bits, self.profiles[each.document].sha256))
        return [each.document for each in named if singles[(each.document,)].dates not in (1, 2)][:MOST_COMPANIONS]

    def _try(
        self, known: dict[tuple[int, ...], Pack], line: int, group: tuple[int, ...], by_document: dict[int, Candidate]
    ) -> Pack | None:
        parts = [known[part] for part in combinations(group, len(group) - 1) if part in known]
        if not parts:
            return None
        pack = self.pack(line, [by_document[document] for document in group])
        if pack.score < max(part.score for part in parts) - WORTH_KEEPING or pack.score < LEAST_SCORE:
            return None
        known[group] = pack
        return pack

    def _grow(
        self, known: dict[tuple[int, ...], Pack], line: int, companions: list[int], by_document: dict[int, Candidate]
    ) -> None:
        largest = [pack for key, pack in known.items() if len(key) == MOST_TOGETHER]
        best = max(largest, key=lambda pack: (pack.score, pack.documents), default=None)
        while best is not None:
            more = [tuple(sorted((*best.documents, each))) for each in companions if each not in best.documents]
            grown = [pack for group in more if (pack := self._try(known, line, group, by_document))]
            further = max(grown, key=lambda pack: (pack.score, pack.documents), default=None)
            best = further if further and further.score > best.score else None

    def pack(self, line: int, candidates: Sequence[Candidate], asked: Money | None = None) -> Pack:
        """Return some documents for one line as a pack; together they are to make what is asked or approved."""
        planned, weights = self.index.lines[line], self.index.weights
        profiles = [self.profiles[each.document] for each in candidates]
        dates, spans, dates_bits = self._dates(planned, profiles)
        amount, amounts, amount_bits = self._amounts(planned, profiles, asked or planned.approved)
        together = weights.of("together", 1) * (len(candidates) - 1)
        score = sum(each.bits for each in candidates) + dates_bits + amount_bits + together
        return Pack((line,), tuple(each.document for each in candidates), score, amounts, spans, dates, amount)

    def _dates(self, line: PlanLine, profiles: Sequence[Profile]) -> tuple[int, tuple[Span | None, ...], float]:
        """Return the level of the dates, the readings that give it, and its bits less what unlikely readings cost."""
        ways = [profile.spans for profile in profiles if profile.spans]
        if not ways or line.start is None or line.end is None:
            return 0, tuple(profile.spans[0] if profile.spans else None for profile in profiles), 0.0
        best: tuple[float, int, tuple[Span, ...]] = (-math.inf, 0, ())
        for spans in islice(product(*ways), MOST_READINGS):
            first, last = min(span.first for span in spans), max(span.last for span in spans)
            level = dates_level(first, last, line, self.index.programme.tolerance.days)
            bits = self.index.weights.of("dates", level) - sum(map(_cost, spans, ways))
            if bits > best[0]:
                best = bits, level, spans
        chosen = iter(best[2])
        return best[1], tuple(next(chosen) if profile.spans else None for profile in profiles), best[0]

    def _amounts(
        self, line: PlanLine, profiles: Sequence[Profile], goal: Money
    ) -> tuple[int, tuple[AmountOption | None, ...], float]:
        """Return the level of the amounts, the readings that give it, and its bits less what unlikely readings cost."""
        ways = [profile.amounts for profile in profiles]
        if not all(ways):
            return 0, tuple(way[0] if way else None for way in ways), 0.0
        best: tuple[float, int, tuple[AmountOption, ...]] = (-math.inf, 0, ())
        for options in islice(product(*ways), MOST_READINGS):
            level = self._amount_level(line, profiles, options, goal)
            bits = self.index.weights.of("amount", level) - sum(map(_cost, options, ways))
            if bits > best[0]:
                best = bits, level, options
        return best[1], best[2], best[0]

    def _amount_level(
        self, line: PlanLine, profiles: Sequence[Profile], options: Sequence[AmountOption], goal: Money
    ) -> int:
        converted = [self.in_currency(option, profile, line) for option, profile in zip(options, profiles, strict=True)]
        known = [amount for amount in converted if amount is not None]
        if len(known) < len(converted) or goal.currency != line.approved.currency:
            return 0
        tolerance = self.index.programme.tolerance.of(goal)
        if any(profile.currency not in (None, line.approved.currency) for profile in profiles):
            tolerance = max(tolerance, goal.amount * self.index.programme.tolerance.conversion_share)
        return amount_level(total(known), goal.amount, tolerance)

    def in_currency(self, option: AmountOption, profile: Profile, line: PlanLine) -> Decimal | None:
        """Return an amount in the line's currency; a document that prints no currency is taken to be in the line's."""
        if profile.currency is None or profile.currency == line.approved.currency:
            return option.amount
        day = profile.spans[0].last if profile.spans else self.index.as_of
        rate = self.index.programme.rate(profile.currency, line.approved.currency, day)
        return option.amount * rate.rate if rate else None


def _cost(chosen: Span | AmountOption, ways: Sequence[Span] | Sequence[AmountOption]) -> float:
    """Return the bits that it costs to prefer a less likely reading; net and gross are equally allowed."""
    if chosen is ways[0] or (isinstance(chosen, AmountOption) and chosen.basis == "net"):
        return 0.0
    return max(0.0, math.log2(max(ways[0].probability, 1e-6) / max(chosen.probability, 1e-6)))


def with_lines(pack: Pack, lines: tuple[int, ...], score: float) -> Pack:
    """Return the pack for other lines."""
    return replace(pack, lines=lines, score=score)


def days_of(spans: Iterable[Span | None]) -> tuple[date | None, date | None]:
    """Return the first and last day of several spans."""
    known = [span for span in spans if span]
    if not known:
        return None, None
    return min(span.first for span in known), max(span.last for span in known)
