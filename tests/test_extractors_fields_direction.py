"""Pages from right to left: read in a mirror, their values placed where they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import extract
from extractors.fields.direction import in_reading_direction, widths_from_right
from extractors.model import Box, Document, FieldName, Page, Word
from extractors.settings import ReaderSettings

WIDTH = 600.0


def page(*rows: str) -> Page:
    """Return a page on which the words of each row stand from the left as they are seen, 4 points a letter."""
    words = []
    for number, row in enumerate(rows):
        left = 50.0
        for text in row.split():
            words.append(Word(text, Box(left, 20.0 * number, left + 4 * len(text), 20.0 * number + 12)))
            left += 4 * len(text) + 4
    return Page(1, WIDTH, 800.0, tuple(words))


def read_out(*rows: str) -> str:
    document = Document("0" * 64, "a.pdf", "application/pdf", (page(*rows),))
    return in_reading_direction(document, widths_from_right(document)).pages[0].text


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("חשבונית מספר", "מספר חשבונית"),
        ("F25/9222 חשבונית מספר", "מספר חשבונית F25/9222"),
        ("2026 בפברואר 9 תאריך", "תאריך 9 בפברואר 2026"),
        ("20.1.2026 - 10.1.2026 תקופה", "תקופה 10.1.2026 - 20.1.2026"),
        ("Safe Cloud Autumn ةيقيوستلا ةلمحلا مسا", "مسا ةلمحلا ةيقيوستلا Safe Cloud Autumn"),
        ("Invoice number 12", "Invoice number 12"),
        ("Faktura nr ١٢", "Faktura nr ١٢"),
    ],
)
def test_words_come_in_the_order_in_which_a_person_reads_them(seen: str, read: str) -> None:
    assert read_out(seen) == read


def test_lines_stay_in_their_order() -> None:
    assert read_out("חשבונית מספר", "תאריך 2026") == "מספר חשבונית 2026 תאריך"


def test_values_are_placed_where_they_are_printed() -> None:
    words = (
        Word("מספר", Box(500, 100, 540, 112)),
        Word("חשבונית", Box(430, 100, 495, 112)),
        Word("48123", Box(300, 100, 350, 112)),
    )
    document = Document("0" * 64, "a.pdf", "application/pdf", (Page(1, WIDTH, 800.0, words),))
    number = extract(document, ReaderSettings()).find(FieldName.DOCUMENT_NUMBER)
    assert number
    assert (number.value, number.chosen.box) == ("48123", Box(300, 100, 350, 112))


@given(st.lists(st.sampled_from(["שלום", "מספר", "12", "Cloud", "Safe", "9.2.2026", "-"]), min_size=1, max_size=12))
def test_mirroring_keeps_words_and_their_room(texts: list[str]) -> None:
    before = Document("0" * 64, "a.pdf", "application/pdf", (page(" ".join(texts)),))
    after = in_reading_direction(before, widths_from_right(before)).pages[0]
    assert sorted(word.text for word in after.words) == sorted(texts)
    assert all(0 <= word.box.left < word.box.right <= WIDTH for word in after.words)
    widths = sorted(round(word.box.right - word.box.left, 2) for word in after.words)
    assert widths == sorted(round(word.box.right - word.box.left, 2) for word in before.pages[0].words)
