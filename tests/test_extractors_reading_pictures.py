"""Pictures of pages: brought upright, straight and flat, read by the engine that suits them, shown as read."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from extractors.extract import extract
from extractors.model import FieldName, Page
from extractors.reading import sniff
from extractors.reading.ocr import Seen, read_picture, read_scan
from extractors.reading.photograph import even, is_askew, outline
from extractors.reading.read import read
from extractors.reading.render import render_page
from extractors.reading.second_engine import by_second_engine, has_second_engine
from extractors.reading.tesseract import Orientation, by_tesseract, orientation
from extractors.reading.tongue import Tongue
from extractors.reading.upright import Picture, Quad, apply, corners_of, flat, homography, turned_corners
from extractors.settings import ReaderSettings
from tests.faults.formats import LINES, WORDS, image_file, picture, scanned_pdf

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "batch" / "evidence" / "faktura_10482.pdf"
ENGLISH = ReaderSettings(languages=("eng",), second_engine=False)
GERMAN = (
    "Rechnung Nr. 4711 vom 14. März 2026",
    "Wir berechnen Ihnen für die Schaltung der Anzeigen",
    "und die Gestaltung des Schaufensters über Ostern",
    "Zahlbar ohne Abzug bis zum 30. April auf unser Konto",
    "Mit freundlichen Grüßen aus Köln und nicht ohne Dank",
)
BICUBIC = Image.Resampling.BICUBIC
needs_second_engine = pytest.mark.skipif(not has_second_engine(), reason="the second engine is optional")


def text_of(seen: Seen) -> str:
    return " ".join(word.text for word in seen.words)


def photographed(page: Image.Image, corners: Quad, size: tuple[int, int] = (1700, 1400)) -> Image.Image:
    """Return a sheet as a camera sees it: on dark ground, from the side, with light from one corner."""
    onto = homography(corners, corners_of(page.width, page.height))
    paper = page.convert("L").transform(size, Image.Transform.PERSPECTIVE, onto, Image.Resampling.BICUBIC, fillcolor=40)
    down, across = numpy.mgrid[0 : size[1], 0 : size[0]]
    light = 0.55 + 0.45 * (across / size[0] + down / size[1]) / 2
    return Image.fromarray((numpy.asarray(paper) * light).astype(numpy.uint8))


ASKEW: Quad = ((260.0, 190.0), (1450.0, 120.0), (1600.0, 1240.0), (120.0, 1150.0))


def test_a_sheet_on_dark_ground_is_found_at_its_corners() -> None:
    found = outline(photographed(picture(LINES * 3), ASKEW))
    assert found
    assert numpy.abs(numpy.array(found) - numpy.array(ASKEW)).max() < 40
    assert is_askew(found)


@pytest.mark.parametrize(
    "image", [picture(), picture().point(lambda shade: 255 - shade), Image.new("L", (900, 900), 128)]
)
def test_pictures_without_a_ground_have_no_outline(image: Image.Image) -> None:
    found = outline(image)
    assert found is None or not is_askew(found)


def test_light_is_made_even_only_where_it_is_not() -> None:
    shaded = photographed(picture(LINES * 3), corners_of(1700, 1400))
    level = numpy.asarray(even(shaded))
    assert numpy.percentile(level, 50) > 240
    plain = picture()
    assert even(plain) is plain


@pytest.mark.slow
def test_a_photograph_is_read_flat_and_shown_flat() -> None:
    photo = photographed(picture(LINES * 3), ASKEW)
    seen = read_picture(photo, Tongue(ENGLISH), second_engine=False)
    assert WORDS[3] in text_of(seen)
    places = {word.text: word.box for word in seen.words}
    assert places["number:"].bottom == pytest.approx(places["NW-4711"].bottom, abs=10)


def light_of(kind: str, size: tuple[int, int]) -> NDArray[numpy.float64]:
    """Return how much light falls on each dot: from a window, from a lamp, or past somebody's arm."""
    down, across = (numpy.asarray(side, dtype=float) for side in numpy.mgrid[0 : size[1], 0 : size[0]])
    down, across = down / size[1], across / size[0]
    light: NDArray[numpy.float64] = 0.55 + 0.45 * (across + down) / 2
    if kind == "lamp":
        light = 0.45 + 0.6 * numpy.exp(-3 * ((across - 0.3) ** 2 + (down - 0.25) ** 2))
    if kind == "arm":
        light = numpy.clip(0.72 - 12 * (0.5 * across + down - 0.75), 0.5, 0.95)
    return light


