"""What is a candidate and what a label, where words stand close together."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.extract import view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.date_order import in_one_order
from extractors.fields.misread import mended_dates
from extractors.fields.view import View
from extractors.language.dates import find_dates
from extractors.model import Box, Document, Page, Word
from extractors.reading.layout import typed_words


def view(*lines: str) -> View:
    return view_of_document(
        Document("0" * 64, "a.pdf", "application/pdf", (Page(1, 600.0, 800.0, typed_words(lines)),))
    )


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Service period   18 - 20 November 2025", {"2025-11-18", "2025-11-20"}),
        ("Flight   Nov 3 - Nov 9, 2025", {"2025-11-03", "2025-11-09"}),
        ("Flight   1/27 - 2/16/20", {"2020-01-27", "2020-02-16"}),
        ("Flight   2024-05-01 - 05-15", {"2024-05-01", "2024-05-15"}),
        ("Invoice date   18 September 2025", {"2025-09-18"}),
    ],
)
def test_both_ends_of_a_range_are_candidates(line: str, days: set[str]) -> None:
    assert {each.value for each in view(line).candidates[CandidateKind.DATE]} >= days


def test_the_year_of_a_written_date_is_no_number_of_a_document() -> None:
    found = view("Invoice no.   48123", "Invoice date   18 September 2025").candidates[CandidateKind.NUMBER]
    assert [each.value for each in found] == ["48123"]


@pytest.mark.parametrize("printed", ["2026-03-16", "2026/03/16", "16.03.2026", "5.1.1", "12.4.10", "9:30", "12.50"])
def test_days_times_amounts_and_sections_number_nothing(printed: str) -> None:
    found = view("Invoice no.   48123", f"See   {printed}").candidates[CandidateKind.NUMBER]
    assert [each.value for each in found] == ["48123"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Rechnungsbetrag   EUR 7.381,50", "Rechnungsbetrag"),
        ("Rechnungsbetrag EUR   7.381,50", "Rechnungsbetrag"),
        ("Fecha de la factura: 17 de enero de 2026", "Fecha de la factura:"),
        ("Data de vencimento 30 de novembro de 2025", "Data de vencimento"),
    ],
)
def test_labels_leave_currencies_to_amounts_and_dates_in_words_are_no_prose(line: str, label: str) -> None:
    assert label in {each.text for each in view("Rechnung Factura Fatura", line).labels}


@pytest.mark.parametrize(
    ("line", "advertiser"),
    [
        ("Advertiser   POL/Ann Example/High Court/NV/Rep", "POL/Ann Example/High Court/NV/Rep"),
        ("Advertiser   ISS/Example IE-A", "ISS/Example IE-A"),
    ],
)
def test_labels_inside_a_name_with_strokes_do_not_cut_it(line: str, advertiser: str) -> None:
    seen = view(line, "Agency   Example Media")
    assert advertiser in {each.value for each in seen.candidates[CandidateKind.NAME]}
    assert {each.text for each in seen.labels} == {"Advertiser", "Agency"}


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("Order Flight 04128t20 - 05lo4l20", "Order Flight 04/28/20 - 05/04/20"),
        ("\N{SECTION SIGN}/1/2020 - 5/31/2020", "5/1/2020 - 5/31/2020"),
        ("o2/26/20- 03/03/20", "02/26/20- 03/03/20"),
        ("1/6/2020 -1112/2020", "1/6/2020 -1/12/2020"),
        ("Contract 26902073 of 05/26/20, $2,120.00", "Contract 26902073 of 05/26/20, $2,120.00"),
    ],
)
def test_misread_dates_are_mended_in_place(printed: str, mended: str) -> None:
    assert mended_dates(printed) == mended


def test_dates_that_may_be_read_two_ways_are_read_so_that_they_lie_together() -> None:
    mentions = find_dates("04/06/20 04/09/20 04/03/20 04/05/20", "en-GB")
    assert {each.value for each in in_one_order(mentions, misread=False)} == {
        date(2020, 4, day) for day in (3, 5, 6, 9)
    }


def test_where_letters_were_misread_one_clear_date_does_not_settle_the_order() -> None:
    mentions = find_dates("06/04/20 06/09/20 06/03/20 16/3/20", "en")
    assert in_one_order(mentions, misread=True)[0].value == date(2020, 6, 4)
    assert in_one_order(mentions, misread=False)[0].value == date(2020, 4, 6)


def test_specks_and_gaps_that_ocr_saw_part_nothing_from_its_label() -> None:
    page = view("Invoice   1487463- 1   Order   1487463", "Advertiser   Nordlicht Motors", "Product   -   Spring Offer")
    assert {each.value for each in page.candidates[CandidateKind.NUMBER]} == {"1487463-1", "1487463"}
    names = {each.value for each in page.candidates[CandidateKind.NAME]}
    assert "Nordlicht Motors" in names
    assert not any(name.startswith("Nordlicht Motors ") for name in names)


def test_an_abbreviated_month_with_an_amount_behind_it_is_no_date() -> None:
    assert not view("1 Nasi Set   25.90", "2 Nasi Set 14.95").candidates[CandidateKind.DATE]


def test_what_stands_before_a_comma_and_cents_numbers_nothing() -> None:
    assert not view("Kosten   1.324,80").candidates[CandidateKind.NUMBER]


def test_a_name_may_stand_behind_a_colon_and_before_its_number() -> None:
    found = view("Held by: tolo mi cafe sdn bhd 1110644-W").candidates[CandidateKind.NAME]
    assert "tolo mi cafe sdn bhd" in {each.value for each in found}


def test_two_words_that_are_labels_may_be_a_name_and_a_label_of_two_words_is_none() -> None:
    found = {each.value for each in view("DEPOSIT COMPANY", "Invoice number").candidates[CandidateKind.NAME]}
    assert "DEPOSIT COMPANY" in found
    assert "Invoice number" not in found


def test_a_picture_that_was_read_as_letters_is_not_joined_with_the_name_below_it() -> None:
    scrap, name = Word("So", Box(40, 0, 80, 60)), Word("Tolo", Box(40, 62, 80, 76))
    document = Document("0" * 64, "a.jpg", "image/jpeg", (Page(1, 300, 700, (scrap, name)),))
    assert not any(each.joined for each in view_of_document(document).candidates[CandidateKind.NAME])
