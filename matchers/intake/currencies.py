"""Currencies as tables name them."""

from __future__ import annotations

from babel.numbers import get_currency_precision, is_currency

# Only signs that mean one currency: "$" and "kr" are several countries' and settle nothing.
SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "zł": "PLN",
    "Kč": "CZK",
    "₹": "INR",
    "₺": "TRY",
    "₪": "ILS",
}
WORDS = {"euro": "EUR", "euros": "EUR"}


def is_iso_code(text: str) -> bool:
    """Tell whether a text is a code of ISO 4217, in whatever case."""
    return len(text) == 3 and is_currency(text.upper())


def currency_code(text: str) -> str:
    """Return the ISO 4217 code that a text stands for, or nothing."""
    word = text.strip().strip(".")
    if is_iso_code(word):
        return word.upper()
    return SIGNS.get(word) or WORDS.get(word.casefold(), "")


def decimals_of(currency: str) -> int:
    """Return how many decimals amounts of a currency may have; where CLDR says none, cents are let pass."""
    return max(2, get_currency_precision(currency))
