"""A small OpenID Connect provider that runs for real: discovery, the code flow with PKCE, and signed tokens."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core.grants.util import generate_id_token
from fastapi import FastAPI
from joserfc.jwk import KeySet, RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

CLIENT, SECRET = "proofdesk", "a secret & more"


@dataclass
class SmallProvider:
    """Signs in whoever `claims` says. `wrong` puts faults into what it answers: claims, or what it says of itself."""

    claims: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    asked: list[Mapping[str, str]] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: new_key("first"))
    signing: RSAKey | None = None
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.about)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        app.get("/keys")(self.keys)
        return app

    def about(self) -> JSONResponse:
        names = {name: f"{self.issuer}/{path}" for name, path in ENDPOINTS.items()}
        return JSONResponse({"issuer": self.issuer, **names, **self.wrong.get("about", {})})

    def authorize(self, request: Request) -> Response:
        given = dict(request.query_params)
        self.asked.append(given)
        code = secrets.token_urlsafe(12)
        self.codes[code] = given
        back = {"state": given["state"], "code": code, "iss": self.issuer} | self.wrong.get("back", {})
        return RedirectResponse(f"{given['redirect_uri']}?{urlencode(back)}", 302)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        left = self.codes.pop(str(form.get("code")), None)
        bearer = base64.b64encode(b"proofdesk:a+secret+%26+more").decode()
        proven = left and create_s256_code_challenge(str(form["code_verifier"])) == left["code_challenge"]
        same = left and form["redirect_uri"] == left["redirect_uri"]
        if not proven or not same or request.headers.get("authorization") != f"Basic {bearer}" or left is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = {"access_token": secrets.token_urlsafe(12), "token_type": "Bearer"}
        about = {"iss": self.issuer, "aud": CLIENT, "nonce": left["nonce"]} | self.claims | self.wrong.get("claims", {})
        key = self.signing or self.key
        alg = self.wrong.get("alg", "RS256")
        signed = generate_id_token(token, about, key, about["iss"], CLIENT, alg=alg, kid=key.kid)
        return JSONResponse({**token, "id_token": signed})

    def keys(self) -> JSONResponse:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))


ENDPOINTS = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, auto_kid=False)
