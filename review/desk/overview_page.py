"""The analysts' page: where the money is at risk, how old it is, how runs went, and where people disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.responses import Response

from extractors.model import Money
from ledger.case_model import NOBODY, Shelf, State, Tally, Wanted
from ledger.desk import Desk
from ledger.model import RunRecord
from review.desk.counting import line_totals, tallied, tallied_by
from review.desk.language import Speech
from review.desk.policy import Act
from review.desk.queue_filter import everything
from review.desk.queue_page import as_of
from review.desk.visits import Needs, Visit
from review.wording import title

router = APIRouter()
Seeing = Annotated[Visit, Depends(Needs(Act.SEE))]
MOST_BARS = 12
MOST_RUNS = 30
# 9999 days stand for no end.
AGES = ((0, 7), (8, 30), (31, 60), (61, 90), (91, 9999))
LEFT = ((-9999, -1), (0, 7), (8, 14), (15, 30), (31, 9999))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, what is written at its end, its length as a share, and where it leads."""

    name: str
    told: str
    share: float
    link: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars under a title, with a sentence that says how to read them."""

    title: str
    about: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A run on the trend: where it lies, and what it came to."""

    x: float
    y: float
    told: str


@router.get("/overview")
def overview(visit: Seeing) -> Response:
    """Show the batches in figures."""
    desk, said, asked = visit.services.desk, visit.speech, replace(everything(visit.person), real=True)
    open_ones = replace(asked, shelf=Shelf.TO_DO)
    by_code = list(tallied(desk, open_ones, "code"))
    currencies = sorted({each.currency for each in by_code if each.currency})
    currency = _chosen(visit.parameters.get("currency", ""), by_code, currencies)
    here, today = replace(open_ones, currency=currency), as_of(visit.services)
    aged, due = tallied_by(desk, here, "first_seen"), tallied_by(desk, here, "deadline")
    runs = [run for run in visit.services.ledger.runs(500) if run.counts.get("lines")][:MOST_RUNS]
    return visit.page(
        "overview.html",
        currency=currency,
        currencies=currencies,
        lines=_lines(said, line_totals(desk)) if not visit.person.partners and not visit.person.programmes else [],
        plots=[
            _money(said.say("Money at risk by finding"), "code", tallied(desk, here, "code"), said, currency),
            _money(said.say("Money at risk by partner"), "partner", tallied(desk, here, "partner"), said, currency),
            _buckets(said.say("Age of what is open"), AGES, aged, said, today, -1, currency),
            _buckets(said.say("Days left to the deadline"), LEFT, due, said, today, 1, currency),
            _overrides(tallied_by(desk, replace(asked, shelf=Shelf.DONE), "tenth", "state"), said),
            _held(desk, open_ones, said),
        ],
        trend=_trend(list(reversed(runs)), said),
    )


def _chosen(given: str, tallies: Iterable[Tally], currencies: list[str]) -> str:
    if given in currencies:
        return given
    counts: dict[str, int] = defaultdict(int)
    for each in tallies:
        if each.currency:
            counts[each.currency] += each.number
    return max(sorted(counts), key=lambda name: counts[name], default="")


def _lines(said: Speech, totals: Iterable[Tally]) -> list[tuple[str, str, str, str]]:
    """Return the plan's lines by status: the share that needed nobody, and money by status and currency."""
    found = sorted(totals, key=lambda each: (each.currency, ("cleared", "review", "flagged").index(each.values[0])))
    sums: dict[str, int] = defaultdict(int)
    for each in found:
        sums[each.currency] += each.number
    return [
        (each.values[0], said.number(each.number), said.percent(each.number / sums[each.currency]), _told(said, each))
        for each in found
    ]


def _told(said: Speech, tally: Tally) -> str:
    return said.money(Money(tally.amount, tally.currency)) if tally.currency else said.number(tally.number)


def _money(heading: str, by: str, tallies: Iterable[Tally], said: Speech, currency: str) -> Plot:
    found = sorted(tallies, key=lambda each: (-each.amount, each.values))
    most = max((each.amount for each in found), default=Decimal(0)) or Decimal(1)
    bars = [
        Bar(
            said.say(title(each.values[0])) if by == "code" else each.values[0] or said.say("no partner"),
            f"{said.figure(each.amount, currency)} ({said.number(each.number)})",
            float(each.amount / most),
            f"/queue?{_query(currency=currency, **{by: each.values[0] or NOBODY})}",
        )
        for each in found[:MOST_BARS]
    ]
    about = said.say("One amount can be at risk for several reasons, so the bars overlap; in brackets how many cases.")
    return Plot(heading, about, tuple(bars))


