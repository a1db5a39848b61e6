"""What clearing would have done on decided batches, told by the verb."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli import main
from flows.workspace import Workspace
from ledger.case_model import Wanted
from ledger.desk import Desk
from ledger.differences import seen_digest
from ledger.model import Decision, Verdict
from ledger.store import Ledger
from matchers.model import Finding, LineStatus, Reconciliation, Severity, Status
from review.desk.projection import drafts, records
from tests.matching_sample import AS_OF, line

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def status(number: int, came_to: Status, confidence: float) -> LineStatus:
    planned = line(f"L{number}", f"Campaign {number}", "100.00")
    return LineStatus(planned, came_to, planned.approved, planned.approved, (), (), (), confidence)


FOUND = Reconciliation(
    (
        status(1, Status.CLEARED, 0.99),
        status(2, Status.CLEARED, 0.92),
        status(3, Status.FLAGGED, 0.5),
        status(4, Status.CLEARED, 0.95),
    ),
    (),
    (Finding("overclaimed", Severity.REVIEW, "C27@1", "too much", "L3"),),
    AS_OF,
    "generic",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with a batch that was reconciled and laid out at the desk."""
    with Workspace(tmp_path).ledger() as ledger:
        run = ledger.begin_run("nightly", "north", {}, AS_OF, NOW)
        ledger.keep_reconciliation(run, "north", FOUND)
        desk = Desk(ledger.database)
        (projection,) = desk.unshown()
        desk.lay_out(projection, list(drafts(FOUND, lambda _: None, 1.0)), records(FOUND))
    return tmp_path


def decide(ledger: Ledger, line_id: str, verdict: Verdict) -> None:
    desk = Desk(ledger.database)
    case = next(each for each in desk.page(Wanted(), 0, 99) if each.line_id == line_id)
    seen = seen_digest(FOUND.findings[0]) if line_id == "L3" else case.digest
    desk.decide(case, Decision("north", case.identity, verdict, "rev", NOW, seen), 0, needs_two=False)


def replayed(workspace: Path, capsys: pytest.CaptureFixture[str], code: int) -> dict[float, tuple[int, int, list[str]]]:
    assert main(["replay", "--workspace", str(workspace), "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    return {each["confidence"]: (each["right"], each["cleared"], each["false_clears"]) for each in told}


def test_lines_that_people_accepted_are_counted(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace(workspace).ledger() as ledger:
        for line_id in ("L1", "L2", "L3"):
            decide(ledger, line_id, Verdict.ACCEPT)
    told = replayed(workspace, capsys, 0)
    assert (told[0.0], told[0.95], told[0.99]) == ((3, 2, []), (3, 1, []), (3, 1, []))


def test_a_cleared_line_that_people_rejected_is_a_false_clear(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace(workspace).ledger() as ledger:
        decide(ledger, "L1", Verdict.ACCEPT)
        decide(ledger, "L4", Verdict.REJECT)
    told = replayed(workspace, capsys, 2)
    assert (told[0.9], told[0.97]) == ((1, 1, ["L4"]), (1, 1, []))
    assert main(["replay", "--workspace", str(workspace)]) == 2
    assert "L4" in capsys.readouterr().out


def test_without_decisions_nothing_is_counted(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(map(str, replayed(workspace, capsys, 0).values())) == {"(0, 0, [])"}
