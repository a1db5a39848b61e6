"""Month names of all languages, put into a text as single signs so that one set of patterns reads every language."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.language.plain import PlainText, fold
from extractors.language.tables import table_rows

FIRST_SIGN = 0xE001
"""Months stand in the text as the private characters U+E001 to U+E00C."""

MONTH = "[\ue001-\ue00c]"
MONTH_SIGNS = "".join(map(chr, range(FIRST_SIGN, FIRST_SIGN + 12)))
WORD = re.compile(r"[^\W\d_ก-๛](?:[^\W\d_ก-๛]|[\u0901-\u0963\u0970'׳])*")
NUMBERED = re.compile(r"th(?:áng|ang|g)\.?[ \u00a0]?(1[0-2]|0?[1-9])(?!\d)", re.IGNORECASE)


def month_of(sign: str) -> int:
    """Return the month, 1 to 12, that a sign stands for."""
    return ord(sign) - FIRST_SIGN + 1


def with_month_signs(source: PlainText) -> PlainText:
    """Return the text with each month's name as one sign; spans still lead back to the text as printed."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    found = _found(source.text)
    if not found:
        return source
    for start, end, month in found:
        if start < done:
            continue
        pieces += [source.text[done:start], chr(FIRST_SIGN + month - 1)]
        starts += [*source.starts[done:start], source.starts[start]]
        ends += [*source.ends[done:start], source.ends[end - 1]]
        done = end
    pieces.append(source.text[done:])
    return PlainText("".join(pieces), [*starts, *source.starts[done:]], [*ends, *source.ends[done:]])


def _found(text: str) -> list[tuple[int, int, int]]:
    """Return the months in a text as (start, end, month), the longer first where two begin together."""
    phrases = _phrases()
    found = []
    for match in WORD.finditer(text):
        if month := _named(match.group()):
            found.append((match.start(), match.end(), month))
    if not text.isascii():
        found += [
            (match.start(), match.end(), phrases[fold(match.group())]) for match in _phrase_pattern().finditer(text)
        ]
    found += [(match.start(), match.end(), int(match[1])) for match in NUMBERED.finditer(text)]
    return sorted(found, key=lambda item: (item[0], -item[1]))


@lru_cache(maxsize=65536)
def _named(word: str) -> int | None:
    return _names().get(fold(word.rstrip("׳'॰")))


@cache
def _names() -> dict[str, int]:
    """Return month by folded name, of single words."""
    return {
        fold(name): month
        for _, *cells in table_rows("months.tsv")
        for month, cell in enumerate(cells, start=1)
        for name in cell.split("|")
    }


@cache
def _phrases() -> dict[str, int]:
    """Return month by folded name, of names that are no single word of an alphabet with blanks between words."""
    return {name: month for name, month in _names().items() if not WORD.fullmatch(name)}


@cache
def _phrase_pattern() -> re.Pattern[str]:
    spelled = {
        name
        for _, *cells in table_rows("months.tsv")
        for cell in cells
        for name in cell.split("|")
        if fold(name) in _phrases()
    }
    return re.compile("|".join(map(re.escape, sorted(spelled, key=lambda name: (-len(name), name)))), re.IGNORECASE)
