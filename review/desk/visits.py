"""One request of one person: who they are, whether they may, and how to answer them."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ledger.people import Person, Sitting
from review.desk.language import Speech, preferred, speech
from review.desk.policy import Act, may
from review.desk.security import UNSAFE
from review.desk.services import Services
from review.desk.templates import render

COOKIE = "proofdesk"
SECURE_COOKIE = "__Host-proofdesk"
FORM_KEY = "form_key"


class SignInNeededError(Exception):
    """Nobody is signed in."""


class DeniedError(Exception):
    """The person may not do this, or what they ask for is not theirs to see."""

    def __init__(self, visit: Visit | None, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.visit = visit


class MissingError(Exception):
    """There is no such thing, or none that the person may see: both look alike."""

    def __init__(self, visit: Visit | None) -> None:
        """Remember whom to tell."""
        super().__init__("not found")
        self.visit = visit


@dataclass(frozen=True, slots=True)
class Visit:
    """A request by somebody who is signed in and may do what they ask for."""

    request: Request
    services: Services
    sitting: Sitting
    speech: Speech
    form: FormData

    @property
    def person(self) -> Person:
        """Return who asks."""
        return self.sitting.person

    @property
    def parameters(self) -> dict[str, str]:
        """Return the URL's parameters, the first of each name."""
        return dict(self.request.query_params)

    @property
    def in_place(self) -> bool:
        """Return whether the desk's script asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    def field(self, name: str, most: int = 4_000) -> str:
        """Return a text of the form, cut where it is longer than anybody writes."""
        value = self.form.get(name, "")
        return value.strip()[:most] if isinstance(value, str) else ""

    def may(self, act: Act) -> bool:
        """Return whether the person may do something."""
        return may(self.person, act)

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a page or a part of one; a notice that was left for it is shown once."""
        if self.sitting.notice:
            self.services.people.leave_notice(self.sitting, None)
        given = {**context_of(self.speech), **self._context(), **context}
        return HTMLResponse(render(template, **given), status)

    def part(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a part of a page, with a notice of its own if any."""
        given = {**context_of(self.speech), **self._context(), "notice": None, **context}
        return HTMLResponse(render(template, **given), status)

    def onward(self, address: str, said: str = "", undo: str = "") -> Response:
        """Send the browser on to a page of ours, with a notice for it."""
        if said:
            self.services.people.leave_notice(self.sitting, {"said": said, "undo": undo})
        return RedirectResponse(address, 303)

    def _context(self) -> dict[str, Any]:
        return {
            "person": self.person,
            "may": {act.value: self.may(act) for act in Act},
            "form_key": self.sitting.form_key,
            "notice": self.sitting.notice,
            "path": self.request.url.path,
        }


class Needs:
    """What a route needs: somebody signed in whose role grants an act, and on posts the key of their own forms."""

    def __init__(self, act: Act) -> None:
        """Name the act."""
        self.act = act

    async def __call__(self, request: Request) -> Visit:
        """Return the visit, or raise what the answer is made of."""
        services = cast(Services, request.app.state.services)
        sitting = await run_in_threadpool(sitting_of, request, services)
        if sitting is None:
            raise SignInNeededError
        form = await request.form(max_files=5_000, max_fields=20_000) if request.method in UNSAFE else FormData()
        person = sitting.person
        visit = Visit(request, services, sitting, speech(person.language, person.locale), form)
        if request.method in UNSAFE and not bears_key(form, sitting):
            raise DeniedError(
                visit, "This form is too old or not from the desk. Go back, reload the page and try again."
            )
        # Else nobody could give what is asked for, nor leave.
        free = request.url.path.startswith("/settings") or request.url.path == "/sign-out"
        if (person.must_change or person.lacks_factor) and not free:
            raise DeniedError(visit, "Choose a password, and a second factor where you need one, first.")
        if not may(person, self.act):
            raise DeniedError(visit, "Your role does not allow this.")
        return visit


def sitting_of(request: Request, services: Services) -> Sitting | None:
    """Return the sitting that a request's cookie belongs to."""
    secret = request.cookies.get(cookie_name(services))
    return services.people.sitting(secret, services.now()) if secret else None


def pending_of(request: Request, services: Services) -> Sitting | None:
    """Return the sitting that waits for its person's second factor."""
    secret = request.cookies.get(cookie_name(services))
    return services.people.pending(secret, services.now()) if secret else None


def cookie_name(services: Services) -> str:
    """Return the cookie's name: with HTTPS one that only this host can set."""
    return SECURE_COOKIE if services.settings.secure else COOKIE


def context_of(said: Speech) -> dict[str, Any]:
    """Return what every template has."""
    return {"_": said.say, "count": said.count, "speech": said}


def stranger_speech(request: Request) -> Speech:
    """Return how to speak to somebody who has not signed in."""
    return speech(*preferred(request.headers.get("accept-language", "")))


def plain_context(request: Request, **more: object) -> Mapping[str, object]:
    """Return what the pages of those who are not signed in have."""
    return {**context_of(stranger_speech(request)), "person": None, "may": {}, "notice": None, "path": "", **more}


def bears_key(form: FormData, sitting: Sitting) -> bool:
    """Return whether a form bears the key of a sitting's own forms."""
    given = form.get(FORM_KEY, "")
    return isinstance(given, str) and hmac.compare_digest(given.encode(), sitting.form_key.encode())
