"""Amounts in a text, in every convention of writing them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import compress

from extractors.language.currencies import currencies_of, mark_pattern
from extractors.language.dates import find_dates
from extractors.language.numerals import number_readings
from extractors.language.plain import NARROW_SPACE, PlainText, plain

S = rf"[ {NARROW_SPACE}]"
PLAIN_NUMBER = r"\d+(?:[.,']\d+)*|(?<![\w.,])[.,]\d\d(?!\d)"
LOOSE_NUMBER = re.compile(rf"\d{{1,3}}(?:{S}\d{{3}}(?!\d))+(?:[.,]\d+)?(?!\d)|{PLAIN_NUMBER}")
TIGHT_NUMBER = re.compile(rf"\d{{1,3}}(?:{NARROW_SPACE}\d{{3}}(?!\d))+(?:[.,]\d+)?(?!\d)|{PLAIN_NUMBER}")
"""Where a plain blank does not group digits: "2 150.00" is a quantity and an amount."""
ENGLISH_NUMBER = re.compile(rf"\d{{1,3}}(?:{S}\d{{3}}(?!\d))+,\d\d(?!\d)|{TIGHT_NUMBER.pattern}")
"""With a comma for decimals English is South Africa's, where blanks do group: "2 150,00"."""

BLANK_GROUPS = {
    *("sv", "nb", "da", "fi", "de", "fr", "pt", "pl", "cs", "sk", "hu", "bg", "ru", "uk"),
    *("en-ZA", "en_ZA"),
}
"""Languages that part groups of digits by blanks."""
LONGEST_MARK = 12
"""Characters before a number in which sign and currency may stand."""

LONGEST = 12
"""More digits than this are an identifier, not money."""

DIGIT = re.compile(r"\d")
LAST_DIGIT = re.compile(r"(\d?)(\D*)$")
# No more than decides what a number is: short contexts come again, and are then looked up and not matched anew.
FOLLOWING = re.compile(r"(?:(?!  )\D){0,32}(?:  |\d)?")

