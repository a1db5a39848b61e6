"""Coming in and going out: signing in by password or with a code that is good once, and signing out."""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ledger.model import Entry
from ledger.people import LONGEST, Person
from review.desk import passwords
from review.desk.policy import Act
from review.desk.services import Services
from review.desk.templates import render
from review.desk.visits import Needs, Visit, cookie_name, plain_context, sitting_of, stranger_speech

router = APIRouter()
DOOR = "proofdesk-door"
WRONG = "Name or password is wrong, or it was tried too often. Try again in a while."
USED = "This code was used, is too old or was never made. Ask for a new one."
Seeing = Annotated[Visit, Depends(Needs(Act.SEE))]


async def door_form(request: Request) -> FormData:
    """Return the form of somebody who has not signed in."""
    return await request.form(max_files=0, max_fields=20)


Door = Annotated[FormData, Depends(door_form)]


@router.get("/")
def root() -> Response:
    """Go to the queue."""
    return RedirectResponse("/queue", 303)


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """Ask who it is."""
    services = services_of(request)
    if sitting_of(request, services):
        return RedirectResponse("/queue", 303)
    return _sign_in_page(request, onward=request.query_params.get("onward", ""))


@router.post("/sign-in")
def sign_in(request: Request, form: Door) -> Response:
    """Sign in by name and password."""
    services = services_of(request)
    name, password, onward = (_text(form, field) for field in ("name", "password", "onward"))
    if not _door_was_ours(request, form):
        return _sign_in_page(request, 403, "This form is too old. Try again.", onward, name)
    address = request.client.host if request.client else ""
    person = passwords.check(services.people, name, password, address, services.now())
    if person is None:
        services.ledger.record(Entry("sign_in_refused", name[:100], services.now(), details={"address": address}))
        return _sign_in_page(request, 401, WRONG, onward, name)
    return let_in(services, person, onward, "password")


@router.get("/first")
def first_page(request: Request) -> Response:
    """Ask for a code that is good once."""
    return _door(request, "first.html")


@router.post("/first")
def first(request: Request, form: Door) -> Response:
    """Sign in with a code that is good once, and ask for a password."""
    services = services_of(request)
    person = services.people.redeem(_text(form, "code"), services.now()) if _door_was_ours(request, form) else None
    if person is None:
        return _door(request, "first.html", 401, told=USED)
    return let_in(services, person, "/settings", "code")


@router.post("/sign-out")
def sign_out(visit: Seeing) -> Response:
    """Sign out."""
    visit.services.people.end(visit.sitting)
    visit.services.ledger.record(Entry("sign_out", visit.person.name, visit.services.now()))
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(cookie_name(visit.services), path="/", secure=visit.services.settings.secure, httponly=True)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def let_in(services: Services, person: Person, onward: str, by: str, proven: bool = False) -> Response:
    """Begin a sitting and go on to a page of ours; who has a second factor and has not `proven` it is asked for it."""
    waits = person.enrolled and not proven
    ours = onward if onward.startswith("/") and not onward.startswith(("//", "/\\")) else "/queue"
    secret = services.people.begin(person, services.now(), pending=waits)
    if not waits:
        services.ledger.record(Entry("sign_in", person.name, services.now(), details={"by": by}))
    response = RedirectResponse(f"/sign-in/second?{urlencode({'onward': ours})}" if waits else ours, 303)
    set_cookie(response, services, cookie_name(services), secret, int(LONGEST.total_seconds()))
    return response


def refused(request: Request, told: str) -> HTMLResponse:
    """Return the page for signing in, which says why somebody was not let in."""
    return _sign_in_page(request, 401, told)


def set_cookie(response: Response, services: Services, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites do not send."""
    secure = services.settings.secure
    response.set_cookie(name, value, seconds, path="/", secure=secure, httponly=True, samesite="lax")


def services_of(request: Request) -> Services:
    """Return the desk's services."""
    return cast(Services, request.app.state.services)


def _sign_in_page(
    request: Request, status: int = 200, told: str = "", onward: str = "", name: str = ""
) -> HTMLResponse:
    provider = services_of(request).settings.provider
    shown = provider.name if provider else ""
    return _door(request, "sign_in.html", status, told, onward=onward, name=name, provider=shown)


def _door(request: Request, template: str, status: int = 200, told: str = "", **more: object) -> HTMLResponse:
    services, key = services_of(request), secrets.token_urlsafe(18)
    told = stranger_speech(request).say(told) if told else ""
    context = plain_context(request, door_key=key, told=told, **more)
    response = HTMLResponse(render(template, **context), status)
    set_cookie(response, services, DOOR, key, 3600)
    return response


def _door_was_ours(request: Request, form: FormData) -> bool:
    """A form from elsewhere cannot sign somebody in under another's name: it lacks the cookie's key."""
    cookie = request.cookies.get(DOOR, "")
    return bool(cookie) and hmac.compare_digest(cookie.encode(), _text(form, "door_key").encode())


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:500] if isinstance(value, str) else ""
