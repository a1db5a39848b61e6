"""One document over several plan lines where no claim says so: split by its rows to the cent, for a person to see."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model import LineItem
from matchers.model import Exhibit, PlanLine, Reconciliation
from tests.matching_sample import codes, exhibit, line, reconciled

MARCH, APRIL = ("2026-03-02", "2026-03-29"), ("2026-04-01", "2026-04-28")
HARBOUR = line("L1", "Harbour Lights", "600.00", MARCH)
RIVERS = line("L2", "Clean Rivers", "400.00", MARCH)
HILLS = line("L3", "Golden Hills", "250.00", MARCH)
PLAN = (HARBOUR, RIVERS, HILLS)
ROWS = (("Spots Harbour Lights", "600.00"), ("Spots Clean Rivers", "300.00"), ("Banner Clean Rivers", "100.00"))


def invoice(rows: tuple[tuple[str, str], ...] = ROWS, total: str = "1000.00", name: str = "a.pdf") -> Exhibit:
    made = exhibit(name, "Vistula Media", total, MARCH, f"INV-{name}", words=" ".join(text for text, _ in rows))
    items = tuple(LineItem(text, amount=Decimal(amount)) for text, amount in rows)
    return replace(made, extraction=replace(made.extraction, line_items=items))


def shares(found: Reconciliation) -> dict[str | None, str]:
    return {each.line_id: str(each.amount.amount if each.amount else None) for each in found.allocations}


def test_rows_that_name_several_lines_part_a_document_among_them() -> None:
    found = reconciled(PLAN[:2], [invoice()])
    assert shares(found) == {"L1": "600.00", "L2": "400.00"}
    assert {each.line.line_id: each.status for each in found.lines} == {"L1": "review", "L2": "review"}
    assert "a.pdf is split over this line and L2 by its rows; confirm the split." in found.lines[0].reasons
    assert codes(found, "missing_claim", "excess_claim", "unplanned_claim") == set()
    for each in found.allocations:
        assert sum(comparison.weight for comparison in each.comparisons) == pytest.approx(each.score, abs=0.01)


def test_three_lines_share_a_document() -> None:
    found = reconciled(PLAN, [invoice((*ROWS, ("Poster Golden Hills", "250.00")), "1250.00")])
    assert shares(found) == {"L1": "600.00", "L2": "400.00", "L3": "250.00"}


WHOLE = [
    ("the rows do not add up", PLAN[:2], invoice(total="1200.00")),
    ("a row names no line", PLAN[:2], invoice((*ROWS, ("Volcano Gala", "50.00")), "1050.00")),
    ("a line would get more than was approved", (replace(HARBOUR, approved=HILLS.approved), RIVERS), invoice()),
    (
        "all rows are for one line",
        PLAN[:2],
        invoice((("Harbour Lights", "300.00"), ("Harbour Lights", "300.00")), "600.00"),
    ),
    ("a line is in other days", (HARBOUR, line("L2", "Clean Rivers", "400.00", APRIL)), invoice()),
]


@pytest.mark.parametrize(("plan", "document"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_what_does_not_add_up_stays_whole(plan: tuple[PlanLine, ...], document: Exhibit) -> None:
    assert len(reconciled(plan, [document]).allocations) == 1


def test_a_line_that_another_document_proves_is_not_shared() -> None:
    other = exhibit("b.pdf", "Clean Rivers", "400.00", MARCH, "INV-77")
    found = reconciled(PLAN[:2], [invoice(), other])
    assert len([each for each in found.allocations if each.document == "a.pdf"]) == 1


def test_two_ways_to_split_are_a_tie_and_the_other_one_is_named() -> None:
    twin = replace(RIVERS, line_id="L9")
    rows = (("Harbour Lights", "600.00"), ("Clean Rivers", "400.00"))
    found = reconciled((HARBOUR, RIVERS, twin), [invoice(rows)])
    assert all(each.probability == pytest.approx(0.45) for each in found.allocations)
    assert any("the next best is L1 and L9" in reason for reason in found.lines[0].reasons)
    assert all(each.status != "cleared" for each in found.lines)


def test_every_cent_is_kept_in_any_order() -> None:
    rng = random.Random(7)
    for _ in range(20):
        cents = [rng.randrange(1, 50_000) for _ in range(4)]
        rows = tuple(
            (f"Row {name}", f"{Decimal(cent) / 100:.2f}")
            for name, cent in zip(
                ("Harbour Lights", "Clean Rivers", "Harbour Lights", "Golden Hills"), cents, strict=True
            )
        )
        total = Decimal(sum(cents)) / 100
        plan = tuple(replace(each, approved=replace(each.approved, amount=Decimal(1100))) for each in PLAN)
        exhibits = [invoice(rows, f"{total:.2f}"), exhibit("z.pdf", "Volcano Gala", "7.77", APRIL, "Q-1")]
        found = reconciled(plan, exhibits)
        kept = sum(
            (each.amount.amount if each.amount else Decimal(0))
            + (each.left_over.amount if each.left_over else Decimal(0))
            for each in found.allocations
            if each.document == "a.pdf"
        )
        assert kept == total
        assert reconciled(plan[::-1], exhibits[::-1]) == found
