"""The API: the desk's acts for programs, such as a claims portal that pushes claims and pulls verdicts.

Tokens bear scopes (read, decide, submit) and act for the person who made them, within that person's role and partners.
A post with an `Idempotency-Key` is done once, however often it is sent.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request, UploadFile
from fastapi import Path as InPath
from fastapi.openapi.utils import get_openapi
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import Field
from starlette.responses import JSONResponse

from ledger.case_model import Case, State, Wanted
from ledger.desk import Answer, Token
from ledger.model import Decision, Entry, LedgerError, StaleDecisionError, Verdict
from ledger.people import Person
from review.desk.api_model import (
    Amount,
    CaseDetail,
    CaseOut,
    CasePage,
    ClaimIn,
    ClaimVerdict,
    DecisionIn,
    DecisionOut,
    Fault,
    Taken,
)
from review.desk.casework import spread
from review.desk.laying import lay_out
from review.desk.policy import SCOPES, Act, may
from review.desk.queue_filter import SHELF_NAMES, everything, scoped
from review.desk.services import Services, Upload
from review.desk.words import REASON_WORDS

router = APIRouter(prefix="/api/v1", tags=["desk"])
bearer = HTTPBearer(auto_error=False, description="A token made on the desk's page Tokens.")
MOST = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """A program with its token, for whom it acts, and the desk's services."""

    token: Token
    person: Person
    services: Services


class Bears:
    """What a route of the API needs: a token with a scope that holds the act, for a person who may do it."""

    def __init__(self, act: Act) -> None:
        """Name the act."""
        self.act = act

    def __call__(
        self, request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
    ) -> Caller:
        """Return the caller or raise 401 or 403."""
        services = cast(Services, request.app.state.services)
        token = services.desk.token(given.credentials) if given else None
        person = services.people.named(token.person) if token else None
        if token is None or person is None or not person.active:
            raise HTTPException(401, "A token is needed.", {"WWW-Authenticate": "Bearer"})
        held = frozenset[Act]().union(*(SCOPES.get(scope, frozenset[Act]()) for scope in token.scopes))
        if self.act not in held or not may(person, self.act):
            raise HTTPException(403, "The token or its owner may not do this.")
        return Caller(token, person, services)


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Fault, "description": told}
    for status, told in (
        (400, "The request cannot be understood"),
        (401, "No token, or one that is not good"),
        (403, "Not allowed"),
        (404, "Nothing there"),
        (409, "Changed meanwhile"),
        (413, "Too much at once"),
        (422, "Something in it is wrong"),
        (429, "Too many requests"),
    )
}
Reading = Annotated[Caller, Depends(Bears(Act.SEE))]
Deciding = Annotated[Caller, Depends(Bears(Act.DECIDE))]
Submitting = Annotated[Caller, Depends(Bears(Act.UPLOAD))]
Once = Annotated[str | None, Header(alias="Idempotency-Key", max_length=100, pattern=r"^[\x21-\x7e]+$")]
Number = Annotated[int, InPath(ge=1, le=2**31 - 1)]
Batch = Annotated[str, InPath(min_length=1, max_length=100)]


@router.get("/cases", responses=REFUSALS)
def cases(
    caller: Reading,
    shelf: Annotated[str, Query(pattern="^(todo|waiting|second|done|all)$")] = "todo",
    batch: Annotated[str, Query(max_length=200)] = "",
    partner: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=200)] = "",
    words: Annotated[str, Query(max_length=200)] = "",
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    most: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> CasePage:
    """Return cases in the queue's order."""
    asked = Wanted(shelf=SHELF_NAMES[shelf], batch=batch, partner=partner, code=code, words=words)
    mine = scoped(asked, caller.person)
    desk = caller.services.desk
    found = desk.page(mine, start, most)
    return CasePage(total=desk.number_of(mine), cases=[_case(case) for case in found])


@router.get("/cases/{number}", responses=REFUSALS)
def case(caller: Reading, number: Number) -> CaseDetail:
    """Return one case with all decisions about it."""
    return _detail(caller, _found(caller, number))


@router.post("/cases/{number}/decisions", status_code=201, responses=REFUSALS)
def decide(caller: Deciding, number: Number, given: DecisionIn, key: Once = None) -> JSONResponse:
    """Decide about a case."""
    return once(caller, key, f"decide {number} {given.model_dump_json()}", lambda: _decide(caller, number, given))


