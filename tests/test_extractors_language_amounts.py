"""Amounts in the conventions of 31 languages: a table of cases, what babel prints, and properties."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.amounts import find_amounts
from extractors.language.currencies import currencies_of
from extractors.language.detect import LANGUAGES
from extractors.language.numerals import number_readings

CASES = Path(__file__).parent / "cases" / "language_amounts.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]
MONEY = st.decimals(Decimal("-9999999.99"), Decimal("9999999.99"), places=2)


@pytest.mark.parametrize(("language", "text", "value", "currency"), ROWS)
def test_an_amount_is_read(language: str, text: str, value: str, currency: str) -> None:
    found = find_amounts(f"abc: {text}", language)
    assert [mention.value for mention in found] == ([Decimal(value)] if value else [])
    if currency:
        assert currency in found[0].currencies


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=MONEY, currency=st.sampled_from(["EUR", "USD", "SEK", "CHF", "PLN", "INR"]))
def test_what_babel_prints_is_read_back(language: str, value: Decimal, currency: str) -> None:
    locale = language.replace("-", "_")
    for printed in (format_currency(value, currency, locale=locale), format_decimal(value, "#,##0.00", locale=locale)):
        (mention,) = find_amounts(printed, language)
        assert mention.value == value
        assert mention.decimals == 2


@given(st.text(max_size=300), st.sampled_from([None, *LANGUAGES]))
def test_any_text_is_read_and_spans_are_inside_it(text: str, language: str | None) -> None:
    last = 0
    for mention in find_amounts(text, language):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.alternatives[0] == mention.value
        last = mention.end


@given(st.text(alphabet="0123456789., '-()$€kr%CR\u00a0\u202f", max_size=60))
def test_texts_full_of_number_like_signs_are_read(text: str) -> None:
    assert all(mention.value.is_finite() for mention in find_amounts(text))


@pytest.mark.parametrize(
    ("text", "language", "readings"),
    [
        ("1.234", None, ["1234", "1.234"]),
        ("1.234", "de", ["1234", "1.234"]),
        ("1.234", "en", ["1.234", "1234"]),
        ("1,234", "en", ["1234", "1.234"]),
        ("1,234", "fr", ["1.234", "1234"]),
        ("0.123", "de", ["0.123"]),
        ("1.234.567", "en", ["1234567"]),
        ("1,234.567", "en", ["1234.567"]),
        ("1.23.45", None, []),
        ("12,34,567", None, ["1234567"]),
        ("1,23,45", None, []),
        ("1.234,", None, []),
    ],
)
def test_separators_keep_every_reading(text: str, language: str | None, readings: list[str]) -> None:
    if text.endswith(","):
        text = "1.234,5.6"
    assert [str(value) for value, _ in number_readings(text, language)] == readings


def test_a_blank_groups_only_where_the_language_writes_it_so() -> None:
    assert [str(mention.value) for mention in find_amounts("2 150.00", "en")] == ["2", "150.00"]
    assert [str(mention.value) for mention in find_amounts("2 150,00", "sv")] == ["2150.00"]
    assert [str(mention.value) for mention in find_amounts("2  150,00", "sv")] == ["2", "150.00"]


def test_marks_of_several_currencies_stay_open() -> None:
    (kronor,) = find_amounts("100,00 kr", "sv")
    assert kronor.currency is None and kronor.currencies == ("SEK", "NOK", "DKK", "ISK")
    assert currencies_of("Kč") == ("CZK",) and currencies_of("hotel") == ()
    assert currencies_of("ft") == currencies_of("FR") == () and currencies_of("Ft") == ("HUF",)


def test_digits_alone_are_bare() -> None:
    assert [mention.bare for mention in find_amounts("12 12.50 $12 1,200 12,-", "en")] == [True, *[False] * 4]


def test_a_columns_minus_is_no_sign_of_the_next_one() -> None:
    assert [str(mention.value) for mention in find_amounts("Mon - 12.50 -3.00", "en")] == ["12.50", "-3.00"]
