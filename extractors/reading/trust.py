"""Which reading of a page to believe: its text layer, OCR, or both together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from extractors.model import Box, Word
from extractors.reading.pdf import PdfPage

FEWEST_LETTERS = 20
"""A page with less text than this, and something drawn on it, is looked at by OCR."""
FULL_PAGE = 0.6
"""A page is taken for a scan when pictures cover this share of it."""
WRITTEN_OVER = 300
"""Visible text over a full picture is the page when there is this much of it, else a stamp on a scan."""
LARGE_PICTURE = 0.12
"""A picture may hold text of its own when it covers this share of the page and no words lie on it."""
POOR_SCAN, CLEAN_SCAN = 0.6, 0.93
"""A scan's text layer is believed when this share of it has the shape of words and figures. Of 43 ad buys the three
with less than the first had hardly a word in common with the page; between the two the layers held as many right values
as our own OCR, but not the same ones, so that both readings together hold more."""
WORDLIKE = re.compile(r"^[\W_]*(?:[^\W\d_]+(?:['’.-][^\W\d_]+)*|[\d.,:/$€£%#()+-]+)[\W_]*$")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.|https?:|www\.", re.IGNORECASE)
PRIVATE_OR_UNKNOWN = re.compile(r"[\ue000-\uf8ff\ufffd\x01-\x08\x0e-\x1f]|\(cid:\d+\)")
FIGURE = re.compile(r"^[(\"'#*]*[A-Z]{0,4}[-$€£]?[\d.,:/$%-]*\d[\d.,:/$%-]*[.,:;)\"'%*]*$")
PIECES = re.compile(r"['’&/-]")
PUNCTUATION = "()[]\"'“”‘’#*.,:;!?%-–$"
CLEAN = 0.5
LATIN = re.compile(r"[a-z]", re.IGNORECASE)
VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
ENOUGH_LATIN = 60
FEWEST_VOWELS = 0.18
"""In Latin script two letters of five are vowels; where letters were swapped for others, one of seven."""


class Use(Enum):
    """What a page's words are taken from."""

    LAYER = auto()
    SCAN_LAYER = auto()
    SCAN_TWICE = auto()
    OCR = auto()
    BOTH = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to take a page's words from, and why."""

    use: Use
    reason: str


def judge(page: PdfPage, trust_scans: bool = True) -> Verdict:
    """Decide by what can be measured without OCR.

    Not believed: a poor layer that some earlier OCR left over a scan, one whose letters have no meaning (fonts without
    a map to characters), and an empty one under a picture.
    """
    if page.letters < FEWEST_LETTERS:
        return Verdict(Use.OCR, "no text layer") if page.drawn.anything else Verdict(Use.LAYER, "hardly any text")
    if is_garbled(page.words):
        return Verdict(Use.OCR, "garbled text layer")
    if covered(page) >= FULL_PAGE:
        if page.drawn.text_over_pictures > page.drawn.invisible_text:
            written = page.letters >= WRITTEN_OVER
            return Verdict(Use.LAYER if written else Use.BOTH, "text over a picture" if written else "stamped scan")
        return _judge_scan(page) if trust_scans else Verdict(Use.OCR, "text layer of an earlier OCR")
    if any(_may_hold_text(picture, page) for picture in page.drawn.pictures):
        return Verdict(Use.BOTH, "text beside pictures")
    return Verdict(Use.LAYER, "text layer")


def _judge_scan(page: PdfPage) -> Verdict:
    share = shapely(page.words)
    if share >= CLEAN_SCAN:
        return Verdict(Use.SCAN_LAYER, "clean text layer of an earlier OCR")
    if share >= POOR_SCAN:
        return Verdict(Use.SCAN_TWICE, "text layer of an earlier OCR and our own")
    return Verdict(Use.OCR, "poor text layer of an earlier OCR")


def covered(page: PdfPage) -> float:
    """Return the share of the page that pictures cover; a scan may lie there in strips."""
    area = page.width * page.height
    return min(sum(map(_area, page.drawn.pictures)) / area, 1.0) if area else 0.0


def _area(box: Box) -> float:
    return max(box.right - box.left, 0.0) * max(box.bottom - box.top, 0.0)


def _may_hold_text(picture: Box, page: PdfPage) -> bool:
    return _area(picture) >= LARGE_PICTURE * page.width * page.height and not any(
        within(word.box, picture) for word in page.words
    )


def within(box: Box, other: Box) -> bool:
    """Tell whether a box's middle lies in another."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return other.left <= across <= other.right and other.top <= down <= other.bottom


def is_garbled(words: tuple[Word, ...]) -> bool:
    """Tell whether a text layer is no text: unknown characters, hardly a word, or letters swapped for others."""
    text = "".join(word.text for word in words)
    if len(PRIVATE_OR_UNKNOWN.findall(text)) > len(text) / 50:
        return True
    wordlike = sum(len(word.text) for word in words if _is_wordlike(word.text))
    if wordlike < CLEAN * len(text):
        return True
    latin = len(LATIN.findall(text))
    return latin >= ENOUGH_LATIN and len(VOWEL.findall(text)) < FEWEST_VOWELS * latin


@lru_cache(maxsize=65536)
def _is_wordlike(text: str) -> bool:
    return bool(WORDLIKE.match(text) or ADDRESS.search(text))


def shapely(words: tuple[Word, ...]) -> float:
    """Return which share of a text, by letters, has the shape of words and figures; misread text has less."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if is_shapely(word.text)) / letters if letters else 0.0


def is_shapely(text: str) -> bool:
    """Tell whether a word has the shape of a word, a figure or an address."""
    if FIGURE.match(text) or ADDRESS.search(text):
        return True
    pieces = PIECES.split(text.strip(PUNCTUATION))
    return bool(text.strip(PUNCTUATION)) and all(map(_is_written, pieces))


def _is_written(piece: str) -> bool:
    """Tell whether letters are all small, all capital, or begin with a capital; scripts without case always are."""
    return piece.isalpha() and (piece[1:] == piece[1:].lower() or piece == piece.upper())
