"""What every answer carries and every request must bear, whoever sent it."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.desk.pace import Pace

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
TRANSPORT = "max-age=31536000; includeSubDomains"
A_PERSON, AN_ADDRESS = (20.0, 400), (100.0, 2_000)
"""Requests a second and at once, of one person or program and of one address, where many may sit behind a proxy."""
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MOST_FORM = 2_000_000


class TooMuchError(Exception):
    """A request's body is longer than it may be."""


class Guard:
    """Sets security headers, refuses posts from other sites and whoever asks too fast, ends endless bodies."""

    def __init__(self, app: ASGIApp, secure: bool, most_upload: int, of_person: Pace, of_address: Pace) -> None:
        """Wrap an application; `secure` says that it is reached by HTTPS."""
        self._app, self._secure, self._most_upload = app, secure, most_upload
        self._of_person, self._of_address = of_person, of_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._adding_headers(scope, send)
        wait = self._wait(scope)
        if wait:
            told = PlainTextResponse("Too many requests. Wait a moment.", 429, {"Retry-After": str(wait)})
            await told(scope, receive, answer)
            return
        if scope["method"] in UNSAFE and _from_elsewhere(Headers(scope=scope)):
            await PlainTextResponse("This form was sent from another site.", 403)(scope, receive, answer)
            return
        await self._app(scope, self._counting(scope, receive), answer)

    def _wait(self, scope: Scope) -> int:
        headers, address = Headers(scope=scope), (scope.get("client") or ("",))[0]
        bearer = headers.get("authorization") or headers.get("cookie") or address
        return max(self._of_address.wait(address), self._of_person.wait(f"{address} {bearer}"))

    def _adding_headers(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self._secure:
                    headers["Strict-Transport-Security"] = TRANSPORT
                if "server" in headers:
                    del headers["server"]
            await send(message)

        return sending

    def _counting(self, scope: Scope, receive: Receive) -> Receive:
        most = self._most_upload if scope["path"].startswith(("/upload", "/api/v1/documents")) else MOST_FORM
        taken = 0

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooMuchError
            return message

        return receiving


def _from_elsewhere(headers: Headers) -> bool:
    """Browsers say where a request comes from; programs do not, and carry no cookie."""
    return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
