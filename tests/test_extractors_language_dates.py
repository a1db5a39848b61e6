"""Dates and ranges in 31 languages: a table of cases, what babel prints, and properties."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.dates import Precision, find_dates, find_ranges, settled
from extractors.language.detect import LANGUAGES

CASES = Path(__file__).parent / "cases"
LOCALES = [language.replace("-", "_") for language in LANGUAGES]


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize(("language", "text", "day"), rows("language_dates.tsv"))
def test_a_date_is_read(language: str, text: str, day: str) -> None:
    days = [mention.value for mention in find_dates(f"({text})", language) if mention.precision is Precision.DAY]
    assert [str(value) for value in days if value] == ([day] if day else [])


@pytest.mark.parametrize(("language", "text", "first", "last"), rows("language_ranges.tsv"))
def test_a_range_is_read(language: str, text: str, first: str, last: str) -> None:
    found = find_ranges(f"Flight: {text}", language)
    assert [(str(each.first_day), str(each.last_day)) for each in found] == [(first, last)]


@pytest.mark.parametrize("locale", LOCALES)
@given(day=st.dates(date(1990, 1, 1), date(2060, 12, 31)), style=st.sampled_from(["short", "medium", "long", "full"]))
def test_what_babel_prints_is_read_back(locale: str, day: date, style: str) -> None:
    printed = format_date(day, style, locale=locale)
    if style == "short" and not 1990 <= day.year <= 2060:
        return
    (mention,) = find_dates(f"{printed} ", locale.replace("_", "-"))
    assert mention.value == day


@given(st.text(max_size=300), st.sampled_from([None, *LANGUAGES]))
def test_any_text_is_read_and_spans_are_inside_it(text: str, language: str | None) -> None:
    for mention in find_dates(text, language):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.value is None or mention.value == mention.alternatives[0]
    for found in find_ranges(text, language):
        assert found.first_day <= found.last_day


@given(st.text(alphabet="0123456789/-.:, OoJanFebMärz年月日–to", max_size=80))
def test_texts_full_of_date_like_signs_are_read(text: str) -> None:
    ends = [0]
    for mention in find_dates(text):
        assert mention.start >= ends[-1]
        ends.append(mention.end)
    find_ranges(text)


def test_both_readings_stay_and_the_language_decides_which_is_first() -> None:
    (american,) = find_dates("03/04/2024", "en")
    (european,) = find_dates("03/04/2024", "fr")
    assert american.alternatives == (date(2024, 3, 4), date(2024, 4, 3))
    assert european.alternatives == (date(2024, 4, 3), date(2024, 3, 4))
    assert american.ambiguous and european.orders == ("dmy", "mdy")


def test_an_unambiguous_date_of_the_document_settles_the_others() -> None:
    first, second = settled(find_dates("03/04/2024 25/04/2024", "en"))
    assert first.value == date(2024, 4, 3)
    assert first.ambiguous and not second.ambiguous


def test_dates_that_disagree_settle_nothing() -> None:
    mentions = find_dates("03/04/2024 25/04/2024 04/25/2024", "en")
    assert settled(mentions) == mentions


def test_a_range_settles_the_order_of_its_parts() -> None:
    (found,) = find_ranges("3/1/20 - 3/31/20", "fr")
    assert found.alternatives == ((date(2020, 3, 1), date(2020, 3, 31)),)


def test_an_ambiguous_range_keeps_its_readings_in_step() -> None:
    (found,) = find_ranges("03/04/2024 - 05/06/2024", "en")
    assert found.alternatives == (
        (date(2024, 3, 4), date(2024, 5, 6)),
        (date(2024, 4, 3), date(2024, 6, 5)),
    )


def test_a_range_that_ends_before_it_begins_is_none() -> None:
    assert find_ranges("2024-05-15 - 2024-05-01") == ()


def test_a_date_without_a_year_has_no_value() -> None:
    (mention,) = find_dates("on 5 May in the hall")
    assert mention.value is None and mention.yearless == (5, 5) and mention.last_day is None


def test_places_lead_back_through_invisible_marks_and_combining_accents() -> None:
    text = "\u200f5\u200f/3\u200f/2021 5 Fe\u0301vrier 2021"
    assert [mention.text for mention in find_dates(text, "fr")] == ["5\u200f/3\u200f/2021", "5 Fe\u0301vrier 2021"]
