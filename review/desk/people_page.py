"""Accounts: who may use the desk, in which role, for which partners and programmes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ledger.people import Person
from review.desk.case_page import entry
from review.desk.policy import GRANTED, Act
from review.desk.visits import MissingError, Needs, Visit

router = APIRouter()
Managing = Annotated[Visit, Depends(Needs(Act.PEOPLE))]
NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")


@router.get("/people")
def everybody(visit: Managing) -> Response:
    """Show all accounts."""
    return _page(visit)


@router.post("/people")
def add(visit: Managing) -> Response:
    """Make an account, and a code that signs its owner in once."""
    name, role = visit.field("name", 80).lower(), visit.field("role")
    if not NAME.fullmatch(name) or role not in GRANTED:
        told = visit.speech.say("A name has two letters or more: a to z, digits, dots, hyphens and @.")
        return _page(visit, told, status=422)
    if visit.services.people.named(name):
        return _page(visit, visit.speech.say("There is somebody of that name already."), status=409)
    needs = visit.field("must_enrol") == "on"
    person = Person(
        0, name, visit.field("shown", 80) or name, role, must_change=True, must_enrol=needs, **_scope(visit)
    )
    provider = visit.services.settings.provider
    if provider and not provider.role_claim and visit.field("by") == "provider":
        visit.services.people.expect(replace(person, must_change=False, must_enrol=False), visit.services.now())
        visit.services.ledger.record(entry(visit, "person_added", subject=name, role=role, by="provider"))
        return visit.onward(
            "/people", visit.speech.say("{name} can sign in with {provider}.", name=name, provider=provider.name)
        )
    made = visit.services.people.add(person, None, visit.services.now())
    visit.services.ledger.record(entry(visit, "person_added", subject=name, role=role))
    return _with_code(visit, made)


@router.post("/people/{name}")
def change(visit: Managing, name: str) -> Response:
    """Change role, scope or whether an account is open; nobody closes or demotes themselves."""
    person, role = _named(visit, name), visit.field("role")
    active = visit.field("active") == "on"
    if role not in GRANTED or (person.id == visit.person.id and (role != person.role or not active)):
        return _page(visit, visit.speech.say("Another administrator has to do that."), status=409)
    needs = visit.field("must_enrol") == "on"
    visit.services.people.change(replace(person, role=role, active=active, must_enrol=needs, **_scope(visit)))
    about = {"role": role, "active": str(active), "second_factor": "needed" if needs else "as they like"}
    visit.services.ledger.record(entry(visit, "person_changed", subject=name, **about))
    return visit.onward("/people", visit.speech.say("Kept."))


@router.post("/people/{name}/code")
def code(visit: Managing, name: str) -> Response:
    """Make a code that signs somebody in once, to choose a new password."""
    person = replace(_named(visit, name), must_change=True)
    visit.services.people.change(person)
    visit.services.ledger.record(entry(visit, "code_made", subject=name))
    return _with_code(visit, person)


@router.post("/people/{name}/factor")
def take_factor_away(visit: Managing, name: str) -> Response:
    """Take away the second factor of somebody who lost it; nobody does so for themselves."""
    person = _named(visit, name)
    if person.id == visit.person.id:
        return _page(visit, visit.speech.say("Another administrator has to do that."), status=409)
    visit.services.factors.remove(person.id, end_sittings=True)
    visit.services.ledger.record(entry(visit, "factor_removed", subject=name))
    return visit.onward(
        "/people", visit.speech.say("{name} signs in without a second factor until they enrol one.", name=person.shown)
    )


def _named(visit: Visit, name: str) -> Person:
    person = visit.services.people.named(name)
    if person is None:
        raise MissingError(visit)
    return person


def _scope(visit: Visit) -> Any:
    def listed(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in visit.field(name).splitlines() if part.strip())

    return {"partners": listed("partners"), "programmes": listed("programmes")}


def _with_code(visit: Visit, person: Person) -> Response:
    secret = visit.services.people.one_time_link(person, visit.services.now())
    address = f"{visit.services.settings.address}/first#{secret}"
    return _page(visit, invitation=address, invited=person.shown)


def _page(visit: Visit, told: str = "", invitation: str = "", invited: str = "", status: int = 200) -> Response:
    people = visit.services.people.everybody()
    provider = visit.services.settings.provider
    named = provider.name if provider and not provider.role_claim else ""
    more = {"told": told, "invitation": invitation, "invited": invited, "roles": list(GRANTED), "provider": named}
    return visit.page("people.html", status, people=people, **more)
