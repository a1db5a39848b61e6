"""The reader's language and locale: texts from message catalogues, amounts and dates as the reader writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from extractors.model import Money

CATALOGUES = Path(__file__).parent / "locales"
LANGUAGES = {"en": "English", "sv": "Svenska"}
LOCALES = ("en_GB", "en_US", "en_IE", "sv_SE", "sv_FI", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "ja_JP")


@dataclass(frozen=True, slots=True)
class Speech:
    """How to speak to one reader."""

    language: str
    locale: str
    texts: Mapping[str, str]

    def say(self, text: str, **values: object) -> str:
        """Return a text in the reader's language, its named gaps filled in."""
        said = self.texts.get(text, text)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, number: int) -> str:
        """Return a text for one or for many, `{n}` standing for the number."""
        return self.say(one if number == 1 else many, n=self.number(number))

    def number(self, number: float | Decimal) -> str:
        """Return a number with the locale's separators."""
        return _number(number, self.locale)

    def percent(self, share: float) -> str:
        """Return a share of one in percent."""
        return _percent(share, self.locale)

    def money(self, money: Money | None) -> str:
        """Return an amount with its ISO currency, or a dash where there is none."""
        if money is None:
            return "–"
        return f"{money.currency} {self.figure(money.amount, money.currency)}"

    def figure(self, amount: Decimal | None, currency: str) -> str:
        """Return an amount without its currency, with that currency's decimals."""
        if amount is None:
            return "–"
        return _figure(amount, currency, self.locale)

    def day(self, day: date | str | None) -> str:
        """Return a day in the locale's middle form; text that is no ISO date stays as it is."""
        try:
            found = date.fromisoformat(day) if isinstance(day, str) else day
        except ValueError:
            return str(day)
        return _day(found, self.locale) if found else "–"

    def moment(self, moment: datetime | None) -> str:
        """Return a moment in UTC to the minute."""
        return f"{format_datetime(moment, 'medium', locale=self.locale)} UTC" if moment else "–"


# A page of the queue says a hundred figures, most of them as the page before did.
@lru_cache(20_000)
def _figure(amount: Decimal, currency: str, locale: str) -> str:
    return str(format_currency(amount, currency, "#,##0.00", locale=locale, currency_digits=True))


@lru_cache(20_000)
def _number(number: float | Decimal, locale: str) -> str:
    return str(format_decimal(number, locale=locale))


@lru_cache(20_000)
def _percent(share: float, locale: str) -> str:
    return str(format_percent(share, "#,##0.#%", locale=locale))


@lru_cache(20_000)
def _day(day: date, locale: str) -> str:
    return str(format_date(day, "medium", locale=locale))


def speech(language: str, locale: str) -> Speech:
    """Return how to speak in a language and a locale; unknown ones become English and British."""
    known = language if language in LANGUAGES else "en"
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        locale = "en_GB"
    return Speech(known, locale, catalogue(known))


def preferred(header: str) -> tuple[str, str]:
    """Return the language and locale that a browser asks for (Accept-Language), for those who have not signed in."""
    for part in header.split(","):
        tag = part.split(";")[0].strip().replace("-", "_")
        if tag[:2] in LANGUAGES:
            fitting = (each for each in LOCALES if each == tag or each.startswith(tag[:2]))
            return tag[:2], next(fitting)
    return "en", "en_GB"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return a language's texts by their English ones; English needs none."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as opened:
        messages = read_po(opened, locale=language)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}
