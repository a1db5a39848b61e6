"""The case file of one case, as PDF and as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from PIL import Image
from starlette.responses import Response

from extractors.model import Box
from review.case_file import CaseFile, Crop, case_file_json, case_file_pdf
from review.crops import marked_strip
from review.desk.case_page import DPI, case_of, entry
from review.desk.casework import Paper, Spread, compared, paper, spread
from review.desk.policy import Act
from review.desk.visits import Needs, Visit

router = APIRouter()
Exporting = Annotated[Visit, Depends(Needs(Act.EXPORT))]
MOST_PAGES = 6


@router.get("/cases/{number}/file.pdf")
def file_pdf(visit: Exporting, number: int) -> Response:
    """Return the case file as PDF."""
    made = case_file_pdf(_case_file(visit, number, pictures=True))
    return Response(made, media_type="application/pdf", headers=_attached(number, "pdf"))


@router.get("/cases/{number}/file.json")
def file_json(visit: Exporting, number: int) -> Response:
    """Return the case file for programs."""
    made = json.dumps(case_file_json(_case_file(visit, number, pictures=False)), indent=1, ensure_ascii=False)
    return Response(made.encode("utf-8", "replace"), media_type="application/json", headers=_attached(number, "json"))


def _case_file(visit: Visit, number: int, *, pictures: bool) -> CaseFile:
    case = case_of(visit, number)
    laid = spread(visit.services, case)
    contents = visit.services.desk.contents(case.batch, laid.names)
    visit.services.ledger.record(entry(visit, "case_file", case.batch, case.identity))
    trail = visit.services.ledger.audit_trail(case.batch, case.identity)
    return CaseFile(
        batch=case.batch,
        identity=case.identity,
        digest=case.digest,
        programme=laid.seen.programme,
        state=case.state.value,
        finding=laid.seen.finding,
        line=laid.seen.line,
        claim=laid.seen.claim,
        status=laid.status,
        comparisons=compared(laid),
        decided=laid.decided,
        looks=tuple((each.entry.who, each.at) for each in trail if each.act == "see" and each.entry),
        contents=contents,
        crops=tuple(_crops(visit, laid, contents)) if pictures else (),
        rule=laid.rule.title if laid.rule else "",
        made_at=visit.services.now(),
        made_by=visit.person.shown,
        head=trail[-1].digest if trail else "",
    )


def _crops(visit: Visit, laid: Spread, contents: Mapping[str, str]) -> Iterator[Crop]:
    for name in (laid.seen.finding.document, laid.seen.finding.related_document):
        if name in contents:
            yield from _crops_of(visit, paper(visit.services, laid, name, contents[name]))


def _crops_of(visit: Visit, of: Paper) -> Iterator[Crop]:
    for sheet in of.sheets[:MOST_PAGES]:
        boxes = [each.reading.box for each in of.on(sheet.number) if each.cited and each.reading.box]
        content = visit.services.picture(of.sha256, sheet.number, DPI) if boxes and of.pictured else None
        if content:
            yield Crop(of.name, sheet.number, _marked(content, (sheet.width, sheet.height), boxes))


def _marked(content: bytes, size: tuple[float, float], boxes: list[Box]) -> Image.Image:
    # The picture is our own, made of the page in a process of its own.
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as page:
        return marked_strip(page, size, boxes)


def _attached(number: int, kind: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename=case-{number}.{kind}"}
