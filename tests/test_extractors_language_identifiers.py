"""Tax numbers, numbers of documents and currencies of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.amounts import find_amounts
from extractors.language.identifiers import find_currency, find_tax_ids


@pytest.mark.parametrize(
    ("text", "value", "scheme"),
    [
        ("USt-IdNr.: DE136695976", "DE136695976", "eu.vat"),
        ("VAT SE556012579001 nr", "SE556012579001", "eu.vat"),
        ("VAT GB980780684", "980780684", "gb.vat"),
        ("P.IVA 00743110157", "00743110157", "it.iva"),
        ("GSTIN 27AAPFU0939F1ZV", "27AAPFU0939F1ZV", "in_.gstin"),
        ("Org.nr 556012-5790", "5560125790", "se.orgnr"),
        ("ABN 83 914 571 673", "83914571673", "au.abn"),
        ("CNPJ 16.727.230/0001-97", "16727230000197", "br.cnpj"),
    ],
)
def test_a_tax_number_with_right_check_digits_is_found(text: str, value: str, scheme: str) -> None:
    (mention,) = find_tax_ids(text)
    assert (mention.value, mention.scheme) == (value, scheme)
    assert mention.text == text[mention.start : mention.end]


@pytest.mark.parametrize("text", ["DE136695977", "Org.nr 556012-5791", "GSTIN 27AAPFU0939F1ZX", "tel 08-123 45 67"])
def test_a_tax_number_with_wrong_check_digits_is_none(text: str) -> None:
    assert find_tax_ids(text) == ()


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Total $12.00", "USD"),
        ("Total $12.00 all amounts in CAD", "CAD"),
        ("12,00 kr", "SEK"),
        ("12,00 kr DKK", "DKK"),
        ("RM 3.00 RM 4.00 USD 1.00", "MYR"),
        ("1.234,00 € und 3,00 €", "EUR"),
        ("¥1,000 JPY", "JPY"),
        ("Total 12.00", None),
        ("", None),
    ],
)
def test_the_currency_of_a_text(text: str, currency: str | None) -> None:
    assert find_currency(find_amounts(text), text) == currency


@pytest.mark.parametrize(
    ("text", "language", "currency"),
    [
        ("12,00 kr", "da", "DKK"),
        ("12,00 kr", "nb", "NOK"),
        ("12,00 kr", "en", "SEK"),
        ("12,00 kr SEK", "da", "SEK"),
        ("¥1,000.00", "zh-Hans", "CNY"),
        ("¥1,000", "ja", "JPY"),
        ("$1,000.00", "zh-Hant", "TWD"),
        ("$1,000.00", "es", "MXN"),
        ("$1,000.00", "en", "USD"),
        ("3,00 €", "da", "EUR"),
    ],
)
def test_the_language_tells_whose_sign_it_is(text: str, language: str, currency: str) -> None:
    assert find_currency(find_amounts(text, language), text, language) == currency


@given(st.text(max_size=200))
def test_any_text_is_searched(text: str) -> None:
    for mention in find_tax_ids(text):
        assert mention.text == text[mention.start : mention.end]
    find_currency(find_amounts(text), text)
