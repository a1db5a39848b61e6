"""One case on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse, JSONResponse, Response

from extractors.model import FieldName
from ledger.case_model import Case, Shelf
from ledger.decisions import standing
from ledger.model import Decided, Entry
from review.desk.casework import Paper, Spread, Step, compared, paper, sides, spread, waterfall, words_on
from review.desk.language import Speech
from review.desk.laying import lay_out
from review.desk.policy import Act
from review.desk.projection import days_left
from review.desk.queue_filter import everything, query, wanted
from review.desk.queue_page import as_of
from review.desk.visits import MissingError, Needs, Visit
from review.desk.words import REASON_WORDS
from review.wording import SEVERITY_WORDS

router = APIRouter()
Seeing = Annotated[Visit, Depends(Needs(Act.SEE))]
DPI = 150
_PIXELS = {"Cache-Control": "private, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a decision was not recorded: what others decided, and what no longer is as it was seen."""

    decided: tuple[Decided, ...]
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What two documents say of one field."""

    name: str
    ours: str
    theirs: str

    @property
    def same(self) -> bool:
        """Return whether both say the same."""
        return self.ours == self.theirs


@dataclass(frozen=True, slots=True)
class Correcting:
    """A correction that is being made: a field, the value read from a box, and the box."""

    field: str
    value: str
    box: str


@router.get("/cases/{number}")
def case(visit: Seeing, number: int) -> Response:
    """Show a case, and note who saw what."""
    found = case_of(visit, number)
    note_look(visit, found)
    return show(visit, found)


@router.get("/cases/{number}/settled")
def settled(visit: Seeing, number: int) -> Response:
    """Show a case once its batch is reconciled again; until then there is nothing to say."""
    found = case_of(visit, number)
    if is_settling(visit, found):
        return Response(status_code=204)
    lay_out(visit.services)
    return case(visit, number)


@router.get("/next")
def following(visit: Seeing) -> Response:
    """Go to the next case of the queue."""
    parameters = visit.parameters
    asked = wanted(parameters, visit.person, as_of(visit.services))
    found = visit.services.desk.next_after(asked, _after(visit))
    filters = query(parameters)
    if found is None:
        response = visit.onward(f"/queue?{filters}", visit.speech.say("That was the last case of this queue."))
        return _redirected(visit, response)
    if not visit.in_place:
        return visit.onward(f"/cases/{found.id}?{filters}")
    note_look(visit, found)
    shown = show(visit, found)
    shown.headers["HX-Push-Url"] = f"/cases/{found.id}?{filters}"
    return shown


@router.get("/next/picture")
def next_picture(visit: Seeing) -> Response:
    """Go to the picture that the queue's next case opens with: fetched ahead, and no look at that case."""
    asked = wanted(visit.parameters, visit.person, as_of(visit.services))
    found = visit.services.desk.next_after(asked, _after(visit))
    address = _first_picture(visit, spread(visit.services, found)) if found else ""
    if not address:
        raise MissingError(visit)
    return visit.onward(address)


@router.get("/cases/{number}/papers/{sha256}/{page}/image")
def picture(visit: Seeing, number: int, sha256: str, page: int) -> Response:
    """Return the picture of a page of one of a case's documents."""
    _check_paper(visit, number, sha256)
    found = visit.services.picture(sha256, page, DPI)
    if found is None:
        raise MissingError(visit)
    return Response(found, media_type=_kind(found), headers=_PIXELS)


@router.get("/cases/{number}/papers/{sha256}/{page}/words")
def words(visit: Seeing, number: int, sha256: str, page: int) -> Response:
    """Return the words of a page with their places, for selecting text."""
    _check_paper(visit, number, sha256)
    found = words_on(visit.services, sha256, page)
    return JSONResponse([[text, box.left, box.top, box.right, box.bottom] for text, box in found], headers=_PIXELS)