NOT_AMOUNTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,}(?:[ ]?[A-Z0-9]{1,3})?\b", ()),  # IBAN
    (
        r"(?:\b(?:tel|phone|ph|fax|mob|mobile|tlf|tél|telefon|telefono|telefax|hp)\b[^\w\n]{0,3}|\+)"
        r"[(\d][\d ()./-]{5,}\d",
        ("+", "tel", "ph", "fax", "mob", "tlf", "tél", "hp"),
    ),
    # The time of day, in figures and in words.
    (r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}[.]\d{2}[ ]?(?:uhr|h)\b", (":", "h")),
    (
        r"\b(?:page|pages|pg|seite|sida|side|sivu|pagina|página|strona|strana|sayfa)\b[^\w\n]{0,3}\d+"
        r"(?:\W{1,3}(?:of|von|av|af|de|di|van|z|/)?\W{0,2}\d+)?",
        ("pag", "pg", "seite", "sid", "sivu", "pág", "stro", "stra", "say"),
    ),
    # Shares, and numbers that strokes or dashes hold together.
    (r"\d+(?:[.,]\d+)?[ \u00a0]?%|%[ ]?\d+(?:[.,]\d+)?|\b\d+[/]\d+(?:[/]\d+)?\b|\b\d+(?:-\d+)+\b", ("%", "/", "-")),
)
"""Patterns of what has digits and is no amount, the earlier the stronger; a text with one has one of the pieces too.

They are few, since each set of them that some text needs is a pattern to compile.
"""


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount in a text; `start` and `end` are character places that cover sign and currency.

    `alternatives` are all values that it may have, `value` first: one where there is no doubt. `currencies` are the
    ISO codes its mark may stand for; `currency` is set where that is only one. `decimals` are those printed. A `bare`
    number has neither currency, decimals, groups nor a dash for decimals: it may be a count or a year as well.
    """

    start: int
    end: int
    text: str
    value: Decimal
    alternatives: tuple[Decimal, ...]
    currency: str | None
    currencies: tuple[str, ...]
    decimals: int
    bare: bool


def find_amounts(text: str, language: str | None = None) -> tuple[AmountMention, ...]:
    """Return the amounts and numbers in a text, in order of place.

    Dates, times, telephone and account numbers, percentages and page numbers are left out. Gaps between columns
    must be handed in as two blanks or a tab, because a single blank may group digits. The language decides which of
    two readings of "1.234" comes first, and whether a plain blank groups digits at all.
    """
    if not DIGIT.search(text):
        return ()
    source = plain(text)
    masked = _masked(source, text, language)
    number = _number_pattern(language)
    found = (_mention(match, masked, source, text, language) for match in number.finditer(masked))
    return tuple(mention for mention in found if mention)


def _number_pattern(language: str | None) -> re.Pattern[str]:
    if language is None or {language, language[:2]} & BLANK_GROUPS:
        return LOOSE_NUMBER
    return ENGLISH_NUMBER if language[:2] == "en" else TIGHT_NUMBER


@cache
def _before() -> re.Pattern[str]:
    """Return what may stand before a number: bracket, minus, currency, minus."""
    minus = rf"(?P<minus>(?<![\w,.:)])-|(?<!\S{S})(?<![\w,.:)])-{S})?"
    currency = rf"(?:(?P<mark>{mark_pattern()}){S}?:?{S}?)?"
    return re.compile(rf"(?P<open>\({S}?)?{minus}{currency}(?P<sign>(?<![\d,.:) ])-)?$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    """Return what may stand behind a number: a dash for decimals, currency, minus or CR, bracket."""
    return re.compile(
        rf"(?P<dash>[.,:]--?(?![\w-]))?(?:{S}?(?P<mark>{mark_pattern()})(?!{S}?-?\d))?"
        rf"(?P<minus>-(?![\w-])|{S}?CR\b)?(?P<close>{S}?\))?",
        re.IGNORECASE,
    )


def _masked(source: PlainText, text: str, language: str | None) -> str:
    """Return the plain text with everything blanked that has digits and is no amount."""
    spans = [match.span() for match in _not_amounts(source.text).finditer(source.text)]
    if len(source.text) == len(text):
        spans += [(date.start, date.end) for date in find_dates(text, language)]
    if not spans:
        return source.text
    letters = list(source.text)
    for start, end in spans:
        letters[start:end] = "x" * (end - start)
    return "".join(letters)


def _not_amounts(text: str) -> re.Pattern[str]:
    """Return a pattern of what a text may hold that has digits and is no amount."""
    small = text.lower()
    return _any_of(tuple([not signs or any(sign in small for sign in signs) for _, signs in NOT_AMOUNTS]))


@cache
def _any_of(wanted: tuple[bool, ...]) -> re.Pattern[str]:
    return re.compile("|".join(pattern for pattern, _ in compress(NOT_AMOUNTS, wanted)), re.IGNORECASE)


def _context(masked: str, place: int) -> str:
    """Return the characters before a number, from the last digit on: few enough differ to be searched once each."""
    context = LAST_DIGIT.search(masked[max(0, place - LONGEST_MARK) : place])
    return "0" + context[2] if context and context[1] else context[2] if context else ""


@lru_cache(maxsize=65536)
def _before_in(context: str) -> re.Match[str] | None:
    return _before().search(context)


def _following(masked: str, place: int) -> str:
    """Return the characters behind a number, up to the next digit or column."""
    following = FOLLOWING.match(masked, place)
    return following.group() if following else ""


@lru_cache(maxsize=65536)
def _after_in(context: str) -> re.Match[str] | None:
    return _after().match(context)


def _mention(
    match: re.Match[str], masked: str, source: PlainText, text: str, language: str | None
) -> AmountMention | None:
    before = _before_in(_context(masked, match.start()))
    after = _after_in(_following(masked, match.end()))
    number = match.group()
    readings = _readings(number, language)
    if not (before and after and readings):
        return None
    end = match.end() + after.end()
    if _is_identifier(number, before, after, masked[end : end + 1], readings[0][1]):
        return None
    currencies = currencies_of(before["mark"] or "") or currencies_of(after["mark"] or "")
    bracketed = bool(before["open"] and after["close"])
    negative = bracketed or bool(before["minus"] or before["sign"] or after["minus"])
    begin = match.start() - len(before.string)
    start = begin + (before.start() if bracketed or not before["open"] else before.end("open"))
    end = end if bracketed or not after["close"] else match.end() + after.start("close")
    start, end = source.span(start, end)
    if after["dash"]:
        readings = tuple(reading for reading in readings if not reading[1]) or readings
    values = tuple(-value if negative else value for value, _ in readings)
    return AmountMention(
        start, end, text[start:end], values[0], values,
        currencies[0] if len(currencies) == 1 else None, currencies,
        readings[0][1], number.isdigit() and not (currencies or after["dash"]),
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _readings(number: str, language: str | None) -> tuple[tuple[Decimal, int], ...]:
    """Return a number's readings; where a plain blank groups digits, the part behind it may be the number as well."""
    whole = number_readings(number if number[0].isdigit() else "0" + number, language)
    _, blank, behind = number.partition(" ")
    return whole + number_readings(behind, language) if blank else whole


def _is_identifier(number: str, before: re.Match[str], after: re.Match[str], following: str, decimals: int) -> bool:
    """Tell whether digits are too many, begin with a nought or run into letters and signs ("3rd", "A-12", "#7")."""
    if len(number) > LONGEST and sum(map(str.isdigit, number)) > LONGEST:
        return True
    if number.isdigit() and number.startswith("0") and len(number) > 1:
        return True
    previous = before.string[: before.start()][-1:] if before["mark"] is None else ""
    runs_on = following.isalpha() and not decimals and not after["mark"]
    return runs_on or following in tuple("@#") or previous.isalnum() or previous in tuple("@#/'-_")
