"""A file becomes a `Document`, whatever it is."""

from __future__ import annotations

import hashlib

import pypdfium2 as pdfium
from PIL import Image

from extractors.model import Document, EmbeddedFile, Problem
from extractors.reading import sniff
from extractors.reading.findings import Findings
from extractors.reading.images import TooManyPixelsError, broken, open_frames, page_of
from extractors.reading.ocr import read_picture
from extractors.reading.pdf import attached_invoices, decoded, open_pdf
from extractors.reading.pdf_pages import read_pdf_page
from extractors.reading.text_files import READERS, pages_of, text_sheets
from extractors.settings import ReaderSettings


def read(name: str, content: bytes, settings: ReaderSettings) -> Document:
    """Read a file. Nothing about the file raises: what is wrong with it stands in the document's problems."""
    kind = sniff.media_type(content, name)
    found = Findings(name, settings)
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
    found.add(*found.tongue.problems)
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


def _read_pdf(name: str, content: bytes, settings: ReaderSettings, found: Findings) -> None:
    try:
        document = open_pdf(content, settings.passwords)
    except pdfium.PdfiumError as error:
        found.add(_unopened(name, str(error)))
        return
    try:
        found.embedded += attached_invoices(document)
        if len(document) > settings.limits.pages:
            message = f"{name} has {len(document)} pages; only the first {settings.limits.pages} were read."
            found.add(Problem("too_many_pages", message, fatal=True))
        for number in range(1, min(len(document), settings.limits.pages) + 1):
            _add_page(document, number, found)
        if not len(document):
            found.add(Problem("unreadable", f"{name} has no pages. Ask for a new copy.", fatal=True))
    finally:
        document.close()


def _unopened(name: str, reason: str) -> Problem:
    if "assword" in reason:
        message = f"{name} needs a password. Ask for a copy without one."
        return Problem("password_protected", message, fatal=True)
    return Problem("unreadable", f"{name} cannot be opened as a PDF ({reason}). Ask for a new copy.", fatal=True)


def _add_page(document: pdfium.PdfDocument, number: int, found: Findings) -> None:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        message = f"Page {number} of {found.name} is broken ({error}). Ask for a new copy."
        found.add(Problem("page_unreadable", message, number, fatal=True))
        return
    try:
        found.pages.append(read_pdf_page(page, number, found))
    finally:
        page.close()


def _read_image(name: str, content: bytes, settings: ReaderSettings, found: Findings) -> None:
    try:
        for number, image in enumerate(open_frames(content, settings.limits), 1):
            seen = read_picture(image, found.tongue, settings.second_engine)
            found.add(*seen.problems)
            found.pages.append(page_of(number, image, seen))
    except TooManyPixelsError as error:
        message = f"{name} has {error}, more than allowed. Ask for a smaller copy."
        found.add(Problem("too_many_pixels", message, fatal=True))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        found.add(broken(name, error))


def _read_text(name: str, content: bytes, kind: str, settings: ReaderSettings, found: Findings) -> None:
    if kind == sniff.XML:
        found.embedded.append(EmbeddedFile(name, kind, decoded(content)))
    try:
        found.pages += pages_of(text_sheets(content, kind), settings.limits.pages)
    except Exception as error:
        message = f"{name} cannot be opened as {kind} ({type(error).__name__}: {error}). Ask for a new copy."
        found.add(Problem("unreadable", message, fatal=True))