@router.get("/cases/{number}/papers/{sha256}/original")
def original(visit: Seeing, number: int, sha256: str) -> Response:
    """Return a document as it was handed in: to be saved, never to be opened in the desk's name."""
    _check_paper(visit, number, sha256)
    content = visit.services.original(sha256)
    if content is None:
        raise MissingError(visit)
    headers = {
        "Content-Disposition": f'attachment; filename="{sha256[:16]}.bin"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    visit.services.ledger.record(entry(visit, "download", subject=sha256))
    return Response(content, media_type="application/octet-stream", headers=headers)


def _after(visit: Visit) -> Case | None:
    number = visit.parameters.get("after", "")
    return visit.services.desk.case(int(number), everything(visit.person)) if number.isdecimal() else None


def _first_picture(visit: Visit, laid: Spread) -> str:
    """Return the address of the picture that a case's page opens with, or nothing."""
    contents = visit.services.desk.contents(laid.case.batch, laid.names)
    name = next((name for name in laid.names if name in contents), None)
    shown = paper(visit.services, laid, name, contents[name]) if name else None
    if shown is None or not shown.pictured or not shown.sheets:
        return ""
    return f"/cases/{laid.case.id}/papers/{shown.sha256}/{shown.first_page()}/image"


def _kind(picture: bytes) -> str:
    return "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"


def case_of(visit: Visit, number: int) -> Case:
    """Return a case, or raise where there is none that the person may see."""
    found = visit.services.desk.case(number, everything(visit.person))
    if found is None:
        raise MissingError(visit)
    return found


def is_settling(visit: Visit, found: Case) -> bool:
    """Return whether a case's batch is being reconciled again."""
    return visit.services.working().get(found.batch) in {"waiting", "reading", "reconciling"}


def note_look(visit: Visit, found: Case) -> None:
    """Write into the audit trail that somebody saw a case as it is now."""
    visit.services.ledger.record(entry(visit, "see", found.batch, found.identity, seen=found.digest))


def entry(visit: Visit, act: str, batch: str = "", subject: str = "", **details: str) -> Entry:
    """Return an entry for the audit trail."""
    return Entry(act, visit.person.name, visit.services.now(), batch, subject, details)


def show(
    visit: Visit,
    found: Case,
    said: str = "",
    stale: Stale | None = None,
    correcting: Correcting | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return a case's page, or only its main part where the desk's script asks for that."""
    laid = spread(visit.services, found)
    context = {**_case_context(visit, laid), **_paper_context(visit, laid), **_reason_context(visit, laid)}
    context |= {"part_notice": {"said": said} if said else None, "stale": stale}
    context |= {"correction": correcting, "editing": correcting is not None, "asking": False}
    if visit.in_place:
        return visit.part("case_main.html", status, **context)
    return visit.page("case.html", status, **context)


def filters_of(visit: Visit) -> str:
    """Return the filters of the queue that a case was opened from."""
    given = dict(parse_qsl(visit.field("filters"))) if "filters" in visit.form else visit.parameters
    return query(given)


def _case_context(visit: Visit, laid: Spread) -> dict[str, Any]:
    services, case = visit.services, laid.case
    kept = {each.number for each in standing(laid.decided)}
    mine = [each for each in standing(laid.decided) if each.decision.who == visit.person.name or visit.may(Act.ASSIGN)]
    return {
        "case": case,
        "laid": laid,
        "filters": filters_of(visit),
        "settling": is_settling(visit, case),
        "gone": case.shelf is Shelf.GONE,
        "undone": {each.number for each in laid.decided} - kept,
        "undoable": bool(mine),
        "other_looks": services.desk.lease(case, visit.person.name, services.now()),
        "why": _why(visit.speech, laid, as_of(services)),
        "everybody": [person.name for person in services.people.everybody()] if visit.may(Act.ASSIGN) else [],
        "reasons": REASON_WORDS.items(),
        "fields": [name.value for name in FieldName],
    }


def _paper_context(visit: Visit, laid: Spread) -> dict[str, Any]:
    services, given = visit.services, visit.parameters
    contents = services.desk.contents(laid.case.batch, laid.names)
    papers = [(name, contents[name]) for name in laid.names if name in contents]
    place = min(_whole(given.get("doc", "0"), 0), max(len(papers) - 1, 0))
    shown = paper(services, laid, *papers[place]) if papers else None
    related = laid.seen.finding.related_document
    other = paper(services, laid, related, contents[related]) if related in contents else None
    twin = other if shown and other and other.name != shown.name else None
    page = _whole(given.get("page", ""), shown.first_page() if shown else 1)
    return {
        "papers": papers,
        "doc": place,
        "paper": shown,
        "twin": twin,
        "twin_rows": _differences(shown, twin) if shown and twin else [],
        "page": max(page, 1),
        "zoom": min(max(_whole(given.get("zoom", ""), 1), 1), 4),
        "turn": _whole(given.get("turn", ""), 0) % 4,
        "sides": sides(laid, shown),
        "words_of": lambda sha256, number: words_on(services, sha256, number),
    }


def _reason_context(visit: Visit, laid: Spread) -> dict[str, Any]:
    steps = waterfall(compared(laid))
    ends = [0.0, *(step.end for step in steps)]
    low, high = min(ends), max(ends)
    width = max(high - low, 1.0)

    def scale(bits: float) -> float:
        return round(330 + 250 * (bits - low) / width, 1)

    return {"steps": steps, "total": steps[-1].end if steps else 0.0, "scale": scale}


def _why(said: Speech, laid: Spread, today: Any) -> str:
    finding, parts = laid.seen.finding, []
    if finding.at_risk:
        parts.append(said.say("{money} at risk", money=said.money(finding.at_risk)))
    parts.append(said.say(SEVERITY_WORDS[finding.severity]).lower())
    parts.append(said.say("the program is {share} sure", share=said.percent(finding.confidence)))
    left = days_left(laid.case.deadline, today)
    if left is not None:
        parts.append(said.say("{n} days to the deadline", n=said.number(left)))
    return "; ".join(parts) + "."


def _differences(ours: Paper, theirs: Paper) -> list[Row]:
    def values(of: Paper) -> Mapping[str, str]:
        return {each.field.value: each.reading.value for each in reversed(of.statements)}

    left, right = values(ours), values(theirs)
    return [Row(name, left.get(name, ""), right.get(name, "")) for name in dict.fromkeys([*left, *right])]


def _check_paper(visit: Visit, number: int, sha256: str) -> None:
    found = case_of(visit, number)
    laid = spread(visit.services, found)
    if sha256 not in visit.services.desk.contents(found.batch, laid.names).values():
        raise MissingError(visit)


def _redirected(visit: Visit, response: Response) -> Response:
    """The desk's script follows redirects within a part of a page; this one is for the whole page."""
    if visit.in_place:
        return Response(status_code=204, headers={"HX-Redirect": response.headers["location"]})
    return response


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


__all__ = ["Correcting", "Stale", "Step", "case_of", "entry", "filters_of", "router", "show"]
