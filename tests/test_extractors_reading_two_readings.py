"""Two readings of one scan made one, and what Tesseract reads twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Box, Page, PageSource, Word
from extractors.reading.pdf import PdfPage
from extractors.reading.pdf_objects import Drawn
from extractors.reading.sparse_words import once, with_tall_dashes
from extractors.reading.two_readings import AGREED, both_read, merged
from extractors.reading.upright import in_points, turned_corners

Placed = tuple[str, float, float]


def line(*words: Placed, sure: float = 1.0, top: float = 100.0) -> list[Word]:
    """Return words of ten points' height, each with its left and right side."""
    return [Word(text, Box(left, top, right, top + 10), sure) for text, left, right in words]


@pytest.mark.parametrize(
    ("layer", "own", "read"),
    [
        ((("05t31t20", 10, 60),), (("05/31/20", 11, 59),), "05/31/20"),
        ((("05/31/20", 10, 60),), (("05131/20", 11, 59),), "05/31/20"),
        ((("$1,250.00", 10, 60),), (("$1,250,00", 10, 60),), "$1,250.00"),
        ((("WXYZ03/04/20", 10, 90),), (("WXYZ", 10, 38), ("03/04/20", 42, 90)), "WXYZ 03/04/20"),
        ((("Flight", 10, 40), ("dates", 44, 70)), (("Flightdates", 10, 70),), "Flight dates"),
        ((("Comer", 10, 40),), (("Corner", 10, 40),), "Corner"),
        ((("Order", 10, 40),), (("0rd€r", 10, 40),), "Order"),
        ((("Order", 10, 40),), (("Order", 10, 40), ("Flight", 60, 90)), "Order Flight"),
        ((("Order", 10, 40), ("Flight", 60, 90)), (("Order", 10, 40),), "Order Flight"),
        ((("Order", 10, 40), ("¤g§H", 60, 90)), (("Order", 10, 40),), "Order"),
        ((), (("Order", 10, 40), ("|", 50, 52), ("-", 60, 64)), "Order -"),
        ((("12", 10, 20), ("14", 40, 50)), (("12", 10, 20), ("-", 28, 32), ("14", 40, 50)), "12 - 14"),
    ],
)
def test_of_two_readings_the_better_is_taken(layer: tuple[Placed, ...], own: tuple[Placed, ...], read: str) -> None:
    words = merged(line(*layer), line(*own, sure=0.9))
    assert " ".join(word.text for word in words) == read


def test_what_both_read_is_believed_most_and_what_they_dispute_least() -> None:
    layer = line(("Order", 10, 40), ("No", 50, 60), ("Comer", 70, 90))
    own = line(("Order", 10, 40), ("Flight", 100, 130), ("Corner", 70, 90), sure=0.9)
    sure = {word.text: word.confidence for word in merged(layer, own)}
    assert sure["Order"] == AGREED
    assert sure["Order"] > sure["Flight"] > sure["Corner"]
    assert sure["Order"] > sure["No"]


words_anywhere = st.lists(
    st.builds(
        lambda text, left, top, width: Word(text, Box(left, top, left + width, top + 10), 0.9),
        st.sampled_from(("Order", "4711", "05/31/20", "§x")),
        st.integers(0, 500),
        st.integers(0, 700),
        st.integers(4, 90),
    ),
    max_size=20,
)


@given(words_anywhere, words_anywhere)
def test_nothing_is_invented(layer: list[Word], own: list[Word]) -> None:
    printed = [(word.text, word.box) for word in (*layer, *own)]
    read = [(word.text, word.box) for word in merged(layer, own)]
    assert all(read.count(each) <= printed.count(each) for each in read)


@given(words_anywhere)
def test_two_equal_readings_are_one(words: list[Word]) -> None:
    assert sorted(word.text for word in merged(words, words)) == sorted(word.text for word in words)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_layer_is_laid_over_pages_that_lay_on_a_side(degrees: int) -> None:
    own = Page(1, 600, 800, tuple(line(("Corner", 10, 40), sure=0.9)), PageSource.OCR)
    quad = in_points(turned_corners(600, 800, degrees), 1.0) if degrees else ()
    own = Page(1, 600, 800, own.words, PageSource.OCR, quad=quad)
    layer = PdfPage(600, 800, tuple(line(("Comer", 10, 40), ("Order", 60, 90))), Drawn((), False, 0, 9, 0), degrees)
    assert [word.text for word in both_read(layer, own)] == ["Corner", "Order"]


def test_a_layer_that_lies_on_another_side_than_the_print_is_left_out() -> None:
    own = Page(1, 600, 800, tuple(line(("Corner", 10, 40), sure=0.9)), PageSource.OCR)
    layer = PdfPage(800, 600, tuple(line(("Order", 60, 90))), Drawn((), False, 0, 9, 0), 90)
    assert [word.text for word in both_read(layer, own)] == ["Corner"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ((Word("Original", Box(10, 10, 50, 20), 0.95), Word("inal", Box(30, 11, 51, 23), 0.76)), ["Original"]),
        ((Word("atin", Box(12, 10, 28, 20), 0.96), Word("Rating", Box(10, 10, 32, 20), 0.96)), ["Rating"]),
        ((Word("—", Box(10, 14, 30, 16), 0.9), Word("Date", Box(8, 10, 32, 20), 0.5)), ["—", "Date"]),
        ((Word("of", Box(20, 20, 30, 30), 0.9), Word("Page", Box(10, 5, 60, 60), 0.9)), ["of", "Page"]),
        ((Word("05/01", Box(10, 10, 40, 20), 0.9), Word("05/02", Box(42, 10, 72, 20), 0.9)), ["05/01", "05/02"]),
    ],
)
def test_pieces_of_words_read_twice_count_once(words: tuple[Word, ...], kept: list[str]) -> None:
    assert [word.text for word in once(words)] == kept


def test_a_dash_is_as_high_as_the_day_before_it() -> None:
    first, dash, _ = with_tall_dashes(
        [Word("05/01", Box(10, 10, 40, 20)), Word("-", Box(42, 14, 46, 16)), Word("05/02", Box(50, 10, 80, 20))]
    )
    assert (dash.box.top, dash.box.bottom) == (first.box.top, first.box.bottom)
