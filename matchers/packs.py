"""Packs: documents that may belong to a line together, scored as a whole.

Amounts can only be judged together: three invoices make up what one line approves. A pack settles at the same time
which of several readings of an amount or of days is the right one. Days are counted and amounts taken in thousandths,
because this is the innermost work of matching.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice, product

from extractors.model import Money
from matchers.blocking import Candidate, LineIndex
from matchers.comparisons import amount_level, dates_level, period_level, thousandths
from matchers.grouping import LEAST_SCORE, Grouping, Plain
from matchers.profiles import AmountOption, Profile, Span

# All pairs and threes are tried: of ten documents 165.
MOST_COMPANIONS = 10
FIRST_READINGS = tuple((0,) * size for size in range(MOST_COMPANIONS + 1))
# Ways to combine readings multiply with the documents; those with the first readings come first.
MOST_READINGS = 12
TAXED = 30.0
"""Bits against taking an amount with tax where tax is not reimbursed: more than any comparison gives."""
# A level of `amount_level`, not the share of this name in `comparisons`.
FAR_ABOVE = 1
WEAK = 16.0
"""Bits by which a line may be worse for a document than its best, to be thought of at all: what amounts that add up,
and days that fill a window together, can make good."""
USUAL = 0.9
"""What readings weigh was learnt from such as are right this often; the less sure ones weigh less."""


def trust_of(readings: Sequence[Span] | Sequence[AmountOption]) -> float:
    """Return how far a document's days or amount are believed when they are compared, 0 to 1."""
    return min(1.0, round(max((each.probability for each in readings), default=1.0) / USUAL, 2))


@lru_cache(maxsize=10_000)
def softened(bits: float, trust: float) -> float:
    """Return what a comparison of a doubtful reading weighs: if it was misread, its level says nothing either way."""
    return bits if trust >= 1.0 else math.log2(trust * 2.0**bits + 1.0 - trust)


@dataclass(frozen=True, slots=True)
class Pack:
    """Documents for a line, with the readings that fit best (their places among all readings) and the score in bits."""

    line: int
    day: int
    documents: tuple[int, ...]
    score: float
    spans: tuple[int, ...]
    dates: tuple[int, ...]
    amounts: tuple[int, ...]
    period: int
    amount: int


@dataclass(frozen=True, slots=True)
class _Way:
    """One reading of a document's days (first, last) or amount (twice the same), and the bits that it costs."""

    low: int
    high: int
    cost: float


@dataclass(frozen=True, slots=True)
class _Goal:
    """What amounts are to make, in thousandths; amounts that were converted may differ by more."""

    amount: int
    currency: str
    tolerance: int
    conversion_tolerance: int


