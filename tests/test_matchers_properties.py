"""What holds for any batch: amounts are conserved, order does not matter, and unrelated documents change nothing."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Money
from matchers.model import Claim, Exhibit, PlanLine, Reconciliation, Split, Status
from tests.matching_sample import AS_OF, PROGRAMME, claim, exhibit, line, reconciled

CAMPAIGNS = ("Harbour Lights", "Nordic Migration Days", "Clean Rivers", "Harbor Lights 2026")
MONTHS = tuple((f"2026-{month:02}-03", f"2026-{month:02}-24") for month in range(1, 7))
AMOUNTS = ("100.00", "250.50", "99.99", "1000.00", "33.33", "350.50")

campaigns, months, amounts = st.sampled_from(CAMPAIGNS), st.sampled_from(MONTHS), st.sampled_from(AMOUNTS)
currencies = st.sampled_from(("EUR", "EUR", "EUR", "SEK", ""))


@st.composite
def plans(draw: st.DrawFn) -> list[PlanLine]:
    rows = draw(st.lists(st.tuples(campaigns, amounts, months), min_size=1, max_size=6))
    return [line(f"L{number}", *row) for number, row in enumerate(rows)]


@st.composite
def evidence(draw: st.DrawFn) -> list[Exhibit]:
    row = st.tuples(campaigns, amounts | st.none(), months | st.none(), st.integers(1, 5), currencies)
    return [
        exhibit(f"d{place}.pdf", name, amount, days, f"INV-{number}{number}1", currency=currency)
        for place, (name, amount, days, number, currency) in enumerate(draw(st.lists(row, max_size=7)))
    ]


@st.composite
def claims_on(draw: st.DrawFn) -> list[Claim]:
    rows = draw(st.lists(st.tuples(st.integers(0, 6), amounts, st.lists(st.integers(0, 8), max_size=3)), max_size=6))
    return [
        claim(f"C{number}", f"L{place}" if place < 6 else "", amount, *(f"d{each}.pdf" for each in documents))
        for number, (place, amount, documents) in enumerate(rows)
    ]


@st.composite
def splits_of(draw: st.DrawFn) -> list[Split]:
    """Shares that reviewers gave, some of them more than a document prints or to lines that are not planned."""
    share = st.tuples(st.integers(0, 6).map(lambda place: f"L{place}"), amounts.map(eur))
    rows = draw(st.lists(st.tuples(st.integers(0, 7), st.lists(share, min_size=1, max_size=3)), max_size=3))
    return [Split(f"d{place}.pdf", tuple(shares)) for place, shares in rows]


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def conserved(found: Reconciliation, exhibits: list[Exhibit]) -> None:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    currencies: defaultdict[str, set[str]] = defaultdict(set)
    for each in found.allocations:
        for money in (each.amount, each.left_over):
            sums[each.document] += money.amount if money else Decimal(0)
            currencies[each.document] |= {money.currency} if money and money.amount else set()
    totals = {each.document.name: each.extraction for each in exhibits}
    for name, total in sums.items():
        amounts_read = [each.amount for each in totals[name].evidence if each.name == "total_amount"]
        printed = [each.value for each in totals[name].evidence if each.name == "currency"]
        # What prints no currency, and belongs nowhere, is an amount of nothing.
        assert total == (amounts_read[0] if amounts_read else 0) or (not printed and total == 0), name
        assert len(currencies[name]) <= 1
        assert not printed or currencies[name] <= set(printed), name


def test_a_copy_in_another_currency_is_left_over_in_its_own() -> None:
    exhibits = [exhibit(name, "Harbour Lights", "100.00", None, "INV-111", currency=currency) for name, currency in
                (("d0.pdf", "EUR"), ("d1.pdf", "SEK"))]  # fmt: skip
    conserved(reconciled([line("L0", "Harbour Lights", "100.00")], exhibits), exhibits)


@given(plans(), evidence())
@settings(max_examples=60, deadline=None)
def test_every_cent_of_a_document_counts_once_or_is_left_over(plan: list[PlanLine], exhibits: list[Exhibit]) -> None:
    conserved(reconciled(plan, exhibits), exhibits)


@given(plans(), evidence(), claims_on() | st.just([]), splits_of())
@settings(max_examples=80, deadline=None)
def test_every_cent_counts_once_among_claims_and_shares(
    plan: list[PlanLine], exhibits: list[Exhibit], claims: list[Claim], splits: list[Split]
) -> None:
    conserved(reconciled(plan, exhibits, claims, splits=splits), exhibits)


@given(plans(), evidence(), claims_on() | st.just([]), splits_of(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_order_does_not_matter(
    plan: list[PlanLine], exhibits: list[Exhibit], claims: list[Claim], splits: list[Split], rng: random.Random
) -> None:
    once = reconciled(plan, exhibits, claims, splits=splits)
    for items in (plan, exhibits, claims):
        rng.shuffle(items)
    assert reconciled(plan, exhibits, claims, splits=splits) == once


@given(plans(), evidence(), claims_on() | st.just([]), splits_of())
@settings(max_examples=60, deadline=None)
def test_unrelated_documents_change_nothing_else(
    plan: list[PlanLine], exhibits: list[Exhibit], claims: list[Claim], splits: list[Split]
) -> None:
    stranger = exhibit("zz.pdf", "Volcano Observatory Gala", "77777.77", ("2031-01-01", "2031-01-02"), "Q-998877")
    alone = reconciled(plan, exhibits, claims, splits=splits)
    joined = reconciled(plan, [*exhibits, stranger], claims, splits=splits)
    assert joined.lines == alone.lines
    assert joined.recommendations == alone.recommendations
    assert [each for each in joined.allocations if each.document != "zz.pdf"] == list(alone.allocations)
    assert [each for each in joined.findings if each.document != "zz.pdf"] == list(alone.findings)


@given(plans(), evidence(), claims_on().filter(bool))
@settings(max_examples=40, deadline=None)
def test_a_line_and_a_claim_of_another_campaign_change_nothing_else(
    plan: list[PlanLine], exhibits: list[Exhibit], claims: list[Claim]
) -> None:
    days = ("2031-01-01", "2031-01-02")
    other = line("ZZ", "Volcano Observatory Gala", "77777.77", days)
    proof = exhibit("zz.pdf", "Volcano Observatory Gala", "77777.77", days, "Q-998877")
    alone = reconciled(plan, exhibits, claims)
    joined = reconciled([*plan, other], [*exhibits, proof], [*claims, claim("CZ", "ZZ", "77777.77", "zz.pdf")])
    assert [each for each in joined.lines if each.line.line_id != "ZZ"] == list(alone.lines)
    kept = [(each.document, each.line_id, each.claim_id, each.amount) for each in joined.allocations]
    before = [(each.document, each.line_id, each.claim_id, each.amount) for each in alone.allocations]
    assert [each for each in kept if each[0] != "zz.pdf"] == before


@given(plans(), evidence(), claims_on() | st.just([]), st.sampled_from(("a", "zz")))
@settings(max_examples=50, deadline=None)
def test_evidence_that_is_handed_in_again_moves_nothing_and_clears_nothing_more(
    plan: list[PlanLine], exhibits: list[Exhibit], claims: list[Claim], before: str
) -> None:
    once = reconciled(plan, exhibits, claims)
    again = [*exhibits, *(_renamed(each, f"{before}-{each.document.name}") for each in exhibits)]
    twice = reconciled(plan, again, claims)
    assert _places(once).items() <= _places(twice).items()
    cleared = {each.line.line_id for each in once.lines if each.status is Status.CLEARED}
    assert {each.line.line_id for each in twice.lines if each.status is Status.CLEARED} <= cleared


def _places(found: Reconciliation) -> dict[tuple[str, str | None], str | None]:
    return {(each.document, each.claim_id): each.line_id for each in found.allocations}


def _renamed(each: Exhibit, name: str) -> Exhibit:
    document = type(each.document)(each.document.sha256, name, each.document.media_type, each.document.pages)
    return Exhibit(document, each.extraction)


@given(plans(), evidence(), claims_on() | st.just([]))
@settings(max_examples=50, deadline=None)
def test_what_is_cleared_has_proof_and_nothing_against_it(
    plan: list[PlanLine], exhibits: list[Exhibit], claims: list[Claim]
) -> None:
    found = reconciled(plan, exhibits, claims)
    against = {each.line_id for each in found.findings if each.severity != "info"}
    for status in found.lines:
        if status.status == "cleared":
            assert status.documents
            assert status.evidenced.amount > 0
            assert status.claimed.amount <= status.line.approved.amount + Decimal("0.01")
            assert status.line.line_id not in against


@pytest.mark.parametrize("claims", [(), (claim("C1", "L1", "10.00", "d.pdf"),)])
def test_an_empty_plan_and_no_evidence_are_no_fault(claims: tuple[Claim, ...]) -> None:
    assert reconciled([], [], claims).lines == ()
    assert reconciled([line("L1", "Harbour Lights", "10.00")], [], claims).as_of == AS_OF
    assert PROGRAMME.name == "test"
