"""The desk over a real workspace: a portal hands a batch in, people correct it, and the portal gets its verdicts."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from extractors.model import FieldName
from extractors.settings import Limits, ReaderSettings
from flows.faults import RunError
from flows.review import desk
from flows.workspace import Workspace
from ledger.case_model import Wanted
from ledger.people import Person
from review.desk.app import make_app
from review.desk.laying import lay_out
from review.desk.services import Services, Settings, Upload
from tests.faults.hostile import HOSTILE
from tests.flows_batch import TinyBatch, amount, tiny_batch
from tests.review_client import client_of
from tests.review_desk import lead_at

pytestmark = pytest.mark.slow
DOCUMENTS = 6


@pytest.fixture
def small(tmp_path: Path) -> TinyBatch:
    return tiny_batch(tmp_path / "batch", DOCUMENTS)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk(Workspace(tmp_path / "workspace", workers=1), Settings(sampled=0.0)) as opened:
        lead = Person(0, "lead", "Lead", "lead")
        opened.people.add(lead, None, opened.now())
        yield opened


def portal_of(services: Services) -> httpx.Client:
    owner = services.people.named("lead")
    assert owner
    secret = services.desk.make_token(owner.id, "portal", ("read", "decide", "submit"), services.now())
    return client_of(make_app(services), headers={"Authorization": f"Bearer {secret}"})


def settled(services: Services, batch: str) -> None:
    """Wait for what the desk does by itself: its worker does one thing after another."""
    again: Future[None] = services.again(batch)
    again.result(300)


def claims_of(numbers: range, excess: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "claim_id": f"C{number:04}",
            "line_id": f"L{number:04}",
            "amount": str(amount(number) + (excess if number == DOCUMENTS else 0)),
            "currency": "EUR",
            "documents": [f"invoice-{number:04}.pdf"],
        }
        for number in numbers
    ]


def handed_in(services: Services, small: TinyBatch, portal: httpx.Client, folder: Path, excess: int) -> None:
    kept = folder / "upload.csv"
    kept.write_bytes(small.plan.read_bytes())
    assert services.ingest("tiny", "plan", [Upload("plan.csv", kept)]).faults == ()
    claims = claims_of(range(1, DOCUMENTS + 1), excess)
    assert portal.put("/api/v1/batches/tiny/claims", json=claims).json() == {"taken": DOCUMENTS, "faults": []}
    files = [("files", (path.name, path.read_bytes())) for path in sorted(small.evidence.iterdir())]
    handed = portal.post("/api/v1/batches/tiny/documents", files=files, headers={"Idempotency-Key": "night-1"})
    assert (handed.status_code, handed.json()) == (201, {"taken": DOCUMENTS, "faults": []})
    again = portal.post("/api/v1/batches/tiny/documents", files=files, headers={"Idempotency-Key": "night-1"})
    assert again.json() == handed.json()
    assert portal.post("/api/v1/batches/tiny/reconcile").status_code == 202
    settled(services, "tiny")


def test_a_portal_pushes_a_batch_and_pulls_its_verdicts(services: Services, small: TinyBatch, tmp_path: Path) -> None:
    portal = portal_of(services)
    handed_in(services, small, portal, tmp_path, excess=500)
    verdict = portal.get("/api/v1/batches/tiny/claims/C0006").json()
    assert not verdict["settled"]
    assert "overclaimed" in {case["code"] for case in verdict["cases"]}
    assert portal.get("/api/v1/batches/tiny/claims/C0001").json()["settled"]
    for each in verdict["cases"]:
        case = portal.get(f"/api/v1/cases/{each['id']}").json()
        sent = {"verdict": "reject", "seen": case["seen"], "after": case["after"], "reason": "not_proven"}
        assert portal.post(f"/api/v1/cases/{each['id']}/decisions", json=sent).status_code == 201
    verdict = portal.get("/api/v1/batches/tiny/claims/C0006").json()
    assert (verdict["settled"], verdict["accepted"]) == (True, 0)
    faulty = [{**claims_of(range(1, 2))[0], "line_id": "L0001", "claim_id": "C0001"}] * 2
    assert portal.put("/api/v1/batches/tiny/claims", json=faulty).status_code == 422


def test_a_correction_is_heeded_and_taken_back_though_its_finding_is_gone(
    services: Services, small: TinyBatch, tmp_path: Path
) -> None:
    portal = portal_of(services)
    handed_in(services, small, portal, tmp_path, excess=500)
    lead = lead_at(services)
    lead.text("/upload")
    case = services.desk.page(Wanted(shelf=None, code="overclaimed"), 0, 1)[0]
    page = lead.text(f"/cases/{case.id}")
    asked = str(amount(DOCUMENTS) + 500)
    action = f"/cases/{case.id}/correct"
    for field in ("total_amount", "net_amount"):
        page = lead.text(f"/cases/{case.id}")
        sent = lead.send(page, action, False, field=field, value=asked, box="", read="")
        assert sent.status_code == 303, sent.text
        settled(services, "tiny")
        lead.text("/upload")
        page = lead.text(f"/cases/{case.id}")
        if "no longer finds this" in page:
            break
    assert "no longer finds this" in page
    lead.send(page, f"/cases/{case.id}/decide", verdict="undo")
    settled(services, "tiny")
    lead.text("/upload")
    assert "no longer finds this" not in lead.text(f"/cases/{case.id}")


def test_a_batch_without_a_plan_says_so(services: Services) -> None:
    portal = portal_of(services)
    assert portal.put("/api/v1/batches/empty/claims", json=claims_of(range(1, 2))).status_code == 200
    assert portal.post("/api/v1/batches/empty/reconcile").status_code == 202
    with pytest.raises(Exception, match="no plan was handed in"):
        settled(services, "empty")
    assert "no plan was handed in" in services.working()["empty"]


def test_a_reconciliation_that_dies_is_told_and_the_next_one_lives(
    services: Services, small: TinyBatch, tmp_path: Path
) -> None:
    handed_in(services, small, portal_of(services), tmp_path, excess=500)
    runs = len(services.ledger.runs(100))
    for child in multiprocessing.active_children():
        child.kill()
        child.join()
    with pytest.raises(RunError, match="ended before its time"):
        settled(services, "tiny")
    assert "ended before its time" in services.working()["tiny"]
    settled(services, "tiny")
    assert services.working()["tiny"] == "done"
    assert len(services.ledger.runs(100)) == runs + 1


KILLED = """
import os, signal, sys
from pathlib import Path
from flows.again import Reconciler
from flows.workspace import Workspace
if __name__ == "__main__":
    reconciler = Reconciler(Workspace(Path(sys.argv[1])))
    reconciler._pool.submit(os.getpid).result()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_desk_that_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    (tmp_path / "desk.py").write_text(KILLED)
    # Whoever holds its output keeps this from coming to an end: so does what it started.
    desk = [sys.executable, str(tmp_path / "desk.py"), str(tmp_path / "workspace")]
    ended = subprocess.run(desk, stdout=subprocess.PIPE, check=False, timeout=240)
    assert ended.returncode == -signal.SIGKILL


