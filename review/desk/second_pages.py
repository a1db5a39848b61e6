"""The second factor's pages: asked for at the door, enrolled and taken away under one's settings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ledger.model import Entry
from review.desk import passwords, second_factor
from review.desk.case_page import entry
from review.desk.door import Door, let_in, services_of
from review.desk.language import speech
from review.desk.policy import Act
from review.desk.templates import render
from review.desk.visits import Needs, Visit, bears_key, context_of, pending_of

router = APIRouter()
Seeing = Annotated[Visit, Depends(Needs(Act.SEE))]
WRONG = "That is not the code of now, it was used before, or it was tried too often. Wait for the next one."


@router.get("/sign-in/second")
def ask(request: Request) -> Response:
    """Ask for the second factor of whoever gave the first."""
    return _door(request, request.query_params.get("onward", ""))


@router.post("/sign-in/second")
def answer(request: Request, form: Door) -> Response:
    """Let in who shows the second factor."""
    services, sitting = services_of(request), pending_of(request, services_of(request))
    onward = str(form.get("onward", ""))
    if sitting is None or not bears_key(form, sitting):
        return RedirectResponse("/sign-in", 303)
    person, now = sitting.person, services.now()
    by = second_factor.check(services.people, services.factors, person, str(form.get("code", ""))[:40], now)
    if by is None:
        details = {"by": "second factor", "address": request.client.host if request.client else ""}
        services.ledger.record(Entry("sign_in_refused", person.name, now, details=details))
        return _door(request, onward, 401)
    # The sitting at the door was worth less: who is let in gets a new secret.
    services.people.end(sitting)
    return let_in(services, person, onward, f"second factor, {by}", proven=True)


@router.get("/settings/factor")
def factor(visit: Seeing) -> Response:
    """Show what the person has, or how to get it."""
    return _page(visit)


@router.post("/settings/factor/offer")
def offer(visit: Seeing) -> Response:
    """Make a secret for the person's phone; who has a password gives it first."""
    services, person = visit.services, visit.person
    address = visit.request.client.host if visit.request.client else ""
    known = passwords.check(services.people, person.name, visit.field("password", 500), address, services.now())
    if known is None and services.people.password_of(person.name) is not None:
        return _page(visit, 403, "The present password is wrong.")
    services.factors.offer(person.id, second_factor.new_secret(), services.now())
    return visit.onward("/settings/factor")


@router.post("/settings/factor/confirm")
def confirm(visit: Seeing) -> Response:
    """Take a secret into use whose first code was given, and show the spare codes once."""
    if not _shows_code(visit):
        return _page(visit, 422, WRONG)
    if visit.person.enrolled:
        return visit.onward("/settings/factor")
    visit.services.ledger.record(entry(visit, "factor_enrolled", subject=visit.person.name))
    return _with_codes(visit)


@router.post("/settings/factor/codes")
def codes(visit: Seeing) -> Response:
    """Make new spare codes in place of those before."""
    # A code of a secret that was only offered would confirm it here, with nothing in the audit trail.
    if not visit.person.enrolled:
        return visit.onward("/settings/factor")
    return _with_codes(visit) if _shows_code(visit) else _page(visit, 422, WRONG)


@router.post("/settings/factor/remove")
def remove(visit: Seeing) -> Response:
    """Take the factor away."""
    if not _shows_code(visit):
        return _page(visit, 422, WRONG)
    visit.services.factors.remove(visit.person.id)
    visit.services.ledger.record(entry(visit, "factor_removed", subject=visit.person.name))
    return visit.onward("/settings/factor", visit.speech.say("The second factor is taken away."))


def _shows_code(visit: Visit) -> bool:
    services, given = visit.services, visit.field("code", 40)
    shown = second_factor.check(services.people, services.factors, visit.person, given, services.now())
    if shown is None:
        services.ledger.record(entry(visit, "factor_refused", subject=visit.person.name))
    return shown is not None


def _with_codes(visit: Visit) -> Response:
    made = second_factor.new_codes()
    visit.services.factors.keep_codes(visit.person.id, map(passwords.hashed, made))
    visit.services.ledger.record(entry(visit, "recovery_codes_made", subject=visit.person.name))
    return _page(visit, codes=made, enrolled=True)


def _page(
    visit: Visit, status: int = 200, told: str = "", codes: tuple[str, ...] = (), enrolled: bool = False
) -> Response:
    services, person = visit.services, visit.person
    enrolled = enrolled or person.enrolled
    offered = None if enrolled else services.factors.of(person.id)
    secret = offered.secret if offered else ""
    return visit.page(
        "factor.html",
        status,
        told=visit.speech.say(told),
        codes=codes,
        enrolled=enrolled,
        secret=list(second_factor.in_fours(secret)),
        address=second_factor.link(secret, person.name) if secret else "",
        left=services.factors.codes_left(person.id),
        ask_password=services.people.password_of(person.name) is not None,
    )


def _door(request: Request, onward: str, status: int = 200) -> Response:
    services = services_of(request)
    sitting = pending_of(request, services)
    if sitting is None:
        return RedirectResponse("/sign-in", 303)
    said = speech(sitting.person.language, sitting.person.locale)
    told = said.say(WRONG) if status != 200 else ""
    about: dict[str, object] = {"person": None, "may": {}, "notice": None, "path": "", "form_key": sitting.form_key}
    return HTMLResponse(render("second.html", **context_of(said), **about, onward=onward, told=told), status)
