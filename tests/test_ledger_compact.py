"""Documents and results come back from their packed form exactly."""

from __future__ import annotations

import json
import math
import zlib

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from extractors.model import Box, Document, EmbeddedFile, Evidence, Extraction, Page, PageSource, Problem, Reading, Word
from ledger.compact import (
    pack,
    pack_document,
    pack_extraction,
    unpack,
    unpack_document,
    unpack_extraction,
)
from tests.ledger_sample import document, extraction, words

ANY_FLOAT = st.floats(allow_nan=False, allow_infinity=False)
HUNDREDTHS = st.integers(-100_000, 10_000_000).map(lambda whole: round(whole / 100, 2))
SIDES = HUNDREDTHS | ANY_FLOAT
BOXES = st.builds(Box, SIDES, SIDES, SIDES, SIDES)
WORDS = st.builds(Word, st.text(max_size=12), BOXES, st.just(1.0) | st.floats(0, 1))
PAGES = st.builds(
    Page,
    st.integers(1, 999),
    SIDES,
    SIDES,
    st.lists(WORDS, max_size=6).map(tuple),
    st.sampled_from(PageSource),
    st.none() | st.text(max_size=5),
    st.none() | st.just("00ff00ff00ff00ff"),
    st.text(max_size=9),
    st.just(()) | st.tuples(*[SIDES] * 8),
)
PROBLEMS = st.builds(Problem, st.text(max_size=5), st.text(max_size=9), st.none() | st.integers(1, 9), st.booleans())
DOCUMENTS = st.builds(
    Document,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.text(max_size=20),
    st.just("application/pdf"),
    st.lists(PAGES, max_size=3).map(tuple),
    st.lists(st.builds(EmbeddedFile, st.text(), st.text(), st.text()), max_size=2).map(tuple),
    st.lists(PROBLEMS, max_size=2).map(tuple),
)


@given(DOCUMENTS)
def test_any_document_comes_back_exactly(document: Document) -> None:
    assert unpack_document(pack_document(document)) == document


@given(st.lists(HUNDREDTHS, min_size=1, max_size=50))
def test_hundredths_come_back_to_the_last_bit(numbers: list[float]) -> None:
    page = Page(1, 1.0, 1.0, tuple(Word("", Box(number, number, number, number)) for number in numbers))
    again = unpack_document(pack_document(Document("", "", "", (page,)))).pages[0]
    assert [word.box.left.hex() for word in again.words] == [number.hex() for number in numbers]


@given(ANY_FLOAT.filter(lambda number: number != 0), st.text(max_size=9))
def test_any_reading_comes_back_exactly(number: float, value: str) -> None:
    adapter = TypeAdapter(Reading)
    reading = Reading(value, value, 1, Box(number, 0.0, math.pi, 1.0), number, "label")
    assert unpack(adapter, pack(adapter, reading)) == reading


def test_an_extraction_comes_back_exactly() -> None:
    assert unpack_extraction(pack_extraction(extraction())) == extraction()


def test_an_extraction_with_half_characters_is_kept_with_question_marks() -> None:
    read = extraction()
    first = read.evidence[0]
    broken = Reading("INV\udc80", "INV\udc80", 1, None, 0.5, "label")
    kept = unpack_extraction(pack_extraction(_with(read, Evidence(first.name, broken))))
    assert kept.evidence[0].chosen.value == "INV?"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pack_document(document()) == pack_document(document())
    assert pack_extraction(extraction()) == pack_extraction(extraction())


def test_a_page_of_four_hundred_words_takes_less_than_six_bytes_a_word() -> None:
    page = Page(1, 595.28, 841.89, words(400))
    assert len(pack_document(Document("", "a.pdf", "application/pdf", (page,)))) < 2400


def test_a_page_kept_before_a_field_came_has_its_default() -> None:
    packed = json.loads(zlib.decompress(pack_document(document())))
    for page in packed["pages"]:
        del page["quad"]
    assert unpack_document(zlib.compress(json.dumps(packed).encode())) == document()


def _with(read: Extraction, evidence: Evidence) -> Extraction:
    return Extraction(read.sha256, read.kind, read.language, (evidence,), (), (), read.version)
