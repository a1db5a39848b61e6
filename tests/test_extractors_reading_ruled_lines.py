"""Rules and boxes are taken off pictures of pages, letters and pictures are not."""

from __future__ import annotations

import numpy
from PIL import Image, ImageDraw

from extractors.reading.ruled_lines import without_rules

SIZE = (1700, 2200)


def page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", SIZE, 255)
    return image, ImageDraw.Draw(image)


def darkest(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    return int(numpy.asarray(image.crop(box)).min())


def test_boxes_of_a_form_are_gone() -> None:
    image, draw = page()
    draw.rectangle((100, 100, 900, 400), outline=0, width=3)
    assert darkest(without_rules(image), (0, 0, *SIZE)) == 255


def test_a_rule_that_slopes_a_little_is_gone() -> None:
    image, draw = page()
    draw.line((100, 500, 1600, 512), fill=0, width=2)
    left = numpy.asarray(without_rules(image)) < 128
    assert left.sum() < 0.1 * (numpy.asarray(image) < 128).sum()


def test_letters_dashes_and_shaded_fields_stay() -> None:
    image, draw = page()
    draw.text((100, 100), "Invoice 1234", fill=0, font_size=40)
    draw.line((100, 300, 160, 300), fill=0, width=3)
    draw.rectangle((100, 500, 900, 600), fill=60)
    assert numpy.array_equal(numpy.asarray(without_rules(image)), numpy.asarray(image))