class Packer:
    """Makes and scores packs for one batch."""

    def __init__(self, index: LineIndex, profiles: Sequence[Profile]) -> None:
        self.index, self.profiles = index, profiles
        self.days = tuple(tuple(_days(profile.spans)) for profile in profiles)
        self.days_trust = tuple(trust_of(profile.spans) for profile in profiles)
        self.amount_trust = tuple(trust_of(profile.amounts) for profile in profiles)
        self.goals = tuple(self._goal(line.approved) for line in index.lines)
        self.amounts_in = lru_cache(maxsize=None)(self._amounts_in)
        bits = index.weights.bits
        self.dates_bits, self.period_bits, self.amount_bits = bits["dates"], bits["period"], bits["amount"]
        self.known_dates: dict[tuple[int, ...], tuple[int, ...]] = {}
        self.together_bits = index.weights.of("together", 1)

    def packs(self, candidates: Iterable[Candidate]) -> list[Pack]:
        """Return all packs worth keeping, in the order of lines and documents."""
        alone = [(each, self.pack(each.line, [each])) for each in candidates]
        best: defaultdict[int, float] = defaultdict(float)
        for each, single in alone:
            best[each.document] = max(best[each.document], single.score)
        of_line: defaultdict[int, list[tuple[Candidate, Pack]]] = defaultdict(list)
        for each, single in alone:
            if single.score >= best[each.document] - WEAK:
                of_line[each.line].append((each, single))
        return [pack for line in sorted(of_line) for pack in self._of_line(line, of_line[line])]

    def _of_line(self, line: int, alone: list[tuple[Candidate, Pack]]) -> list[Pack]:
        singles = {each.document: single for each, single in alone}
        kept = [pack for pack in singles.values() if pack.score >= LEAST_SCORE]
        kept += Grouping(self, line, self._companions([each for each, _ in alone], singles), singles).packs()
        return sorted(kept, key=lambda pack: pack.documents)

    def _companions(self, candidates: list[Candidate], singles: dict[int, Pack]) -> list[Candidate]:
        """Return the documents that may share the line: named for it, in its days, and not above its amount alone."""
        fitting = [
            each
            for each in candidates
            # Days of levels 1 and 2 lie outside the line's.
            if each.named and (own := singles[each.document]).amount != FAR_ABOVE and own.dates[0] not in (1, 2)
        ]
        fitting.sort(key=lambda each: (-singles[each.document].dates[0], -each.bits, each.document))
        return sorted(fitting[:MOST_COMPANIONS], key=lambda each: each.document)

    def plain(self, line: int, candidate: Candidate, single: Pack) -> Plain | None:
        """Return a candidate as it is scored in groups, or None where its readings have to be chosen among."""
        document, goal = candidate.document, self.goals[line]
        days, amounts = self.days[document], self.amounts_in(document, goal.currency)
        if self.index.windows[line] is None or len(days) != 1 or len(amounts) != 1:
            return None
        if self._are_foreign((document,), goal.currency):
            return None
        level, days_trust = single.dates[0], self.days_trust[document]
        dates_bits = softened(self.dates_bits[level], days_trust)
        return Plain(
            candidate.bits,
            level,
            dates_bits,
            days[0].low,
            days[0].high,
            days_trust,
            amounts[0].low,
            self.amount_trust[document],
        )

    def plain_pack(
        self, line: int, documents: tuple[int, ...], score: float, dates: tuple[int, ...], period: int, amount: int
    ) -> Pack:
        """Return a group whose documents have one reading each as a pack."""
        first = FIRST_READINGS[len(documents)]
        dates = self.known_dates.setdefault(dates, dates)
        return Pack(line, self._first_day(line), documents, score, first, dates, first, period, amount)

    def period_bits_of(self, level: int, trust: float) -> float:
        """Return what it weighs how documents fill a line's window, read as surely as this."""
        return softened(self.period_bits[level], trust)

    def amount_bits_of(self, level: int, trust: float) -> float:
        """Return what it weighs how amounts fit, read as surely as this."""
        return softened(self.amount_bits[level], trust)

    def pack(self, line: int, candidates: Sequence[Candidate], asked: Money | None = None) -> Pack:
        """Return some documents for one line as a pack; together they are to make what is asked or approved."""
        documents = tuple(each.document for each in candidates)
        dates_score, spans, dates, period = self._fit_days(line, documents)
        amount_score, amounts, amount = self._fit_amounts(documents, self._goal(asked) if asked else self.goals[line])
        company = self.together_bits * (len(documents) - 1)
        score = sum([each.bits for each in candidates]) + dates_score + amount_score + company
        return Pack(line, self._first_day(line), documents, score, spans, dates, amounts, period, amount)

    def _first_day(self, line: int) -> int:
        window = self.index.windows[line]
        return window.start if window else 0

    def _fit_days(self, line: int, documents: tuple[int, ...]) -> tuple[float, tuple[int, ...], tuple[int, ...], int]:
        """Return the bits that days add, with the readings that fit best and the levels they reach."""
        window = self.index.windows[line]
        ways = [self.days[document] for document in documents]
        if window is None or not all(ways):
            levels = tuple(dates_level(way[0].low, way[0].high, window) if way and window else 0 for way in ways)
            return self._days_score(documents, levels, 0), (0,) * len(ways), levels, 0
        best: tuple[float, tuple[int, ...], tuple[int, ...], int] = (-math.inf, (), (), 0)
        for chosen in _choices(ways):
            days = [way[place] for way, place in zip(ways, chosen, strict=True)]
            dates = tuple([dates_level(each.low, each.high, window) for each in days])
            period = period_level(min([each.low for each in days]), max([each.high for each in days]), window)
            # Which readings fit best is found by full weights; trust only bears on what the fit is worth.
            bits = sum([self.dates_bits[level] for level in dates]) + self.period_bits[period]
            bits -= sum([each.cost for each in days])
            if bits > best[0]:
                best = bits, chosen, dates, period
        costs = sum([way[at].cost for way, at in zip(ways, best[1], strict=True)])
        return self._days_score(documents, best[2], best[3]) - costs, *best[1:]

    def _days_score(self, documents: tuple[int, ...], dates: Sequence[int], period: int) -> float:
        trusts = [self.days_trust[document] for document in documents]
        bits = sum([softened(self.dates_bits[level], trust) for level, trust in zip(dates, trusts, strict=True)])
        # How documents fill a window together is as sure as the least sure of them.
        return bits + softened(self.period_bits[period], min(trusts))

    def _fit_amounts(self, documents: tuple[int, ...], goal: _Goal) -> tuple[float, tuple[int, ...], int]:
        """Return the bits that the amounts add, with the readings that fit best and the level they reach."""
        ways = [self.amounts_in(document, goal.currency) for document in documents]
        if not all(ways):
            return 0.0, (0,) * len(ways), 0
        tolerance = goal.conversion_tolerance if self._are_foreign(documents, goal.currency) else goal.tolerance
        best: tuple[float, tuple[int, ...], int] = (-math.inf, (), 0)
        for chosen in _choices(ways):
            amounts = [way[place] for way, place in zip(ways, chosen, strict=True)]
            level = amount_level(sum([each.low for each in amounts]), goal.amount, tolerance)
            bits = self.amount_bits[level] - sum([each.cost for each in amounts])
            if bits > best[0]:
                best = bits, chosen, level
        costs = sum([way[at].cost for way, at in zip(ways, best[1], strict=True)])
        trust = min([self.amount_trust[document] for document in documents])
        return softened(self.amount_bits[best[2]], trust) - costs, *best[1:]

    def _are_foreign(self, documents: tuple[int, ...], currency: str) -> bool:
        currencies = {self.profiles[document].currency for document in documents}
        return not currencies <= {None, currency}

    def _goal(self, money: Money) -> _Goal:
        tolerance = self.index.programme.tolerance
        least = tolerance.of(money)
        converted = max(least, money.amount * tolerance.conversion_share)
        return _Goal(thousandths(money.amount), money.currency, thousandths(least), thousandths(converted))

    def _amounts_in(self, document: int, currency: str) -> tuple[_Way, ...]:
        profile = self.profiles[document]
        amounts = [self.in_currency(option, profile, currency) for option in profile.amounts]
        costs = _costs(profile.amounts)
        ways = zip(amounts, costs, strict=True)
        return tuple(_Way(thousandths(each), thousandths(each), cost) for each, cost in ways if each is not None)

    def in_currency(self, option: AmountOption, profile: Profile, currency: str) -> Decimal | None:
        """Return an amount in another currency; a document that prints none is taken to be in that one."""
        if profile.currency is None or profile.currency == currency:
            return option.amount
        day = profile.spans[0].last if profile.spans else self.index.as_of
        rate = self.index.programme.rate(profile.currency, currency, day)
        return option.amount * rate.rate if rate else None


def _choices(ways: Sequence[Sequence[_Way]]) -> Iterable[tuple[int, ...]]:
    """Return choices of one reading each, the first readings first, and not too many."""
    if max([len(way) for way in ways]) == 1:
        return ((0,) * len(ways),)
    return islice(product(*[range(len(way)) for way in ways]), MOST_READINGS)


def _days(spans: Sequence[Span]) -> Iterator[_Way]:
    for span, cost in zip(spans, _costs(spans), strict=True):
        yield _Way(span.first.toordinal(), span.last.toordinal(), cost)


def _costs(readings: Sequence[Span] | Sequence[AmountOption]) -> list[float]:
    """Return the bits that it costs to prefer each reading to the first.

    Net and gross are equally allowed, but where the net comes first tax is not reimbursed, and is no way to read it.
    """
    taxed = TAXED if readings and readings[0].basis == "net" else 0.0
    return [
        0.0 if each.basis == "net" else taxed + _bits_below(readings[0].probability, each.probability)
        for each in readings
    ]


def _bits_below(chosen: float, other: float) -> float:
    return max(0.0, math.log2(max(chosen, 1e-6) / max(other, 1e-6)))
