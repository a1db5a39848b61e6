"""What people do with a case. Each act is sealed to what was seen, and can be taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import fields as fields_of
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from extractors.model import Box, FieldName, Money
from ledger.case_model import Case, Seen
from ledger.compact import unpack
from ledger.decisions import standing
from ledger.model import Correction, Decision, LedgerError, StaleDecisionError, Verdict
from matchers.model import Finding
from review.desk.case_page import Correcting, Stale, case_of, entry, filters_of, show
from review.desk.casework import Spread, paper, spread
from review.desk.dividing import check_shares, shares_of
from review.desk.laying import lay_out
from review.desk.policy import Act
from review.desk.projection import SEEN
from review.desk.queue_filter import everything
from review.desk.visits import DeniedError, MissingError, Needs, Visit
from review.desk.words import REASON_WORDS, SAID_WORDS
from review.wording import title

router = APIRouter()
log = logging.getLogger("proofdesk.desk")
PATIENCE = 2.0
"""So many seconds an act waits for the batch to be reconciled again."""
Deciding = Annotated[Visit, Depends(Needs(Act.DECIDE))]
Correctly = Annotated[Visit, Depends(Needs(Act.CORRECT))]
Commenting = Annotated[Visit, Depends(Needs(Act.COMMENT))]
Taking = Annotated[Visit, Depends(Needs(Act.TAKE))]
PLAIN_VERDICTS = {"accept": Verdict.ACCEPT, "reject": Verdict.REJECT, "cannot_tell": Verdict.CANNOT_TELL}
_SAID = {Verdict.COMMENT: "The comment is kept."}
_BEARS_ON_MATCHING = {Verdict.CORRECT_VALUE, Verdict.REASSIGN, Verdict.SPLIT}
_COMPARED = ("message", "expected", "found", "at_risk", "severity", "rule", "confidence")


@router.post("/cases/{number}/decide")
def decide(visit: Deciding, number: int) -> Response:
    """Accept, reject, leave open because it cannot be told, or take the last decision back."""
    case = case_of(visit, number)
    given = visit.field("verdict")
    if given == "undo":
        return _answer(visit, case, lambda laid: _undoing(visit, laid))
    verdict = PLAIN_VERDICTS.get(given)
    if verdict is None:
        raise MissingError(visit)
    return _answer(visit, case, lambda laid: decision(visit, laid, verdict))


@router.post("/cases/{number}/ask")
def ask(visit: Deciding, number: int) -> Response:
    """Keep a message to the partner; the case waits."""
    message = visit.field("message", 20_000)
    return _answer(
        visit, case_of(visit, number), lambda laid: decision(visit, laid, Verdict.ASK_PARTNER, message=message)
    )


@router.post("/cases/{number}/comment")
def comment(visit: Commenting, number: int) -> Response:
    """Keep a comment."""
    return _answer(visit, case_of(visit, number), lambda laid: decision(visit, laid, Verdict.COMMENT))


@router.post("/cases/{number}/duplicate")
def duplicate(visit: Deciding, number: int) -> Response:
    """Mark the document as a duplicate of another."""
    other = visit.field("other")

    def marking(laid: Spread) -> Decision:
        return decision(visit, laid, Verdict.MARK_DUPLICATE, document=laid.seen.finding.document, other=other)

    return _answer(visit, case_of(visit, number), marking)


@router.post("/cases/{number}/reassign")
def reassign(visit: Deciding, number: int) -> Response:
    """Say which line the document belongs to, and reconcile again."""
    line = visit.field("line")

    def assigning(laid: Spread) -> Decision:
        return decision(visit, laid, Verdict.REASSIGN, document=laid.seen.finding.document, other=line)

    return _answer(visit, case_of(visit, number), assigning, again=True)


@router.post("/cases/{number}/split")
def split(visit: Deciding, number: int) -> Response:
    """Keep how the document's amount is divided between lines."""
    case = case_of(visit, number)
    shares = tuple(shares_of(visit.field("shares"), visit.field("currency", 3).upper()))
    if not shares:
        return show(
            visit, case, visit.speech.say("Write a line and an amount in each row, such as: L-001 1200.00"), status=422
        )

    def dividing(laid: Spread) -> Decision:
        check_shares(visit, laid, shares)
        return decision(visit, laid, Verdict.SPLIT, document=laid.seen.finding.document, shares=shares)

    return _answer(visit, case, dividing, again=True)