def _buckets(
    heading: str,
    buckets: Iterable[tuple[int, int]],
    tallies: Iterable[Tally],
    said: Speech,
    today: date,
    sign: int,
    currency: str,
) -> Plot:
    sums: dict[tuple[int, int], tuple[int, Decimal]] = dict.fromkeys(buckets, (0, Decimal(0)))
    for each in tallies:
        days = sign * (date.fromisoformat(each.values[0]) - today).days if each.values[0] else None
        bucket = next((one for one in sums if days is not None and one[0] <= days <= one[1]), None)
        if bucket:
            number, amount = sums[bucket]
            sums[bucket] = number + each.number, amount + each.amount
    most = max(number for number, _ in sums.values()) or 1
    bars = tuple(
        Bar(_named(bucket, said), said.number(number), number / most, _bucket_link(bucket, sign, today, currency))
        for bucket, (number, _) in sums.items()
    )
    about = said.say("In cases, as of the newest reconciliation.")
    return Plot(heading, about, bars)


def _named(bucket: tuple[int, int], said: Speech) -> str:
    low, high = bucket
    if low < -999:
        return said.say("overdue")
    if high > 999:
        return said.say("over {n} days", n=low - 1)
    return said.say("{low} to {high} days", low=low, high=high)


def _bucket_link(bucket: tuple[int, int], sign: int, today: date, currency: str) -> str:
    """Return the filters that show a bucket's cases and no others."""
    first, last = sorted(today + timedelta(days=sign * days) for days in bucket)
    low, high = (first.isoformat(), last.isoformat())
    if sign < 0:
        return f"/queue?{_query(currency=currency, seen_from=low, seen_to=high, order='age')}"
    return f"/queue?{_query(currency=currency, due_from=low, due_to=high, order='deadline')}"


def _overrides(tallies: Iterable[Tally], said: Speech) -> Plot:
    """Return how often people accepted what the program flagged, by how sure the program was."""
    decided: Mapping[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in tallies:
        decided[int(each.values[0])][each.values[1]] += each.number
    bars = []
    for tenth in sorted(decided, reverse=True):
        states = decided[tenth]
        total = states[State.ACCEPTED] + states[State.REJECTED]
        if total:
            share = states[State.ACCEPTED] / total
            name = f"{said.percent(tenth / 10)} – {said.percent((tenth + 1) / 10)}"
            told = said.say("{share} of {n}", share=said.percent(share), n=said.number(total))
            sure = {"sure_from": str(tenth / 10), "sure_below": str((tenth + 1) / 10) if tenth < 9 else ""}
            bars.append(Bar(name, told, share, f"/queue?{_query(shelf='done', state='accepted', **sure)}"))
    about = said.say(
        "The share of decided cases in which people accepted what was flagged, by the program's confidence."
    )
    return Plot(said.say("Confidence against overrides"), about, tuple(bars))


def _held(desk: Desk, asked: Wanted, said: Speech) -> Plot:
    found = sorted(tallied(desk, asked, "assignee"), key=lambda each: -each.number)
    sums: dict[str, int] = defaultdict(int)
    for each in found:
        sums[each.values[0]] += each.number
    most = max(sums.values(), default=1)
    bars = tuple(
        Bar(name or said.say("nobody's"), said.number(number), number / most, f"/queue?assignee={name or '-'}")
        for name, number in sorted(sums.items(), key=lambda item: -item[1])[:MOST_BARS]
    )
    return Plot(said.say("Whose they are"), said.say("Open cases by the person who has them."), bars)


def _trend(runs: list[RunRecord], said: Speech) -> list[Point]:
    """Return the share of lines that needed nobody, run by run."""
    points = []
    for place, run in enumerate(runs):
        lines, cleared = run.counts.get("lines", 0), run.counts.get("cleared", 0)
        share = cleared / lines if lines else 0.0
        x = 40 + 580 * (place / max(len(runs) - 1, 1))
        told = (
            f"{said.day(run.as_of)}, {run.batch}: {said.percent(share)}, {said.number(run.counts.get('findings', 0))}"
        )
        points.append(Point(round(x, 1), round(190 - 170 * share, 1), told))
    return points


def _query(**filters: str) -> str:
    return urlencode({name: value for name, value in filters.items() if value})
