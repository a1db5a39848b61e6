"""Pictures of pages made upright, straight and flat, remembering which part of the stored picture they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

import numpy
from PIL import Image

from extractors.model import Box, Word

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners: top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page and the places of its corners in the picture as it is stored."""

    image: Image.Image
    corners: Quad

    @classmethod
    def stored(cls, image: Image.Image) -> Picture:
        """Return a picture as it is stored."""
        return cls(image, corners_of(image.width, image.height))

    def turned(self, degrees: int) -> Picture:
        """Return it turned clockwise by a multiple of 90 degrees."""
        steps = degrees // 90 % 4
        return Picture(self.image.rotate(-90 * steps, expand=True), _rolled(self.corners, steps))

    def straightened(self, slope: float) -> Picture:
        """Return it with lines that sloped by so many degrees made level."""
        image = self.image.rotate(slope, Image.Resampling.BICUBIC, fillcolor=_paper(self.image))
        return Picture(image, self._sloping(slope))

    def _sloping(self, slope: float) -> Quad:
        """Return the places of the corners that it has after the lines are made level."""
        middle = (self.image.width / 2, self.image.height / 2)
        onto = homography(corners_of(self.image.width, self.image.height), self.corners)
        corners = corners_of(self.image.width, self.image.height)
        return tuple(apply(onto, spun(corner, middle, slope)) for corner in corners)  # type: ignore[return-value]

    def flattened(self, outline: Quad) -> Picture:
        """Return what an outline in it shows, as if looked at from straight above."""
        image = flat(self.image, outline)
        onto = homography(corners_of(self.image.width, self.image.height), self.corners)
        return Picture(image, tuple(apply(onto, corner) for corner in outline))  # type: ignore[arg-type]

    def levelled(self, words: tuple[Word, ...], slope: float) -> tuple[tuple[Word, ...], Quad]:
        """Return words on level lines, and the corners that go with them, without another look at the picture."""
        middle = (self.image.width / 2, self.image.height / 2)
        return tuple(_moved(word, middle, -slope) for word in words), self._sloping(slope)


def _paper(image: Image.Image) -> int | tuple[int, ...]:
    return 255 if image.mode == "L" else (255,) * len(image.getbands())


def _moved(word: Word, middle: Point, degrees: float) -> Word:
    box = word.box
    x, y = spun(((box.left + box.right) / 2, (box.top + box.bottom) / 2), middle, degrees)
    across, down = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    return Word(word.text, Box(x - across, y - down, x + across, y + down), word.confidence)


def spun(point: Point, middle: Point, degrees: float) -> Point:
    """Return a point spun clockwise about a middle."""
    x, y = point[0] - middle[0], point[1] - middle[1]
    angle = radians(degrees)
    return middle[0] + x * cos(angle) - y * sin(angle), middle[1] + x * sin(angle) + y * cos(angle)


def corners_of(width: float, height: float) -> Quad:
    """Return a picture's own corners."""
    return ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))


def turned_corners(width: float, height: float, degrees: int) -> Quad:
    """Return where the corners of an upright page of this size lay before it was turned clockwise."""
    before = (height, width) if degrees in (90, 270) else (width, height)
    return _rolled(corners_of(*before), degrees // 90 % 4)


def _rolled(corners: Quad, steps: int) -> Quad:
    for _ in range(steps):
        corners = (corners[3], corners[0], corners[1], corners[2])
    return corners


Homography = tuple[float, ...]


def homography(source: Quad, target: Quad) -> Homography:
    """Return the eight numbers of the projective map that takes four points to four others."""
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(float(number) for number in numpy.linalg.solve(numpy.array(rows), numpy.array(right)))


def apply(onto: Homography, point: Point) -> Point:
    """Return where a map takes a point."""
    a, b, c, d, e, f, g, h = onto
    x, y = point
    below = g * x + h * y + 1
    return (a * x + b * y + c) / below, (d * x + e * y + f) / below


def flat(image: Image.Image, outline: Quad) -> Image.Image:
    """Return what a quadrilateral of a picture shows as a rectangle of about the same size."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = outline
    width = round(max(hypot(x1 - x0, y1 - y0), hypot(x2 - x3, y2 - y3), 1))
    height = round(max(hypot(x3 - x0, y3 - y0), hypot(x2 - x1, y2 - y1), 1))
    onto = homography(corners_of(width, height), outline)
    return image.transform(
        (width, height), Image.Transform.PERSPECTIVE, onto, Image.Resampling.BICUBIC, fillcolor=_paper(image)
    )


def in_points(corners: Quad, scale: float) -> tuple[float, ...]:
    """Return corners as the eight numbers that a page keeps."""
    return tuple(round(side * scale, 2) for corner in corners for side in corner)


def quad_of(numbers: Sequence[float]) -> Quad:
    """Return the corners that a page keeps as eight numbers."""
    a, b, c, d = zip(numbers[0::2], numbers[1::2], strict=True)
    return (a, b, c, d)