@router.post("/cases/{number}/correct")
def correct(visit: Correctly, number: int) -> Response:
    """Read a box that was drawn, or correct a value and reconcile again."""
    case = case_of(visit, number)
    laid = spread(visit.services, case)
    sha256 = visit.services.desk.contents(case.batch, laid.names).get(visit.field("document"))
    if sha256 is None or visit.field("field") not in set(FieldName):
        raise MissingError(visit)
    given = visit.field("page", 9)
    box, page = _box(visit.field("box")), int(given) if given.isdecimal() else 1
    if visit.field("read") == "box":
        read = visit.services.read_box(sha256, page, box) if box else ""
        said = (
            ""
            if read
            else visit.speech.say("Nothing could be read there. Draw the box around the print, or type the value.")
        )
        return show(visit, case, said, correcting=Correcting(visit.field("field"), read, visit.field("box")))
    return _answer(visit, case, lambda now: _correcting(visit, now, sha256, page, box), again=True)


@router.post("/cases/{number}/assign")
def assign(visit: Taking, number: int) -> Response:
    """Give a case to somebody, or to nobody; to others than oneself only a lead may."""
    case = case_of(visit, number)
    name = visit.field("assignee", 100)
    if name not in {"", visit.person.name} and not visit.may(Act.ASSIGN):
        raise DeniedError(visit, "Only a lead gives cases to others.")
    if name and visit.services.people.named(name) is None:
        return show(visit, case, visit.speech.say("There is nobody of that name."), status=422)
    visit.services.desk.assign(case, name)
    visit.services.ledger.record(entry(visit, "assign", case.batch, case.identity, to=name))
    return _done(visit, case.id, visit.speech.say("The case is with {name}.", name=name or visit.speech.say("nobody")))


def decision(visit: Visit, laid: Spread, verdict: Verdict, **more: object) -> Decision:
    """Return a decision of the person about what lies on the desk."""
    reason = visit.field("reason")
    return Decision(
        batch=laid.case.batch,
        finding=laid.case.identity,
        verdict=verdict,
        who=visit.person.name,
        at=visit.services.now(),
        seen=laid.seal,
        reason=reason if reason in REASON_WORDS else "",
        words=visit.field("words"),
        **more,  # type: ignore[arg-type]
    )


def stale(visit: Visit, laid: Spread, seen: str, after: int) -> Stale | None:
    """Return what is not as the person saw it, or None."""
    since = tuple(each for each in laid.decided if each.number > after)
    if seen == laid.case.digest and not since:
        return None
    before = visit.services.desk.snapshot(seen) if seen != laid.case.digest else None
    return Stale(since, tuple(_changes(unpack(SEEN, before), laid.seen)) if before else ())


def _answer(visit: Visit, case: Case, make: Callable[[Spread], Decision], again: bool = False) -> Response:
    laid = spread(visit.services, case)
    given = visit.field("after")
    seen, after = visit.field("seen"), int(given) if given.isdecimal() else 0
    changed = stale(visit, laid, seen, after)
    if changed:
        return show(visit, case, stale=changed, status=409)
    try:
        made = make(laid)
        state = visit.services.desk.decide(case, made, laid.last, visit.services.settings.needs_two(case.at_risk))
    except StaleDecisionError as error:
        # The batch was reconciled, or somebody decided, between the look above and the record.
        lay_out(visit.services)
        now = visit.services.desk.case(case.id, everything(visit.person)) or case
        changed = stale(visit, spread(visit.services, now), seen, after) or Stale(error.decisions[-1:], ())
        return show(visit, now, stale=changed, status=409)
    except (LedgerError, ValueError) as error:
        return show(visit, case, str(error), status=422)
    if again or (made.undoes and _bore_on_matching(laid, made.undoes)):
        return _reconciled(visit, case)
    return _done(visit, case.id, visit.speech.say(_SAID.get(made.verdict, SAID_WORDS[state])))


