"""The desk's application: its routes, what guards them, and what is said where something cannot be shown."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ledger.model import LedgerAwayError
from review.desk import (
    acts,
    api,
    audit_page,
    bulk,
    case_file_page,
    case_page,
    door,
    exports,
    overview_page,
    people_page,
    provider_pages,
    quality_page,
    queue_page,
    second_pages,
    settings_page,
    static_files,
    tokens_page,
    upload_page,
)
from review.desk.language import speech
from review.desk.pace import Pace
from review.desk.policy import Act, may
from review.desk.provider import ProviderDoor
from review.desk.security import A_PERSON, AN_ADDRESS, Guard, TooMuchError
from review.desk.services import Services
from review.desk.templates import render
from review.desk.visits import (
    DeniedError,
    MissingError,
    SignInNeededError,
    Visit,
    context_of,
    plain_context,
    sitting_of,
)

log = logging.getLogger("proofdesk.desk")
PAGES = (
    door,
    provider_pages,
    second_pages,
    queue_page,
    exports,
    case_file_page,
    case_page,
    acts,
    bulk,
    overview_page,
    quality_page,
    upload_page,
    audit_page,
    people_page,
    tokens_page,
    settings_page,
    static_files,
)


def make_app(services: Services) -> FastAPI:
    """Return the desk as an application."""
    app = FastAPI(title="proofdesk", version="1", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.services = services
    provider = services.settings.provider
    app.state.provider_door = ProviderDoor(provider, services.settings.address) if provider else None
    app.include_router(api.router)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    for kind, answer in ANSWERS.items():
        app.add_exception_handler(kind, answer)
    settings, paces = services.settings, {"of_person": Pace(*A_PERSON), "of_address": Pace(*AN_ADDRESS)}
    app.add_middleware(Guard, secure=settings.secure, most_upload=settings.most_upload, **paces)
    return app


def _sign_in(request: Request, _: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": "A token is needed."}, 401, headers={"WWW-Authenticate": "Bearer"})
    onward = f"{request.url.path}?{request.url.query}" if request.method == "GET" else "/queue"
    address = f"/sign-in?{urlencode({'onward': onward})}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def _denied(request: Request, error: DeniedError) -> Response:
    if error.visit and error.visit.person.must_change:
        return RedirectResponse("/settings", 303)
    if error.visit and error.visit.person.lacks_factor:
        return RedirectResponse("/settings/factor", 303)
    return _message(request, error.visit, 403, "You may not do this", str(error))


def _missing(request: Request, error: MissingError) -> Response:
    return _message(request, error.visit, 404, "There is no such page", "It is gone, or it is not yours to see.")


def _invalid(request: Request, error: RequestValidationError) -> Response:
    if request.url.path.startswith("/api/"):
        faults = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in error.errors())
        return JSONResponse({"error": faults}, 422)
    return _message(request, None, 404, "There is no such page", "It is gone, or it is not yours to see.")


def _too_much(request: Request, _: Exception) -> Response:
    return _message(request, None, 413, "This is too much at once", "Hand it in in smaller parts.")


def _plain(request: Request, error: HTTPException) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": str(error.detail)}, error.status_code, headers=error.headers)
    known = {404: "There is no such page", 405: "This cannot be done here"}
    heading = known.get(error.status_code, "This did not work")
    return _message(request, None, error.status_code, heading, "Go back and try again.")


def _away(request: Request, error: Exception) -> Response:
    log.error("%s %s failed: %s", request.method, request.url.path, error)
    told = "The ledger cannot be reached just now. Nothing was recorded. Try again in a minute."
    return _message(request, None, 503, "Not now", told)


def _broken(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    told = "Nothing was recorded. Try again; if it happens again, tell whoever runs the desk."
    return _message(request, None, 500, "Something broke", told)


def _message(request: Request, visit: Visit | None, status: int, heading: str, told: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": heading}, status)
    context = dict(plain_context(request))
    # Where the ledger is away it cannot be asked either who this is.
    sitting = visit.sitting if visit else sitting_of(request, request.app.state.services) if status < 500 else None
    if sitting:
        person = sitting.person
        context |= {**context_of(speech(person.language, person.locale)), "person": person}
        context |= {"form_key": sitting.form_key, "may": {act.value: may(person, act) for act in Act}}
    say = context["_"]
    page = render("message.html", **context, heading=say(heading), told=say(told))  # type: ignore[operator]
    return HTMLResponse(page, status)


ANSWERS: dict[type[Exception], Any] = {
    SignInNeededError: _sign_in,
    DeniedError: _denied,
    MissingError: _missing,
    RequestValidationError: _invalid,
    TooMuchError: _too_much,
    HTTPException: _plain,
    LedgerAwayError: _away,
    Exception: _broken,
}
