"""Letters for PDFs: the readers' own fonts for Western Europe, the machine's or Adobe's for the rest of the world."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

WIDE = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
)
"""Where distributions keep a font of many alphabets; the first that is there is used."""
ASIAN = (
    (range(0x3040, 0x3100), "HeiseiKakuGo-W5"),
    (range(0xAC00, 0xD7B0), "HYGothic-Medium"),
    (range(0x3000, 0xA000), "STSong-Light"),
    (range(0xFF00, 0xFFF0), "STSong-Light"),
)
"""Blocks of letters, and Adobe's font for them that PDF readers bring along."""


def marked_up(text: str) -> str:
    """Return a text as a paragraph's markup, each run of letters in a font that has them; others by their number."""
    runs = ((font, "".join(letters)) for font, letters in groupby(text, _font_of))
    return "".join(_run(font, letters) for font, letters in runs).replace("\n", "<br/>")


def _run(font: str | None, letters: str) -> str:
    if font is None:
        return "".join(f"\\u{ord(letter):04x}" for letter in letters)
    return f'<font name="{font}">{escape(letters)}</font>' if font else escape(letters)


@cache
def _font_of(letter: str) -> str | None:
    """Return a letter's font: "" for the paragraph's own, None where no font has it."""
    number = ord(letter)
    if letter in "–—‘’“”•…€\n" or number < 256:
        return ""
    wide = _wide()
    if wide and number in wide.face.charToGlyph:
        return str(wide.fontName)
    name = next((name for block, name in ASIAN if number in block), None)
    if name:
        _register(name)
    return name


@cache
def _wide() -> TTFont | None:
    for path in _there():
        try:
            font = TTFont("proofdesk-wide", path)
        except (TTFError, OSError):
            continue
        pdfmetrics.registerFont(font)
        return font
    return None


def _there() -> Iterator[str]:
    return (path for path in WIDE if Path(path).exists())


@cache
def _register(name: str) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(name))
