"""Words of page images by Tesseract, one thread a process."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import atan2, degrees
from statistics import median
from typing import Any

from PIL import Image

from extractors.model import Box, Problem, Word
from extractors.reading.sparse_words import once, with_tall_dashes

# More threads make Tesseract five times slower on small machines; one process a core is the right measure.
os.environ["OMP_THREAD_LIMIT"] = "1"

ONE_BLOCK = 6
SCATTERED = 11
"""Page segmentation modes: a block of lines, and text wherever there is some, as in the cells of forms."""
INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-"
LONG_LINE = 12
"""Lines of at least this many letter heights say how far a page is askew."""


@dataclass(frozen=True, slots=True)
class OcrResult:
    """Words in pixels of the image, what went wrong, and by how many degrees the lines slope down to the right."""

    words: tuple[Word, ...]
    problems: tuple[Problem, ...] = ()
    slope: float = 0.0

    @property
    def confidence(self) -> float:
        """Return the words' mean confidence, each weighing as its letters; 0 where nothing was read."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0

    @property
    def text(self) -> str:
        """Return the words joined by single blanks."""
        return " ".join(word.text for word in self.words)


@cache
def installed_languages() -> frozenset[str]:
    """Return Tesseract's language codes, none where Tesseract itself is missing."""
    import pytesseract

    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError:
        return frozenset()


def by_tesseract(image: Image.Image, languages: Sequence[str], page_mode: int, dpi: int = 200) -> OcrResult:
    """Read an image by Tesseract in those of the languages that are installed, or in English."""
    import pytesseract

    if not installed_languages():
        message = f"Tesseract is not installed, so this image cannot be read. Run: {INSTALL}eng"
        return OcrResult((), (Problem("tesseract_missing", message, fatal=True),))
    usable = [language for language in languages if language in installed_languages()] or ["eng"]
    config = f"--psm {page_mode} --dpi {dpi}"
    # An uncompressed file costs a hundredth of the PNG that pytesseract would write.
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        image.convert("L").save(file, "PPM")
        file.flush()
        try:
            data = pytesseract.image_to_data(
                file.name, lang="+".join(usable), config=config, output_type=pytesseract.Output.DICT
            )
        except pytesseract.TesseractError as error:
            message = f"Tesseract cannot read a picture of {image.width} x {image.height} pixels ({error.message})."
            return OcrResult((), (Problem("ocr_failed", message, fatal=True),))
    lines = _lines(data)
    return OcrResult(once([word for line in lines for word in with_tall_dashes(line)]), slope=slope_of(lines))


def _lines(data: dict[str, list[Any]]) -> list[list[Word]]:
    """Keep Tesseract's own order, which follows columns."""
    columns = ("text", "conf", "left", "top", "width", "height", "block_num", "par_num", "line_num")
    lines: dict[tuple[Any, ...], list[Word]] = defaultdict(list)
    for text, confidence, left, top, width, height, *line in zip(*(data[name] for name in columns), strict=True):
        if text.strip() and float(confidence) >= 0:
            box = Box(left, top, left + width, top + height)
            lines[tuple(line)].append(Word(text.strip(), box, round(float(confidence) / 100, 4)))
    return list(lines.values())


def slope_of(lines: Iterable[Sequence[Word]]) -> float:
    """Return the median slope of long lines in degrees, 0 where there are too few to tell."""
    slopes = []
    for line in lines:
        first, last = line[0].box, line[-1].box
        height = first.bottom - first.top
        across = last.right - first.left
        if across >= LONG_LINE * max(height, 1.0):
            down = (last.top + last.bottom - first.top - first.bottom) / 2
            slopes.append(degrees(atan2(down, (last.left + last.right - first.left - first.right) / 2)))
    return median(slopes) if len(slopes) >= 3 else 0.0


@dataclass(frozen=True, slots=True)
class Orientation:
    """By how much a page must be turned clockwise to stand upright, and its script ("Latin", "Cyrillic")."""

    turn: int = 0
    script: str = ""


SURE_TURN = 2.0
SURE_SCRIPT = 1.0


def orientation(image: Image.Image) -> Orientation:
    """Return what Tesseract's detector says, and nothing where it cannot say or its data are missing."""
    import pytesseract

    if "osd" not in installed_languages():
        return Orientation()
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        image.convert("L").save(file, "PPM")
        file.flush()
        try:
            found = pytesseract.image_to_osd(file.name, config="--dpi 200", output_type=pytesseract.Output.DICT)
        except (pytesseract.TesseractError, ValueError, KeyError):
            # "Too few characters" is an error to Tesseract.
            return Orientation()
    return Orientation(
        int(found["rotate"]) if float(found["orientation_conf"]) >= SURE_TURN else 0,
        found["script"] if float(found["script_conf"]) >= SURE_SCRIPT else "",
    )
