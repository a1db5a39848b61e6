"""What is missing, as a table of the report and a sentence for who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from flows.steps.missing import closing_sentence, missing_table
from matchers.missing import missing_proof
from matchers.programme_model import Programme
from tests.matching_sample import HALF_PROVEN_EXHIBITS, HALF_PROVEN_PLAN, reconciled

PROGRAMME = Programme("test", "1", claim_days_after_end=90)
FOUND = replace(reconciled(HALF_PROVEN_PLAN, HALF_PROVEN_EXHIBITS), as_of=date(2026, 7, 20))


def test_each_line_that_lacks_proof_has_a_row() -> None:
    table = missing_table(missing_proof(FOUND, PROGRAMME))
    wanted = [table.position(name) for name in ("line_id", "state", "proof", "missing", "days_left", "about_to_close")]
    assert [tuple(row[place] for place in wanted) for row in table.rows] == [
        ("L4", "ended", "none", Decimal("900.00"), 7, "yes"),
        ("L2", "ended", "partial", Decimal("200.00"), 7, "yes"),
        ("L3", "not_started", "none", Decimal("800.00"), 162, "no"),
    ]


def test_what_closes_soon_is_told_in_a_sentence() -> None:
    rows = missing_proof(FOUND, PROGRAMME)
    assert closing_sentence(rows) == "2 lines close within 30 days, with EUR 1,100.00 not proven."
    assert closing_sentence(rows[:1]) == "1 line closes within 30 days, with EUR 900.00 not proven."
    assert closing_sentence(rows[2:]) == ""
