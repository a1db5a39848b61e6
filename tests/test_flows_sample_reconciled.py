"""The sample batch, its invoices read rightly, comes to exactly what its truth says."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.model import FieldName
from extractors.pipeline import read_and_extract
from extractors.settings import ReaderSettings
from flows.sample.maker import fields_of
from flows.sample.story import the_story
from flows.steps.citing import cited
from flows.steps.weights import load_weights
from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.model import Exhibit, Finding, Reconciliation, Status, Submission
from matchers.programme import parse_programme
from matchers.reconcile import reconcile
from tests.sample_exhibits import corrected, exhibits

pytestmark = pytest.mark.slow

DATA = Path(__file__).parent.parent / "data"
BATCH = DATA / "sample" / "batch"
PROOF = {
    "order": {
        FieldName.DOCUMENT_NUMBER: "IO-5580",
        FieldName.DOCUMENT_DATE: "2025-09-24",
        FieldName.ACTIVITY_START: "2025-10-01",
        FieldName.ACTIVITY_END: "2025-10-31",
        FieldName.CAMPAIGN: "Digital Shopfront Search",
        FieldName.TOTAL_AMOUNT: "9800.00",
        FieldName.CURRENCY: "USD",
    },
    "report": {FieldName.ACTIVITY_START: "2025-10-01", FieldName.ACTIVITY_END: "2025-10-31"},
    "agenda": {FieldName.ACTIVITY_START: "2025-11-18"},
    "click_report": {FieldName.ACTIVITY_START: "2025-09-08", FieldName.ACTIVITY_END: "2025-09-28"},
    "screenshot": {FieldName.ACTIVITY_START: "2025-09-17"},
    "mail": {FieldName.DOCUMENT_DATE: "2025-12-01"},
    "programme_text": {FieldName.ACTIVITY_START: "2025-12-03", FieldName.ACTIVITY_END: "2025-12-04"},
}
"""What the other papers say."""


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((BATCH / "truth.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def reconciled() -> Reconciliation:
    story = the_story()
    known = {
        bill.file: {FieldName(name): value for name, value in fields_of(bill.billing.invoice)} for bill in story.bills
    }
    known |= {entry["file"]: known[entry["of"]] for entry in story.others["copies"]}
    known |= {story.others[key]["file"]: values for key, values in PROOF.items()}
    submissions, shown = exhibits(BATCH / "evidence", known)
    generic = (DATA / "programs" / "generic.toml").read_text(encoding="utf-8")
    return reconcile(
        read_plan("plan.xlsx", (BATCH / "plan.xlsx").read_bytes()),
        cited(read_claims("claims.csv", (BATCH / "claims.csv").read_bytes()), submissions),
        submissions,
        shown,
        parse_programme((BATCH / "programme.toml").read_text(encoding="utf-8"), {"generic": generic}),
        story.as_of,
        load_weights(),
    )


def subject_of(finding: dict[str, Any]) -> tuple[str, str]:
    return finding["code"], finding.get("claim_id") or finding.get("document") or finding["line_id"]


def subjects_of(finding: Finding) -> set[tuple[str, str]]:
    return {(finding.code, subject) for subject in (finding.claim_id, finding.document, finding.line_id) if subject}


def test_every_finding_is_raised_with_its_amount(truth: dict[str, Any], reconciled: Reconciliation) -> None:
    found = {subject: finding for finding in reconciled.findings for subject in subjects_of(finding)}
    for expected in (*truth["findings"], *truth["checks"]):
        assert subject_of(expected) in found, expected
        if "amount" in expected:
            at_risk = found[subject_of(expected)].at_risk
            assert at_risk, expected
            assert at_risk.amount == Decimal(expected["amount"]), expected


def test_nothing_else_is_raised(truth: dict[str, Any], reconciled: Reconciliation) -> None:
    expected = {subject_of(finding) for finding in (*truth["findings"], *truth["checks"])}
    others = [finding for finding in reconciled.findings if not subjects_of(finding) & expected]
    assert [(finding.code, finding.line_id, finding.message) for finding in others] == []


def test_documents_are_matched_to_their_lines(truth: dict[str, Any], reconciled: Reconciliation) -> None:
    matched = {
        allocation.document.rpartition("/")[2]: allocation.line_id
        for allocation in reconciled.allocations
        if allocation.line_id
    }
    assert {name: matched.get(name) for name in truth["matches"]} == truth["matches"]


def test_lines_are_cleared_where_nothing_is_wrong_and_nowhere_else(
    truth: dict[str, Any], reconciled: Reconciliation
) -> None:
    faulty = {finding["line_id"] for finding in (*truth["findings"], *truth["checks"]) if "line_id" in finding}
    cleared = {each.line.line_id for each in reconciled.lines if each.status is Status.CLEARED}
    assert cleared == set(truth["lines"]) - faulty


def test_proof_without_a_cost_document_clears_nothing() -> None:
    agenda = BATCH / "evidence" / "agenda_partnerdag.pdf"
    document, extraction = read_and_extract(agenda.name, agenda.read_bytes(), ReaderSettings())
    lines = read_plan("plan.xlsx", (BATCH / "plan.xlsx").read_bytes())
    plan = [replace(line, expected_evidence=()) for line in lines if line.line_id == "V-102"]
    shown = Exhibit(document, corrected(extraction, PROOF["agenda"]))
    programme = parse_programme((DATA / "programs" / "generic.toml").read_text(encoding="utf-8"))
    submissions = [Submission(agenda.name, document.sha256)]
    found = reconcile(plan, (), submissions, {document.sha256: shown}, programme, the_story().as_of, load_weights())
    assert [(each.documents, each.status) for each in found.lines] == [((agenda.name,), Status.REVIEW)]
