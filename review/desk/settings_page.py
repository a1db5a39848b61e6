"""What people set for themselves: language, locale, keys and password."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from review.desk import passwords
from review.desk.case_page import entry
from review.desk.language import LANGUAGES, LOCALES
from review.desk.policy import Act
from review.desk.visits import Needs, Visit

router = APIRouter()
Seeing = Annotated[Visit, Depends(Needs(Act.SEE))]


@router.get("/settings")
def settings(visit: Seeing) -> Response:
    """Show what can be set."""
    return _page(visit)


@router.post("/settings")
def change(visit: Seeing) -> Response:
    """Change language, locale and keys."""
    language, locale = visit.field("language"), visit.field("locale")
    changed = replace(
        visit.person,
        shown=visit.field("shown", 80) or visit.person.name,
        language=language if language in LANGUAGES else visit.person.language,
        locale=locale if locale in LOCALES else visit.person.locale,
        keys=visit.field("keys") == "on",
    )
    visit.services.people.change(changed)
    return visit.onward("/settings", visit.speech.say("Kept."))


@router.post("/settings/password")
def change_password(visit: Seeing) -> Response:
    """Change the password; it ends all sittings, this one too."""
    new, person = visit.field("new", 500), visit.person
    address = visit.request.client.host if visit.request.client else ""
    has_one = visit.services.people.password_of(person.name) is not None
    known = passwords.check(visit.services.people, person.name, visit.field("old", 500), address, visit.services.now())
    if has_one and not person.must_change and known is None:
        return _page(visit, 403, visit.speech.say("The present password is wrong."))
    fault = passwords.fault_of(new, person)
    if fault or new != visit.field("again", 500):
        return _page(visit, 422, visit.speech.say(fault or "The two passwords differ."))
    visit.services.people.change(replace(person, must_change=False), passwords.hashed(new))
    visit.services.ledger.record(entry(visit, "password_changed", subject=person.name))
    from review.desk.door import let_in

    return let_in(visit.services, replace(person, must_change=False), "/queue", "password", proven=True)


def _page(visit: Visit, status: int = 200, told: str = "") -> Response:
    has_one = visit.services.people.password_of(visit.person.name) is not None
    ask_old = has_one and not visit.person.must_change
    return visit.page("settings.html", status, told=told, languages=LANGUAGES, locales=LOCALES, ask_old=ask_old)
