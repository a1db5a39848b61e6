"""Dates that OCR misread, mended in place: "05t31t20" and "§/1/2020" have their digits and strokes put right."""

from __future__ import annotations

import re
from collections.abc import Iterator

LIKE_A_DIGIT = str.maketrans("OoQDlI|!iZzSs§BgqG", "000011111225558996")
LIKE_A_STROKE = frozenset("/tlI|1ifr\\J")
# "1/1/20" is six characters and "05/31/2020" ten.
TOKEN = re.compile(r"(?<![^\s(–-])[^\s()–-]{6,10}(?![^\s)–,.-])")
LEAST_DIGITS = 4
PARTS = ((2, 2), (1, 2), (2, 1), (1, 1))
"""Digits of the first two parts of a date, the likelier first."""
ALL_DIGITS = 8
"""Strokes that were read as ones are believed only in a date of full length: "05126120"."""


def mended_dates(text: str) -> str:
    """Return a text of the same length in which words that look like misread dates of this century are mended."""
    return TOKEN.sub(lambda match: _mended(match.group()), text)


def _mended(token: str) -> str:
    if sum(map(str.isdigit, token)) < LEAST_DIGITS or (token.isdigit() and len(token) != ALL_DIGITS):
        return token
    return next(_dates_in(token), token)


def _dates_in(token: str) -> Iterator[str]:
    """Yield each way to read a word as two numbers and a year with strokes between."""
    for first, second in PARTS:
        year = token[first + second + 2 :]
        strokes = {token[first], token[first + second + 1]}
        if len(year) not in (2, 4) or not strokes <= LIKE_A_STROKE:
            continue
        parts = [part.translate(LIKE_A_DIGIT) for part in (token[:first], token[first + 1 : first + 1 + second], year)]
        if all(part.isdecimal() for part in parts) and _is_date(int(parts[0]), int(parts[1]), parts[2]):
            yield "/".join(parts)


def _is_date(first: int, second: int, year: str) -> bool:
    lower, higher = sorted((first, second))
    return 1 <= lower <= 12 and higher <= 31 and (len(year) == 2 or year.startswith("20"))
