"""How long a judgement holds: until the first later day on which an answer of it could be another one.

With everything else unchanged a later day matters only by the days that answers are compared with: those on which lines
begin, end and can last be claimed, windows open and close, claims were handed in, documents are dated, rates begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from matchers.missing import SOON, last_day_to_claim
from matchers.model import Claim, PlanLine
from matchers.programme_model import Programme

A_DAY = timedelta(1)


def holds_until(
    plan: Sequence[PlanLine], claims: Sequence[Claim], programme: Programme, documents: Iterable[date], as_of: date
) -> date:
    """Return the last day for which a judgement by `as_of` holds; `documents` are the days that documents print."""
    days = (*_of_lines(plan, programme), *_of_programme(programme), *_of_claims(claims), *documents)
    return min((day for day in days if day > as_of), default=date.max) - A_DAY


def _of_lines(plan: Sequence[PlanLine], programme: Programme) -> Iterator[date]:
    for line in plan:
        closes = last_day_to_claim(line, programme)
        if line.start:
            yield line.start
        if line.end:
            yield line.end + A_DAY
            yield line.end + timedelta(programme.claim_days_after_end or 0) + A_DAY
        if closes:
            yield closes - timedelta(SOON)
            yield closes + A_DAY


def _of_programme(programme: Programme) -> Iterator[date]:
    for window in programme.windows.values():
        yield window.claims_open
        yield window.claims_close + A_DAY
    yield from (rate.day for rate in programme.rates)


def _of_claims(claims: Sequence[Claim]) -> Iterator[date]:
    for claim in claims:
        if claim.submitted:
            yield claim.submitted
            yield claim.submitted + A_DAY
