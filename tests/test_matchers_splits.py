"""Documents that a reviewer divided between lines: shares count where they were given, and every cent is somewhere."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Money
from matchers.model import Claim, Reconciliation, Split
from tests.matching_sample import claim, codes, line, reconciled
from tests.test_matchers_reconcile import MARCH, invoice

PLAN = (
    line("L1", "Harbour Lights", "1000.00", MARCH),
    line("L2", "River Walks", "500.00", MARCH),
    line("L3", "Quiet Fields", "500.00", MARCH),
)
INVOICE = invoice()


def eur(amount: str | Decimal) -> Money:
    return Money(Decimal(amount), "EUR")


def split(*shares: tuple[str, str]) -> Split:
    return Split("a.pdf", tuple((line_id, eur(amount)) for line_id, amount in shares))


def divided(*splits: Split, claims: tuple[Claim, ...] = ()) -> Reconciliation:
    return reconciled(PLAN, [INVOICE], claims, splits=splits)


def allotted(found: Reconciliation) -> dict[str | None, Decimal]:
    sums: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    for each in found.allocations:
        sums[each.line_id] += each.amount.amount if each.amount else Decimal(0)
        sums[None] += each.left_over.amount if each.left_over else Decimal(0)
    return {line_id: amount for line_id, amount in sums.items() if amount}


def test_each_line_gets_its_share_and_the_rest_is_left_over() -> None:
    found = divided(split(("L1", "600"), ("L2", "300")))
    assert allotted(found) == {"L1": 600, "L2": 300, None: 100}
    assert {each.line.line_id: each.evidenced for each in found.lines}["L2"] == eur("300")
    assert any(part.field == "person" for each in found.allocations for part in each.comparisons)


def test_without_the_split_it_stands_on_one_line() -> None:
    assert allotted(divided()) == {"L1": 1000}


def test_the_last_split_of_a_document_counts() -> None:
    found = divided(split(("L1", "600"), ("L2", "300")), split(("L2", "500"), ("L3", "500")))
    assert allotted(found) == {"L2": 500, "L3": 500}


def test_a_claim_gets_no_more_than_its_lines_share() -> None:
    claims = (claim("C1", "L1", "1000.00", "a.pdf"), claim("C2", "L2", "400.00", "a.pdf"))
    found = divided(split(("L1", "600"), ("L2", "400")), claims=claims)
    assert allotted(found) == {"L1": 600, "L2": 400}
    assert codes(found, "overclaimed") == {("overclaimed", "C1")}


def test_a_share_goes_to_a_line_to_which_no_claim_brought_the_document() -> None:
    found = divided(split(("L2", "400")), claims=(claim("C1", "L1", "1000.00", "a.pdf"),))
    assert allotted(found) == {"L2": 400, None: 600}
    assert codes(found, "overclaimed") == {("overclaimed", "C1")}


@pytest.mark.parametrize(
    "unheeded",
    [
        split(("L1", "600"), ("L2", "400.01")),
        split(("L1", "600"), ("L9", "400")),
        split(("L1", "-1")),
        split(),
        Split("a.pdf", (("L1", Money(Decimal(600), "SEK")),)),
        Split("b.pdf", (("L1", eur("600")),)),
    ],
)
def test_a_split_that_cannot_be_is_not_heeded(unheeded: Split) -> None:
    assert allotted(divided(unheeded)) == {"L1": 1000}


@given(st.lists(st.tuples(st.sampled_from(["L1", "L2", "L3"]), st.integers(0, 60_000)), min_size=1, max_size=5))
def test_amounts_are_conserved(shares: list[tuple[str, int]]) -> None:
    given_away = split(*((line_id, str(Decimal(cents) / 100)) for line_id, cents in shares))
    claims = (claim("C1", "L1", "700.00", "a.pdf"), claim("C2", "L2", "200.00", "a.pdf"))
    for brought in ((), claims):
        assert sum(allotted(divided(given_away, claims=brought)).values()) == 1000
