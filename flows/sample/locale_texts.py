"""The words of generated invoices: parties and phrases from data/sample, labels from the project's vocabularies."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parents[2] / "data"
COMMONEST = 3
"""Of a role's labels the vocabularies give the commonest first."""


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """What documents of a language say."""

    language: str
    title: str
    vendors: tuple[str, ...]
    customers: tuple[str, ...]
    streets: tuple[str, ...]
    campaigns: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocaleTexts:
    """What a locale adds to its language."""

    locale: str
    language: LanguageTexts
    rate: Decimal
    place: str
    tax_id: str
    calendar: str = ""
    digits: str = ""


@cache
def all_locales() -> tuple[LocaleTexts, ...]:
    """Return every locale with its texts, in the order of the file."""
    languages = {name: _language(name, entry) for name, entry in _table()["languages"].items()}
    return tuple(_locale(name, entry, languages) for name, entry in _table()["locales"].items())


def label(language: str, role: str, rng: Random) -> str:
    """Return one of the commonest labels of a role, as it is printed: capitalised, abbreviations in capitals."""
    known = _labels(language)[role][:COMMONEST]
    words = rng.choice(known).split()
    printed = [word.upper() if word in _abbreviations() else word for word in words]
    return " ".join([printed[0][:1].upper() + printed[0][1:], *printed[1:]])


def has_label(language: str, role: str) -> bool:
    """Tell whether the vocabulary of a language has any label for a role."""
    return bool(_labels(language).get(role))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(_table()["abbreviations"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((DATA / "sample" / "locales.toml").read_text(encoding="utf-8"), parse_float=Decimal)


@cache
def _labels(language: str) -> dict[str, list[str]]:
    return tomllib.loads((DATA / "vocabulary" / "labels" / f"{language}.toml").read_text(encoding="utf-8"))


def _language(name: str, entry: dict[str, Any]) -> LanguageTexts:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return LanguageTexts(name, entry["title"], **lists)


def _locale(name: str, entry: dict[str, Any], languages: dict[str, LanguageTexts]) -> LocaleTexts:
    more = {key: value for key, value in entry.items() if key not in ("language", "rate")}
    return LocaleTexts(name, languages[entry["language"]], Decimal(entry["rate"]), **more)
