"""Image files: opened with care, upright, one picture a page."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence

from extractors.model import Box, Page, PageSource, Problem, Word
from extractors.reading.ocr import Seen, is_as_stored
from extractors.reading.upright import in_points
from extractors.settings import Limits

# Otherwise Pillow tries some forty decoders, and calls Ghostscript for one of them.
READABLE = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "HEIF", "MPO")
POINTS_PER_INCH = 72
ASSUMED_DPI = 150
LONGEST_SIDE = 3000
"""Larger photographs are made smaller first: letters of a page are then still twenty pixels high."""


class TooManyPixelsError(ValueError):
    """An image is larger than the limits allow."""


def open_frames(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    """Yield an image file's pictures, upright and of sensible size; animations yield only their first.

    Raises `TooManyPixelsError`, or Pillow's `UnidentifiedImageError` or `OSError` for what is broken.
    """
    from pillow_heif import register_heif_opener

    register_heif_opener()
    with _opened(content) as image:
        frames = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
        for frame in frames:
            if frame.width * frame.height > limits.pixels:
                raise TooManyPixelsError(f"{frame.width} x {frame.height} pixels")
            yield _sensible(frame)


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=READABLE)
    except Image.DecompressionBombError as error:
        raise TooManyPixelsError("far more pixels") from error


def _sensible(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def page_of(number: int, image: Image.Image, seen: Seen) -> Page:
    """Return a page in points from words in pixels, as if the image had been scanned at an ordinary resolution."""
    scale = POINTS_PER_INCH / ASSUMED_DPI
    words = tuple(scaled(word, scale) for word in seen.words)
    quad = () if is_as_stored(seen) else in_points(seen.corners, scale)
    size = (round(seen.width * scale, 2), round(seen.height * scale, 2))
    return Page(number, *size, words, PageSource.OCR, fingerprint=fingerprint(image), reason="picture", quad=quad)


def scaled(word: Word, scale: float) -> Word:
    """Return a word with its box in other units."""
    box = word.box
    sides = (round(side * scale, 2) for side in (box.left, box.top, box.right, box.bottom))
    return Word(word.text, Box(*sides), word.confidence)


def fingerprint(image: Image.Image) -> str:
    """Return a perceptual hash, alike for pictures that look alike (DCT hash of 64 bits as 16 hexadecimal digits)."""
    import imagehash

    return str(imagehash.phash(image))


def broken(name: str, reason: object) -> Problem:
    """Return the problem of an image that cannot be opened."""
    message = f"{name} cannot be opened as an image ({reason}). Ask for a new copy."
    return Problem("unreadable", message, fatal=True)
