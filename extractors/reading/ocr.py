"""Words of page images: by Tesseract, and by a second engine where Tesseract is weak."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from PIL import Image

from extractors.model import Box, Problem, Word
from extractors.reading.layout import in_reading_order

# More threads make Tesseract five times slower on small machines; one process a core is the right measure.
os.environ["OMP_THREAD_LIMIT"] = "1"

PAGE_OF_COLUMNS = 3
ONE_BLOCK = 6
UNSURE = 0.6
"""Below this mean confidence Tesseract's reading is not believed."""
INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-"


@dataclass(frozen=True, slots=True)
class OcrResult:
    """Words in pixels of the image, and what went wrong."""

    words: tuple[Word, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def confidence(self) -> float:
        """Return the words' mean confidence, each weighing as its letters; 0 where nothing was read."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


def read_scan(image: Image.Image, languages: Sequence[str]) -> OcrResult:
    """Read a scanned page: Tesseract, and the second engine where Tesseract is unsure of most words."""
    result = by_tesseract(image, languages, PAGE_OF_COLUMNS)
    if result.confidence >= UNSURE or not has_second_engine():
        return result
    return _surer(result, by_second_engine(image))


def read_photograph(image: Image.Image, languages: Sequence[str]) -> OcrResult:
    """Read a receipt, photograph or screenshot, for which the second engine is much the better (.87 against .70)."""
    if has_second_engine():
        return by_second_engine(image)
    return by_tesseract(image, languages, ONE_BLOCK)


def _surer(first: OcrResult, second: OcrResult) -> OcrResult:
    return second if second.confidence > first.confidence else first


@cache
def installed_languages() -> frozenset[str]:
    """Return Tesseract's language codes, none where Tesseract itself is missing."""
    import pytesseract

    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError:
        return frozenset()


@cache
def has_second_engine() -> bool:
    """Tell whether the optional engine is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def by_tesseract(image: Image.Image, languages: Sequence[str], page_mode: int) -> OcrResult:
    """Read an image by Tesseract with those of the languages that are installed."""
    import pytesseract

    installed = installed_languages()
    if not installed:
        message = f"Tesseract is not installed, so this image cannot be read. Run: {INSTALL}eng"
        return OcrResult((), (Problem("tesseract_missing", message, fatal=True),))
    missing = [language for language in languages if language not in installed]
    usable = [language for language in languages if language in installed] or ["eng"]
    data = pytesseract.image_to_data(
        image, lang="+".join(usable), config=f"--psm {page_mode}", output_type=pytesseract.Output.DICT
    )
    return OcrResult(tuple(_tesseract_words(data)), tuple(_language_problems(missing)))


def _language_problems(missing: Sequence[str]) -> list[Problem]:
    if not missing:
        return []
    names = " ".join(missing)
    packages = " ".join(f"tesseract-ocr-{language}" for language in missing)
    message = f"Tesseract lacks the language data {names}; read without. Run: sudo apt-get install {packages}"
    return [Problem("language_pack_missing", message)]


def _tesseract_words(data: dict[str, list[Any]]) -> list[Word]:
    """Keep Tesseract's own order, which follows columns."""
    columns = ("text", "conf", "left", "top", "width", "height")
    return [
        Word(text.strip(), Box(left, top, left + width, top + height), round(float(confidence) / 100, 4))
        for text, confidence, left, top, width, height in zip(*(data[name] for name in columns), strict=True)
        if text.strip() and float(confidence) >= 0
    ]


@cache
def _second_engine() -> Any:
    from rapidocr import RapidOCR

    quiet = {"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1}
    return RapidOCR(params={**quiet, "EngineConfig.onnxruntime.inter_op_num_threads": 1})


def by_second_engine(image: Image.Image) -> OcrResult:
    """Read an image by the second engine, whose lines are parted into words by their letters' share."""
    import numpy

    output = _second_engine()(numpy.asarray(image.convert("RGB"))[:, :, ::-1])
    if output.boxes is None:
        return OcrResult(())
    lines = zip(output.boxes.tolist(), output.txts, output.scores, strict=True)
    words = [word for corners, text, score in lines for word in _line_words(corners, text, float(score))]
    return OcrResult(in_reading_order(words))


def _line_words(corners: list[list[float]], text: str, confidence: float) -> list[Word]:
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    step = (right - left) / max(len(text), 1)
    words, place = [], 0
    for piece in text.split():
        start = text.index(piece, place)
        place = start + len(piece)
        words.append(Word(piece, Box(left + start * step, top, left + place * step, bottom), round(confidence, 4)))
    return words
