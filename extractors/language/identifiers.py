"""Identifiers in a text: its currency and tax numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from extractors.language.currencies import currencies_of
from extractors.language.plain import plain


class NumberFormat(Protocol):
    """A module of python-stdnum."""

    def is_valid(self, number: str) -> bool:
        """Tell whether a number has the format's length, letters and check digits."""

    def compact(self, number: str) -> str:
        """Return the number without separators."""


@dataclass(frozen=True, slots=True)
class IdentifierMention:
    """An identifier in a text: character places, canonical value, and what validates it ("eu.vat")."""

    start: int
    end: int
    text: str
    value: str
    scheme: str


EU_COUNTRIES = "AT ?U|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK"
TAX_SCHEMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("eu.vat", re.compile(rf"\b(?:{EU_COUNTRIES}) ?[A-Z0-9](?:[ .-]?[A-Z0-9+*]){{6,12}}\b")),
    ("gb.vat", re.compile(r"\bGB ?\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?\b")),
    ("ch.vat", re.compile(r"\bCHE[- ]?\d{3}\.?\d{3}\.?\d{3} ?(?:MWST|TVA|IVA|TPV)\b")),
    ("no.mva", re.compile(r"\b(?:NO ?)?\d{3} ?\d{3} ?\d{3} ?MVA\b")),
    ("in_.gstin", re.compile(r"\b\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]\b")),
    ("it.iva", re.compile(r"(?:(?<=IVA )|(?<=IVA: )|(?<=IVA:)|(?<=IVA. ))\d{11}\b")),
    ("br.cnpj", re.compile(r"\b\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}\b")),
    ("se.orgnr", re.compile(r"\b\d{6}-\d{4}\b")),
    ("jp.cn", re.compile(r"(?<=\bT)\d{13}\b")),
    ("kr.brn", re.compile(r"\b\d{3}-\d{2}-\d{5}\b")),
    ("au.abn", re.compile(r"\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b")),
    ("us.ein", re.compile(r"\b\d{2}-\d{7}\b")),
)  # fmt: skip
"""Tax numbers by the python-stdnum module that validates them, surest first."""

CODE = re.compile(r"(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])")


def find_tax_ids(text: str) -> tuple[IdentifierMention, ...]:
    """Return the tax numbers whose check digits are right, in order of place."""
    source = plain(text)
    found: list[IdentifierMention] = []
    for scheme, pattern in TAX_SCHEMES:
        for match in pattern.finditer(source.text):
            value = _valid(scheme, match.group())
            start, end = source.span(match.start(), match.end())
            if value and not any(start < other.end and other.start < end for other in found):
                found.append(IdentifierMention(start, end, text[start:end], value, scheme))
    return tuple(sorted(found, key=lambda mention: mention.start))


OWN_CURRENCY = {
    "da": "DKK", "nb": "NOK", "sv": "SEK", "ja": "JPY", "zh-Hans": "CNY", "zh-Hant": "TWD", "es": "MXN",
}  # fmt: skip
"""Whose "kr", "¥" and "$" it is where only the language tells; of "$" in Spanish most are Mexican."""


class Marked(Protocol):
    """An amount with the currency of its mark: one, or those that it may stand for."""

    @property
    def currency(self) -> str | None:
        """The ISO code, where there is no doubt."""

    @property
    def currencies(self) -> tuple[str, ...]:
        """The ISO codes that the mark may stand for."""


def find_currency(amounts: Iterable[Marked], text: str, language: str | None = None) -> str | None:
    """Return the ISO code of the currency that most amounts of a text are in, or None where none is marked.

    A mark of several currencies ("$", "kr") counts for the one that the text names elsewhere, else for the language's
    own, else for the likeliest.
    """
    own = OWN_CURRENCY.get(language or "", "")
    named: Counter[str] = Counter()
    doubtful: Counter[tuple[str, ...]] = Counter()
    for mention in amounts:
        if mention.currency:
            named[mention.currency] += 1
        elif mention.currencies:
            doubtful[mention.currencies] += 1
    for code, count in Counter(CODE.findall(text)).items():
        if currencies_of(code) == (code,):
            named[code] += count
    for currencies, count in doubtful.items():
        likeliest = own if own in currencies else currencies[0]
        named[next((currency for currency in currencies if named[currency]), likeliest)] += count
    return min(named, key=lambda currency: (-named[currency], currency)) if +named else None


def _valid(scheme: str, printed: str) -> str | None:
    number = printed.strip(" :.")
    stdnum = _stdnum(scheme)
    return stdnum.compact(number) if stdnum.is_valid(number) else None


@cache
def _stdnum(scheme: str) -> NumberFormat:
    module: NumberFormat = import_module(f"stdnum.{scheme}")
    return module
