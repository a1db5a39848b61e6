"""Signing in at an OpenID Connect provider: discovery, the code flow with PKCE, and checking what comes back.

As in OpenID Connect Core 1.0, 3.1, and Discovery 1.0; the requests and the checks of claims are authlib's.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx

from review.desk.services import Provider

PATIENCE = timedelta(minutes=10)
"""How long somebody may take to sign in at the provider."""
FRESH = timedelta(hours=1)
"""How long what a provider says of itself is taken as it was."""
MOST_WAITING = 2_000
SECONDS = 10
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""How tokens may be signed: by keys that only the provider has. Never not at all."""
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LOCAL = {"localhost", "127.0.0.1", "::1"}


class ProviderError(Exception):
    """Somebody cannot be signed in by the provider; the message is for the audit trail and the log."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is at the provider: what has to come back with them, and where they wanted to go."""

    browser: str
    nonce: str
    verifier: str
    onward: str
    since: datetime


class ProviderDoor:
    """The way to a provider and back. One for each desk; it remembers who is on their way."""

    def __init__(self, provider: Provider, address: str) -> None:
        """Take the provider and the address at which people reach the desk."""
        self._provider, self._back = provider, f"{address}/sign-in/provider/back"
        self._waiting: dict[str, Waiting] = {}
        self._known: tuple[datetime, Mapping[str, Any]] | None = None
        self._keys: Mapping[str, Any] | None = None
        self._lock = threading.Lock()

    def leave(self, browser: str, onward: str, at: datetime) -> str:
        """Return the provider's address for somebody to sign in at; `browser` is a secret that theirs keeps."""
        from authlib.oauth2.client import OAuth2Client

        waiting = Waiting(browser, secrets.token_urlsafe(24), secrets.token_urlsafe(48), onward, at)
        client = OAuth2Client(
            None,
            self._provider.client_id,
            scope=" ".join(self._provider.scopes),
            redirect_uri=self._back,
            code_challenge_method="S256",
        )
        address, state = client.create_authorization_url(
            self._about(at)["authorization_endpoint"], code_verifier=waiting.verifier, nonce=waiting.nonce
        )
        with self._lock:
            self._waiting = {key: each for key, each in self._waiting.items() if at - each.since < PATIENCE}
            if len(self._waiting) >= MOST_WAITING:
                raise ProviderError("too many people are signing in")
            self._waiting[state] = waiting
        return str(address)

    def back(self, answer: Mapping[str, str], browser: str, at: datetime) -> tuple[Mapping[str, Any], str]:
        """Return what the provider says of somebody who came back, and where they wanted to go."""
        with self._lock:
            waiting = self._waiting.pop(answer.get("state", ""), None)
        if waiting is None or at - waiting.since >= PATIENCE or not secrets.compare_digest(waiting.browser, browser):
            raise ProviderError("nobody left for the provider from this browser a short while ago")
        if "error" in answer:
            raise ProviderError(f"the provider answered {answer['error']}"[:200])
        if answer.get("iss", self._provider.issuer) != self._provider.issuer:
            raise ProviderError("the answer comes from another provider")
        token = self._token(answer.get("code", ""), waiting.verifier, at)
        return self._claims(token, waiting.nonce, at), waiting.onward

    def _about(self, at: datetime) -> Mapping[str, Any]:
        """Return what the provider says of itself."""
        if self._known and at - self._known[0] < FRESH:
            return self._known[1]
        about = _json(f"{self._provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != self._provider.issuer:
            raise ProviderError("the provider calls itself otherwise than the configuration does")
        for name in NEEDED:
            if not is_safe(str(about.get(name, ""))):
                raise ProviderError(f"the provider's {name} is missing or not reached by https")
        self._known = at, about
        return about

    def _token(self, code: str, verifier: str, at: datetime) -> Mapping[str, Any]:
        provider, about = self._provider, self._about(at)
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._back}
        asked |= {"code_verifier": verifier, "client_id": provider.client_id}
        ways = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if not provider.client_secret:
            return _json(about["token_endpoint"], asked)
        if "client_secret_basic" in ways:
            # RFC 6749, 2.3.1: both are encoded as in forms.
            return _json(
                about["token_endpoint"], asked, (quote_plus(provider.client_id), quote_plus(provider.client_secret))
            )
        return _json(about["token_endpoint"], asked | {"client_secret": provider.client_secret})

    def _claims(self, token: Mapping[str, Any], nonce: str, at: datetime) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError
        from joserfc.jwk import KeySet
        from joserfc.jws import JWSRegistry

        registry = JWSRegistry(algorithms=list(SIGNED_BY), strict_check_header=False)
        given = str(token.get("id_token", ""))
        try:
            try:
                read = jwt.decode(given, KeySet.import_key_set(self._key_set(at)), registry=registry)
            except InvalidKeyIdError:
                # Providers change their keys; what is signed by one that is new makes us ask for them again.
                read = jwt.decode(given, KeySet.import_key_set(self._key_set(at, again=True)), registry=registry)
            must = {"iss": {"essential": True, "value": self._provider.issuer}}
            must |= {"aud": {"essential": True, "value": self._provider.client_id}}
            known = {"nonce": nonce, "client_id": self._provider.client_id, "access_token": token.get("access_token")}
            CodeIDToken(read.claims, read.header, must, known).validate(int(at.timestamp()), leeway=60)
        except (JoseError, ValueError) as error:
            raise ProviderError(f"what the provider says of the person cannot be trusted: {error}"[:200]) from error
        return read.claims

    def _key_set(self, at: datetime, *, again: bool = False) -> Any:
        if self._keys is None or again:
            self._keys = _json(self._about(at)["jwks_uri"])
        return self._keys


def is_safe(address: str) -> bool:
    """Return whether nobody can listen on the way to an address: by https, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


def _json(
    address: str, data: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
) -> Mapping[str, Any]:
    headers = {"Accept": "application/json"}
    try:
        if data is None:
            answer = httpx.get(address, headers=headers, timeout=SECONDS)
        else:
            answer = httpx.post(address, data=data, auth=auth, headers=headers, timeout=SECONDS)
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderError(f"the provider does not answer as it should: {type(error).__name__}") from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise ProviderError(f"the provider refused ({answer.status_code})")
    return found
