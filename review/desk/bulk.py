"""Deciding several cases at once, after having seen what it will do. Each gets its own record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from starlette.responses import Response

from extractors.model import Money
from ledger.case_model import Case, Shelf, State
from ledger.model import Decision, StaleDecisionError
from review.desk.acts import PLAIN_VERDICTS
from review.desk.casework import spread
from review.desk.policy import Act
from review.desk.queue_filter import everything, query, wanted
from review.desk.queue_page import as_of
from review.desk.visits import MissingError, Needs, Visit
from review.desk.words import REASON_WORDS
from review.wording import title

router = APIRouter()
MOST = 500
Bulk = Annotated[Visit, Depends(Needs(Act.BULK))]


@dataclass(frozen=True, slots=True)
class Preview:
    """What deciding these cases will do. `seal` stands for exactly these cases as they are now."""

    cases: tuple[Case, ...]
    seal: str
    sums: tuple[Money, ...]
    partners: tuple[tuple[str, int], ...]
    codes: tuple[tuple[str, int], ...]
    touched: int
    need_two: int


@router.get("/bulk")
def preview(visit: Bulk) -> Response:
    """Show what deciding the picked cases, or all that fit the filters, will do."""
    filters = dict(parse_qsl(visit.parameters.get("filters", "")))
    if visit.parameters.get("of") == "all":
        asked = wanted(filters, visit.person, as_of(visit.services))
        found = visit.services.desk.page(asked, 0, MOST + 1)
    else:
        found = _picked(visit, visit.request.query_params.getlist("pick"))
    return _page(visit, found, query(filters))


@router.post("/bulk")
def decide(visit: Bulk) -> Response:
    """Decide the cases that were shown, if they are still as they were shown."""
    filters = query(dict(parse_qsl(visit.field("filters"))))
    found = _picked(visit, visit.field("picks", 20_000).split(","))
    verdict = PLAIN_VERDICTS.get(visit.field("verdict"))
    if verdict is None or not found:
        raise MissingError(visit)
    if visit.field("seal") != seal_of(found):
        return _page(visit, found, filters, 409)
    reason, made, refused = visit.field("reason"), 0, 0
    for case in found:
        laid = spread(visit.services, case)
        decision = Decision(
            batch=case.batch,
            finding=case.identity,
            verdict=verdict,
            who=visit.person.name,
            at=visit.services.now(),
            seen=laid.seal,
            reason=reason if reason in REASON_WORDS else "",
            words=visit.field("words"),
        )
        try:
            needs_two = visit.services.settings.needs_two(case.at_risk)
            visit.services.desk.decide(case, decision, laid.last, needs_two)
            made += 1
        except StaleDecisionError:
            refused += 1
    said = visit.speech.count("One case is decided.", "{n} cases are decided.", made)
    if refused:
        said += " " + visit.speech.count("One had changed.", "{n} had changed.", refused)
    return visit.onward(f"/queue?{filters}", said)


def seal_of(cases: Iterable[Case]) -> str:
    """Return a digest of which cases these are, what they say and where they stand."""
    told = "\n".join(f"{case.id} {case.digest} {case.state}" for case in sorted(cases, key=lambda case: case.id))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def preview_of(visit: Visit, cases: Sequence[Case]) -> Preview:
    """Return what deciding these cases will do."""
    sums: dict[str, Money] = {}
    for case in cases:
        if case.at_risk:
            before = sums.get(case.at_risk.currency)
            sums[case.at_risk.currency] = before + case.at_risk if before else case.at_risk
    return Preview(
        cases=tuple(cases),
        seal=seal_of(cases),
        sums=tuple(sums[currency] for currency in sorted(sums)),
        partners=tuple(Counter(case.partner or "–" for case in cases).most_common()),
        codes=tuple(Counter(title(case.code) for case in cases).most_common()),
        touched=sum(case.state is not State.OPEN for case in cases),
        need_two=sum(visit.services.settings.needs_two(case.at_risk) for case in cases),
    )


def _picked(visit: Visit, picks: Iterable[str]) -> tuple[Case, ...]:
    numbers = [int(pick) for pick in picks if pick.isdecimal() and len(pick) < 12][: MOST + 1]
    found = visit.services.desk.numbered(numbers, everything(visit.person))
    return tuple(case for case in found if case.shelf is not Shelf.GONE)


def _page(visit: Visit, found: Sequence[Case], filters: str, status: int = 200) -> Response:
    shown = preview_of(visit, found[:MOST])
    too_many, stale = len(found) > MOST, status == 409
    reasons = REASON_WORDS.items()
    more = {"too_many": too_many, "most": MOST, "stale": stale, "reasons": reasons}
    return visit.page("bulk.html", status, preview=shown, filters=filters, **more)
