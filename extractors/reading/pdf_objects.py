"""What a PDF page draws beside its text: pictures, outlines, and text that nobody can see."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.model import Box
from extractors.reading.pdf_calls import (
    address_of,
    count_in_form,
    count_objects,
    kind_of_object,
    object_in_form,
    object_of,
    render_mode,
)
from extractors.reading.pdf_words import INVISIBLE, upright

# Forms may hold forms without end, and maps millions of strokes: who looks on is kept busy by one page.
DEEPEST = 3
MOST_OBJECTS = 100_000
SMALL_PICTURE = 0.01
"""Logos and rules that take less of the page than this hold nothing to read."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: pictures' places, whether there are outlines, and how many pieces of text are (not) visible.

    `text_over_pictures` counts the visible pieces drawn after the last large picture.
    """

    pictures: tuple[Box, ...] = ()
    outlines: bool = False
    visible_text: int = 0
    invisible_text: int = 0
    text_over_pictures: int = 0

    @property
    def anything(self) -> bool:
        """Tell whether there is anything to see beside text."""
        return self.outlines or bool(self.pictures)


def drawn_on(page: pdfium.PdfPage, turned: int) -> Drawn:
    """Look through a page's objects."""
    as_seen, area = upright(page, turned), max(page.get_width() * page.get_height(), 1.0)
    pictures: list[Box] = []
    counts = {"visible": 0, "invisible": 0, "over": 0}
    outlines = False
    for kind, thing, moved in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            hidden = render_mode(thing) in INVISIBLE
            counts["invisible" if hidden else "visible"] += 1
            counts["over"] += not hidden
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = Box(*as_seen(*_bounds(thing, moved)))
            if (box.right - box.left) * (box.bottom - box.top) > SMALL_PICTURE * area:
                pictures.append(box)
                counts["over"] = 0
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            outlines = True
    return Drawn(tuple(pictures), outlines, counts["visible"], counts["invisible"], counts["over"])


Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, int, Matrix]]:
    """Yield kinds, addresses and where forms put them of all objects, those of forms too; far too many end it."""
    seen = 0
    waiting = [(address_of(page.raw), count_objects, object_of, UNMOVED, 0)]
    while waiting:
        holder, count, get, moved, depth = waiting.pop()
        for index in range(count(holder)):
            thing = get(holder, index)
            kind = kind_of_object(thing)
            seen += 1
            if seen > MOST_OBJECTS:
                return
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inside = _product(_matrix(thing), moved)
                waiting.append((thing, count_in_form, object_in_form, inside, depth + 1))
            yield kind, thing, moved


def _pointer(thing: int) -> raw.FPDF_PAGEOBJECT:
    return ctypes.cast(thing, raw.FPDF_PAGEOBJECT)


def _matrix(thing: int) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(_pointer(thing), matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _bounds(thing: int, moved: Matrix) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top on the page."""
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(_pointer(thing), *(ctypes.byref(side) for side in sides))
    left, bottom, right, top = (side.value for side in sides)
    a, b, c, d, e, f = moved
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)
