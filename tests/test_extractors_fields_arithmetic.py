"""What amounts are to each other: sums of columns, and tax at usual rates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.fields.arithmetic import line_sums, sums_of
from extractors.fields.candidates import Candidate, CandidateKind
from extractors.model import Box


def column(right: float, *amounts: str) -> Sequence[Candidate]:
    """Return amounts below each other that end at one edge."""
    boxes = [Box(right - 30, 10 * line, right, 10 * line + 8) for line in range(len(amounts))]
    return [
        Candidate(CandidateKind.AMOUNT, amount, amount, 1, line, 0, 1, box, 1.0, amount=Decimal(amount))
        for line, (amount, box) in enumerate(zip(amounts, boxes, strict=True))
    ]


def test_a_tax_at_a_usual_rate_tells_net_tax_and_gross() -> None:
    sums = sums_of(column(500, "198.00", "37.62", "235.62", "700.00"))
    assert sums.taxed == {Decimal("198.00")}
    assert sums.taxes == {Decimal("37.62")}
    assert sums.with_tax == {Decimal("235.62")}


def test_taxes_at_two_rates_add_up() -> None:
    sums = sums_of([*column(300, "129.37", "64.40", "193.77"), *column(500, "9.06", "12.24", "21.30", "215.07")])
    assert {Decimal("129.37"), Decimal("64.40"), Decimal("193.77")} <= sums.taxed
    assert Decimal("21.30") in sums.taxes
    assert Decimal("215.07") in sums.with_tax


def test_a_column_may_begin_below_other_amounts_and_hold_credits() -> None:
    sums = sums_of(column(500, "12.00", "321.40", "127.59", "448.99"))
    assert sums.column_totals == {Decimal("448.99")}
    assert Decimal("90.00") in sums_of(column(500, "100.00", "-10.00", "90.00")).column_totals


def test_a_line_tells_by_itself_what_is_net_tax_and_gross() -> None:
    line = [
        column(right, amount)[0] for right, amount in ((200, "448.99"), (300, "70.00"), (400, "518.99"), (500, "3.00"))
    ]
    parts, totals = line_sums(line)
    assert parts == {Decimal("448.99"), Decimal("70.00")}
    assert totals == {Decimal("518.99")}
