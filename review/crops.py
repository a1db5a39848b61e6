"""Small pictures of places on pages, with what was read there marked."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops, ImageDraw

from extractors.model import Box

STRIP_WIDTH = 720
PAGE_WIDTH = 360
JPEG_QUALITY = 70
MARKER = (255, 221, 87)
FRAME = (176, 64, 0)
GAP = 8
GAP_COLOUR = (150, 150, 150)

Mark = tuple[int, int, int, int]


def marked_strip(page: Image.Image, size: tuple[float, float], boxes: Sequence[Box]) -> Image.Image:
    """Return the strip of a page around some boxes, as wide as an upright page, with the boxes marked.

    `size` is the page's width and height in points, the unit of the boxes. Boxes far apart get a strip each, one below
    the other. Without boxes the whole page is returned, smaller.
    """
    if not boxes:
        return _scaled(page.convert("RGB"), PAGE_WIDTH)
    scale = page.width / size[0]
    marks = sorted((_pixels(box, scale, page) for box in boxes), key=lambda mark: (mark[1], mark))
    colour = page.convert("RGB")
    gap = min(page.size) // 5
    return _stacked([_scaled(_cut(colour, together), STRIP_WIDTH) for together in _neighbours(marks, gap)])


def data_uri(picture: Image.Image) -> str:
    """Return a picture as a JPEG in a data URI."""
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(encoded.getvalue()).decode("ascii")


def _pixels(box: Box, scale: float, page: Image.Image) -> Mark:
    left, right = (min(max(round(side * scale), 0), page.width - 1) for side in (box.left, box.right))
    top, bottom = (min(max(round(side * scale), 0), page.height - 1) for side in (box.top, box.bottom))
    return left, top, max(left, right), max(top, bottom)


def _neighbours(marks: list[Mark], gap: int) -> Iterator[list[Mark]]:
    """Group marks, sorted from the top, that are nearer to each other than a gap: nobody need see what is between."""
    together: list[Mark] = []
    for mark in marks:
        if together and mark[1] - max(above[3] for above in together) > gap:
            yield together
            together = []
        together.append(mark)
    yield together


def _cut(page: Image.Image, marks: list[Mark]) -> Image.Image:
    (west, east), (north, south) = _span(marks, page), _reach(marks, page)
    strip = page.crop((west, north, east, south))
    return _mark(strip, [(left - west, up - north, right - west, down - north) for left, up, right, down in marks])


def _span(marks: list[Mark], page: Image.Image) -> tuple[int, int]:
    """Return from where to where a strip goes across: no wider than the page is high, or print gets too small."""
    left, right = min(mark[0] for mark in marks), max(mark[2] for mark in marks)
    width = min(max(page.height, right - left + page.width // 14), page.width)
    west = min(max((left + right - width) // 2, 0), page.width - width)
    return west, west + width


def _reach(marks: list[Mark], page: Image.Image) -> tuple[int, int]:
    """Return from where to where a strip goes: the marks, some lines around them, and never less than a few lines."""
    around = min(page.size) // 14
    top = max(min(mark[1] for mark in marks) - around, 0)
    bottom = min(max(mark[3] for mark in marks) + around, page.height)
    missing = max(min(page.size) // 6 - (bottom - top), 0)
    return max(top - missing // 2, 0), min(bottom + missing // 2, page.height)


def _stacked(strips: list[Image.Image]) -> Image.Image:
    if len(strips) == 1:
        return strips[0]
    height = sum(strip.height for strip in strips) + GAP * (len(strips) - 1)
    stack = Image.new("RGB", (max(strip.width for strip in strips), height), GAP_COLOUR)
    top = 0
    for strip in strips:
        stack.paste(strip, (0, top))
        top += strip.height + GAP
    return stack


def _mark(strip: Image.Image, marks: list[Mark]) -> Image.Image:
    """Lay a marker's yellow under the print, and a frame that is seen without colour as well."""
    tint = Image.new("RGB", strip.size, "white")
    pen = max(strip.width // 400, 2)
    for mark in marks:
        ImageDraw.Draw(tint).rectangle(_grown(mark, pen), fill=MARKER)
    marked = ImageChops.multiply(strip, tint)
    for mark in marks:
        ImageDraw.Draw(marked).rectangle(_grown(mark, 2 * pen), outline=FRAME, width=pen)
    return marked


def _grown(mark: Mark, by: int) -> Mark:
    return mark[0] - by, mark[1] - by, mark[2] + by, mark[3] + by


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    return picture.resize((width, max(round(picture.height * width / picture.width), 1)), Image.Resampling.LANCZOS)
