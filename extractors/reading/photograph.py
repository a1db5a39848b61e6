"""Photographs of paper made flat: the sheet's outline found against its background, and light made even."""

from __future__ import annotations

from math import hypot

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from extractors.reading.upright import Point, Quad

Shades = NDArray[numpy.float64]
Patch = NDArray[numpy.bool_]

SMALL = 400
"""The outline is looked for in a picture of at most so many pixels a side."""
LEAST, MOST = 0.2, 0.95
"""Which share of a photograph a sheet may take to be cut out."""
FULL = 0.9
"""A sheet and the quadrilateral around it are at least so much of each other, else the patch is something else."""
RIM = 0.1
"""A sheet that takes more of the picture's rim than this does not lie in the picture whole."""
WIDER = 1.02
"""The outline is drawn a little wider, so that nothing is cut off where it was found too narrow."""
CONTRAST = 25
BITE = 3
"""Bites out of a sheet are closed up to twice so many dots of the small picture."""
SHORTEST = 0.4
"""Of two opposite sides the further one is at least so long a part of the nearer one."""
WHOLE = 0.75
"""Patches of at least this share of the largest are the same sheet, and the first threshold's is the best cut."""
UNEVEN = 60
"""Paper whose shades differ by more than this between light and shadow is made even first."""


def outline(image: Image.Image) -> Quad | None:
    """Return the corners of the one bright sheet on a darker ground, or None where there is none to be sure of."""
    small = image.convert("L")
    small.thumbnail((SMALL, SMALL))
    scale = image.width / small.width
    shades = numpy.asarray(small.filter(ImageFilter.GaussianBlur(3)), dtype=float)
    sheets = [sheet for threshold in _thresholds(shades) if (sheet := _sheet(shades, threshold)) is not None]
    # A shadow across the sheet parts it as well as its edges do: the whole is the larger.
    largest = max(map(_size, sheets), default=0)
    whole = next((sheet for sheet in sheets if _size(sheet) >= WHOLE * largest), None)
    if whole is None:
        return None
    corners = _extremes(whole)
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    a, b, c, d = (_wider(corner, middle, scale) for corner in corners)
    return (a, b, c, d)


def _thresholds(shades: Shades) -> list[float]:
    """Return the shades that may part a sheet from its ground, where the light is even and where it is not."""
    middle = otsu(shades)
    darker, brighter = shades[shades <= middle], shades[shades > middle]
    return [middle, *(otsu(part) for part in (darker, brighter) if part.size)]


def _sheet(shades: Shades, threshold: float) -> Patch | None:
    """Return the largest patch brighter than a threshold, if it is a sheet that lies in the picture."""
    from scipy import ndimage

    if shades.min() > threshold or shades.max() <= threshold:
        return None
    # Letters are holes in the sheet, fingers and shadows bites out of it.
    filled = numpy.pad(ndimage.binary_fill_holes(shades > threshold), BITE, mode="edge")
    bright = ndimage.binary_closing(filled, iterations=BITE)[BITE:-BITE, BITE:-BITE]
    patches, count = ndimage.label(bright)
    if not count:
        return None
    sizes = ndimage.sum_labels(bright, patches, range(1, count + 1))
    sheet: Patch = ndimage.binary_fill_holes(patches == int(numpy.argmax(sizes)) + 1)
    return sheet if _is_sheet(shades, sheet) else None


def _is_sheet(shades: Shades, patch: Patch) -> bool:
    """Tell whether a patch has four corners and straight sides, and is far brighter than what lies about it."""
    if patch.all() or shades[patch].mean() - shades[~patch].mean() < CONTRAST or _on_the_rim(patch) > RIM:
        return False
    corners = _extremes(patch)
    size = area(corners)
    sides = [hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True)]
    even_sided = all(min(pair) >= SHORTEST * max(pair) for pair in (sides[::2], sides[1::2]))
    return (
        even_sided and LEAST * shades.size <= size <= MOST * shades.size and FULL * size <= patch.sum() <= size / FULL
    )


def _on_the_rim(patch: Patch) -> float:
    """Return which share of the picture's rim a patch takes: light that falls on a part of a page reaches it."""
    return float(numpy.concatenate((patch[0], patch[-1], patch[:, 0], patch[:, -1])).mean())


def _size(patch: Patch) -> int:
    return int(patch.sum())


def _wider(corner: Point, middle: Point, scale: float) -> Point:
    (x, y), (across, down) = corner, middle
    return (across + (x - across) * WIDER) * scale, (down + (y - down) * WIDER) * scale


def otsu(shades: Shades) -> float:
    """Return the shade that parts dark from bright with the least variance on both sides (Otsu 1979)."""
    counts, edges = numpy.histogram(shades, bins=256, range=(0, 256))
    below = counts.cumsum()
    above = counts.sum() - below
    mass = (counts * edges[:-1]).cumsum()
    with numpy.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    return float(edges[int(numpy.nanargmax(numpy.where(numpy.isfinite(between), between, -1)))])


def _extremes(sheet: Patch) -> Quad:
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
    # Over the width of a page two in a hundred are the height of a line.
    return max(drifts) > 0.02


def even(image: Image.Image) -> Image.Image:
    """Return a picture whose paper is equally light everywhere: each dot divided by the paper's shade about it."""
    grey = image.convert("L")
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)))
    # Nine dots of an eighth are 72 of the picture: no stroke is as wide, so that the lightest among them is paper.
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(8))
    shades = numpy.asarray(paper, dtype=float)
    if numpy.percentile(shades, 95) - numpy.percentile(shades, 5) < UNEVEN:
        return image
    ground = numpy.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), dtype=float)
    level = numpy.clip(numpy.asarray(grey, dtype=float) / numpy.maximum(ground, 1) * 255, 0, 255)
    return Image.fromarray(level.astype(numpy.uint8))
