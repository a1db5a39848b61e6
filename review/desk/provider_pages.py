"""The two pages of signing in at an identity provider: leaving for it, and coming back."""

from __future__ import annotations

import logging
import secrets
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ledger.model import Entry
from review.desk.door import let_in, refused, services_of, set_cookie
from review.desk.newcomers import person_of
from review.desk.provider import PATIENCE, ProviderDoor, ProviderError
from review.desk.services import Provider
from review.desk.visits import MissingError

router = APIRouter()
log = logging.getLogger("proofdesk.desk")
COOKIE = "proofdesk-provider"


@router.get("/sign-in/provider")
def leave(request: Request) -> Response:
    """Send somebody to the provider."""
    services, (_, door) = services_of(request), _provider(request)
    secret = secrets.token_urlsafe(24)
    try:
        address = door.leave(secret, request.query_params.get("onward", "")[:500], services.now())
    except ProviderError as error:
        return _refused(request, error)
    response = RedirectResponse(address, 303)
    set_cookie(response, services, COOKIE, secret, int(PATIENCE.total_seconds()))
    return response


@router.get("/sign-in/provider/back")
def back(request: Request) -> Response:
    """Let in who comes back from the provider."""
    services, (provider, door) = services_of(request), _provider(request)
    try:
        claims, onward = door.back(dict(request.query_params), request.cookies.get(COOKIE, ""), services.now())
        person = person_of(services, provider, claims)
    except ProviderError as error:
        return _refused(request, error)
    response = let_in(services, person, onward, "provider", proven=True)
    response.delete_cookie(COOKIE, path="/")
    return response


def _provider(request: Request) -> tuple[Provider, ProviderDoor]:
    provider = services_of(request).settings.provider
    if provider is None:
        raise MissingError(None)
    return provider, cast(ProviderDoor, request.app.state.provider_door)


def _refused(request: Request, error: ProviderError) -> Response:
    services, reason = services_of(request), str(error)
    log.warning("signing in by the provider was refused: %s", reason)
    address = request.client.host if request.client else ""
    details = {"address": address, "by": "provider", "reason": reason}
    services.ledger.record(Entry("sign_in_refused", "", services.now(), details=details))
    return refused(request, "You were not signed in there, or have no account here. Ask whoever runs the desk.")
