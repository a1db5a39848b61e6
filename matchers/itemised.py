"""One document over several plan lines, by its rows: each row names the campaign that its amount is for.

Only what adds up is split: all rows have amounts, together they are what the document asks for, each row goes to one
line that nothing else proves, and no line gets more than was approved. A person confirms every split.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product

from extractors.model import LineItem, Money
from matchers.batch import Batch
from matchers.comparisons import LABELS, amount_level, dates_level, days_printed, money_printed, thousandths
from matchers.gazetteer import NameLevel
from matchers.model import Comparison
from matchers.names import words_of
from matchers.placements import Placement, counts_money
from matchers.profiles import AmountOption, Profile

MOST_LINES = 3
MOST_WAYS = 200
NOT_THE_WHOLE = (0, 1, 2)
"""Amounts that are unknown or above what was approved: such a document may be for more than one line."""
# A level of `dates_level`.
INSIDE = 4
CONFIRMED = 0.9
"""A split is never surer than this, so that a person sees it before anything is cleared."""


def by_rows(batch: Batch, placements: Sequence[Placement], others: Sequence[Placement]) -> list[Placement]:
    """Return the placements, documents for several lines with one for each line; `others` prove lines besides."""
    used: defaultdict[int, set[str]] = defaultdict(set)
    for each in (*placements, *others):
        if each.line is not None:
            used[each.line].add(each.document)
    found: list[Placement] = []
    for each in placements:
        parts = _parts(batch, each, used)
        for part in parts:
            if part.line is not None:
                used[part.line].add(part.document)
        found += parts or [each]
    return found


def _parts(batch: Batch, place: Placement, used: defaultdict[int, set[str]]) -> list[Placement]:
    profile = batch.profiles[place.document]
    whole = place.line is not None and place.amount not in NOT_THE_WHOLE
    if whole or place.document in batch.twins or not counts_money(batch, profile):
        return []
    option = next((each for each in profile.amounts if each.amount == _sum(profile.items)), None)
    if option is None or len(profile.items) < 2:
        return []
    open_lines = [_lines_named(batch, profile, item, place, used) for item in profile.items]
    ways = [way for way in islice(product(*open_lines), MOST_WAYS) if _adds_up(batch, profile.items, way)]
    if not ways:
        return []
    return list(_placements(batch, place, option, ways))


def _sum(items: Sequence[LineItem]) -> Decimal | None:
    amounts = [item.amount for item in items]
    return None if None in amounts else sum(filter(None, amounts), Decimal(0))


def _lines_named(
    batch: Batch, profile: Profile, item: LineItem, place: Placement, used: defaultdict[int, set[str]]
) -> list[int]:
    """Return the lines that a row names, in their days and currency, and that no other document proves."""
    names = batch.index.gazetteer.find_in(words_of(item.description))
    lines = sorted(line for name in names for line in batch.index.lines_of(name))
    return [
        line
        for line in lines
        if profile.currency == batch.lines[line].approved.currency
        and used[line] <= {place.document}
        and _days_level(batch, profile, item, line) in (0, INSIDE)
    ]


def _days_level(batch: Batch, profile: Profile, item: LineItem, line: int) -> int:
    window, span = batch.index.windows[line], profile.spans[0] if profile.spans else None
    first = item.start or (span.first if span else None)
    last = item.end or item.start or (span.last if span else None)
    return dates_level(first.toordinal(), last.toordinal(), window) if first and last and window else 0


def _adds_up(batch: Batch, items: Sequence[LineItem], way: Sequence[int]) -> bool:
    shares = _shares(items, way)
    if not 1 < len(shares) <= MOST_LINES:
        return False
    lines = [(batch.lines[line].approved, share) for line, share in shares.items()]
    return all(0 < share <= approved.amount + batch.programme.tolerance.of(approved) for approved, share in lines)


def _shares(items: Sequence[LineItem], way: Sequence[int]) -> dict[int, Decimal]:
    shares: defaultdict[int, Decimal] = defaultdict(Decimal)
    for item, line in zip(items, way, strict=True):
        shares[line] += item.amount or Decimal(0)
    return dict(sorted(shares.items()))


def _placements(
    batch: Batch, place: Placement, option: AmountOption, ways: Sequence[Sequence[int]]
) -> Iterator[Placement]:
    """Return a placement for each line of the way that fits best; the next best is named, and makes it less sure."""
    items = batch.profiles[place.document].items
    ranked = sorted(ways, key=lambda way: (-_fit(batch, _shares(items, way)), tuple(way)))
    best, others = _shares(items, ranked[0]), [_shares(items, way) for way in ranked[1:]]
    ids = [batch.lines[line].line_id for line in best]
    sure = CONFIRMED / len(ways)
    also = " and ".join(batch.lines[line].line_id for line in others[0]) if others else ""
    for line, share in best.items():
        rows = [item for item, at in zip(items, ranked[0], strict=True) if at == line]
        comparisons = _compared(batch, batch.profiles[place.document], line, rows, share)
        money = Money(share, batch.lines[line].approved.currency)
        yield replace(
            place,
            line=line,
            naming=NameLevel.IN_TEXT,
            printed_name=rows[0].description,
            option=option,
            money=money,
            counted=money,
            dates=comparisons[1].level,
            amount=comparisons[2].level,
            amount_bits=comparisons[2].weight,
            date_bits=comparisons[1].weight,
            score=sum(each.weight for each in comparisons),
            probability=sure,
            runner_up=f"{also} ({sure:.0%})" if also else "",
            maybe=None,
            maybe_probability=0.0,
            comparisons=comparisons,
            shared_with=tuple(each for each in ids if each != batch.lines[line].line_id),
        )


def _fit(batch: Batch, shares: dict[int, Decimal]) -> float:
    return sum(batch.weights.of("amount", _amount_level(batch, line, share)) for line, share in shares.items())


def _amount_level(batch: Batch, line: int, share: Decimal) -> int:
    approved = batch.lines[line].approved
    tolerance = thousandths(batch.programme.tolerance.of(approved))
    return amount_level(thousandths(share), thousandths(approved.amount), tolerance)


def _compared(
    batch: Batch, profile: Profile, line: int, rows: Sequence[LineItem], share: Decimal
) -> tuple[Comparison, Comparison, Comparison]:
    """Return how the rows for a line agree with it in name, days and amount."""
    planned, span = batch.lines[line], profile.spans[0] if profile.spans else None
    level, fits = _days_level(batch, profile, rows[0], line), _amount_level(batch, line, share)
    days = days_printed(rows[0].start, rows[0].end or rows[0].start)
    days = days or (days_printed(span.first, span.last) if span else "")
    named = int(NameLevel.IN_TEXT)
    shown = (
        ("campaign", named, "named in the document's rows", rows[0].description, planned.campaign_name),
        ("dates", level, LABELS["dates"][level], days, days_printed(planned.start, planned.end)),
        (
            "amount",
            fits,
            LABELS["amount"][fits],
            money_printed(Money(share, planned.approved.currency)),
            money_printed(planned.approved),
        ),
    )
    name, dates, amount = (
        Comparison(field, at, label, batch.weights.of(field, at), ours, theirs)
        for field, at, label, ours, theirs in shown
    )
    return name, dates, amount