@router.put("/batches/{batch}/claims", responses=REFUSALS)
def put_claims(
    caller: Submitting, batch: Batch, given: Annotated[list[ClaimIn], Field(min_length=1, max_length=20_000)]
) -> Taken:
    """Put claims in force for a batch, in place of all those before. Reconcile afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        path.write_text(_claims_csv(given), encoding="utf-8", newline="")
        taken = caller.services.ingest(batch, "claims", [Upload("claims.csv", path)])
    _note(caller, "upload", batch, "claims", claims=str(len(given)))
    if taken.faults:
        raise HTTPException(422, " ".join(taken.faults))
    return Taken(taken=len(given))


@router.post("/batches/{batch}/documents", status_code=201, responses=REFUSALS)
def add_documents(caller: Submitting, batch: Batch, files: list[UploadFile], key: Once = None) -> JSONResponse:
    """Hand in evidence: documents, mails or archives of them."""
    named = [each for each in files if each.filename]
    if not named:
        raise HTTPException(422, "No file has a name.")
    told = f"documents {batch} " + " ".join(_digest(each) for each in named)
    return once(caller, key, told, lambda: _take(caller, batch, named))


@router.post("/batches/{batch}/reconcile", status_code=202, responses=REFUSALS)
def reconcile(caller: Submitting, batch: Batch) -> Taken:
    """Begin to read what was handed in and to reconcile it."""
    caller.services.work(batch)
    _note(caller, "reconcile", batch)
    return Taken(taken=0)


@router.get("/batches/{batch}/claims/{claim_id}", responses=REFUSALS)
def claim(
    caller: Reading, batch: Batch, claim_id: Annotated[str, InPath(min_length=1, max_length=200)]
) -> ClaimVerdict:
    """Return what a claim came to so far."""
    lay_out(caller.services)
    found = caller.services.desk.of_claim(batch, claim_id, everything(caller.person))
    done = {State.ACCEPTED: 0, State.REJECTED: 0, State.DUPLICATE: 0}
    for each in found:
        if each.state in done:
            done[each.state] += 1
    still_open = len(found) - sum(done.values())
    return ClaimVerdict(
        claim_id=claim_id,
        settled=still_open == 0,
        accepted=done[State.ACCEPTED],
        rejected=done[State.REJECTED] + done[State.DUPLICATE],
        open=still_open,
        cases=[_case(each) for each in found],
    )


def once(caller: Caller, key: str | None, told: str, do: Callable[[], tuple[int, dict[str, Any]]]) -> JSONResponse:
    """Do something once for an idempotency key; asked again, return what was answered then."""
    digest, desk = hashlib.sha256(told.encode()).hexdigest(), caller.services.desk
    before = desk.answer(caller.token.digest, key) if key else None
    if before and before.request != digest:
        raise HTTPException(422, "This idempotency key was used for something else.")
    if before:
        return JSONResponse(dict(before.body), before.status)
    status, body = do()
    if key and status < 400:
        desk.keep_answer(caller.token.digest, key, Answer(digest, status, body), caller.services.now())
    return JSONResponse(body, status)


def describe() -> dict[str, Any]:
    """Return the API's description as OpenAPI; the desk's pages are no part of it."""
    return get_openapi(title="proofdesk", version="1", description=__doc__, routes=router.routes)


@router.get("/openapi.json", include_in_schema=False)
def openapi(caller: Reading) -> JSONResponse:
    """Return the API's description."""
    return JSONResponse(describe())


def _decide(caller: Caller, number: int, given: DecisionIn) -> tuple[int, dict[str, Any]]:
    found = _found(caller, number)
    laid = spread(caller.services, found)
    if given.seen != found.digest or given.after != laid.last:
        raise HTTPException(409, "The case is not what was seen: read it again.")
    if given.reason and given.reason not in REASON_WORDS:
        raise HTTPException(422, f"reason is one of {', '.join(REASON_WORDS)}.")
    try:
        decision = Decision(
            batch=found.batch,
            finding=found.identity,
            verdict=Verdict(given.verdict),
            who=caller.person.name,
            at=caller.services.now(),
            seen=laid.seal,
            reason=given.reason,
            words=given.words,
            message=given.message,
        )
        caller.services.desk.decide(found, decision, laid.last, caller.services.settings.needs_two(found.at_risk))
    except StaleDecisionError as error:
        raise HTTPException(409, str(error)) from error
    except LedgerError as error:
        raise HTTPException(422, str(error)) from error
    return 201, json.loads(_detail(caller, _found(caller, number)).model_dump_json())


def _take(caller: Caller, batch: str, files: list[UploadFile]) -> tuple[int, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        uploads = []
        for number, each in enumerate(files):
            path = Path(folder) / str(number)
            path.write_bytes(each.file.read())
            uploads.append(Upload(each.filename or "upload", path))
        taken = caller.services.ingest(batch, "evidence", uploads)
    _note(caller, "upload", batch, "evidence", documents=str(taken.documents))
    return 201, {"taken": taken.documents, "faults": list(taken.faults)}


def _digest(file: UploadFile) -> str:
    digest = hashlib.sha256((file.filename or "").encode())
    while some := file.file.read(1 << 20):
        digest.update(some)
    file.file.seek(0)
    return digest.hexdigest()


def _claims_csv(given: list[ClaimIn]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(("Claim ID", "Line ID", "Claimed amount", "Currency", "Partner", "Submitted", "Documents"))
    for each in given:
        amount, submitted = format(each.amount, "f"), each.submitted.isoformat() if each.submitted else ""
        cells = (each.claim_id, each.line_id, amount, each.currency, each.partner, submitted)
        writer.writerow((*cells, "; ".join(each.documents)))
    return written.getvalue()


def _found(caller: Caller, number: int) -> Case:
    found = caller.services.desk.case(number, everything(caller.person))
    if found is None:
        raise HTTPException(404, "There is no such case.")
    return found


def _case(case: Case) -> CaseOut:
    money = case.at_risk
    names = CaseOut.model_fields.keys() - {"finding_id", "at_risk", "seen"}
    about = {name: getattr(case, name) for name in names}
    at_risk = Amount(amount=money.amount, currency=money.currency) if money else None
    return CaseOut(**about, finding_id=case.identity, seen=case.digest, at_risk=at_risk)


def _detail(caller: Caller, found: Case) -> CaseDetail:
    laid = spread(caller.services, found)
    finding = laid.seen.finding
    made = [DecisionOut(record=each.number, **_decided(each.decision)) for each in laid.decided]
    about: dict[str, Any] = {
        "expected": finding.expected,
        "found": finding.found,
        "partner_message": finding.partner_message,
    }
    return CaseDetail(**_case(found).model_dump(), **about, after=laid.last, decisions=made)


def _decided(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in ("verdict", "who", "at", "reason", "words", "message")}


def _note(caller: Caller, act: str, batch: str, subject: str = "", **details: str) -> None:
    details["token"] = caller.token.label
    now = caller.services.now()
    caller.services.ledger.record(Entry(act, caller.person.name, now, batch, subject, details))
