"""Reports of clicks and deliveries: columns of counts are no sums; columns of days tell the time reported on."""

from __future__ import annotations

import pytest

from extractors.extract import extract, view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.counts import are_counts
from extractors.model import Document, Extraction, FieldName
from extractors.reading.read import read
from extractors.settings import ReaderSettings

WEEKS = """Klickbericht Kampagne Helle Werkstatt
Woche;Von;Bis;Impressionen;Klicks;Klickrate;Kosten EUR
23;02.06.2025;08.06.2025;51.320;1.204;2,35 %;1.444,80
24;09.06.2025;15.06.2025;48.910;1.118;2,29 %;1.341,60
25;16.06.2025;22.06.2025;50.040;1.163;2,32 %;1.395,60
Summe;02.06.2025;22.06.2025;150.270;3.485;2,32 %;4.182,00
"""


@pytest.fixture(scope="module")
def report() -> Document:
    return read("bericht.csv", WEEKS.encode(), ReaderSettings())


@pytest.fixture(scope="module")
def extraction(report: Document) -> Extraction:
    return extract(report, ReaderSettings())


def test_whole_numbers_in_a_column_of_counts_are_counts(report: Document) -> None:
    view = view_of_document(report)
    counts = are_counts(view, CandidateKind.AMOUNT)
    amounts = view.candidates[CandidateKind.AMOUNT]
    found = {each.text for each, is_count in zip(amounts, counts, strict=True) if is_count}
    assert found == {"51.320", "1.204", "48.910", "1.118", "50.040", "1.163", "150.270", "3.485"}


def test_what_a_report_says_was_spent_is_its_total_and_its_weeks_are_the_time(extraction: Extraction) -> None:
    found = {evidence.name: evidence.value for evidence in extraction.evidence}
    assert found[FieldName.TOTAL_AMOUNT] == "4182.00"
    assert found[FieldName.ACTIVITY_START] == "2025-06-02"
    assert found[FieldName.ACTIVITY_END] == "2025-06-22"
