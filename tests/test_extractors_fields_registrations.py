"""A company's number tells whose name stands over it or before it."""

from __future__ import annotations

import pytest

from extractors.extract import view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.registrations import is_registration, lines_to_registration
from extractors.kinds import is_title
from extractors.model import Document, Page
from extractors.reading.layout import typed_words


@pytest.mark.parametrize(
    ("text", "registered"),
    [
        ("(1035693-T)", True),
        ("822737-X", True),
        ("1030214K", True),
        ("(001610235 P)", True),
        ("(CO.REG :860671-D)", True),
        ("(Co. No. 113825-W)", True),
        ("REG.NO:00168397-H", True),
        ("Company Reg. No. : 725186-V", True),
        ("TOLO MENTAI SDN. BHD. (1248446-V)", True),
        ("HRB 372876", True),
        ("(GST Reg No. 001492992000)", False),
        ("GST NO:000394528763", False),
        ("RECEIPT #:CS00052997", False),
        ("TEL: 012 - 6651783", False),
    ],
)
def test_numbers_of_companies_are_told_from_others(text: str, registered: bool) -> None:
    assert is_registration(text) is registered


def test_the_number_stands_under_the_last_line_of_a_name() -> None:
    lines = ("TOLO BOOK", "CO. (M) SDN BHD", "(Co. No. 113825-W)", "No 8, Jalan Tiga")
    view = view_of_document(Document("0" * 64, "a.jpg", "image/jpeg", (Page(1, 600, 800, typed_words(lines)),)))
    names = view.candidates[CandidateKind.NAME]
    below = dict(zip((each.value for each in names), lines_to_registration(view.lines, names), strict=True))
    assert below["TOLO BOOK CO. (M) SDN BHD"] == 1
    assert below["TOLO BOOK"] == 2


def test_titles_are_told_from_names() -> None:
    assert is_title(("SIMPLIFIED", "TAX", "INVOICE"))
    assert is_title(("Klickbericht",))
    assert not is_title(("TOLO", "INVOICE", "SERVICES"))
