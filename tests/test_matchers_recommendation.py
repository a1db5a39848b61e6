"""What to pay: the least of claimed, proven, approved and capped, never more than any bound, and sums that hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import LineItem, Money
from matchers.checks.context import open_case_file
from matchers.checks.registry import check_case
from matchers.model import Allocation, Claim, Finding, Metric, Recommendation, Severity
from matchers.recommendation import recommend
from tests.checks_batch import CLAIM, INVOICE, LINE, BatchMade, claim, context_of, euros, share

PAIR = [CLAIM, replace(CLAIM, claim_id="K2", submitted=date(2026, 4, 2))]
PARTNER = '[partners."Acme Partner AB".funds.H1]\ncurrency = "EUR"\n'
HEADS = '[activities.ad.per_head]\namount = 300\ncurrency = "EUR"\n'
RATE = '[[rates]]\nsource = "{}"\ntarget = "{}"\nrate = 0.5\nday = 2026-01-01\n'
DOLLARS = {**INVOICE, "currency": "USD"}
WINE = (LineItem("wine", amount=Decimal(80)), LineItem("printing", amount=Decimal(720)))
NO_WINE = '[excluded]\nalcohol = ["wine"]\n'
CROWNS = replace(LINE, approved=Money(Decimal(1000), "SEK"))


def recommended(made: BatchMade, *more: Finding) -> dict[str, Recommendation]:
    case = open_case_file(context_of(made))
    return {each.claim_id or each.line_id: each for each in recommend(case, (*check_case(case).findings, *more))}


def allocated(part: int | str, currency: str = "EUR", claim_id: str | None = "K1", document: str = "a") -> Allocation:
    return Allocation(document, "L1", claim_id, Money(Decimal(part), currency), 1.0, 1.0)


def persons(count: int) -> list[Claim]:
    return claim(metrics=(Metric("persons", Decimal(count)),))


CASES: list[tuple[BatchMade, int | str, str]] = [
    ({"allocations": share(1000)}, 1000, "claimed evidenced approved"),
    ({"allocations": share(1000), "claims": claim(claimed=euros(400))}, 400, "claimed"),
    ({"allocations": share(600)}, 600, "evidenced"),
    ({}, 0, "evidenced"),
    ({"allocations": share(1000), "line": {"approved": euros(700)}}, 700, "approved"),
    ({"allocations": share(1000), "claims": claim(line_id="")}, 0, "approved"),
    ({"allocations": share(1000), "rules": 'tax_basis = "net"'}, 800, "evidenced"),
    ({"allocations": share(800), "rules": 'tax_basis = "net"'}, 800, "evidenced"),
    ({"allocations": share(1000), "rules": 'tax_basis = "gross"'}, 1000, "claimed evidenced approved"),
    ({"allocations": share(1000), "rules": "reimbursement = 0.5"}, 500, "evidenced"),
    ({"allocations": share(1000), "rules": "[activities.ad]\nreimbursement = 0.25"}, 250, "evidenced"),
    ({"allocations": share(1000), "rules": NO_WINE, "documents": {"a": {"items": WINE}}}, 900, "evidenced"),
    (
        {"allocations": share(800), "rules": 'tax_basis = "net"\n' + NO_WINE, "documents": {"a": {"items": WINE}}},
        720,
        "evidenced",
    ),
    (
        {"allocations": share(1000), "rules": 'tax_basis = "net"\n' + NO_WINE, "documents": {"a": {"items": WINE}}},
        720,
        "evidenced",
    ),
    (
        {
            "allocations": share(1000),
            "rules": 'checks.alcohol = "info"\n' + NO_WINE,
            "documents": {"a": {"items": WINE}},
        },
        1000,
        "",
    ),
    ({"allocations": share(1000), "rules": 'caps.c = {amount = 300, currency = "EUR"}'}, 300, "cap"),
    ({"allocations": share(1000), "rules": "caps.c.share_of_earned = 0.2"}, 0, "cap"),
    ({"allocations": share(1000), "rules": f"{PARTNER}earned = 2000\n[caps.c]\nshare_of_earned = 0.2"}, 400, "cap"),
    ({"allocations": share(1000), "rules": f"{PARTNER}remaining = 150"}, 150, "fund"),
    ({"allocations": share(1000), "rules": HEADS, "claims": persons(2)}, 600, "per_head"),
    ({"allocations": share(1000), "rules": HEADS}, 0, "per_head"),
    ({"allocations": share(1000), "rules": "claim_days_after_end = 0\nchecks.late_claim = 'block'"}, 0, "blocked"),
    ({"allocations": [allocated(1000, "USD")], "documents": {"a": {"fields": DOLLARS}}}, 0, "evidenced"),
    (
        {
            "allocations": [allocated(1000, "USD")],
            "documents": {"a": {"fields": DOLLARS}},
            "rules": RATE.format("USD", "EUR"),
        },
        500,
        "evidenced",
    ),
    ({"allocations": share(1000), "lines": [CROWNS]}, 0, "approved"),
    ({"allocations": share(1000), "lines": [CROWNS], "rules": RATE.format("EUR", "SEK")}, 1000, ""),
    (
        {
            "allocations": share(1000),
            "lines": [replace(CROWNS, approved=Money(Decimal("33.33"), "SEK"))],
            "rules": RATE.format("EUR", "SEK"),
        },
        "66.66",
        "approved",
    ),
    (
        {
            "allocations": [allocated(1000), allocated(-300, document="b")],
            "documents": {"a": {}, "b": {"kind": "credit_note"}},
        },
        700,
        "evidenced",
    ),
    (
        {
            "allocations": [allocated(1000), allocated(-1300, document="b")],
            "documents": {"a": {}, "b": {"kind": "credit_note"}},
        },
        0,
        "evidenced",
    ),
]


@pytest.mark.parametrize(("made", "amount", "bounds"), CASES)
def test_the_least_bound_is_recommended(made: BatchMade, amount: int | str, bounds: str) -> None:
    found = recommended(made)["K1"]
    assert found.amount == euros(amount)
    if bounds:
        assert " ".join(bound.name for bound in found.bounds if bound.limit == found.amount) == bounds


def test_the_reasons_stand_in_the_order_in_which_they_were_asked() -> None:
    rules = f'tax_basis = "net"\n{PARTNER}remaining = 500\n[caps.c]\namount = 300\ncurrency = "EUR"\n'
    found = recommended({"allocations": share(1000), "rules": rules})["K1"]
    assert [bound.reason for bound in found.bounds] == [
        "1000.00 EUR is claimed",
        "800.00 EUR is proven",
        "1000.00 EUR is left of the approved amount",
        "500.00 EUR is left of the fund",
        "300.00 EUR is left of the cap c",
    ]
    assert found.notes == ("of a the amount before tax is counted: 800.00 EUR",)
    assert found.reasons == ("300.00 EUR is left of the cap c",)


def test_nothing_is_converted_silently() -> None:
    foreign: BatchMade = {"allocations": [allocated(1000, "USD")], "documents": {"a": {"fields": DOLLARS}}}
    assert recommended(foreign)["K1"].notes == ("1000.00 USD on a is not counted: no rate to EUR is on record",)
    crowns = recommended({"allocations": share(1000), "lines": [CROWNS], "rules": RATE.format("EUR", "SEK")})
    assert crowns["K1"].bounds[-1].reason.endswith("2000.00 EUR at 0.5 of 2026-01-01")


def test_the_first_claim_takes_first_whatever_their_order_in_the_table() -> None:
    allocations = [allocated(600), allocated(600, claim_id="K2")]
    for claims in (PAIR, PAIR[::-1]):
        found = recommended({"allocations": allocations, "claims": claims})
        assert [found[name].amount for name in ("K1", "K2", "L1")] == [euros(600), euros(400), euros(1000)]


@pytest.mark.parametrize(
    ("finding", "amount"),
    [
        (Finding("duplicate_evidence", Severity.REVIEW, "C65@1", "Again", document="a"), 0),
        (Finding("refused_kind", Severity.REVIEW, "C87@1", "A quote", document="a"), 0),
        (Finding("outside_window", Severity.REVIEW, "C41@1", "Late", document="a"), 1000),
        (Finding("outside_window", Severity.BLOCK, "C41@1", "Late", document="a"), 0),
        (Finding("outside_window", Severity.BLOCK, "C41@1", "Late", line_id="L1"), 0),
        (Finding("outside_window", Severity.BLOCK, "C41@1", "Late", line_id="L1", claim_id="other"), 1000),
        (Finding("overclaimed", Severity.REVIEW, "C27@1", "More", claim_id="K1", at_risk=euros(5)), 1000),
    ],
)
def test_what_was_found_counts(finding: Finding, amount: int) -> None:
    assert recommended({"allocations": share(1000)}, finding)["K1"].amount == euros(amount)


def test_without_claims_each_line_is_paid_what_is_proven() -> None:
    found = recommended({"claims": [], "allocations": [allocated(600, claim_id=None)], "rules": 'tax_basis = "net"'})
    assert found.keys() == {"L1"}
    assert found["L1"].amount == euros(600)


AMOUNTS = st.integers(0, 200_000).map(lambda cents: Decimal(cents) / 100)
CLAIMS = st.lists(st.tuples(AMOUNTS, AMOUNTS, st.sampled_from(("EUR", "SEK"))), min_size=1, max_size=5)
RULES = 'tax_basis = "{}"\nreimbursement = {}\n[caps.c]\namount = {}\ncurrency = "EUR"\n' + RATE.format("SEK", "EUR")


@settings(max_examples=60, deadline=None)
@given(CLAIMS, AMOUNTS, AMOUNTS, st.sampled_from(("net", "gross", "any")), st.sampled_from(("1", "0.5", "0.333")))
def test_never_more_than_any_bound_and_sums_hold(
    made: list[tuple[Decimal, Decimal, str]], approved: Decimal, cap: Decimal, basis: str, reimbursed: str
) -> None:
    claims = [
        replace(CLAIM, claim_id=f"K{place}", claimed=Money(claimed, code))
        for place, (claimed, _, code) in enumerate(made)
    ]
    allocations = [allocated(str(part), claim_id=f"K{place}") for place, (_, part, _) in enumerate(made)]
    batch: BatchMade = {
        "claims": claims,
        "allocations": allocations,
        "line": {"approved": Money(approved, "EUR")},
        "rules": RULES.format(basis, reimbursed, cap),
    }
    found = recommended(batch)
    line = found.pop("L1")
    for each in found.values():
        assert 0 <= each.amount.amount <= min(bound.limit.amount for bound in each.bounds)
        assert each.amount.amount == each.amount.amount.quantize(Decimal("0.01"))
    in_euros = {
        name: each.amount.amount * (Decimal("0.5") if each.amount.currency == "SEK" else 1)
        for name, each in found.items()
    }
    assert line.amount.amount <= sum(in_euros.values()) < line.amount.amount + Decimal("0.01") * len(made)
    assert sum(in_euros.values()) <= min(approved, cap)
    assert recommended({**batch, "claims": claims[::-1], "allocations": allocations[::-1]}) == {**found, "L1": line}


@settings(max_examples=40, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_parts_of_one_document_are_never_together_more_than_its_amount_before_tax(parts: list[Decimal]) -> None:
    claims = [replace(CLAIM, claim_id=f"K{place}", claimed=euros(str(part))) for place, part in enumerate(parts)]
    allocations = [allocated(str(part), claim_id=f"K{place}") for place, part in enumerate(parts)]
    found = recommended({"claims": claims, "allocations": allocations, "rules": 'tax_basis = "net"'})
    paid = sum(each.amount.amount for name, each in found.items() if name != "L1")
    assert paid <= min(sum(parts), Decimal(800))
