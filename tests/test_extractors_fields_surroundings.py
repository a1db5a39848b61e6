"""Labels that a dash parts are labels all the same; pieces of names are none."""

from __future__ import annotations

import pytest

from extractors.fields.lines import lines_of
from extractors.fields.surroundings import PageMap, placed_labels
from extractors.model import Box, Page, Word


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Beleg-Datum : 06.10.2013", {"invoice_date", "document_date"}),
        ("Leistungs-Datum : 05.08.2013", {"delivery_date"}),
        ("Bestell-Datum : 01.08.2013", {"order_date"}),
        ("Ann/High-Court/NV/Rep", set()),
    ],
)
def test_a_label_that_a_dash_parts_is_one_label(line: str, roles: set[str]) -> None:
    words = tuple(Word(text, Box(60 + 90 * n, 50, 140 + 90 * n, 60)) for n, text in enumerate(line.split()))
    found = placed_labels(lines_of([Page(1, 595, 842, words)]), "de", frozenset())
    assert {role for label in found for role in label.roles} == roles


@pytest.mark.parametrize(
    ("line", "firm"), [("FIVE CASH & CARRY", False), ("SONS & COMPANY", False), ("5.00 CASH", True)]
)
def test_a_label_beside_an_ampersand_is_a_piece_of_a_name(line: str, firm: bool) -> None:
    words = tuple(Word(text, Box(60 + 42 * n, 50, 100 + 42 * n, 60)) for n, text in enumerate(line.split()))
    found = placed_labels(lines_of([Page(1, 595, 842, words)]), "en", frozenset())
    assert any(label.firm for label in found) is firm


def test_a_colon_by_itself_parts_nothing_from_its_label() -> None:
    texts = ("Beleg-Nr", ":", "KR4711", "KR4712")
    words = tuple(Word(text, Box(60 + 90 * n, 50, 140 + 90 * n, 60)) for n, text in enumerate(texts))
    lines = lines_of([Page(1, 595, 842, words)])
    around = PageMap(lines, placed_labels(lines, "de", frozenset())).around
    assert [around(0, place, place + 1, words[place].box).left[0].between for place in (2, 3)] == [0, 1]
