"""A programme's editions: results say under which one they were made, and an old one gives its old result again."""

from __future__ import annotations

from dataclasses import replace

from ledger.differences import differences, seen_digest
from matchers.programme import parse_programme
from matchers.programme_model import Programme
from tests.matching_sample import claim, exhibit, line, reconciled

SPRING = """
name = "regional"
version = "1"
[activities.radio]
title = "Radio"
proof = [["invoice"]]
preapproval = true
[rule_versions]
preapproval_id = 1
"""
AUTUMN = (
    SPRING.replace('version = "1"', 'version = "2"')
    .replace("preapproval_id = 1", "preapproval_id = 2")
    .replace('proof = [["invoice"]]', 'proof = [["invoice", "report"]]')
)
PLAN = (line("L1", "Harbour Lights", "1000.00"), line("L2", "Clean Rivers", "500.00"))
EXHIBITS = (exhibit("a.pdf", "Harbour Lights", "1300.00"), exhibit("b.pdf", "Clean Rivers", "500.00"))
CLAIMS = (
    replace(claim("C1", "L1", "1300.00", "a.pdf"), preapproval_id="PA-7"),
    claim("C2", "L2", "500.00", "b.pdf"),
)


def test_every_finding_cites_rule_and_edition() -> None:
    for text, edition in ((SPRING, "regional@1"), (AUTUMN, "regional@2")):
        found = reconciled(PLAN, EXHIBITS, CLAIMS, parse_programme(text))
        assert found.edition == edition
        assert found.findings
        assert {finding.programme for finding in found.findings} == {edition}
        assert all("@" in finding.rule for finding in found.findings)


def test_a_run_under_an_old_edition_gives_the_old_result() -> None:
    then = reconciled(PLAN, EXHIBITS, CLAIMS, parse_programme(SPRING))
    now = reconciled(PLAN, EXHIBITS, CLAIMS, parse_programme(AUTUMN))
    again = reconciled(PLAN, EXHIBITS, CLAIMS, parse_programme(SPRING))
    assert repr(again) == repr(then)
    assert {(each.code, each.rule, each.line_id) for each in then.findings if each.code == "preapproval_id"} == {
        ("preapproval_id", "C4@1", "L1"),
        ("preapproval_id", "C4@1", "L2"),
    }
    # From version 2 of the rule on a claim's own pre-approval counts; the new edition asks for reports besides.
    assert {(each.rule, each.line_id) for each in now.findings if each.code == "preapproval_id"} == {("C4@2", "L2")}
    assert {each.line_id for each in now.findings if each.code == "proof_kinds"} == {"L1", "L2"}


def test_an_edition_that_changes_nothing_about_a_finding_leaves_it_as_it_was() -> None:
    old, new = (reconciled(PLAN, EXHIBITS, (), Programme("regional", version)).findings for version in ("1", "2"))
    assert [each.programme for each in old] != [each.programme for each in new]
    assert differences(old, new) == differences(old, old)
    assert [seen_digest(each) for each in old] == [seen_digest(each) for each in new]
