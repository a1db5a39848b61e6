"""How well the program clears and how well people decide: what samples of both have shown."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ledger.case_model import SAMPLED, Case, Shelf, State
from ledger.columns import digest_of
from ledger.known import Given
from ledger.model import Verdict
from review.desk.case_page import entry
from review.desk.policy import Act
from review.desk.queue_filter import everything
from review.desk.visits import Needs, Visit

router = APIRouter()
Measuring = Annotated[Visit, Depends(Needs(Act.MEASURE))]
MOST_AT_ONCE = 50
MOST_LOOKED_THROUGH = 1_000
_SURE = 1.645
"""The quantile of the normal distribution at 95 %, to one side."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """What the sample of cleared lines has shown: of how many that were looked at how many were not in order."""

    drawn: int
    looked_at: int
    wrong: int

    @property
    def at_most(self) -> float:
        """Return the share of cleared lines that is wrong at most, with 95 % certainty (Wilson 1927)."""
        return most_wrong(self.wrong, self.looked_at)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """How somebody answered cases whose answers are known."""

    name: str
    answered: int
    right: int
    unsure: int
    seconds: float | None


@router.get("/quality")
def quality(visit: Measuring) -> Response:
    """Show what the samples have shown."""
    found = _given(visit)
    return visit.page(
        "quality.html",
        sampled=sampled(visit),
        share=visit.services.settings.sampled,
        seeded=len(_known(visit)),
        reviewers=list(reviewers(found)),
        wrong=[each for each in found if not each.is_right],
        most=MOST_AT_ONCE,
    )


@router.post("/quality/seed")
def seed(visit: Measuring) -> Response:
    """Put some settled cases among the open ones once more."""
    given = visit.field("number", 4)
    number = min(int(given), MOST_AT_ONCE) if given.isdecimal() else 0
    made = visit.services.desk.seed(_drawn(visit, number), visit.person.name, visit.services.now())
    visit.services.ledger.record(entry(visit, "known_answers_seeded", number=str(made)))
    said = visit.speech.count("One case lies in the queue once more.", "{n} cases lie in the queue once more.", made)
    return visit.onward("/quality", said)


def sampled(visit: Visit) -> Sampled:
    """Return what has become of the sample of cleared lines, as far as the person may see it."""
    asked = replace(everything(visit.person), code=SAMPLED)
    number = visit.services.desk.number_of
    states = {state: number(replace(asked, state=state.value)) for state in (State.ACCEPTED, State.REJECTED)}
    wrong = states[State.REJECTED]
    return Sampled(number(asked), states[State.ACCEPTED] + wrong, wrong)


def most_wrong(wrong: int, of: int) -> float:
    """Return the upper end of Wilson's interval for a share, one-sided at 95 %; 1 where nothing was looked at."""
    if not of:
        return 1.0
    share, square = wrong / of, _SURE**2
    spread = _SURE * math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    return min(1.0, (share + square / (2 * of) + spread) / (1 + square / of))


def reviewers(given: Iterable[Given]) -> Iterator[Reviewer]:
    """Give how each person answered, by name."""
    by_name: dict[str, list[Given]] = defaultdict(list)
    for each in given:
        by_name[each.who].append(each)
    for name, answers in sorted(by_name.items()):
        times = [each.seconds for each in answers if each.seconds is not None]
        right = sum(each.is_right for each in answers)
        unsure = sum(each.given is Verdict.CANNOT_TELL for each in answers)
        yield Reviewer(name, len(answers), right, unsure, statistics.median(times) if times else None)


def _known(visit: Visit) -> frozenset[int]:
    desk = visit.services.desk
    return frozenset(case.id for case in desk.numbered(desk.known_numbers(), everything(visit.person)))


def _given(visit: Visit) -> list[Given]:
    mine = _known(visit)
    return [each for each in visit.services.desk.answers_given() if each.case in mine]


def _drawn(visit: Visit, number: int) -> list[Case]:
    """Return settled cases in an order that has nothing to do with what they say, those of before left out."""
    asked = replace(everything(visit.person), shelf=Shelf.DONE, real=True)
    settled = visit.services.desk.page(asked, 0, MOST_LOOKED_THROUGH)
    fitting = [case for case in settled if case.state in {State.ACCEPTED, State.REJECTED} and case.code != SAMPLED]
    fresh = visit.services.desk.unseeded(fitting)
    return sorted(fresh, key=lambda case: digest_of("drawn", case.identity))[:number]