def test_corrections_that_come_while_a_batch_is_reconciled_are_heeded_by_one_more(
    services: Services, small: TinyBatch, tmp_path: Path
) -> None:
    handed_in(services, small, portal_of(services), tmp_path, excess=500)
    runs = len(services.ledger.runs(100))
    for each in [services.again("tiny") for _ in range(20)]:
        each.result(300)
    assert len(services.ledger.runs(100)) - runs <= 2, "the one that had begun, and one for all that came meanwhile"


def test_a_release_that_reads_otherwise_shows_what_was_read_and_reads_anew_before_it_reconciles(
    small: TinyBatch, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "workspace", workers=1)
    with desk(workspace, Settings(sampled=0.0)) as services:
        services.people.add(Person(0, "lead", "Lead", "lead"), None, services.now())
        handed_in(services, small, portal_of(services), tmp_path, excess=500)
        lay_out(services)
        before = services.desk.number_of(Wanted())
    with desk(replace(workspace, settings=ReaderSettings(ocr_dpi=201)), Settings(sampled=0.0)) as services:
        case = services.desk.page(Wanted(code="overclaimed"), 0, 1)[0]
        sha256 = services.desk.contents("tiny", [case.document])[case.document]
        shown = services.exhibit(sha256)
        assert shown and shown.extraction.find(FieldName.TOTAL_AMOUNT) and shown.document.pages[0].words
        assert services.picture(sha256, 1, 150)
        services.again("tiny").result(300)
        lay_out(services)
        assert services.desk.number_of(Wanted()) == before, "no finding is gone because nothing was read"


NAMES = (
    "../../etc/passwd.pdf",
    "..\\boot.ini.pdf",
    "\u202egnp.exe.pdf",
    "<script>.pdf",
    "a\r\nb.pdf",
    "x" * 300 + ".pdf",
)


def test_hostile_uploads_cost_nobody_but_themselves(tmp_path: Path, small: TinyBatch) -> None:
    """The hostile set and hostile names, by the upload form: each is taken in or refused, the honest ones are read."""
    settings = ReaderSettings(second_engine=False, limits=Limits(seconds=20, memory_bytes=2_000_000_000))
    with desk(Workspace(tmp_path / "workspace", settings, workers=2), Settings(sampled=0.0)) as services:
        services.people.add(Person(0, "lead", "Lead", "lead"), None, services.now())
        handed_in(services, small, portal_of(services), tmp_path, excess=500)
        lead = lead_at(services)
        page = lead.hidden(lead.text("/upload"), "/upload")
        named = {name: make() for name, make in HOSTILE.items()} | dict.fromkeys(NAMES, b"%PDF-1.7 nothing")
        for name, content in named.items():
            sent = {**page, "kind": "evidence", "batch": "tiny"}
            answer = lead.client.post("/upload", data=sent, files={"files": (name, content)})
            assert answer.status_code in {200, 422}, (name, answer.text[:300])
            assert "<script>.pdf" not in answer.text
        services.work("tiny")
        settled(services, "tiny")
        assert services.working()["tiny"] == "done"
        assert lead.client.get("/queue?shelf=all").status_code == 200
        for case in services.desk.page(Wanted(shelf=None), 0, 200):
            assert lead.client.get(f"/cases/{case.id}").status_code == 200
        assert services.desk.page(Wanted(shelf=None, code="overclaimed"), 0, 9), "what was honest is judged as before"
        kept = [path for path in (tmp_path / "workspace").rglob("*") if path.is_file()]
        assert all(path.resolve().is_relative_to(tmp_path.resolve()) for path in kept)
        assert not (tmp_path / "etc").exists()
