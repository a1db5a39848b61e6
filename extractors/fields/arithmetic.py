"""What amounts have to do with each other: net and tax make gross, a commission is taken off, columns add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from extractors.fields.candidates import Candidate

MOST_AMOUNTS = 120
"""Of more amounts than this only the largest take part in sums of three, which cost the square of their number."""
CENT = Decimal("0.01")
COMMISSION = Decimal("0.15")
"""An agency's commission in the United States is 15 % of gross by custom."""
SAME_COLUMN = 6.0
MILLS = (250, 240, 230, 220, 210, 200, 190, 180, 170, 160, 150, 140, 135, 130, 120, 100, 90, 81, 80, 77, 70, 60, 55, 50)
USUAL_RATES = tuple(Decimal(mills) / 1000 for mills in (*MILLS, 40, 38, 26, 21))
"""Rates of value added tax in Europe and beyond."""
MOST_TAXATIONS = 8
LONGEST_COLUMN = 40
MOST_IN_A_LINE = 16
# What is paid in cash is rounded to it in Switzerland, Malaysia, Canada and elsewhere.
FIVE_CENTS = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts by what they are to others; all without their sign."""

    largest: Decimal
    rank: dict[Decimal, int]
    before_commission: frozenset[Decimal]
    after_commission: frozenset[Decimal]
    gross: frozenset[Decimal]
    summands: frozenset[Decimal]
    column_totals: frozenset[Decimal]
    cash_less_change: frozenset[Decimal]
    rounded: frozenset[Decimal]
    before_rounding: frozenset[Decimal]
    taxed: frozenset[Decimal]
    taxes: frozenset[Decimal]
    with_tax: frozenset[Decimal]


def sums_of(candidates: Sequence[Candidate]) -> Sums:
    """Return how amounts relate. Bare integers take part only in their rank."""
    printed = {abs(each.amount) for each in candidates if each.amount and not each.bare}
    every = sorted(printed or {abs(each.amount) for each in candidates if each.amount}, reverse=True)
    amounts = set(every)
    gross, summands, cash = _pairs(every[:MOST_AMOUNTS])
    taxations = _taxations(every[:MOST_AMOUNTS])
    before = {amount for amount in every if (amount * (1 - COMMISSION)).quantize(CENT) in amounts}
    return Sums(
        every[0] if every else Decimal(0),
        {amount: place for place, amount in enumerate(every)},
        frozenset(before),
        frozenset((amount * (1 - COMMISSION)).quantize(CENT) for amount in before),
        frozenset(gross),
        frozenset(summands),
        frozenset(_column_totals(candidates)),
        frozenset(cash),
        frozenset(_rounded(amounts)),
        frozenset(_before_rounding(amounts)),
        frozenset(net for net, _ in taxations),
        frozenset(tax for _, tax in taxations),
        frozenset(net + tax for net, tax in taxations),
    )


def line_sums(amounts: Sequence[Candidate]) -> tuple[frozenset[Decimal], frozenset[Decimal]]:
    """Return the amounts of a line that make another one of it by two, and those others: net, tax and gross."""
    printed = [abs(each.amount) for each in amounts if each.amount and not each.bare][:MOST_IN_A_LINE]
    three = [(a, b, a + b) for a, b in combinations(printed, 2) if a + b in printed]
    return frozenset(part for a, b, _ in three for part in (a, b)), frozenset(total for _, _, total in three)


def _rounded(amounts: set[Decimal]) -> Iterator[Decimal]:
    """Yield amounts that others come to when rounded to five cents."""
    return (amount for amount in amounts if not amount % FIVE_CENTS and _neighbours(amount) & amounts)


def _before_rounding(amounts: set[Decimal]) -> Iterator[Decimal]:
    """Yield amounts whose rounded ones are printed too."""
    return (amount for amount in amounts if any(not other % FIVE_CENTS for other in _neighbours(amount) & amounts))


def _neighbours(amount: Decimal) -> set[Decimal]:
    return {amount + cents * CENT for cents in (-2, -1, 1, 2)}


def _pairs(amounts: Sequence[Decimal]) -> tuple[set[Decimal], set[Decimal], set[Decimal]]:
    """Return sums of two others, their summands, and what cash less change leaves (the middle of three)."""
    known, gross, summands, middle = set(amounts), set(), set(), set()
    for place, larger in enumerate(amounts):
        for smaller in amounts[place + 1 :]:
            rest = larger - smaller
            if rest in known and rest <= smaller and rest > 0:
                gross.add(larger)
                summands |= {smaller, rest}
                middle.add(smaller)
    return gross, summands, middle


def _column_totals(candidates: Sequence[Candidate]) -> set[Decimal]:
    """Return amounts under a column of at least two that add up to them."""
    columns: list[tuple[float, list[Candidate]]] = []
    for candidate in candidates:
        if candidate.amount is None or candidate.bare:
            continue
        right = candidate.box.right
        column = next((members for edge, members in columns if abs(edge - right) < SAME_COLUMN), None)
        if column is None:
            columns.append((right, [candidate]))
        else:
            column.append(candidate)
    return {total for _, members in columns for total in _running_totals(members)}


def _running_totals(members: Sequence[Candidate]) -> set[Decimal]:
    """Return amounts that at least two right above them in the column add up to, from wherever these begin."""
    amounts = [member.amount or Decimal(0) for member in members]
    totals = set()
    for place, amount in enumerate(amounts):
        running = Decimal(0)
        for count, above in enumerate(reversed(amounts[max(0, place - LONGEST_COLUMN) : place]), 1):
            running += above
            if count >= 2 and running == amount:
                totals.add(abs(amount))
                break
    return totals


def _taxations(amounts: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Return the amounts of which a usual rate of tax makes another one, with that one; and what several add up to."""
    known = set(amounts)
    pairs = [
        (net, tax)
        for net in amounts
        for rate in USUAL_RATES
        if (tax := (net * rate).quantize(CENT, ROUND_HALF_UP)) in known and tax > 0
    ]
    few = pairs[:MOST_TAXATIONS]
    together = [tuple(map(sum, zip(*chosen, strict=True))) for count in (2, 3) for chosen in combinations(few, count)]
    return [*pairs, *((Decimal(net), Decimal(tax)) for net, tax in together if net in known and tax in known)]
