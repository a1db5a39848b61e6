"""Pages of a PDF, each read in the way that can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy
import pypdfium2 as pdfium
from PIL import Image

from extractors.model import Page, PageSource, Word
from extractors.reading.findings import POSTPONED, Findings
from extractors.reading.images import fingerprint, scaled
from extractors.reading.layout import in_reading_order
from extractors.reading.ocr import Seen, is_as_stored, read_scan
from extractors.reading.pdf import PdfPage, read_page, render
from extractors.reading.trust import Use, Verdict, covered, judge, shapely, within
from extractors.reading.two_readings import both_read
from extractors.reading.upright import in_points, turned_corners

PAGE_PIXELS = 6_000_000
"""An A4 page at 230 dpi; more does not help Tesseract and costs in proportion."""
FINGERPRINT_DPI = 20
SUREST = 0.95
"""No more than this is an earlier OCR's reading believed."""
PICTURED = 0.25
"""Pages of which pictures take less than this look alike only because all pages of text do."""
# A dot a point: the words' boxes are places in the picture as they stand.
INK_DPI = 72
FAINTEST = 40
"""Between the lightest and the darkest dot of a printed word lie at least so many of 256 shades."""
ON_INK = 0.8


def read_pdf_page(page: pdfium.PdfPage, number: int, count: int, found: Findings) -> Page:
    """Read one page of so many; the caller closes it."""
    layer = read_page(page)
    verdict = judge(layer, found.settings.trust_scans)
    if verdict.use in (Use.SCAN_LAYER, Use.SCAN_TWICE) and not _lies_on_ink(page, layer):
        verdict = Verdict(Use.OCR, "text layer that is not what the scan shows")
    print_of_page = (
        fingerprint(render(page, FINGERPRINT_DPI, PAGE_PIXELS)) if number == 1 and _pictured(layer) else None
    )
    if verdict.use in (Use.LAYER, Use.SCAN_LAYER, Use.SCAN_TWICE):
        found.tongue.overhear(" ".join(word.text for word in layer.words))
    if verdict.use in (Use.LAYER, Use.SCAN_LAYER):
        return _layer_page(number, layer, verdict, print_of_page)
    if found.postpones(number, count):
        if verdict.use is Use.SCAN_TWICE:
            return _layer_page(number, layer, verdict, print_of_page)
        words = layer.words if verdict.use is Use.BOTH else ()
        return Page(number, layer.width, layer.height, words, PageSource.OCR, reason=POSTPONED)
    image = render(page, found.settings.ocr_dpi, PAGE_PIXELS)
    seen = read_scan(image, found.tongue, found.settings.second_engine, layer.turned)
    found.add(*seen.problems)
    if verdict.use is Use.BOTH:
        return _mixed_page(number, layer, image, seen, verdict, print_of_page)
    own = _scanned_page(number, layer, image, seen, verdict, print_of_page)
    return replace(own, words=both_read(layer, own)) if verdict.use is Use.SCAN_TWICE and seen.words else own


def _pictured(layer: PdfPage) -> bool:
    return covered(layer) >= PICTURED or not layer.words


def _layer_page(number: int, layer: PdfPage, verdict: Verdict, print_of_page: str | None) -> Page:
    words, source = layer.words, PageSource.TEXT
    if verdict.use in (Use.SCAN_LAYER, Use.SCAN_TWICE):
        sure = round(min(shapely(words), SUREST), 2)
        words, source = tuple(Word(word.text, word.box, sure) for word in words), PageSource.OCR
    quad: tuple[float, ...] = ()
    if layer.turned:
        quad = in_points(turned_corners(layer.width, layer.height, layer.turned), 1.0)
    return Page(number, layer.width, layer.height, words, source, None, print_of_page, reason=verdict.reason, quad=quad)


def _mixed_page(
    number: int, layer: PdfPage, image: Image.Image, seen: Seen, verdict: Verdict, print_of_page: str | None
) -> Page:
    """Return the text layer's words and those that OCR found where the layer has none."""
    more: Iterable[Word] = ()
    if is_as_stored(seen) and not layer.turned:
        scale = layer.width / image.width
        boxes = [word.box for word in layer.words]
        read = (scaled(word, scale) for word in seen.words)
        more = [word for word in read if not any(within(word.box, box) or within(box, word.box) for box in boxes)]
    words = in_reading_order((*layer.words, *more))
    reason = verdict.reason
    return Page(number, layer.width, layer.height, words, PageSource.TEXT, None, print_of_page, reason=reason)


def _scanned_page(
    number: int, layer: PdfPage, image: Image.Image, seen: Seen, verdict: Verdict, print_of_page: str | None
) -> Page:
    """Return a page of OCR's words, or of the doubtful text layer's where OCR read nothing."""
    if not seen.words:
        return _layer_page(number, layer, verdict, print_of_page)
    longer = max(layer.width, layer.height)
    scale = longer / max(image.width, image.height)
    words = tuple(scaled(word, scale) for word in seen.words)
    quad = () if is_as_stored(seen) else in_points(seen.corners, scale)
    width, height = round(seen.width * scale, 2), round(seen.height * scale, 2)
    if not quad:
        width, height = layer.width, layer.height
    return Page(number, width, height, words, PageSource.OCR, None, print_of_page, reason=verdict.reason, quad=quad)


def _lies_on_ink(page: pdfium.PdfPage, layer: PdfPage) -> bool:
    """Tell whether there is something printed where the text layer has its words."""
    image = render(page, INK_DPI, PAGE_PIXELS, layer.turned)
    scale = image.width / layer.width if layer.width else 1.0
    inked = 0
    for word in layer.words:
        box = word.box
        sides = (int(box.left * scale), int(box.top * scale), int(box.right * scale) + 1, int(box.bottom * scale) + 1)
        shades = numpy.asarray(image.crop(sides))
        inked += int(shades.max()) - int(shades.min()) >= FAINTEST
    return inked >= ON_INK * len(layer.words)
