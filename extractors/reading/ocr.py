"""Pictures of pages become words: which engine reads them, and how they are brought upright before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from extractors.model import Problem, Word
from extractors.reading.second_engine import by_second_engine, has_second_engine
from extractors.reading.tesseract import ONE_BLOCK, PAGE_OF_COLUMNS, OcrResult, by_tesseract, orientation
from extractors.reading.tongue import Tongue
from extractors.reading.upright import Picture, Quad, corners_of

UNSURE = 0.6
"""Below this mean confidence Tesseract's reading is not believed."""
LYING = 0.5
"""Pages that lie on a side or upside down are read with a confidence of .3, upright ones with .8 and more."""
STEEP = 2.5
"""Lines that slope by more degrees than this lose words and are read again; of others only the boxes are moved."""
LEVEL = 0.3
FEWEST_TALL = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """Words in pixels of the upright picture, its size, and its corners in the picture as it is stored."""

    words: tuple[Word, ...]
    problems: tuple[Problem, ...]
    width: int
    height: int
    corners: Quad


Engine = Callable[[Image.Image], OcrResult]


def read_scan(image: Image.Image, tongue: Tongue, second_engine: bool, turned: int = 0) -> Seen:
    """Read a scanned page: Tesseract, and the second engine where Tesseract is unsure of most words.

    `turned` is by how much it is known to have to be turned.
    """

    def engine(picture: Image.Image) -> OcrResult:
        return by_tesseract(picture, tongue.codes, PAGE_OF_COLUMNS)

    picture, result = _upright(Picture.stored(image).turned(turned), engine, tongue)
    if tongue.hear(result.text):
        result = engine(picture.image)
    if result.confidence < UNSURE and second_engine and has_second_engine():
        result = _surer(result, by_second_engine(picture.image))
    return _levelled(picture, result)


def read_photograph(image: Image.Image, tongue: Tongue, second_engine: bool) -> Seen:
    """Read a receipt, photograph or screenshot, for which the second engine is much the better (.87 against .70)."""

    def engine(picture: Image.Image) -> OcrResult:
        if second_engine and has_second_engine():
            return by_second_engine(picture)
        return by_tesseract(picture, tongue.codes, ONE_BLOCK)

    picture, result = _upright(Picture.stored(image), engine, tongue)
    return _levelled(picture, result)


def _upright(picture: Picture, engine: Engine, tongue: Tongue) -> tuple[Picture, OcrResult]:
    """Read a picture, and once more when the first look shows that it lies on a side or slopes."""
    result = engine(picture.image)
    if _lies(result):
        found = orientation(picture.image)
        if found.turn or tongue.see(found.script):
            picture = picture.turned(found.turn)
            result = _surer(result, engine(picture.image)) if not found.turn else engine(picture.image)
    if abs(result.slope) >= STEEP:
        picture = picture.straightened(result.slope)
        result = engine(picture.image)
    return picture, result


def _lies(result: OcrResult) -> bool:
    """Tell whether a page may not be upright: words that nobody would believe, or more high than wide."""
    long_words = [word.box for word in result.words if len(word.text) >= 4]
    tall = sum(box.bottom - box.top > box.right - box.left for box in long_words)
    return result.confidence < LYING or (len(long_words) >= FEWEST_TALL and tall > len(long_words) / 2)


def _surer(first: OcrResult, second: OcrResult) -> OcrResult:
    return second if second.confidence > first.confidence else first


def _levelled(picture: Picture, result: OcrResult) -> Seen:
    words, corners = result.words, picture.corners
    if abs(result.slope) >= LEVEL:
        words, corners = picture.levelled(words, result.slope)
    return Seen(words, result.problems, picture.image.width, picture.image.height, corners)


def is_as_stored(seen: Seen) -> bool:
    """Tell whether the picture was read as it is stored, neither turned nor bent."""
    return seen.corners == corners_of(seen.width, seen.height)
