"""The queue's page: shelves, facets with their counts, and one page of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ledger.case_model import NOBODY, Projection, Shelf
from matchers.model import Severity
from review.desk.counting import counts
from review.desk.laying import lay_out_soon
from review.desk.paging import page
from review.desk.policy import Act
from review.desk.queue_filter import SHELF_NAMES, active, query, wanted
from review.desk.services import Services
from review.desk.visits import Needs, Visit
from review.desk.words import FILTER_WORDS, ORDER_WORDS, SHELF_WORDS
from review.wording import SEVERITY_WORDS, title

router = APIRouter()
PAGE = 50
MOST_ENTRIES = 12
FACETS = ("severity", "code", "partner", "assignee", "programme", "currency", "batch")
Seeing = Annotated[Visit, Depends(Needs(Act.SEE))]
Taking = Annotated[Visit, Depends(Needs(Act.TAKE))]


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a facet, with how many cases have it and the filters that show them."""

    shown: str
    number: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the queue."""

    title: str
    entries: tuple[Entry, ...]
    chosen: bool


@router.get("/queue")
def queue(visit: Seeing) -> Response:
    """Show the queue."""
    parameters, services = visit.parameters, visit.services
    shown = services.desk.shown()
    asked = wanted(parameters, visit.person, _newest_day(shown, services))
    counted = counts(services.desk, asked)
    number = _page_number(parameters, counted.total)
    shelf = parameters.get("shelf", "todo") if parameters.get("shelf") in SHELF_NAMES else "todo"
    return visit.page(
        "queue.html",
        asked=asked,
        active=active(parameters),
        shelf=shelf,
        shelves=[(name, SHELF_WORDS[name], counted.on(value)) for name, value in SHELF_NAMES.items()],
        facets=_facets(parameters, counted.facets),
        link=partial(query, parameters),
        cases=page(services.desk, asked, (number - 1) * PAGE, PAGE),
        total=counted.total,
        sums=counted.money,
        number=number,
        pages=max(1, -(-counted.total // PAGE)),
        orders=ORDER_WORDS.items(),
        views=services.desk.views(visit.person.id),
        batches=shown,
        laying=lay_out_soon(services),
    )


@router.post("/take")
def take(visit: Taking) -> Response:
    """Give the person the next case that is nobody's."""
    filters = visit.field("filters")
    asked = wanted(dict(parse_qsl(filters)), visit.person, as_of(visit.services))
    taken = visit.services.desk.take(replace(asked, assignee=NOBODY, shelf=Shelf.TO_DO), visit.person.name)
    if taken is None:
        return visit.onward(f"/queue?{filters}", visit.speech.say("No case here is without an owner."))
    return visit.onward(f"/cases/{taken.id}?{filters}")


@router.post("/views")
def save_view(visit: Seeing) -> Response:
    """Keep the filters under a name."""
    visit.services.desk.save_view(visit.person.id, visit.field("name", 60) or "…", visit.field("filters"))
    return visit.onward(f"/queue?{visit.field('filters')}", visit.speech.say("The view is saved."))


@router.post("/views/{number}/drop")
def drop_view(visit: Seeing, number: int) -> Response:
    """Forget a saved view."""
    visit.services.desk.drop_view(visit.person.id, number)
    return visit.onward("/queue", visit.speech.say("The view is gone."))


def as_of(services: Services) -> date:
    """Return the day that the queue's ages and deadlines are told from: the newest reconciliation's."""
    return _newest_day(services.desk.shown(), services)


def _newest_day(shown: Sequence[Projection], services: Services) -> date:
    return max((each.as_of for each in shown), default=services.now().date())


def _page_number(parameters: Mapping[str, str], total: int) -> int:
    given = parameters.get("page", "1")
    number = int(given) if given.isdecimal() and len(given) < 8 else 1
    return min(max(number, 1), max(1, -(-total // PAGE)))


def _facets(parameters: Mapping[str, str], counted: Mapping[str, Counter[str]]) -> list[Facet]:
    """Each facet counts within all other filters, so that one can change one's mind."""
    chosen = {name: parameters.get(name, "") for name in FACETS}
    shown = [name for name in FACETS if len(counted[name]) > 1 or chosen[name]]
    return [_facet(name, chosen[name], parameters, counted[name]) for name in shown]


def _facet(name: str, chosen: str, parameters: Mapping[str, str], values: Counter[str]) -> Facet:
    entries = []
    for value, number in sorted(values.items(), key=lambda item: (-item[1], item[0]))[:MOST_ENTRIES]:
        key = value or (NOBODY if name in {"assignee", "partner"} else "")
        if key:
            is_chosen = key == chosen
            entries.append(
                Entry(_shown(name, value), number, query(parameters, **{name: "" if is_chosen else key}), is_chosen)
            )
    return Facet(FILTER_WORDS[name], tuple(entries), bool(chosen))


def _shown(name: str, value: str) -> str:
    if name == "code":
        return title(value)
    if name == "severity":
        return SEVERITY_WORDS[Severity(value)]
    return value or ("no partner" if name == "partner" else "nobody's")
