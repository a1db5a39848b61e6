"""Handing in plans, claims and evidence at the desk."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import UploadFile
from starlette.responses import PlainTextResponse, Response

from review.desk.case_page import entry
from review.desk.laying import lay_out
from review.desk.policy import Act
from review.desk.services import Intake, Upload
from review.desk.visits import MissingError, Needs, Visit
from review.wording import visible

router = APIRouter()
KINDS = {"plan": "The approved plan", "claims": "The claims", "evidence": "Evidence"}
Uploading = Annotated[Visit, Depends(Needs(Act.UPLOAD))]
CHUNK = 1 << 20


@router.get("/upload")
def upload_page(visit: Uploading) -> Response:
    """Show what can be handed in, and how reading goes."""
    lay_out(visit.services)
    return _page(visit)


@router.post("/upload")
def upload(visit: Uploading) -> Response:
    """Take files into a batch."""
    kind, batch = visit.field("kind"), visit.field("batch", 100)
    files = [each for each in visit.form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    if kind not in KINDS or not batch or not files:
        return _told(visit, visit.speech.say("Name the batch and choose a file."), 422)
    taken = take(visit, batch, kind, files)
    said = visit.speech.count("One document or table taken in.", "{n} documents or tables taken in.", taken.documents)
    return _told(visit, " ".join((said, *taken.faults)), 200 if not taken.faults else 422)


@router.post("/upload/work")
def work(visit: Uploading) -> Response:
    """Begin to read and to reconcile what was handed in."""
    batch = visit.field("batch", 100)
    if not batch:
        raise MissingError(visit)
    visit.services.work(batch)
    visit.services.ledger.record(entry(visit, "reconcile", batch))
    return visit.onward(
        "/upload", visit.speech.say("Reading and reconciling has begun; the queue shows it when it is done.")
    )


def take(visit: Visit, batch: str, kind: str, files: list[UploadFile]) -> Intake:
    """Hand uploaded files on, and note who brought them."""
    with tempfile.TemporaryDirectory() as folder:
        uploads = [_kept(each, Path(folder) / str(number)) for number, each in enumerate(files)]
        taken = visit.services.ingest(batch, kind, uploads)
    names = ", ".join(visible(each.name) for each in uploads)[:500]
    visit.services.ledger.record(entry(visit, "upload", batch, kind, names=names, documents=str(taken.documents)))
    return taken


def _kept(file: UploadFile, path: Path) -> Upload:
    with path.open("wb") as written:
        while some := file.file.read(CHUNK):
            written.write(some)
    return Upload(file.filename or "upload", path)


def _told(visit: Visit, said: str, status: int) -> Response:
    if visit.in_place:
        return PlainTextResponse(said, status)
    return _page(visit, said, status)


def _page(visit: Visit, said: str = "", status: int = 200) -> Response:
    batches = [each.batch for each in visit.services.desk.shown()]
    going = visit.services.working()
    return visit.page("upload.html", status, kinds=KINDS, batches=batches, going=going, told=said)
