"""The second engine, rapidocr: four times the cost of Tesseract, and much the better on receipts and photographs."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from math import atan2, degrees
from statistics import median
from typing import Any

from PIL import Image

from extractors.model import Box, Word
from extractors.reading.layout import in_reading_order
from extractors.reading.tesseract import LONG_LINE, OcrResult

HALF_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
"""The engine's models are Chinese: they print colons and brackets of Latin text in full width."""


@cache
def has_second_engine() -> bool:
    """Tell whether the optional engine is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _second_engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            # It turns single lines over, so that pages upside down would be read from the bottom and never noticed.
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def by_second_engine(image: Image.Image) -> OcrResult:
    """Read an image by the second engine, whose lines are parted into words by their letters' share."""
    import numpy

    # The engine takes colours as OpenCV has them, blue first.
    output = _second_engine()(numpy.asarray(image.convert("RGB"))[:, :, ::-1])
    if output.boxes is None:
        return OcrResult(())
    lines = zip(output.boxes.tolist(), output.txts, output.scores, strict=True)
    words = [word for corners, text, score in lines for word in _line_words(corners, text, float(score))]
    return OcrResult(in_reading_order(words), slope=_slope(output.boxes.tolist()))


def _line_words(corners: list[list[float]], text: str, confidence: float) -> list[Word]:
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    text = text.translate(HALF_WIDTH)
    step = (right - left) / max(len(text), 1)
    words, place = [], 0
    for piece in text.split():
        start = text.index(piece, place)
        place = start + len(piece)
        words.append(Word(piece, Box(left + start * step, top, left + place * step, bottom), round(confidence, 4)))
    return words


def _slope(lines: list[list[list[float]]]) -> float:
    """Return the median slope in degrees of lines given by their corners."""
    slopes = []
    for (x0, y0), (x1, y1), _, (x3, y3) in lines:
        if x1 - x0 >= LONG_LINE / 2 * max(abs(y3 - y0) + abs(x3 - x0), 1.0):
            slopes.append(degrees(atan2(y1 - y0, x1 - x0)))
    return median(slopes) if len(slopes) >= 3 else 0.0
