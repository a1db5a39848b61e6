"""The night under Prefect, with its embedded server: what it does, and what it leaves to see."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.faults import BusyError, UsageError
from flows.prefect_settings import SETTINGS
from flows.steps.collect import collect
from flows.steps.ingest import take_in_files
from flows.steps.known import documents_in_force
from flows.steps.locking import only_one
from flows.steps.outcome import publish_run
from flows.steps.read import read_new
from flows.steps.standing import last_verdict
from flows.workspace import Workspace
from tests.flows_batch import TinyBatch, invoice, tiny_batch

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run an embedded server for this module, its files in a folder that is gone afterwards."""
    home = tmp_path_factory.mktemp("prefect")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"PREFECT_HOME": str(home), **SETTINGS}.items():
            patch.setenv(name, value)
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            yield


@pytest.fixture
def batch(tmp_path: Path) -> TinyBatch:
    return tiny_batch(tmp_path / "batch", 6)


def night(batch: TinyBatch, tmp_path: Path, **more: Any) -> int:
    from flows.nightly import nightly

    parameters = batch.assignment(tmp_path / "out").as_parameters()
    code: int = nightly(**{**parameters, "workspace": tmp_path / "workspace", **more})
    return code


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def artifact(key: str) -> str:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = client.request("POST", "/artifacts/latest/filter", json={}).json()
    return str(next(each["data"] for each in found if each["key"] == key))


def test_a_night_publishes_keeps_its_record_and_shows_it_in_prefect(batch: TinyBatch, tmp_path: Path) -> None:
    assert night(batch, tmp_path) == 2
    report = written(tmp_path / "out")
    assert {"report.html", "report.xlsx", "lines.csv", "findings.csv", "documents.csv"} <= set(report)
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        (run,) = ledger.runs(9)
    assert (run.kind, run.outcome) == ("nightly", "findings")
    assert (run.counts["read"], run.counts["documents"], run.counts["unread"]) == (6, 6, 0)
    # Fetching, taking in, reading, reconciling and publishing.
    assert run.counts["task_runs"] == 5
    assert "| Excess claim | 1 |" in artifact("summary")
    assert "L0005" in artifact("top-findings")

    assert night(batch, tmp_path) == 2
    assert written(tmp_path / "out") == report
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        again = ledger.runs(9)[0]
    assert (again.counts["read"], again.outcome) == (0, "unchanged, findings")
    assert "task_runs" not in again.counts


def test_a_night_is_the_same_as_the_reconcile_verb(batch: TinyBatch, tmp_path: Path) -> None:
    night(batch, tmp_path)
    asked = batch.assignment(tmp_path / "out")
    verb = [sys.executable, "-m", "flows.cli", "reconcile", "--plan", asked.plan, "--claims", batch.claims]
    where = ["--evidence", batch.evidence, "--out", tmp_path / "again", "--workspace", tmp_path / "workspace"]
    told = ["--as-of", asked.as_of.isoformat(), "--batch", asked.batch]
    subprocess.run([*map(str, (*verb, *where, *told))], check=False, capture_output=True, env=os.environ)
    assert written(tmp_path / "again") == written(tmp_path / "out")


def test_a_late_document_is_read_alone(batch: TinyBatch, tmp_path: Path) -> None:
    (batch.evidence / "invoice-0003.pdf").unlink()
    night(batch, tmp_path)
    assert "missing_evidence" in written(tmp_path / "out")["findings.csv"].decode()
    (batch.evidence / "invoice-0003.pdf").write_bytes(invoice(3))
    night(batch, tmp_path)
    report = written(tmp_path / "out")
    assert "missing_evidence" not in report["findings.csv"].decode()
    (gone,) = [row for row in report["changes.csv"].decode().splitlines() if row.startswith("gone,missing_evidence")]
    assert "L0003,C0003" in gone
    assert gone.endswith(",late document: invoice-0003.pdf")
    assert "late document: invoice-0003.pdf" in report["report.html"].decode()
    assert "1 gone" in artifact("summary")
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        assert ledger.runs(1)[0].counts["read"] == 1


def test_what_comes_while_a_report_is_made_is_for_the_next_night(batch: TinyBatch, tmp_path: Path) -> None:
    from flows.reconcile import reconcile_all

    night(batch, tmp_path)
    workspace, assignment = Workspace(tmp_path / "workspace"), batch.assignment(tmp_path / "out")
    with workspace.open() as held:
        run = held.ledger.begin_run("nightly", assignment.batch, {}, assignment.as_of, datetime.now(UTC))
        made_of = reconcile_all.fn(assignment, workspace, run)
        (batch.evidence / "note.txt").write_text("late")
        take_in_files(collect([batch.evidence]), assignment.batch, held, lambda: None)
        read_new(
            documents_in_force(assignment.batch, held),
            assignment.batch,
            held,
            lambda title, total: nullcontext(lambda: None),
        )
        publish_run(assignment, run, made_of, held)
    assert last_verdict(assignment, workspace) is None


def test_a_later_day_on_which_no_answer_may_turn_is_not_judged_anew(batch: TinyBatch, tmp_path: Path) -> None:
    night(batch, tmp_path, as_of="2026-03-25")
    for as_of, outcome in (("2026-03-31", "unchanged, findings"), ("2026-04-01", "findings")):
        night(batch, tmp_path, as_of=as_of)
        with Workspace(tmp_path / "workspace").ledger() as ledger:
            assert ledger.runs(1)[0].outcome == outcome
            assert ledger.runs(1)[0].as_of.isoformat() == as_of


def test_a_past_day_can_be_given(batch: TinyBatch, tmp_path: Path) -> None:
    night(batch, tmp_path, as_of="2026-01-31")
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        found = ledger.latest_reconciliation("tiny")
    assert found
    assert found.as_of.isoformat() == "2026-01-31"


def test_a_second_night_at_once_is_refused(batch: TinyBatch, tmp_path: Path) -> None:
    with only_one(tmp_path / "workspace", tmp_path / "out"), pytest.raises(BusyError):
        night(batch, tmp_path)


def test_a_night_that_fails_says_so_in_the_record(batch: TinyBatch, tmp_path: Path) -> None:
    batch.plan.write_text("line_id,campaign_name\nL1,Spring\n")
    with pytest.raises(UsageError):
        night(batch, tmp_path)
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        (run,) = ledger.runs(9)
    assert (run.outcome or "").startswith("failed: UsageError: 1 fault")
    assert not (tmp_path / "out").exists()


def test_the_deployment_runs_one_night_at_a_time_with_its_time_zone(batch: TinyBatch, tmp_path: Path) -> None:
    from flows.nights import Night
    from flows.serve import night_deployment

    night = Night(batch.assignment(tmp_path / "out"), "15 2 * * *", "Europe/Oslo")
    made = night_deployment(night, tmp_path / "workspace")
    assert [getattr(each.schedule, "timezone", "") for each in made.schedules or []] == ["Europe/Oslo"]
    assert (made.concurrency_limit, made.concurrency_options and made.concurrency_options.collision_strategy) == (
        1,
        "CANCEL_NEW",
    )
    assert made.entrypoint == "flows.nightly.nightly"
    assert made.parameters["as_of"] is None
    assert "The approved plan" in str(made._parameter_openapi_schema)
