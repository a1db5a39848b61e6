"""Why a finding is not as it was: what changed of its own since the last report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import FieldName, Money
from flows.steps.reasons import reasons
from flows.workspace import Holdings, Reader, Workspace
from ledger.differences import identities, seen_digest
from ledger.model import Correction, Decision, Handed, Verdict
from matchers.model import Claim, Finding, LineStatus, Origin, PlanLine, Reconciliation, Severity, Status
from tests.ledger_sample import sha_of
from tests.matching_sample import claim, line

THEN = datetime(2026, 6, 29, 2, tzinfo=UTC)
NOW = THEN + timedelta(1)
LINES = (line("L1", "Harbour Lights", "1000.00"), line("L2", "Clean Rivers", "500.00"))
CLAIMS = (claim("C1", "L1", "900.00", "a.pdf", "late.pdf"), claim("C2", "L2", "500.00", "b.pdf"))
GENERAL = ("proofdesk itself changed",)


def finding(claim_id: str, rule: str = "C27@1", document: str = "") -> Finding:
    risk = Money(Decimal(10), "EUR")
    return Finding("overclaimed", Severity.REVIEW, rule, "10 too much", "", claim_id, document, risk)


def status(planned: PlanLine, claims: tuple[Claim, ...]) -> LineStatus:
    brought = tuple(each.claim_id for each in claims if each.line_id == planned.line_id)
    return LineStatus(planned, Status.REVIEW, planned.approved, planned.approved, (), brought, (), 1.0)


def found(claims: tuple[Claim, ...] = CLAIMS, *findings: Finding) -> Reconciliation:
    return Reconciliation(
        tuple(status(each, claims) for each in LINES), (), findings, date(2026, 6, 30), "generic", claims
    )


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Holdings]:
    """Return a ledger in which a run ended before the last document came."""
    workspace = Workspace(tmp_path)
    with workspace.ledger() as ledger:
        for name, at in (("a.pdf", THEN), ("b.pdf", THEN), ("late.pdf", NOW)):
            ledger.submit("north", [Handed(name, sha_of(name), "application/pdf", 9, f"inbox/{name}")], at)
        run = ledger.begin_run("nightly", "north", {}, date(2026, 6, 29), THEN)
        ledger.keep_reconciliation(run, "north", found(CLAIMS, finding("C2")))
        ledger.finish_run(run, "findings", {}, THEN + timedelta(hours=1))
        yield Holdings(tmp_path, ledger, workspace.documents(), Reader("1", "x"), workspace.settings, 1)


def why(held: Holdings, about: Finding, after: Reconciliation, before: Finding | None = None) -> str:
    (run,) = held.ledger.runs(1)
    (key,) = identities([about])
    return reasons("north", run.id, found(), after, GENERAL, held).of(key, before, about)


def test_a_late_document_is_named_to_its_claim_and_to_nobody_else(held: Holdings) -> None:
    assert why(held, finding("C1"), found()) == "late document: late.pdf"
    assert why(held, finding("", document="late.pdf"), found()) == "late document: late.pdf"
    assert why(held, finding("C2"), found()) == "proofdesk itself changed"


def test_a_changed_claim_is_told_and_one_that_stands_elsewhere_in_its_table_is_not(held: Holdings) -> None:
    asked = Money(Decimal(600), "EUR")
    assert why(held, finding("C2"), found((CLAIMS[0], replace(CLAIMS[1], claimed=asked)))) == "its claim changed"
    moved = replace(CLAIMS[1], origin=Origin("claims.csv", 9))
    assert why(held, finding("C2"), found((CLAIMS[0], moved))) == "proofdesk itself changed"


def test_another_version_of_the_rule_is_told(held: Holdings) -> None:
    told = why(held, finding("C2", "C27@2"), found(), finding("C2", "C27@1"))
    assert told == "new rule version: C27@1 became C27@2"


def test_what_was_decided_and_corrected_at_the_desk_is_told(held: Holdings) -> None:
    about = finding("C2")
    (key,) = identities([about])
    correction = Correction(sha_of("b.pdf"), FieldName.TOTAL_AMOUNT, "500.00", "510.00")
    made = Decision("north", key, Verdict.CORRECT_VALUE, "rev", NOW, seen_digest(about), correction=correction)
    held.ledger.decide(made)
    assert why(held, about, found()) == "decided at the desk; corrected at the desk: b.pdf"
