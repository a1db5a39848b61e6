"""Pages of PDF files as PDFium sees them: text layer, pictures, renderings, attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image

from extractors.model import EmbeddedFile, Word
from extractors.reading.layout import in_reading_order
from extractors.reading.pdf_objects import Drawn, drawn_on
from extractors.reading.pdf_words import layer_words, turn_of

POINTS_PER_INCH = 72
INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "invoice.xml")
# An e-invoice is one file; many of them, or huge ones, would only fill memory.
MOST_ATTACHMENTS = 50
LARGEST_ATTACHMENT = 20_000_000


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's upright size, the words of its text layer, and what is drawn beside them.

    `turned` is by how many degrees, clockwise, the page as it is shown was turned to bring its text upright.
    """

    width: float
    height: float
    words: tuple[Word, ...]
    drawn: Drawn
    turned: int = 0

    @property
    def letters(self) -> int:
        """Return how many characters the text layer has."""
        return sum(len(word.text) for word in self.words)


def open_pdf(content: bytes, passwords: Sequence[str] = ()) -> pdfium.PdfDocument:
    """Open a PDF with the first password that fits, the empty one before all.

    Raises `pypdfium2.PdfiumError` where it is broken or none fits.
    """
    for password in passwords:
        try:
            return pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            if "assword" not in str(error):
                raise
        try:
            return pdfium.PdfDocument(content, password)
        except pdfium.PdfiumError:
            continue
    return pdfium.PdfDocument(content)


def read_page(page: pdfium.PdfPage) -> PdfPage:
    """Read one page's words in upright coordinates. The caller closes the page."""
    textpage = page.get_textpage()
    try:
        turned = turn_of(page, textpage)
        drawn = drawn_on(page, turned)
        # Invisible text is what OCR leaves over a scan; on a page without pictures it is not for people to see.
        words = layer_words(page, textpage, turned, visible=bool(drawn.invisible_text) and not drawn.pictures)
    finally:
        textpage.close()
    width, height = page.get_size()
    if turned in (90, 270):
        width, height = height, width
    on_page = [word for word in words if -1 <= word.box.left <= width and -1 <= word.box.top <= height]
    return PdfPage(width, height, in_reading_order(on_page), drawn, turned)


def render(page: pdfium.PdfPage, dpi: int, most_pixels: int, turned: int = 0) -> Image.Image:
    """Return the upright page as a grey image: at most so many pixels, since some pages give pixels as points."""
    width, height = page.get_size()
    scale = dpi / POINTS_PER_INCH
    scale = min(scale, (most_pixels / (width * height)) ** 0.5) if width * height else scale
    bitmap = page.render(scale=scale, rotation=turned, grayscale=True, may_draw_forms=True)
    try:
        image: Image.Image = bitmap.to_pil().convert("L")
        return image
    finally:
        bitmap.close()


def attached_invoices(document: pdfium.PdfDocument) -> Iterator[EmbeddedFile]:
    """Return the XML files attached to a PDF, those with an e-invoice's usual name first."""
    found = []
    for index in range(min(document.count_attachments(), MOST_ATTACHMENTS)):
        attachment = document.get_attachment(index)
        name = attachment.get_name()
        if name.lower().endswith(".xml"):
            content = bytes(attachment.get_data()[:LARGEST_ATTACHMENT])
            found.append(EmbeddedFile(name, "application/xml", decoded(content)))
    yield from sorted(found, key=lambda file: (file.name.lower() not in INVOICE_NAMES, file.name))


def decoded(content: bytes) -> str:
    """Return XML's text: by its byte order mark or declaration, else UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[:200].lower()
    # As browsers do: Windows' character set has all letters of the other one, and the euro sign and quotes besides.
    latin = b"iso-8859-1" in head or b"windows-1252" in head
    return content.decode("cp1252" if latin else "utf-8-sig", "replace")
