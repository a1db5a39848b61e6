"""A file becomes a `Document`, whatever it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from PIL import Image

from extractors.model import Document, EmbeddedFile, Page, PageSource, Problem
from extractors.reading import sniff
from extractors.reading.images import TooManyPixelsError, broken, fingerprint, open_frames, page_of, scaled
from extractors.reading.ocr import OcrResult, read_photograph, read_scan
from extractors.reading.pdf import PdfPage, attached_invoices, decoded, open_pdf, read_page, render
from extractors.reading.text_files import READERS, pages_of, text_sheets
from extractors.reading.trust import is_trusted
from extractors.settings import ReaderSettings

PAGE_PIXELS = 6_000_000
"""An A4 page at 230 dpi; more does not help Tesseract and costs in proportion."""
FINGERPRINT_DPI = 20


@dataclass(slots=True)
class _Findings:
    """What reading brings together."""

    pages: list[Page] = field(default_factory=list)
    embedded: list[EmbeddedFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, *problems: Problem) -> None:
        """Keep problems, each once."""
        self.problems += [problem for problem in problems if problem not in self.problems]


def read(name: str, content: bytes, settings: ReaderSettings) -> Document:
    """Read a file. Nothing about the file raises: what is wrong with it stands in the document's problems."""
    kind = sniff.media_type(content, name)
    found = _Findings()
    if not content:
        found.add(Problem("empty", f"{name} is empty. Ask for the file again.", fatal=True))
    elif len(content) > settings.limits.bytes:
        size = f"{len(content):,} bytes, more than the {settings.limits.bytes:,} allowed"
        found.add(Problem("too_large", f"{name} has {size}. Split it, or raise the limit.", fatal=True))
    elif kind == sniff.PDF:
        _read_pdf(name, content, settings, found)
    elif kind.startswith("image/"):
        _read_image(name, content, settings, found)
    elif kind in READERS:
        _read_text(name, content, kind, settings, found)
    else:
        found.add(_unsupported(name, kind))
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(sha256, name, kind, tuple(found.pages), tuple(found.embedded), tuple(found.problems))


def _unsupported(name: str, kind: str) -> Problem:
    if kind == sniff.LEGACY_OFFICE:
        hint = "is in an old Office format. Save it as PDF, DOCX, XLSX or PPTX and hand it in again."
    elif kind == sniff.ZIP:
        hint = "is a damaged or protected archive. Ask for its files one by one."
    else:
        hint = "is of no format that can be read. Ask for a PDF, an image or an office document."
    return Problem("unsupported_format", f"{name} {hint}", fatal=True)


def _read_pdf(name: str, content: bytes, settings: ReaderSettings, found: _Findings) -> None:
    try:
        document = open_pdf(content)
    except pdfium.PdfiumError as error:
        found.add(_unopened(name, str(error)))
        return
    try:
        found.embedded += attached_invoices(document)
        if len(document) > settings.limits.pages:
            message = f"{name} has {len(document)} pages; only the first {settings.limits.pages} were read."
            found.add(Problem("too_many_pages", message, fatal=True))
        for number in range(1, min(len(document), settings.limits.pages) + 1):
            _read_pdf_page(document, number, name, settings, found)
        if not len(document):
            found.add(Problem("unreadable", f"{name} has no pages. Ask for a new copy.", fatal=True))
    finally:
        document.close()


def _unopened(name: str, reason: str) -> Problem:
    if "assword" in reason:
        message = f"{name} needs a password. Ask for a copy without one."
        return Problem("password_protected", message, fatal=True)
    return Problem("unreadable", f"{name} cannot be opened as a PDF ({reason}). Ask for a new copy.", fatal=True)


def _read_pdf_page(
    document: pdfium.PdfDocument, number: int, name: str, settings: ReaderSettings, found: _Findings
) -> None:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        message = f"Page {number} of {name} is broken ({error}). Ask for a new copy."
        found.add(Problem("page_unreadable", message, number, fatal=True))
        return
    try:
        layer = read_page(page)
        print_of_page = fingerprint(render(page, FINGERPRINT_DPI, PAGE_PIXELS)) if number == 1 else None
        if is_trusted(layer):
            found.pages.append(Page(number, layer.width, layer.height, layer.words, fingerprint=print_of_page))
            return
        image = render(page, settings.ocr_dpi, PAGE_PIXELS)
        result = read_scan(image, settings.languages)
        found.add(*result.problems)
        found.pages.append(_scanned_page(number, layer, image, result, print_of_page))
    finally:
        page.close()


def _scanned_page(
    number: int, layer: PdfPage, image: Image.Image, result: OcrResult, print_of_page: str | None
) -> Page:
    """Return a page of OCR's words, or of the doubtful text layer's where OCR read nothing."""
    if not result.words:
        return Page(number, layer.width, layer.height, layer.words, fingerprint=print_of_page)
    scale = layer.width / image.width
    words = tuple(scaled(word, scale) for word in result.words)
    return Page(number, layer.width, layer.height, words, PageSource.OCR, fingerprint=print_of_page)


def _read_image(name: str, content: bytes, settings: ReaderSettings, found: _Findings) -> None:
    try:
        for number, image in enumerate(open_frames(content, settings.limits), 1):
            result = read_photograph(image, settings.languages)
            found.add(*result.problems)
            found.pages.append(page_of(number, image, result))
    except TooManyPixelsError as error:
        message = f"{name} has {error}, more than allowed. Ask for a smaller copy."
        found.add(Problem("too_many_pixels", message, fatal=True))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        found.add(broken(name, error))


def _read_text(name: str, content: bytes, kind: str, settings: ReaderSettings, found: _Findings) -> None:
    if kind == sniff.XML:
        found.embedded.append(EmbeddedFile(name, kind, decoded(content)))
    try:
        found.pages += pages_of(text_sheets(content, kind), settings.limits.pages)
    except Exception as error:
        message = f"{name} cannot be opened as {kind} ({type(error).__name__}: {error}). Ask for a new copy."
        found.add(Problem("unreadable", message, fatal=True))
