"""Layout memory: documents laid out alike teach each other, and nothing that was rejected gains by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.layouts.learning import is_same, lesson_of
from extractors.layouts.memory import LayoutMemory
from extractors.layouts.recall import MOST_BELIEVED, recalled
from extractors.model import (
    Box,
    DocumentKind,
    Evidence,
    Extraction,
    FieldName,
    Layout,
    Lesson,
    Marked,
    Reading,
    Taught,
)

TOTAL = FieldName.TOTAL_AMOUNT
SHINGLES = tuple(range(1, 21))
BY_TOTAL, BY_REST = (101, 102, 103, 104), (102, 201, 202, 203)
"""Marks of a sum beside "Total", and of one beside "Left for you"."""
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
marks = st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True).map(lambda some: tuple(sorted(some)))
taught = st.builds(
    Taught,
    st.sampled_from([TOTAL, FieldName.VENDOR]),
    marks,
    st.lists(marks, max_size=3).map(lambda several: tuple(sorted(several))),
)
shingles = st.lists(st.integers(1, 30), min_size=8, max_size=20, unique=True).map(lambda some: tuple(sorted(some)))
lessons = st.lists(
    st.builds(Lesson, st.integers(0, 10**6).map(str), shingles, st.tuples(taught)),
    max_size=8,
    unique_by=lambda lesson: lesson.sha256,
)


def reading(value: str, confidence: float, page: int | None = 1) -> Reading:
    return Reading(value, value, page, Box(0, 0, 10, 10) if page else None, confidence, "read")


def extraction(sha256: str, *readings: tuple[Reading, tuple[int, ...]], shown: int = 9) -> Extraction:
    """Return what was read of a total: readings with their marks, of which the first so many are evidence."""
    evidence = [each for each, _ in readings][:shown]
    layout = Layout(SHINGLES, tuple(Marked(TOTAL, each, own) for each, own in readings))
    found = (Evidence(TOTAL, evidence[0], tuple(evidence[1:])),) if evidence else ()
    return Extraction(sha256, DocumentKind.INVOICE, "en", found, (), (), "1", layout=layout)


def bill(sha256: str, total: str, rest: str, sure: float = 0.98, shown: int = 9) -> Extraction:
    return extraction(sha256, (reading(total, sure), BY_TOTAL), (reading(rest, 0.02), BY_REST), shown=shown)


def corrected(sha256: str, total: str, rest: str, weight: int = 4) -> Lesson:
    read = bill(sha256, total, rest)
    return replace(lesson_of(sha256, read.layout, {TOTAL: rest}), weight=weight)


def total_of(found: Extraction) -> Reading:
    evidence = found.find(TOTAL)
    assert evidence
    return evidence.chosen


def test_one_correction_is_enough_for_the_next_document_of_the_layout() -> None:
    memory = LayoutMemory([corrected("a", "640.00", "520.00")])
    for shown in (1, 2):
        chosen = total_of(recalled(bill("b", "910.00", "705.00", shown=shown), memory))
        assert chosen.value == "705.00"
        assert 0.5 < chosen.confidence <= MOST_BELIEVED


def test_what_was_agreed_makes_doubtful_readings_likelier_and_never_sure_enough_to_clear() -> None:
    read = bill("b", "910.00", "705.00", sure=0.4)
    agreed = [lesson_of(name, bill(name, "1.00", "2.00").layout, {TOTAL: "1.00"}) for name in "acd"]
    known = [total_of(recalled(read, LayoutMemory(agreed[:count]))).confidence for count in range(4)]
    assert known == sorted(known)
    assert known[0] == 0.4
    assert known[1] > 0.8
    assert known[3] == MOST_BELIEVED


def test_what_was_read_surely_stays_as_sure_as_it_was_read() -> None:
    agreed = LayoutMemory([lesson_of("a", bill("a", "1.00", "2.00").layout, {TOTAL: "1.00"})])
    read = bill("b", "910.00", "705.00")
    assert total_of(recalled(read, agreed)) == total_of(read)


def test_what_people_rejected_is_not_sure_any_more_though_nothing_takes_its_place() -> None:
    alone = extraction("a", (reading("640.00", 0.98), BY_TOTAL))
    rejected = replace(lesson_of("a", alone.layout, {TOTAL: None}), weight=4)
    chosen = total_of(recalled(replace(alone, sha256="b"), LayoutMemory([rejected])))
    assert (chosen.value, chosen.confidence < 0.9) == ("640.00", True)


def test_a_field_that_was_too_unlikely_to_be_read_is_found() -> None:
    memory = LayoutMemory([corrected("a", "640.00", "520.00")])
    unread = bill("b", "910.00", "705.00", shown=0)
    assert total_of(recalled(unread, memory)).value == "705.00"
    assert recalled(unread, LayoutMemory([])) == unread


def test_a_document_does_not_teach_itself_and_an_einvoice_stands() -> None:
    memory = LayoutMemory([corrected("a", "640.00", "520.00")])
    own = bill("a", "640.00", "520.00")
    assert recalled(own, memory) == own
    booked = replace(bill("b", "910.00", "705.00"), evidence=(Evidence(TOTAL, reading("910.00", 1.0, page=None)),))
    assert recalled(booked, memory) == booked


def test_what_cleared_lines_taught_is_for_documents_that_came_later() -> None:
    memory = LayoutMemory([replace(corrected("a", "640.00", "520.00"), since=NOON)])
    read = bill("b", "910.00", "705.00")
    for arrived, value in ((None, "910.00"), (NOON, "910.00"), (NOON.replace(hour=13), "705.00")):
        assert total_of(recalled(read, memory, arrived)).value == value


@pytest.mark.parametrize("shared", [20, 16, 12, 8, 0])
def test_only_documents_laid_out_alike_teach(shared: int) -> None:
    other = (*SHINGLES[:shared], *range(50, 70 - shared))
    memory = LayoutMemory([replace(corrected("a", "640.00", "520.00"), shingles=other)])
    value = total_of(recalled(bill("b", "910.00", "705.00"), memory)).value
    assert value == ("705.00" if shared >= 16 else "910.00")


def test_too_few_labels_make_no_layout() -> None:
    lesson = corrected("a", "640.00", "520.00")
    read = bill("b", "910.00", "705.00")
    few = replace(read, layout=replace(read.layout, shingles=SHINGLES[:5]))
    assert recalled(few, LayoutMemory([replace(lesson, shingles=SHINGLES[:5])])) == few


def test_an_activity_never_ends_before_it_starts() -> None:
    days = [("2026-03-02", 1, 301), ("2026-03-15", 2, 302)]
    marked = [Marked(FieldName.ACTIVITY_END, reading(day, 0.9 / place), (mark,)) for day, place, mark in days]
    start = Evidence(FieldName.ACTIVITY_START, reading("2026-03-10", 0.95))
    end = Evidence(FieldName.ACTIVITY_END, marked[1].reading)
    read = replace(bill("b", "1.00", "2.00"), evidence=(start, end), layout=Layout(SHINGLES, tuple(marked)))
    wrong = Lesson("a", SHINGLES, (Taught(FieldName.ACTIVITY_END, (301,), ((302,),)),), weight=4)
    assert recalled(read, LayoutMemory([wrong])).evidence == read.evidence


@settings(max_examples=60, deadline=None)
@given(lessons, shingles, marks, st.integers())
def test_the_order_of_learning_is_no_matter(
    several: list[Lesson], own: tuple[int, ...], marked: tuple[int, ...], seed: int
) -> None:
    shuffled = list(several)
    Random(seed).shuffle(shuffled)
    votes = [LayoutMemory(each).votes(Layout(own)) for each in (several, shuffled)]
    assert votes[0] == votes[1]
    assert [{name: each.of(marked) for name, each in one.items()} for one in votes[:1]] == [
        {name: each.of(marked) for name, each in one.items()} for one in votes[1:]
    ]


def test_a_document_that_taught_twice_is_heeded_twice_in_one_order() -> None:
    several = [Lesson("a", SHINGLES, (Taught(TOTAL, marks, ()),)) for marks in (BY_REST, BY_TOTAL)]
    found = [LayoutMemory(each).about(Layout(SHINGLES)) for each in (several, several[::-1])]
    assert found[0] == found[1] == several[::-1]


@settings(max_examples=60, deadline=None)
@given(lessons, shingles)
def test_lessons_are_found_as_by_comparing_all_of_them(several: list[Lesson], own: tuple[int, ...]) -> None:
    def alike(lesson: Lesson) -> bool:
        ours, theirs = set(own), set(lesson.shingles)
        return len(ours & theirs) / len(ours | theirs) >= 0.6

    found = {lesson.sha256 for lesson in LayoutMemory(several).about(Layout(own))}
    assert found == {lesson.sha256 for lesson in several if alike(lesson)}


@settings(max_examples=60, deadline=None)
@given(lessons, st.floats(0.0, 0.998))
def test_memory_of_other_layouts_changes_nothing(several: list[Lesson], sure: float) -> None:
    others = [replace(each, shingles=tuple(shingle + 100 for shingle in each.shingles)) for each in several]
    read = bill("b", "910.00", "705.00", sure)
    assert recalled(read, LayoutMemory(others)) == read


@settings(max_examples=60, deadline=None)
@given(lessons, marks, st.floats(0.1, 0.998))
def test_rejected_marks_never_raise_a_value(several: list[Lesson], rejected: tuple[int, ...], sure: float) -> None:
    own = extraction("b", (reading("1.00", sure), rejected))
    against = [
        replace(each, shingles=SHINGLES, taught=(Taught(TOTAL, each.taught[0].right, (rejected,)),)) for each in several
    ]
    assert total_of(recalled(own, LayoutMemory(against))).confidence <= sure


@settings(max_examples=60, deadline=None)
@given(lessons, st.floats(0.0, 0.998), st.floats(0.0, 0.998))
def test_nothing_is_believed_for_its_layouts_sake_alone(several: list[Lesson], first: float, second: float) -> None:
    read = extraction(
        "b", (reading("1.00", max(first, second)), (1, 2, 3)), (reading("2.00", min(first, second)), (4, 5))
    )
    memory = LayoutMemory([replace(each, shingles=SHINGLES) for each in several])
    before = {each.reading.value: each.reading.confidence for each in read.layout.marked}
    chosen = total_of(recalled(read, memory))
    assert chosen.confidence <= max(before[chosen.value], MOST_BELIEVED)


@pytest.mark.parametrize(
    ("name", "value", "other", "same"),
    [
        (TOTAL, "1240.00", "1240", True),
        (TOTAL, "-1240.00", "1240.00", True),
        (TOTAL, "1240.00", "12400.00", False),
        (TOTAL, "1240.00", "twelve", False),
        (TOTAL, "1240.00", None, False),
        (FieldName.VENDOR, "Marlow Print Ltd.", "MARLOW PRINT LTD", True),
        (FieldName.DOCUMENT_NUMBER, "MP-00017", "MP 00017", True),
        (FieldName.DOCUMENT_NUMBER, "MP-00017", "MP-00071", False),
    ],
)
def test_values_are_the_same_but_for_sign_case_and_marks(
    name: FieldName, value: str, other: str | None, same: bool
) -> None:
    assert is_same(name, value, other) is same


def test_a_name_without_its_legal_form_is_neither_right_nor_wrong() -> None:
    readings = [("Marlow Print Ltd", (1, 2)), ("Marlow Print", (3, 4)), ("Tern Harbour", (5, 6))]
    marked = tuple(Marked(FieldName.VENDOR, reading(value, 0.5), own) for value, own in readings)
    lesson = lesson_of("a", Layout(SHINGLES, marked), {FieldName.VENDOR: "Marlow Print Ltd"})
    assert lesson.taught == (Taught(FieldName.VENDOR, (1, 2), ((5, 6),)),)
