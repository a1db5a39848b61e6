"""Pictures of places: the right part of the page, marked, whatever the boxes are."""

from __future__ import annotations

import pytest
from PIL import Image

from extractors.model import Box
from review.crops import GAP, MARKER, PAGE_WIDTH, STRIP_WIDTH, marked_strip

A4 = (600.0, 800.0)


def paper(width: int = 1200, height: int = 1600) -> Image.Image:
    return Image.new("L", (width, height), 255)


def marked(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the outline of what is marked."""
    mask = Image.new("L", picture.size)
    near = [
        (x, y)
        for x in range(0, picture.width, 2)
        for y in range(0, picture.height, 2)
        if picture.getpixel((x, y)) == MARKER
    ]
    for place in near:
        mask.putpixel(place, 255)
    return mask.getbbox()


def test_a_box_is_marked_where_it_stands() -> None:
    strip = marked_strip(paper(), A4, [Box(300, 400, 360, 412)])
    left, _, right, _ = marked(strip) or (0, 0, 0, 0)
    assert strip.width == STRIP_WIDTH
    assert left / strip.width == pytest.approx(300 / 600, abs=0.02)
    assert right / strip.width == pytest.approx(360 / 600, abs=0.02)


def test_boxes_far_apart_get_a_strip_each() -> None:
    near = marked_strip(paper(), A4, [Box(60, 100, 90, 112), Box(60, 120, 90, 132)])
    apart = marked_strip(paper(), A4, [Box(60, 700, 90, 712), Box(60, 100, 90, 112)])
    single = marked_strip(paper(), A4, [Box(60, 100, 90, 112)])
    assert near.height < 2 * single.height
    assert apart.height == 2 * single.height + GAP


@pytest.mark.parametrize(
    "box",
    [
        Box(-50, -50, 10, 10),
        Box(590, 790, 900, 900),
        Box(700, 900, 800, 950),
        Box(300, 300, 300, 300),
        Box(360, 412, 300, 400),
        Box(0, 0, 600, 800),
    ],
)
def test_odd_boxes_still_give_a_picture(box: Box) -> None:
    strip = marked_strip(paper(), A4, [box])
    assert strip.width == STRIP_WIDTH
    assert strip.height > 0


def test_a_page_that_lies_across_is_shown_no_wider_than_an_upright_one() -> None:
    strip = marked_strip(paper(1600, 1200), (800.0, 600.0), [Box(700, 300, 760, 312)])
    left, _, right, _ = marked(strip) or (0, 0, 0, 0)
    assert left / strip.width == pytest.approx(500 / 600, abs=0.02)
    assert right / strip.width == pytest.approx(560 / 600, abs=0.02)


def test_boxes_side_by_side_stay_in_one_strip() -> None:
    strip = marked_strip(paper(1600, 1200), (800.0, 600.0), [Box(10, 300, 60, 312), Box(700, 300, 790, 312)])
    left, _, right, _ = marked(strip) or (0, 0, 0, 0)
    assert left < 15
    assert right > strip.width - 15


def test_without_a_box_the_whole_page_is_shown() -> None:
    page = marked_strip(paper(), A4, [])
    assert page.size == (PAGE_WIDTH, PAGE_WIDTH * 4 // 3)


def test_a_small_picture_is_not_blown_up() -> None:
    assert marked_strip(paper(90, 140), (90.0, 140.0), [Box(10, 10, 20, 20)]).width == 90
