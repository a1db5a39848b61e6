"""Rules and boxes of forms taken off a page's picture before it is read: OCR takes them for letters, or loses cells."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray
from PIL import Image

INK = 150
ACROSS, DOWN = 18, 40
"""A rule is at least this part of the longer side long: some 120 dots across and 55 down at 200 dpi, so that no letter
is as long."""
THICKEST = 8
"""What is thicker, in dots, is a shaded field or a picture."""


def without_rules(image: Image.Image) -> Image.Image:
    """Return a grey picture with long thin lines painted over in the colour of the paper."""
    grey = numpy.asarray(image.convert("L"))
    ink = (grey < INK).astype(numpy.uint8)
    longer = max(grey.shape)
    rules = _rules(ink, longer // ACROSS, along=1) | _rules(ink, longer // DOWN, along=0)
    cleaned = grey.copy()
    cleaned[rules] = numpy.median(grey[::8, ::8])
    return Image.fromarray(cleaned)


def _rules(ink: NDArray[numpy.uint8], length: int, along: int) -> NDArray[numpy.bool_]:
    """Return the dots of lines of at least such a length along an axis, with the dots right beside them."""
    from scipy import ndimage

    runs = _opened(ink, max(length, THICKEST + 1), along)
    thin = runs > _opened(runs, THICKEST, 1 - along)
    rules: NDArray[numpy.bool_] = ndimage.maximum_filter1d(thin.astype(numpy.uint8), 3, axis=1 - along) > 0
    return rules


def _opened(ink: NDArray[numpy.uint8], length: int, along: int) -> NDArray[numpy.uint8]:
    """Return only the ink that lies in runs of at least such a length (a morphological opening)."""
    from scipy import ndimage

    # The two filters of an even length have their middles a dot apart; `origin` puts the ink back in its place.
    kept: NDArray[numpy.uint8] = ndimage.maximum_filter1d(
        ndimage.minimum_filter1d(ink, length, axis=along), length, axis=along, origin=-1 if length % 2 == 0 else 0
    )
    return kept
