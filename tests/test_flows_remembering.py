"""Layout memory from night to night: what people correct and what lines are cleared by teaches the documents after."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.model import Evidence, FieldName
from flows.progress import lines
from flows.review import desk
from flows.steps.assignment import Assignment
from flows.steps.batch import reconciled
from flows.steps.remembering import PERSON, memory_of
from flows.workspace import Holdings, Workspace
from ledger.case_model import Wanted
from ledger.model import Verdict
from ledger.people import Person
from matchers.model import Status
from review.desk.services import Services, Settings
from tests.flows_batch import AS_OF, tiny_batch
from tests.review_desk import lead_at

pytestmark = pytest.mark.slow
GROSS = (Decimal(640), Decimal(910), Decimal("333.40"))
PAID = (Decimal(120), Decimal(205), Decimal("50.10"))


def misleading_invoice(number: int) -> bytes:
    """Return an invoice whose "Total amount" is not what is asked for: a part of it was met by somebody else."""
    written = io.BytesIO()
    canvas = Canvas(written, invariant=1)
    gross, paid = GROSS[number], PAID[number]
    lines = (
        "Marlow Print Ltd",
        "INVOICE",
        f"Invoice number: MP-{number + 1:05}",
        f"Invoice date: 2026-03-{11 + number}",
        "Bill to: Tern Harbour Devices",
        f"Campaign: Harbour Lights {number}",
        "Period: 2026-03-02 to 2026-03-15",
        f"Media and production: {gross:.2f} EUR",
        f"Total amount: {gross:.2f} EUR",
        f"Met by the publisher: {paid:.2f} EUR",
        f"Left for you: {gross - paid:.2f} EUR",
    )
    for row, line in enumerate(lines):
        canvas.drawString(60, 780 - 24 * row, line)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace", workers=1)


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    """Return a batch of two plan lines and claims, of which the first one's invoice is there."""
    (tmp_path / "evidence").mkdir()
    plan, claims = tmp_path / "plan.csv", tmp_path / "claims.csv"
    asked = [gross - paid for gross, paid in zip(GROSS, PAID, strict=True)]
    heads = ("line_id", "campaign_name", "start_date", "end_date", "approved_amount", "currency", "reference")
    rows = [
        (f"L{number}", f"Harbour Lights {number}", "2026-03-01", "2026-03-31", amount, "EUR", f"MP-{number + 1:05}")
        for number, amount in enumerate(asked)
    ]
    table(plan, heads, rows)
    claim_heads = ("claim_id", "line_id", "poe_date", "claimed_amount", "currency", "documents")
    more = (20, 0, 0)  # The first claim asks for more than is approved, so that a reviewer looks at it.
    table(
        claims,
        claim_heads,
        [(f"C{n}", f"L{n}", "2026-03-10", each + more[n], "EUR", f"{n}.pdf") for n, each in enumerate(asked)],
    )
    given = Assignment("tiny", plan, (str(tmp_path / "evidence"),), tmp_path / "out", AS_OF, claims)
    hand_in(given, 0)
    return given


def table(path: Path, heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heads, *rows])


def hand_in(assignment: Assignment, number: int) -> None:
    (Path(assignment.evidence[0]) / f"{number}.pdf").write_bytes(misleading_invoice(number))


def night(assignment: Assignment, workspace: Workspace) -> dict[str, Status]:
    with reconciled(assignment, workspace, lines) as outcome:
        return {each.line.line_id: each.status for each in outcome.batch.reconciliation.lines}


def totals(workspace: Workspace, *, recalled: bool = True) -> dict[str, Evidence | None]:
    with workspace.open() as held:
        names = {item.sha256: item.name for item in held.ledger.submissions("tiny")}
        found = held.ledger.extractions(held.reader.version, held.reader.digest, names, recalled=recalled)
        return {names[sha256]: found[sha256].find(FieldName.TOTAL_AMOUNT) for sha256 in names}


