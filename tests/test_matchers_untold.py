"""Required proof of which nobody can tell whether it is there keeps a line from being cleared; other doubts do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchers.checks.catalogue import BY_CODE, Provenance
from matchers.checks.untold import REQUIRED
from matchers.programme import parse_programme
from tests.matching_sample import claim, exhibit, line, reconciled

RULES = """
name = "regional"
version = "1"
[activities.radio]
title = "Radio"
preapproval = true
"""
LINE = line("L1", "Harbour Lights", "1000.00")
EXHIBITS = [exhibit(f"{name}.pdf", "Harbour Lights", "500.00", number=f"N-{name}{name}7") for name in "ab"]
CASES = [
    ("one pre-approval", RULES, ("PA-1", "PA-1"), "cleared"),
    ("two, and nobody says which holds", RULES, ("PA-1", "PA-2"), "review"),
    ("nobody asks for one", RULES.replace("preapproval = true", ""), ("PA-1", "PA-2"), "cleared"),
    ("it only informs", RULES + '[checks]\npreapproval_id = "info"\n', ("PA-1", "PA-2"), "cleared"),
    ("it is not checked", RULES + '[checks]\npreapproval_id = "off"\n', ("PA-1", "PA-2"), "cleared"),
]


@pytest.mark.parametrize(("rules", "given", "status"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_line_is_cleared_only_where_required_proof_is_told(rules: str, given: tuple[str, str], status: str) -> None:
    claims = [
        replace(claim(f"C-{name}", "L1", "500.00", f"{name}.pdf"), preapproval_id=each)
        for name, each in zip("ab", given, strict=True)
    ]
    found = reconciled([LINE], EXHIBITS, claims, parse_programme(rules))
    assert found.lines[0].status == status, found.lines[0].reasons
    if status == "review":
        assert found.lines[0].reasons == (
            "It cannot be told whether an activity that needs pre-approval has its ID: "
            "plan and claims name several pre-approvals: PA-1, PA-2.",
        )


def test_a_figure_that_cannot_be_told_holds_back_the_line_of_its_claim() -> None:
    rules = RULES.replace("preapproval = true", 'metrics = ["reach"]') + '[metrics]\nreach = ["reach"]\n'
    claims = [claim(f"C-{name}", "L1", "500.00", f"{name}.pdf") for name in "ab"]
    found = reconciled([LINE], EXHIBITS, claims, parse_programme(rules))
    assert {each.answer for each in found.checks if each.rule.startswith("C3@")} == {"cannot_tell"}
    assert found.lines[0].status == "review"


def test_what_is_required_is_documented() -> None:
    assert {BY_CODE[code].provenance for code in REQUIRED} == {Provenance.DOCUMENTED}


def test_an_answer_that_is_no_condition_of_payment_holds_nothing_back() -> None:
    found = reconciled([LINE], EXHIBITS)
    assert any(each.answer == "cannot_tell" for each in found.checks)
    assert found.lines[0].status == "cleared"