PHOTOGRAPHS = {
    "from the side, past an arm": ((0.10, 0.16, 0.90, 0.05, 0.93, 0.96, 0.08, 0.84), 60, "arm"),
    "from below, by a lamp": ((0.20, 0.12, 0.82, 0.10, 0.97, 0.93, 0.04, 0.95), 60, "lamp"),
    "on a light table": ((0.12, 0.08, 0.90, 0.06, 0.94, 0.95, 0.05, 0.93), 185, "window"),
    "larger than the picture": ((-0.03, -0.02, 1.02, 0.01, 1.03, 1.02, 0.0, 1.01), 60, "window"),
}


def shot_of(page: Image.Image, sides: tuple[float, ...], ground: int, light: str) -> bytes:
    """Return a photograph of a page, its corners at these shares of the picture's sides, a little blurred."""
    size = (1900, 2600)
    a, b, c, d = ((x * size[0], y * size[1]) for x, y in zip(sides[::2], sides[1::2], strict=True))
    onto = homography((a, b, c, d), corners_of(page.width, page.height))
    paper = page.convert("L").transform(size, Image.Transform.PERSPECTIVE, onto, BICUBIC, fillcolor=ground)
    grain = numpy.random.default_rng(1).normal(0, 4, size[::-1])
    dots = numpy.clip(numpy.asarray(paper) * light_of(light, size) + grain, 0, 255).astype(numpy.uint8)
    buffer = io.BytesIO()
    Image.fromarray(dots).filter(ImageFilter.GaussianBlur(0.8)).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("shot", PHOTOGRAPHS)
def test_fields_of_a_photographed_page_are_those_of_the_page(shot: str) -> None:
    content = SAMPLE.read_bytes()
    page = render_page(content, sniff.PDF, 1, 200)
    assert page
    document = read("a.jpg", shot_of(page, *PHOTOGRAPHS[shot]), ENGLISH)
    seen, printed = (extract(each, ENGLISH) for each in (document, read("a.pdf", content, ENGLISH)))
    for name in (FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT, FieldName.DOCUMENT_DATE):
        assert [each.value for each in seen.find_all(name)] == [each.value for each in printed.find_all(name)]
    number = printed.find(FieldName.DOCUMENT_NUMBER)
    assert number
    assert number.value in document.text


@pytest.mark.slow
@needs_second_engine
@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 5])
def test_the_second_engine_reads_receipts_from_any_side(degrees: int) -> None:
    receipt = picture(
        ("MARKET HALL", "Invoice date: 2026-03-14", "Coffee  2.50", "Cake  3.75", "Total  6.25"), (520, 1000)
    )
    turned = receipt.rotate(degrees, expand=True, fillcolor="white")
    seen = read_picture(turned, Tongue(ENGLISH), second_engine=True)
    assert "6.25" in text_of(seen)
    assert text_of(seen).index("MARKET") < text_of(seen).index("6.25")
    assert seen.width < seen.height or degrees == 5


@pytest.mark.slow
@needs_second_engine
def test_words_of_the_second_engine_are_parted_and_in_half_width() -> None:
    result = by_second_engine(picture(("Date: 14/03/2026", "Total: RM 6.25"), (620, 300)))
    assert "Total" in result.text
    assert result.text.isascii()
    assert len(result.words) >= 4


@pytest.mark.slow
def test_a_document_is_read_in_its_own_language() -> None:
    tongue = Tongue(ReaderSettings(languages=("eng", "deu")))
    assert tongue.codes == ("eng",)
    seen = read_scan(picture(GERMAN, (1240, 700)), tongue, second_engine=False)
    assert tongue.codes == ("deu",)
    assert "für" in text_of(seen) and "Köln" in text_of(seen)


