"""Text in a plain form that patterns can be written for, with the way back to the text as printed.

Documents print digits of many scripts, spaces and minus signs of many widths, and marks of direction inside numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

NARROW_SPACES = "\u00a0\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
WIDE_SPACES = "\u2000\u2001\u2002\u2003\u3000"
NARROW_SPACE = "\u00a0"
"""What every unbreakable or narrow space becomes: it groups digits for certain, where a plain blank only may."""

LOOK_ALIKES = {
    "−": "-", "‐": "-", "‑": "-", "﹣": "-", "－": "-", "—": "–", "―": "–",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "＇": "'", "٬": "'",
    "٫": ".", "．": ".", "，": ",", "、": ",", "：": ":", "；": ";", "／": "/", "⁄": "/", "（": "(", "）": ")",
    "％": "%", "＋": "+", "＃": "#", "～": "~", "〜": "~", "￥": "¥", "＄": "$", "￡": "£", "⽉": "月", "⽇": "日",
}  # fmt: skip
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
COMBINING = re.compile("[\u0300-\u036f]")
_TABLE = {ord(character): plain for character, plain in LOOK_ALIKES.items()}
_TABLE |= dict.fromkeys(map(ord, NARROW_SPACES), NARROW_SPACE)
_TABLE |= dict.fromkeys(map(ord, WIDE_SPACES), "\t")
_TABLE |= {
    code: str(unicodedata.digit(chr(code))) for code in range(0x100, 0x10000) if unicodedata.category(chr(code)) == "Nd"
}
_LETTERS = {ord("ı"): "i", ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("æ"): "ae", ord("œ"): "oe", ord("ß"): "ss"}


@dataclass(frozen=True, slots=True)
class PlainText:
    """A plain text; its character i stands for `starts[i]` to `ends[i]` of the text as printed."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the plain text, at least a character long, stands in the text as printed."""
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> PlainText:
    """Return the text with ASCII digits, one kind of minus, dash, apostrophe and space, and without invisible marks."""
    # One character for one, so that places stay; only marks without a width, below, move them.
    translated = text.translate(_TABLE)
    if translated.isascii() or not (INVISIBLE.search(translated) or COMBINING.search(translated)):
        return PlainText(translated, range(len(text)), range(1, len(text) + 1))
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(translated):
        if COMBINING.match(character) and kept:
            kept[-1] = unicodedata.normalize("NFC", kept[-1] + character)[0]
            ends[-1] = place + 1
        elif not INVISIBLE.match(character):
            kept.append(character)
            starts.append(place)
            ends.append(place + 1)
    return PlainText("".join(kept), starts, ends)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as it is compared: lower case, without accents and other marks, width and ligatures undone."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower()).translate(_LETTERS)
    return "".join(part for part in parts if not unicodedata.combining(part))
