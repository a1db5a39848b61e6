"""What is a candidate and what a label, where words stand close together."""

from __future__ import annotations

import pytest

from extractors.extract import view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.view import View
from extractors.model import Document, Page
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
