"""Every check that can be planted is planted, and found in its place, under its rule, with its amount.

What the invoices say is taken from the truth where it is known, so that this judges planting and checking, not reading.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.model import FieldName
from flows.sample.large import make_checks
from flows.steps.weights import load_weights
from matchers.checks.catalogue import BY_CODE
from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.model import Finding, Reconciliation
from matchers.programme import parse_programme
from matchers.reconcile import reconcile
from tests.sample_exhibits import exhibits

AS_OF = date(2026, 3, 2)
GENERIC = (Path(__file__).parent.parent / "data" / "programs" / "generic.toml").read_text(encoding="utf-8")

NOT_PLANTED = {
    # Off by default, since each would be raised on most lines or claims of most programmes.
    "partial_proof",
    "service_date",
    "proof_note",
    "proof_of_payment",
    "exactly_approved",
    "partner_outlier",
    # These need earlier batches, or a machine that lacks a language.
    "handed_in_before",
    "billed_before",
    "other_partner",
    "resubmission",
    "unread_language",
}

FOUND_WHEN_READ = {"amount_disagrees"}
"""What reading finds, when it is sure of the page: not judged here."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checks")
    make_checks(folder)
    return folder


@pytest.fixture(scope="module")
def truth(made: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((made / "truth.json").read_text(encoding="utf-8"))
    return read


def known_values(folder: Path) -> dict[str, dict[FieldName, str]]:
    known: defaultdict[str, dict[FieldName, str]] = defaultdict(dict)
    for row in csv.DictReader((folder / "truth.csv").read_text(encoding="utf-8").splitlines()):
        known[row["document"]][FieldName(row["field"])] = row["value"]
    return known


@pytest.fixture(scope="module")
def reconciled(made: Path) -> Reconciliation:
    submissions, shown = exhibits(made / "evidence", known_values(made))
    return reconcile(
        read_plan("plan.csv", (made / "plan.csv").read_bytes()),
        read_claims("claims.csv", (made / "claims.csv").read_bytes()),
        submissions,
        shown,
        parse_programme((made / "programme.toml").read_text(encoding="utf-8"), {"generic": GENERIC}),
        AS_OF,
        load_weights(),
    )


def subject_of(finding: dict[str, Any]) -> tuple[str, str]:
    return finding["code"], finding.get("claim_id") or finding.get("document") or finding["line_id"]


def subjects_of(finding: Finding) -> set[tuple[str, str]]:
    return {(finding.code, subject) for subject in (finding.claim_id, finding.document, finding.line_id) if subject}


def test_every_check_is_planted_or_it_is_said_why_not(truth: dict[str, Any]) -> None:
    automated = {code for code, rule in BY_CODE.items() if rule.setting}
    assert {finding["code"] for finding in truth["checks"]} == automated - NOT_PLANTED


@pytest.mark.slow
def test_each_is_found_with_the_right_rule_and_amount(truth: dict[str, Any], reconciled: Reconciliation) -> None:
    found = {subject: finding for finding in reconciled.findings for subject in subjects_of(finding)}
    for planted in truth["checks"]:
        if planted["code"] in FOUND_WHEN_READ:
            continue
        finding = found.get(subject_of(planted))
        assert finding, planted
        assert finding.rule.startswith(f"C{planted['rule']}@")
        assert finding.line_id in (planted["line_id"], "")
        if "amount" in planted:
            assert finding.at_risk, planted
            assert finding.at_risk.amount == Decimal(planted["amount"]), planted


@pytest.mark.slow
def test_nothing_else_is_found(truth: dict[str, Any], reconciled: Reconciliation) -> None:
    planted = {subject_of(finding) for finding in (*truth["checks"], *truth["findings"])}
    others = [finding for finding in reconciled.findings if not subjects_of(finding) & planted]
    assert [(finding.code, finding.line_id, finding.message) for finding in others] == []
