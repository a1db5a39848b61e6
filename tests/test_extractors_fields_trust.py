"""What a page says for a choice and against it, and what that does to its confidence."""

from __future__ import annotations

import numpy
import pytest

from extractors.extract import view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.decision import decide
from extractors.fields.features import feature_names, features_of
from extractors.fields.ranker import load_ranker
from extractors.fields.trust import SIGNALS, Doubt, Trust, doubt_of
from extractors.fields.view import View
from extractors.model import Document, FieldName, Page
from extractors.reading.layout import typed_words

HEAD = (
    "ORDER   Contract # 4711023",
    "Advertiser:   Nordlicht Motors",
    "Estimate:   118",
    "Flight:   03/11/20 - 03/17/20",
)
ROWS = ("Late News   5 spots   $100.00   $500.00", "Total   $500.00")


def view(*lines: str) -> View:
    return view_of_document(
        Document("0" * 64, "a.pdf", "application/pdf", (Page(1, 600.0, 800.0, typed_words(lines)),))
    )


@pytest.mark.parametrize(
    ("line", "name", "doubt"),
    [
        ("Program   News", FieldName.ACTIVITY_START, None),
        ("Week:   03/09/20 - 03/15/20", FieldName.ACTIVITY_START, Doubt.FURTHER),
        ("Week:   03/09/20 - 03/15/20", FieldName.ACTIVITY_END, None),
        ("Week:   03/09/20 - 03/22/20", FieldName.ACTIVITY_START, Doubt.LONGER),
        ("Week:   03/09/20 - 03/22/20", FieldName.ACTIVITY_END, Doubt.LONGER),
        ("Invoice Period:   03/11/20 - 03/31/20", FieldName.ACTIVITY_START, None),
        ("Invoice Period:   03/11/20 - 03/31/20", FieldName.ACTIVITY_END, Doubt.BILLED),
        ("Invoice Period:   03/11/20 - 03/31/20", FieldName.TOTAL_AMOUNT, None),
        ("Agency Commission   $75.00   Net   $425.00", FieldName.TOTAL_AMOUNT, None),
        ("Agency Commission   $75.00   Net   $445.00", FieldName.TOTAL_AMOUNT, Doubt.SUMS),
    ],
)
def test_what_else_a_page_may_mean_is_noted(line: str, name: FieldName, doubt: Doubt | None) -> None:
    page = view(*HEAD, *ROWS, line)
    assert doubt_of(page, load_ranker().choices(page)[name]) is doubt


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("Invoice #   889123", Doubt.NUMBER),
        ("Contract #   4711023", None),
        ("Order #   889123", None),
        ("Estimate #   118", None),
    ],
)
def test_another_number_that_might_be_booked_is_noted(line: str, doubt: Doubt | None) -> None:
    page = view(*HEAD[1:], line, HEAD[0], *ROWS)
    assert doubt_of(page, load_ranker().choices(page)[FieldName.DOCUMENT_NUMBER]) is doubt


def test_a_period_that_no_label_calls_the_flight_is_doubted() -> None:
    page = view(*HEAD[:-1], "Product:   Cars", "Agency:   Nordlicht", "Period:   03/11/20 - 03/17/20", *ROWS)
    choices = load_ranker().choices(page)
    assert doubt_of(page, choices[FieldName.ACTIVITY_START]) is Doubt.UNNAMED


def test_a_flight_is_believed_less_where_weeks_begin_earlier_or_another_period_is_billed() -> None:
    def sure(*more: str) -> float:
        found = load_ranker().choose(view(*HEAD, *more, *ROWS))
        start = next(each for each in found if each.name is FieldName.ACTIVITY_START)
        assert start.value == "2020-03-11"
        return start.confidence

    alone = sure()
    assert sure("Week:   03/09/20 - 03/15/20") < alone
    assert sure("Invoice Period:   02/24/20 - 03/29/20") < alone


def test_each_field_weighs_signals_by_itself() -> None:
    nothing = (0.0,) * (len(SIGNALS) - 1)
    trust = Trust(
        {FieldName.TOTAL_AMOUNT: (1.0, *nothing), FieldName.ADVERTISER: (0.0, *nothing)},
        {FieldName.TOTAL_AMOUNT: 0.0, FieldName.ADVERTISER: 0.0},
        {},
    )
    assert trust.confidence(FieldName.TOTAL_AMOUNT, (2.0, *nothing)) == pytest.approx(0.8808, abs=1e-4)
    assert trust.confidence(FieldName.ADVERTISER, (2.0, *nothing)) == 0.5


def test_no_score_takes_a_doubt_away() -> None:
    nothing = (0.0,) * (len(SIGNALS) - 1)
    trust = Trust({FieldName.TOTAL_AMOUNT: (1.0, *nothing)}, {FieldName.TOTAL_AMOUNT: 0.0}, {Doubt.SUMS: 0.25})
    assert trust.confidence(FieldName.TOTAL_AMOUNT, (99.0, *nothing)) > 0.99
    assert trust.confidence(FieldName.TOTAL_AMOUNT, (99.0, *nothing), Doubt.SUMS) < 0.75


def test_of_amounts_with_one_label_the_largest_is_known() -> None:
    page = view("Totals   106   $73,200.00   $62,220.00   0.00")
    column = feature_names(FieldName.TOTAL_AMOUNT).index("is largest behind its label")
    assert features_of(page, FieldName.TOTAL_AMOUNT)[:, column].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_dates_know_which_ranges_go_further() -> None:
    page = view("Flight   03/11/20 - 03/17/20", "Week   03/09/20 - 03/15/20")
    names = feature_names(FieldName.ACTIVITY_START)
    columns = [names.index("ranges that begin before"), names.index("ranges that end after")]
    rows = features_of(page, FieldName.ACTIVITY_START)[:, columns].tolist()
    found = {each.value: row for each, row in zip(page.candidates[CandidateKind.DATE], rows, strict=True)}
    days = ("2020-03-11", "2020-03-17", "2020-03-09", "2020-03-15")
    assert [found[day] for day in days] == [[0.5, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.5]]


def test_of_ranges_that_look_alike_the_one_that_holds_the_others_is_the_flight() -> None:
    page = view("Date Range   03/16/20 - 03/22/20", "Contract Dates   03/09/20 - 03/22/20")
    alike = numpy.full(len(page.candidates[CandidateKind.DATE]), 0.8)
    choices = decide(page, {FieldName.ACTIVITY_START: alike, FieldName.ACTIVITY_END: alike})
    dates = [page.candidates[CandidateKind.DATE][choices[name].places[0]].value for name in choices]
    assert dates == ["2020-03-09", "2020-03-22"]
