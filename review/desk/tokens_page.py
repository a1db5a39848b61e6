"""Keys for programs that use the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from review.desk.case_page import entry
from review.desk.policy import SCOPES, Act
from review.desk.visits import MissingError, Needs, Visit

router = APIRouter()
Keeping = Annotated[Visit, Depends(Needs(Act.TOKENS))]


@router.get("/tokens")
def tokens(visit: Keeping) -> Response:
    """Show the tokens that there are."""
    return _page(visit)


@router.post("/tokens")
def make(visit: Keeping) -> Response:
    """Make a token that acts for the person who makes it."""
    scopes = [scope for scope in SCOPES if visit.field(f"scope_{scope}") == "on"]
    label = visit.field("label", 80)
    if not scopes or not label:
        return _page(visit, told=visit.speech.say("Name the program and choose what it may do."), status=422)
    secret = visit.services.desk.make_token(visit.person.id, label, scopes, visit.services.now())
    visit.services.ledger.record(entry(visit, "token_made", subject=label, scopes=" ".join(scopes)))
    return _page(visit, secret=secret)


@router.post("/tokens/{digest}/revoke")
def revoke(visit: Keeping, digest: str) -> Response:
    """End a token: one's own, or anybody's where one manages people."""
    found = next((each for each in visit.services.desk.tokens(digest)), None)
    if found is None or (found.person != visit.person.name and not visit.may(Act.PEOPLE)):
        raise MissingError(visit)
    visit.services.desk.revoke(digest)
    visit.services.ledger.record(entry(visit, "token_revoked", subject=found.label))
    return visit.onward("/tokens", visit.speech.say("The token is ended."))


def _page(visit: Visit, told: str = "", secret: str = "", status: int = 200) -> Response:
    every = visit.services.desk.tokens()
    mine = [each for each in every if each.person == visit.person.name or visit.may(Act.PEOPLE)]
    return visit.page("tokens.html", status, tokens=mine, scopes=list(SCOPES), told=told, secret=secret)
