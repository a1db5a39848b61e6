"""Words, images and attachments of PDF files, by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from extractors.model import Box, EmbeddedFile, Word
from extractors.reading.layout import in_reading_order

POINTS_PER_INCH = 72
FULL_PAGE = 0.6
"""A page is taken for a scan when one image covers this share of it."""
INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "invoice.xml")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's upright size, the words of its text layer, and whether an image covers it."""

    width: float
    height: float
    words: tuple[Word, ...]
    is_scan: bool
    looks_drawn: bool
    """Whether there is anything to see beside text: pictures, or text turned to outlines."""


def open_pdf(content: bytes) -> pdfium.PdfDocument:
    """Open a PDF; raises `pypdfium2.PdfiumError` where it is broken or needs a password."""
    return pdfium.PdfDocument(content)


def read_page(page: pdfium.PdfPage) -> PdfPage:
    """Read one page's words in upright coordinates. The caller closes the page."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        words = in_reading_order(tuple(_words(page, textpage)))
    finally:
        textpage.close()
    covered, drawn = _pictures(page)
    return PdfPage(width, height, words, covered >= FULL_PAGE, drawn)


def render(page: pdfium.PdfPage, dpi: int, most_pixels: int) -> Image.Image:
    """Return the upright page as a grey image: at most so many pixels, since some pages give pixels as points."""
    width, height = page.get_size()
    scale = dpi / POINTS_PER_INCH
    scale = min(scale, (most_pixels / (width * height)) ** 0.5) if width * height else scale
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    try:
        image: Image.Image = bitmap.to_pil().convert("L")
        return image
    finally:
        bitmap.close()


def attached_invoices(document: pdfium.PdfDocument) -> Iterator[EmbeddedFile]:
    """Return the XML files attached to a PDF, those with an e-invoice's usual name first."""
    found = []
    for index in range(min(document.count_attachments(), 50)):
        attachment = document.get_attachment(index)
        name = attachment.get_name()
        if name.lower().endswith(".xml"):
            found.append(EmbeddedFile(name, "application/xml", decoded(bytes(attachment.get_data()))))
    yield from sorted(found, key=lambda file: (file.name.lower() not in INVOICE_NAMES, file.name))


def decoded(content: bytes) -> str:
    """Return XML's text: by its byte order mark or declaration, else UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[:200].lower()
    latin = b"iso-8859-1" in head or b"windows-1252" in head
    return content.decode("cp1252" if latin else "utf-8-sig", "replace")


def _words(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Iterator[Word]:
    """Yield words as runs of characters between blanks and generated line ends.

    Boxes are the font's, not the glyph's, so that a dash stands as high as the figures beside it.
    """
    place = _Upright(page)
    letters: list[str] = []
    box: Box | None = None
    bounds = raw.FS_RECTF()
    for index in range(textpage.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        if letter.isspace() or letter in "\x00\ufffe\u200b\xad":
            if letters and box:
                yield Word("".join(letters), box)
            letters, box = [], None
            continue
        raw.FPDFText_GetLooseCharBox(textpage.raw, index, bounds)
        seen = place.box(bounds.left, bounds.bottom, bounds.right, bounds.top)
        if box and letters and _jumps(box, seen):
            yield Word("".join(letters), box)
            letters, box = [], None
        letters.append(letter)
        box = box.union(seen) if box else seen
    if letters and box:
        yield Word("".join(letters), box)


def _jumps(word: Box, letter: Box) -> bool:
    """Tell whether a letter stands clearly elsewhere than the word so far, though no blank was written."""
    height = max(word.bottom - word.top, letter.bottom - letter.top, 1.0)
    return (
        letter.left - word.right > height
        or letter.left < word.left - height
        or letter.top > word.bottom + height
        or letter.bottom < word.top - height
    )


class _Upright:
    """Turns PDF coordinates (from the bottom left, before rotation) into points from the top left as seen."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.rotation = page.get_rotation()

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        corners = (self._point(left, bottom), self._point(right, top))
        (x0, y0), (x1, y1) = corners
        return Box(round(min(x0, x1), 2), round(min(y0, y1), 2), round(max(x0, x1), 2), round(max(y0, y1), 2))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def _pictures(page: pdfium.PdfPage) -> tuple[float, bool]:
    """Return the largest share of the page that one image covers, and whether there are images or outlines at all."""
    area = page.get_width() * page.get_height()
    largest, drawn = 0.0, False
    for thing in page.get_objects(max_depth=3):
        if thing.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            drawn = True
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE and area:
            left, bottom, right, top = thing.get_bounds()
            largest = max(largest, (right - left) * (top - bottom) / area)
    return largest, drawn
