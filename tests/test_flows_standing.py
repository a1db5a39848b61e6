"""Whether a report stands, and what is said of why it does not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Money
from flows.steps.assignment import Assignment
from flows.steps.changes import changes, changes_table
from flows.steps.collect import collect
from flows.steps.ingest import take_in_files
from flows.steps.reasons import Reasons
from flows.steps.reconcile import keep_tables
from flows.steps.standing import Inputs, Published, inputs_of, last_published, remember_published, untouched_verdict
from flows.steps.tables import load_tables
from flows.steps.verdict import Reading, Verdict
from flows.workspace import Holdings, Reader, Workspace
from matchers.model import Finding, Reconciliation, Severity
from tests.flows_batch import TinyBatch, tiny_batch

INPUTS = Inputs("d", "p", "c", "r", "1 abc", "x", "y", "2026-06-30")
VERDICT = Verdict(documents=3, lines=3, cleared=1, findings=2, reading=Reading(0))


@pytest.fixture
def batch(tmp_path: Path) -> TinyBatch:
    return tiny_batch(tmp_path / "batch", 3)


@pytest.fixture
def held(tmp_path: Path, batch: TinyBatch) -> Iterator[Holdings]:
    workspace = Workspace(tmp_path / "workspace")
    with workspace.ledger() as ledger:
        opened = Holdings(workspace.folder, ledger, workspace.documents(), Reader("1", "abc"), workspace.settings, 1)
        begin(opened, batch.assignment(tmp_path / "out"))
        yield opened


def begin(held: Holdings, assignment: Assignment) -> None:
    keep_tables(assignment.batch, load_tables(assignment.plan, assignment.claims), held)
    take_in_files(collect([Path(each) for each in assignment.evidence]), assignment.batch, held, lambda: None)


@pytest.mark.parametrize(
    ("later", "days", "stands"),
    [("2026-06-30", 0, True), ("2026-07-01", 0, False), ("2026-07-01", 1, True), ("2026-06-29", 7, False)],
)
def test_a_report_stands_for_so_many_days(later: str, days: int, stands: bool) -> None:
    assert Published(INPUTS, "run", VERDICT).stands(replace(INPUTS, as_of=later), days) is stands


def test_a_report_stands_until_an_answer_may_turn() -> None:
    published = Published(INPUTS, "run", VERDICT, "2026-07-15")
    assert published.stands(replace(INPUTS, as_of="2026-07-15"), 0)
    assert not published.stands(replace(INPUTS, as_of="2026-07-16"), 0)


@pytest.mark.parametrize("name", ["documents", "plan", "claims", "programme", "reader", "decisions", "code", "history"])
def test_a_report_does_not_stand_where_anything_changed(name: str) -> None:
    changed = replace(INPUTS, **{name: "other"})
    assert not Published(INPUTS, "run", VERDICT).stands(changed, 7)
    assert len(changed.changes_since(INPUTS)) == 1


def test_what_was_published_is_remembered_while_the_report_is_there(
    held: Holdings, batch: TinyBatch, tmp_path: Path
) -> None:
    assignment = batch.assignment(tmp_path / "out")
    published = Published(inputs_of(assignment, held), "run", VERDICT)
    remember_published(published, assignment, held)
    assert last_published(assignment, held) is None
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").touch()
    assert last_published(assignment, held) == published


@pytest.fixture
def quiet(held: Holdings, batch: TinyBatch, tmp_path: Path) -> Callable[[], Verdict | None]:
    """A batch with a report: the function says what that came to, where nothing touched the batch since."""
    workspace = Workspace(held.folder, ledger_url=f"sqlite:///{held.folder / 'ledger.db'}")
    assignment = batch.assignment(tmp_path / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").touch()
    with workspace.open() as opened:
        remember_published(Published(inputs_of(assignment, opened), "run", VERDICT), assignment, opened)
    return lambda: untouched_verdict(assignment, workspace)


def test_a_batch_that_nothing_touched_is_told_without_reading_it(quiet: Callable[[], Verdict | None]) -> None:
    assert quiet() == VERDICT


@pytest.mark.parametrize(
    "touch",
    [
        lambda batch: (batch.evidence / "late.txt").write_text("late"),
        lambda batch: os.utime(batch.evidence / "invoice-0002.pdf", (1, 1)),
        lambda batch: batch.plan.write_bytes(batch.plan.read_bytes() + b"\n"),
        lambda batch: batch.plan.unlink(),
        lambda batch: batch.claims.write_text(batch.claims.read_text().replace("EUR", "SEK")),
        lambda batch: batch.evidence.rename(batch.folder / "away"),
        lambda batch: (batch.folder.parent / "out" / "report.html").unlink(),
    ],
    ids=["late", "touched", "plan", "no plan", "claims", "no inbox", "no report"],
)
def test_a_batch_that_anything_touched_is_looked_at(
    quiet: Callable[[], Verdict | None], batch: TinyBatch, touch: Callable[[TinyBatch], object]
) -> None:
    touch(batch)
    assert quiet() is None


def test_each_change_is_told_in_words(held: Holdings, batch: TinyBatch, tmp_path: Path) -> None:
    assignment = batch.assignment(tmp_path / "out")
    before = inputs_of(assignment, held)
    batch.claims.write_text(batch.claims.read_text().replace("EUR", "SEK"))
    (batch.evidence / "note.txt").write_text("late")
    begin(held, assignment)
    later = replace(assignment, as_of=date(2026, 7, 1), programme="microsoft-coop-fy25")
    assert inputs_of(later, held).changes_since(before) == (
        "documents came or changed",
        "the claims changed",
        "the programme's rules changed",
        "it is judged by 2026-07-01",
    )


def test_findings_that_are_new_gone_and_changed_are_listed() -> None:
    def finding(claim: str, amount: int) -> Finding:
        risk = Money(Decimal(amount), "EUR")
        return Finding("overclaimed", Severity.REVIEW, "C27@1", f"{amount} too much", claim_id=claim, at_risk=risk)

    before = Reconciliation((), (), (finding("C1", 10), finding("C2", 20)), date(2026, 6, 29), "generic")
    after = Reconciliation((), (), (finding("C2", 25), finding("C3", 30)), date(2026, 6, 30), "generic")
    told = changes(before, after, Reasons({("claim", "C1"): ["late document: b.pdf"]}, ("the claims changed",)))
    rows = [(row[0], row[3], row[5], row[6], row[-1]) for row in changes_table(told).rows]
    assert rows == [
        ("new", "C3", 30, None, "the claims changed"),
        ("gone", "C1", None, 10, "late document: b.pdf"),
        ("changed", "C2", 25, 20, "the claims changed"),
    ]
    assert told.sentence() == ("Findings since the report of 2026-06-29: 1 new, 1 gone, 1 changed. The claims changed.")