def _reconciled(visit: Visit, case: Case) -> Response:
    """Wait a moment for the batch to be reconciled again; a page that came sooner shows it when it is done."""
    said = visit.speech.say("Kept, and reconciled again.")
    try:
        visit.services.again(case.batch).result(PATIENCE)
        lay_out(visit.services)
    except TimeoutError:
        said = visit.speech.say("Kept. The batch is being reconciled again; this page shows it when that is done.")
    except Exception as error:
        log.warning("%s could not be reconciled again: %s", case.batch, error)
        said = visit.speech.say("Kept, but the batch could not be reconciled again. The next night heeds it.")
    return _done(visit, case.id, said)


def _bore_on_matching(laid: Spread, number: int) -> bool:
    return any(each.number == number and each.decision.verdict in _BEARS_ON_MATCHING for each in laid.decided)


def _done(visit: Visit, number: int, said: str) -> Response:
    """Show the case as it now is: in place with the desk's script, by a redirect without."""
    if visit.in_place:
        return show(visit, case_of(visit, number), said)
    return visit.onward(f"/cases/{number}?{filters_of(visit)}", said)


def _undoing(visit: Visit, laid: Spread) -> Decision:
    kept = standing(laid.decided)
    if not kept:
        raise LedgerError(visit.speech.say("There is nothing to take back."))
    if kept[-1].decision.who != visit.person.name and not visit.may(Act.ASSIGN):
        raise DeniedError(visit, "Only a lead takes back what others decided.")
    return decision(visit, laid, Verdict.UNDO, undoes=kept[-1].number)


def _correcting(visit: Visit, laid: Spread, sha256: str, page: int, box: Box | None) -> Decision:
    name = FieldName(visit.field("field"))
    extraction = paper(visit.services, laid, visit.field("document"), sha256).extraction
    before = extraction.find(name) if extraction else None
    value = visit.field("value") or None
    correction = Correction(sha256, name, before.value if before else None, value, value or "", page, box)
    return decision(visit, laid, Verdict.CORRECT_VALUE, correction=correction, document=visit.field("document"))


def _changes(before: Seen, after: Seen) -> Iterator[tuple[str, str, str]]:
    yield from _changed(before.finding, after.finding, "Finding")
    if before.line != after.line:
        yield "Plan line", _told(before.line), _told(after.line)
    if before.claim != after.claim:
        yield "Claim", _told(before.claim), _told(after.claim)
    if before.programme != after.programme:
        yield "Programme", before.programme, after.programme


def _changed(before: Finding, after: Finding, fallback: str) -> Iterator[tuple[str, str, str]]:
    found = False
    for name in _COMPARED:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found = True
            yield title(name), _told(old), _told(new)
    if before != after and not found:
        yield fallback, _told(before.evidence), _told(after.evidence)


def _told(value: object) -> str:
    if isinstance(value, Money):
        return f"{value.currency} {value.amount}"
    if value is None or isinstance(value, str | float):
        return str(value or "")
    names = [each.name for each in fields_of(value)] if hasattr(value, "__dataclass_fields__") else []  # type: ignore[arg-type]
    parts = [f"{name.replace('_', ' ')} {_told(getattr(value, name))}" for name in names if getattr(value, name)]
    return "; ".join(parts) if parts else str(value)


def _box(text: str) -> Box | None:
    try:
        left, top, right, bottom = (float(each) for each in text.replace(",", " ").split())
    except ValueError:
        return None
    inside = all(abs(side) < 100_000 for side in (left, top, right, bottom))
    return Box(left, top, right, bottom) if inside and left < right and top < bottom else None
