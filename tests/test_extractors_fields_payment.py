"""A total told by what was paid and given back, by net and tax, by rounding, by goods of several rates of tax."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.extract import view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.decision import decide
from extractors.fields.legal_forms import repaired
from extractors.fields.payment import Payment, payment_of
from extractors.fields.rules import rule_scores
from extractors.fields.view import View
from extractors.model import Document, FieldName, Page
from extractors.reading.layout import typed_words

SUMS = (FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT)
TILL = ("Example Trading", "Subtotal   21.30", "GST   1.28", "Rounding   0.02", "Round Total 22.60")


def view(*lines: str) -> View:
    page = Page(1, 600.0, 800.0, typed_words(lines))
    return view_of_document(Document("0" * 64, "a.png", "image/png", (page,)))


def payment(*lines: str) -> Payment:
    return payment_of(view(*lines))


def test_what_is_paid_less_the_change_is_the_total() -> None:
    assert payment("Cash   100.00", "Change   27.25").paid_less_change == {Decimal("72.75")}


def test_a_payment_without_change_is_what_was_paid() -> None:
    assert payment("Cash   31.00").paid == {Decimal("31.00")}
    assert not payment("Cash   31.00", "Change   1.00").paid


def test_net_and_tax_are_rounded_to_five_cents() -> None:
    found = payment(*TILL)
    assert Decimal("22.58") in found.net_and_tax
    assert Decimal("22.60") in found.rounded
    assert all(not amount % Decimal("0.05") for amount in found.rounded)


def test_goods_of_two_rates_of_tax_come_to_the_amount_to_pay() -> None:
    found = payment("Total standard rated   14.50", "Total zero rated   12.60", "Total payable   27.10")
    assert found.payable == {Decimal("27.10")}


def test_cash_and_change_are_no_goods() -> None:
    assert not payment("Cash   30.00", "Change   2.90", "Amount paid   32.90").payable


def test_nothing_is_told_of_advertising_time() -> None:
    lines = (
        "Advertiser: Example",
        "Flight: 1/27/2020 - 2/2/2020",
        "Agency: Sample",
        "Estimate # 12",
        "Commission 15.00",
    )
    assert payment(*lines, "Cash   100.00", "Change   27.25") == Payment(*[frozenset()] * 5)


@pytest.mark.parametrize("total", ["72.75", "51.20"])
def test_the_total_that_the_payment_proves_is_chosen(total: str) -> None:
    change = Decimal("100.00") - Decimal(total)
    seen = view("Total   72.75", "Total   51.20", "Cash   100.00", f"Change   {change}")
    chosen = decide(seen, {FieldName.TOTAL_AMOUNT: rule_scores(seen, FieldName.TOTAL_AMOUNT)})[FieldName.TOTAL_AMOUNT]
    assert seen.candidates[CandidateKind.AMOUNT][chosen.places[0]].value == total
    assert chosen.borne_out


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("EXAMPLE MART 5/B", "EXAMPLE MART S/B"),
        ("EXAMPLE 5DN 8HD", "EXAMPLE SDN BHD"),
        ("EXAMPLE GM8H", "EXAMPLE GMBH"),
        ("SUITE 58", "SUITE 58"),
        ("HALL 5A", "HALL 5A"),
        ("5/B", "5/B"),
    ],
)
def test_legal_forms_are_set_right(read: str, printed: str) -> None:
    assert repaired(read) == printed


def test_a_name_over_three_lines_ends_with_its_legal_form() -> None:
    names = {
        each.value
        for each in view("EXAMPLE HARDWARE", "ENTERPRISE (NORTH", "BRANCH) SDN BHD").candidates[CandidateKind.NAME]
    }
    assert "EXAMPLE HARDWARE ENTERPRISE (NORTH BRANCH) SDN BHD" in names
    assert "SDN BHD" not in names


def test_a_document_that_prints_its_total_alone_has_no_tax() -> None:
    seen = view("INVOICE", "Invoice number: MP-00417", "Total amount:   480.50 EUR")
    amounts = [each.value for each in seen.candidates[CandidateKind.AMOUNT]]
    assert amounts == ["480.50"]
    found = decide(seen, {name: rule_scores(seen, name) + 0.5 for name in SUMS})
    assert set(found) == {FieldName.NET_AMOUNT, FieldName.TOTAL_AMOUNT}