def test_text_overheard_on_one_page_says_how_to_read_the_next() -> None:
    tongue = Tongue(ReaderSettings(languages=("eng",)))
    tongue.overhear(" ".join(GERMAN))
    assert tongue.codes == ("deu",)


def test_a_language_without_data_is_named_with_the_line_that_installs_it() -> None:
    tongue = Tongue(ENGLISH)
    assert not tongue.see("Thai")
    (problem,) = tongue.problems
    assert problem.code == "language_pack_missing"
    assert problem.message.endswith("sudo apt-get install tesseract-ocr tesseract-ocr-tha")


def test_pictures_too_small_for_tesseract_are_no_error_of_the_program() -> None:
    result = by_tesseract(Image.new("L", (2, 2), 255), ["eng"], 3)
    assert result.words == ()
    assert orientation(Image.new("L", (300, 300), 255)) == Orientation()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_corners_go_along_when_a_picture_is_turned(degrees: int) -> None:
    stored = Image.new("L", (60, 40), 255)
    stored.putpixel((10, 5), 0)
    turned = Picture.stored(stored).turned(degrees)
    (down,), (across,) = numpy.nonzero(numpy.asarray(turned.image) == 0)
    onto = homography(corners_of(*turned.image.size), turned.corners)
    assert apply(onto, (across + 0.5, down + 0.5)) == pytest.approx((10.5, 5.5), abs=0.01)
    assert turned.corners == turned_corners(*turned.image.size, degrees)


point = st.floats(10, 990)


@given(st.tuples(point, point), st.floats(-20, 20), st.floats(-20, 20))
def test_a_projective_map_undoes_its_inverse(place: tuple[float, float], drift: float, lift: float) -> None:
    square = corners_of(1000, 1000)
    bent: Quad = ((drift, lift), (1000 - lift, drift), (1000.0, 1000 + drift), (lift, 1000 - drift))
    there, back = homography(square, bent), homography(bent, square)
    assert apply(back, apply(there, place)) == pytest.approx(place, abs=1e-4)


def test_what_a_quadrilateral_shows_keeps_its_size() -> None:
    assert flat(Image.new("L", (200, 100)), ((10, 10), (110, 10), (110, 60), (10, 60))).size == (100, 50)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0, 90, 4])
def test_pages_are_shown_as_they_were_read(degrees: int) -> None:
    sheet = picture(LINES * 4, size=(1240, 1754)).rotate(degrees, expand=degrees == 90, fillcolor="white")
    content = scanned_pdf(sheet)
    (page,) = read("scan.pdf", content, ENGLISH).pages
    shown = render_page(content, sniff.PDF, 1, 100, page.quad)
    assert shown
    assert shown.size == pytest.approx((page.width * 100 / 72, page.height * 100 / 72), abs=2)
    assert ink_under_words(shown, page) > 0.9


@pytest.mark.slow
def test_images_are_shown_with_their_words_in_place() -> None:
    content = image_file("PNG")
    (page,) = read("a.png", content, ENGLISH).pages
    shown = render_page(content, "image/png", 1, 72, page.quad)
    assert shown
    assert ink_under_words(shown, page) > 0.9


def test_formats_without_a_picture_show_none() -> None:
    assert render_page(b"hello", "text/plain", 1, 100) is None


def ink_under_words(shown: Image.Image, page: Page) -> float:
    """Return the share of words under whose boxes a picture is dark somewhere."""
    scale, grey = shown.width / page.width, shown.convert("L")
    boxes = [word.box for word in page.words]
    sides = ([int(side * scale) for side in (box.left, box.top, box.right + 1, box.bottom + 1)] for box in boxes)
    inked = [min(grey.crop((left, top, right, bottom)).tobytes()) < 140 for left, top, right, bottom in sides]
    return sum(inked) / len(inked)


def test_settings_that_change_what_is_read_change_the_digest() -> None:
    settings = ReaderSettings()
    changed = [replace(settings, second_engine=False), replace(settings, trust_scans=False), replace(settings, ends=3)]
    assert len({settings.digest(), *(each.digest() for each in changed)}) == 4
