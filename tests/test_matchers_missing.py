"""What is missing on a day, soonest to close first; and what clearing would have done on decided batches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractors.model import Money
from matchers.missing import MissingProof, missing_proof
from matchers.model import Reconciliation
from matchers.programme_model import Programme, Window
from matchers.replay import replay
from tests.matching_sample import HALF_PROVEN_EXHIBITS, HALF_PROVEN_PLAN, reconciled

NINETY_DAYS = Programme("test", "1", claim_days_after_end=90)


def rows(as_of: str, programme: Programme = NINETY_DAYS) -> tuple[MissingProof, ...]:
    found = replace(reconciled(HALF_PROVEN_PLAN, HALF_PROVEN_EXHIBITS), as_of=date.fromisoformat(as_of))
    return missing_proof(found, programme)


def test_what_closes_soonest_comes_first_and_larger_sums_before_smaller() -> None:
    assert [(row.line.line_id, row.missing.amount, row.days_left) for row in rows("2026-07-20")] == [
        ("L4", Decimal("900.00"), 7),
        ("L2", Decimal("200.00"), 7),
        ("L3", Decimal("800.00"), 162),
    ]


def test_a_line_proven_in_full_misses_nothing() -> None:
    assert "L1" not in {row.line.line_id for row in rows("2026-07-20")}


@pytest.mark.parametrize(
    ("as_of", "state", "soon"),
    [
        ("2026-08-31", "not_started", False),
        ("2026-09-01", "running", False),
        ("2026-10-01", "ended", False),
        ("2026-12-01", "ended", True),
        ("2026-12-29", "ended", True),
        ("2026-12-30", "closed", False),
    ],
)
def test_a_line_on_each_day_of_its_life(as_of: str, state: str, soon: bool) -> None:
    row = next(row for row in rows(as_of) if row.line.line_id == "L3")
    assert (row.state, row.about_to_close) == (state, soon)


def test_what_is_closed_comes_last() -> None:
    assert [row.line.line_id for row in rows("2026-08-15")] == ["L3", "L4", "L2"]


def test_a_period_s_own_last_day_counts_before_days_after_the_end() -> None:
    window = Window(date(2026, 1, 1), date(2026, 6, 30), date(2026, 2, 16), date(2026, 8, 15))
    programme = replace(NINETY_DAYS, windows={"FY26H2": window})
    found = reconciled([replace(HALF_PROVEN_PLAN[2], period="FY26H2")], [])
    assert missing_proof(found, programme)[0].closes == date(2026, 8, 15)


def test_without_any_deadline_nothing_is_about_to_close() -> None:
    assert {row.days_left for row in rows("2026-07-20", Programme("test", "1"))} == {None}


def test_a_replay_counts_what_was_cleared_and_names_what_should_not_have_been() -> None:
    found: Reconciliation = reconciled(HALF_PROVEN_PLAN[:2], [HALF_PROVEN_EXHIBITS[0]])
    right, wrong = {"L1": True, "L2": False}, {"L1": False, "L2": False}
    assert found.lines[0].claimed == Money(Decimal("1000.00"), "EUR")
    low, high = replay([(found, right), (found, wrong)], (0.0, 1.1))
    assert (low.right, low.cleared, low.false_clears, low.share) == (1, 1, ("L1",), 1.0)
    assert (high.cleared, high.false_clears) == (0, ())
