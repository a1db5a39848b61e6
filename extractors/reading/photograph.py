"""Photographs of paper made flat: the sheet's outline found against its background, and light made even."""

from __future__ import annotations

from math import hypot

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from extractors.reading.upright import Point, Quad

SMALL = 400
"""The outline is looked for in a picture of at most so many pixels a side."""
LEAST, MOST = 0.2, 0.95
"""Which share of a photograph a sheet may take to be cut out."""
FULL = 0.9
"""A sheet fills at least so much of the quadrilateral around it, else the bright patch is something else."""
WIDER = 1.02
"""The outline is drawn a little wider, so that nothing is cut off where it was found too narrow."""
CONTRAST = 50
UNEVEN = 60
"""Paper whose shades differ by more than this between light and shadow is made even first."""


def outline(image: Image.Image) -> Quad | None:
    """Return the corners of the one bright sheet on a darker ground, or None where there is none to be sure of."""
    from scipy import ndimage

    small = image.convert("L")
    small.thumbnail((SMALL, SMALL))
    scale = image.width / small.width
    shades = numpy.asarray(small.filter(ImageFilter.GaussianBlur(3)), dtype=float)
    threshold = otsu(shades)
    if shades.min() > threshold or shades.max() <= threshold:
        return None
    if abs(shades[shades > threshold].mean() - shades[shades <= threshold].mean()) < CONTRAST:
        return None
    # Letters are holes in the sheet, fingers and shadows bites out of it.
    bright = ndimage.binary_closing(ndimage.binary_fill_holes(shades > threshold), iterations=3)
    patches, count = ndimage.label(bright)
    if not count:
        return None
    sizes = ndimage.sum_labels(bright, patches, range(1, count + 1))
    sheet = ndimage.binary_fill_holes(patches == int(numpy.argmax(sizes)) + 1)
    corners = _extremes(sheet)
    size = area(corners)
    if not LEAST * shades.size <= size <= MOST * shades.size or sheet.sum() < FULL * size:
        return None
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    a, b, c, d = (_wider(corner, middle, scale) for corner in corners)
    return (a, b, c, d)


def _wider(corner: Point, middle: Point, scale: float) -> Point:
    (x, y), (across, down) = corner, middle
    return (across + (x - across) * WIDER) * scale, (down + (y - down) * WIDER) * scale


def otsu(shades: NDArray[numpy.float64]) -> float:
    """Return the shade that parts dark from bright with the least variance on both sides (Otsu 1979)."""
    counts, edges = numpy.histogram(shades, bins=256, range=(0, 256))
    below = counts.cumsum()
    above = counts.sum() - below
    mass = (counts * edges[:-1]).cumsum()
    with numpy.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    return float(edges[int(numpy.nanargmax(numpy.where(numpy.isfinite(between), between, -1)))])


def _extremes(sheet: NDArray[numpy.bool_]) -> Quad:
    """Return the points furthest towards the four corners."""
    rows, columns = numpy.nonzero(sheet)

    def furthest(measure: NDArray[numpy.int_]) -> Point:
        place = int(numpy.argmax(measure))
        return float(columns[place]), float(rows[place])

    return (
        furthest(-columns - rows),
        furthest(columns - rows),
        furthest(columns + rows),
        furthest(rows - columns),
    )


def area(quad: Quad) -> float:
    """Return a quadrilateral's area (the shoelace formula)."""
    turns = zip(quad, (*quad[1:], quad[0]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turns)) / 2


def is_askew(quad: Quad) -> bool:
    """Tell whether a sheet's sides are so far from level and upright that lines would not stay lines."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    drifts = (
        abs(y1 - y0) / max(hypot(x1 - x0, y1 - y0), 1),
        abs(y2 - y3) / max(hypot(x2 - x3, y2 - y3), 1),
        abs(x3 - x0) / max(hypot(x3 - x0, y3 - y0), 1),
        abs(x2 - x1) / max(hypot(x2 - x1, y2 - y1), 1),
    )
    return max(drifts) > 0.02


def even(image: Image.Image) -> Image.Image:
    """Return a picture whose paper is equally light everywhere: each dot divided by the paper's shade about it."""
    grey = image.convert("L")
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)))
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(8))
    shades = numpy.asarray(paper, dtype=float)
    if numpy.percentile(shades, 95) - numpy.percentile(shades, 5) < UNEVEN:
        return image
    ground = numpy.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), dtype=float)
    level = numpy.clip(numpy.asarray(grey, dtype=float) / numpy.maximum(ground, 1) * 255, 0, 255)
    return Image.fromarray(level.astype(numpy.uint8))
