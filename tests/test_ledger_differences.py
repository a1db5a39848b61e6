"""What became of findings from one run to the next."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from ledger.differences import Change, Differences, differences, identities, seen_digest
from matchers.model import Finding, Severity
from tests.ledger_sample import finding

SOME = st.lists(
    st.builds(finding, st.integers(1, 3), st.sampled_from(["1.00", "2.00"]), st.sampled_from(["overclaimed", "gap"])),
    max_size=8,
)


def test_new_gone_and_changed_findings_are_told_apart() -> None:
    stays, goes, comes = finding(1), finding(2), finding(3)
    before, after = finding(4), finding(4, "120.00")
    assert differences([stays, goes, before], [after, comes, stays]) == Differences(
        new=(comes,), gone=(goes,), changed=(Change(before, after),)
    )


def test_a_new_version_of_a_rule_changes_a_finding_and_another_rule_makes_another() -> None:
    before = finding(1)
    newer, other = dataclasses.replace(before, rule="C17@2"), dataclasses.replace(before, rule="C18@1")
    assert differences([before], [newer]).changed == (Change(before, newer),)
    assert differences([before], [other]) == Differences((other,), (before,), ())


def test_whatever_a_finding_says_is_part_of_what_was_seen() -> None:
    seen = finding(1)
    changes = (
        {"severity": Severity.BLOCK}, {"rule": "C17@2"}, {"message": "Other words."}, {"at_risk": None}, {"found": "0"},
        {"confidence": 0.5}, {"evidence": ()}, {"comparisons": ()}, {"partner_message": ""}, {"expected": "1"},
    )  # fmt: skip
    others = [dataclasses.replace(seen, **change) for change in changes]
    assert len({seen_digest(each) for each in (seen, *others)}) == len(changes) + 1


@given(SOME)
def test_each_finding_has_an_identity_of_its_own(findings: list[Finding]) -> None:
    assert list(identities(findings).values()) == findings


@given(SOME, SOME)
def test_differences_add_up(before: list[Finding], after: list[Finding]) -> None:
    found = differences(before, after)
    same = len(after) - len(found.new) - len(found.changed)
    assert len(before) == len(found.gone) + len(found.changed) + same
    assert differences(after, before).new == found.gone
    assert differences(before, before) == Differences((), (), ())
