"""What is missing, as a table of the report and a sentence for who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from flows.steps.missing import closing_sentence, missing_table
from matchers.missing import missing_proof
from matchers.programme_model import Programme
from tests.matching_sample import exhibit, line, reconciled

PROGRAMME = Programme("test", "1", claim_days_after_end=90)
PLAN = (
    line("L1", "Harbour Lights", "1000.00", ("2026-03-02", "2026-03-29")),
    line("L2", "Clean Rivers", "500.00", ("2026-04-01", "2026-04-28")),
    line("L3", "Volcano Gala", "800.00", ("2026-09-01", "2026-09-30")),
    line("L4", "Winter Tour", "900.00", ("2026-04-01", "2026-04-28")),
)
EXHIBITS = [
    exhibit("a.pdf", "Harbour Lights", "1000.00", ("2026-03-02", "2026-03-29")),
    exhibit("b.pdf", "Clean Rivers", "300.00", ("2026-04-01", "2026-04-28")),
]
FOUND = replace(reconciled(PLAN, EXHIBITS), as_of=date(2026, 7, 20))


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
