"""A judgement holds until a day on which an answer may turn, and on no day before that is any answer another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.steps.weights import load_weights
from matchers.missing import missing_proof
from matchers.model import Claim, PlanLine, Reconciliation
from matchers.programme_model import Programme, Window
from matchers.reconcile import reconcile
from matchers.turning import holds_until
from tests.matching_sample import claim, line

DAY = date(2026, 6, 30)
WINDOW = Window(date(2026, 5, 1), date(2026, 7, 31), date(2026, 7, 10), date(2026, 9, 15))
PROGRAMME = Programme("test", "1", claim_days_after_end=60, windows={"H1": WINDOW})
LINE = line("L1", "Harbour Lights", "1000.00", ("2026-03-02", "2026-03-29"))


def judged(plan: Sequence[PlanLine], claims: Sequence[Claim], as_of: date) -> Reconciliation:
    return reconcile(plan, claims, (), {}, PROGRAMME, as_of, load_weights())


def answers(plan: Sequence[PlanLine], claims: Sequence[Claim], as_of: date) -> object:
    found = judged(plan, claims, as_of)
    missing = [(row.line.line_id, row.state, row.about_to_close) for row in missing_proof(found, PROGRAMME)]
    checks = {(each.rule, each.subject, each.answer) for each in found.checks}
    return sorted(missing), checks, [each.status for each in found.lines], [each.code for each in found.findings]


offsets = st.integers(-120, 120)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.tuples(offsets, st.integers(0, 90), st.sampled_from(["", "H1"])), min_size=1, max_size=3),
    handed_in=st.lists(st.none() | offsets, max_size=2),
    later=st.integers(1, 150),
)
def test_no_answer_turns_while_a_judgement_holds(
    lines: list[tuple[int, int, str]], handed_in: list[int | None], later: int
) -> None:
    plan = [
        replace(
            LINE, line_id=f"L{place}", start=DAY + timedelta(first), end=DAY + timedelta(first + long), period=period
        )
        for place, (first, long, period) in enumerate(lines)
    ]
    claims = [
        replace(claim(f"C{place}", "L0", "100.00"), submitted=None if day is None else DAY + timedelta(day))
        for place, day in enumerate(handed_in)
    ]
    until = holds_until(plan, claims, PROGRAMME, (), DAY)
    assert answers(plan, claims, min(until, DAY + timedelta(later))) == answers(plan, claims, DAY)


@pytest.mark.parametrize(
    ("plan", "documents", "until"),
    [
        ([], [], "2026-07-09"),
        ([replace(LINE, end=date(2026, 7, 3))], [], "2026-07-03"),
        ([replace(LINE, start=date(2026, 7, 3), end=None)], [], "2026-07-02"),
        ([replace(LINE, end=date(2026, 5, 3))], [], "2026-07-02"),
        ([], [date(2026, 7, 1), date(2026, 6, 30)], "2026-06-30"),
    ],
)
def test_the_last_day_is_the_one_before_an_answer_may_turn(
    plan: list[PlanLine], documents: list[date], until: str
) -> None:
    assert holds_until(plan, (), PROGRAMME, documents, DAY).isoformat() == until


def test_without_any_day_ahead_a_judgement_holds_for_good() -> None:
    assert holds_until([replace(LINE, end=date(2020, 1, 1))], (), Programme("test", "1"), (), DAY).year == 9999