@pytest.fixture
def services(workspace: Workspace, assignment: Assignment) -> Iterator[Services]:
    night(assignment, workspace)
    with desk(workspace, Settings(sampled=0.0)) as opened:
        opened.people.add(Person(0, "lead", "Lead", "lead"), None, opened.now())
        yield opened


def correct_total(services: Services, value: str) -> None:
    """Correct the total of the first invoice as a reviewer does, on a case of its line."""
    lead = lead_at(services)
    lead.text("/upload")
    case = services.desk.page(Wanted(shelf=None, code="excess_claim"), 0, 1)[0]
    page = lead.text(f"/cases/{case.id}")
    sent = lead.send(
        page, f"/cases/{case.id}/correct", False, document="0.pdf", field="total_amount", value=value, box="", read=""
    )
    assert sent.status_code == 303, sent.text
    services.again("tiny").result(300)


def test_what_a_reviewer_corrects_is_read_rightly_on_the_next_invoice_of_its_layout(
    services: Services, workspace: Workspace, assignment: Assignment
) -> None:
    before = totals(workspace)["0.pdf"]
    assert before
    assert (before.value, before.confidence > 0.9) == ("640.00", True)
    correct_total(services, "520.00")
    hand_in(assignment, 1)
    night(assignment, workspace)
    after = totals(workspace)["1.pdf"]
    assert after
    assert (after.value, after.confidence < 0.9) == ("705.00", True)


def test_a_correction_that_is_taken_back_is_forgotten(
    services: Services, workspace: Workspace, assignment: Assignment
) -> None:
    hand_in(assignment, 1)
    correct_total(services, "520.00")
    night(assignment, workspace)
    assert value_of(totals(workspace)["1.pdf"]) == "705.00"
    with workspace.open() as held:
        decided = held.ledger.decisions("tiny")[-1]
        undo = replace(decided.decision, verdict=Verdict.UNDO, undoes=decided.number, correction=None)
        held.ledger.decide(undo, after=decided.number)
        memory_of(held)
        assert list(held.ledger.taught_by(PERSON).values()) == [None]
        # That its line was cleared by another amount than its total teaches nothing of totals.
        taught = {each.name for _, lesson in held.ledger.lessons() for each in lesson.taught}
        assert FieldName.TOTAL_AMOUNT not in taught
    night(assignment, workspace)
    assert value_of(totals(workspace)["1.pdf"]) == "910.00"


def value_of(evidence: Evidence | None) -> str:
    return evidence.value if evidence else ""


@pytest.fixture
def cleared(tmp_path: Path, workspace: Workspace) -> Assignment:
    """Return a batch that was reconciled once; what its cleared lines taught is known."""
    given = tiny_batch(tmp_path / "batch", 6).assignment(tmp_path / "out")
    night(given, workspace)
    return given


def lessons_of(held: Holdings) -> list[tuple[str, str]]:
    return [(source, lesson.sha256) for source, lesson in held.ledger.lessons()]


def test_cleared_lines_teach_what_was_read_surely(cleared: Assignment, workspace: Workspace) -> None:
    with workspace.open() as held:
        several = held.ledger.lessons()
        assert {source for source, _ in several} == {"cleared tiny"}
        assert 1 <= len(several) <= 6
        assert all(FieldName.TOTAL_AMOUNT in {each.name for each in lesson.taught} for _, lesson in several)


def test_a_batch_teaches_itself_nothing_and_says_the_same_again(cleared: Assignment, workspace: Workspace) -> None:
    def written() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in cleared.out.iterdir() if path.suffix != ".xlsx"}

    first = written()
    with workspace.open() as held:
        taught = lessons_of(held)
    assert set(night(cleared, workspace).values()) >= {Status.CLEARED}
    assert written() == first
    with workspace.open() as held:
        assert lessons_of(held) == taught


def test_what_an_erased_document_taught_is_erased_with_it(cleared: Assignment, workspace: Workspace) -> None:
    with workspace.open() as held:
        assert lessons_of(held)
        held.ledger.purge(datetime.now(UTC) + timedelta(days=1), "ops", datetime.now(UTC))
        assert lessons_of(held) == []
        assert held.ledger.taught_by("cleared tiny") == {}
