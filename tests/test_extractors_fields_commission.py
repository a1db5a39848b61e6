"""What the agency's commission says about the gross of advertising time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.extract import view_of_document
from extractors.fields.commission import NAMED, NAMED_AND_USUAL, USUAL, commission_of
from extractors.fields.ranker import load_ranker
from extractors.fields.view import View
from extractors.model import Document, FieldName, Page
from extractors.reading.layout import typed_words

HEAD = (
    "ORDER   Contract # 4711023",
    "Advertiser:   Nordlicht Motors",
    "Estimate:   118",
    "Flight:   03/11/20 - 03/17/20",
)


def view(*lines: str) -> View:
    page = Page(1, 600.0, 800.0, typed_words((*HEAD, *lines)))
    return view_of_document(Document("0" * 64, "a.pdf", "application/pdf", (page,)))


@pytest.mark.parametrize(
    ("lines", "gross", "gain"),
    [
        (("Total   $500.00", "Agency Commission   $75.00", "Net   $425.00"), "500.00", NAMED_AND_USUAL),
        (("Total   $500.00", "Agency Commission   $62.50", "Net   $437.50"), "500.00", NAMED),
        (("Total   $500.00   $425.00",), "500.00", USUAL),
        # A line's rate has a net of its own; the largest counts.
        (("News   $100.00   $85.00", "Total   $500.00   $425.00"), "500.00", USUAL),
        # Of two prices the commission is that of the one for those who pay by check.
        (
            ("Card   $512.00", "Check   $500.00", "Commission   $75.00", "Net   $437.00   $425.00"),
            "500.00",
            NAMED_AND_USUAL,
        ),
    ],
)
def test_what_less_the_commission_is_net_is_the_gross(lines: tuple[str, ...], gross: str, gain: float) -> None:
    assert commission_of(view(*lines)).gains == {Decimal(gross): gain}


def test_a_rate_is_no_commission_and_a_misread_gross_proves_nothing() -> None:
    assert not commission_of(view("Total   $500.00", "Agency Commission:   15%")).is_named
    misread = commission_of(view("Total   $200.00", "Agency Commission   $75.00", "Net   $425.00"))
    assert misread.is_named
    assert not misread.gains


def test_only_advertising_time_has_a_commission() -> None:
    page = Page(1, 600.0, 800.0, typed_words(("INVOICE", "Total   $500.00", "Commission   $75.00", "Net   $425.00")))
    assert not commission_of(view_of_document(Document("0" * 64, "a.pdf", "application/pdf", (page,)))).gains


def test_a_gross_that_the_commission_proves_is_chosen_before_what_looks_like_a_total() -> None:
    page = view("Gross   $500.00", "Agency Commission   $75.00", "Net   $425.00", "", "Total paid online   $400.00")
    total = load_ranker().choices(page)[FieldName.TOTAL_AMOUNT]
    assert total.borne_out
    chosen = next(each for each in load_ranker().choose(page) if each.name is total.name)
    assert chosen.value == "500.00"
    assert "less the agency's commission it comes to the net" in chosen.chosen.rule
