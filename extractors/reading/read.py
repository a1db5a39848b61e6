"""A file becomes a `Document`, whatever it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from extractors.model import Document, EmbeddedFile, Page, Problem
from extractors.reading import sniff
from extractors.reading.findings import Findings
from extractors.reading.images import TooManyPixelsError, broken, open_frames, page_of
from extractors.reading.ocr import read_picture
from extractors.reading.pdf import decoded
from extractors.reading.pdf_files import read_pdf
from extractors.reading.sheets import TooLargeError, pages_of
from extractors.reading.text_files import READERS, text_sheets
from extractors.settings import ReaderSettings


def read(name: str, content: bytes, settings: ReaderSettings, known: Iterable[Page] | None = None) -> Document:
    """Read a file. Nothing about the file raises but `MemoryError`: what is wrong stands in the document's problems.

    Of a long scan only the ends are read; given the pages known from that, the rest is read too.
    """
    kind = sniff.media_type(content, name)
    found = Findings(name, settings, known)
    if not content:
        found.add(Problem("empty", f"{name} is empty. Ask for the file again.", fatal=True))
    elif len(content) > settings.limits.bytes:
        size = f"{len(content):,} bytes, more than the {settings.limits.bytes:,} allowed"
        found.add(Problem("too_large", f"{name} has {size}. Split it, or raise the limit.", fatal=True))
    elif kind == sniff.PDF:
        read_pdf(content, found)
    elif kind.startswith("image/"):
        _read_image(content, found)
    elif kind in READERS:
        _read_text(content, kind, found)
    else:
        found.add(_unsupported(name, kind))
    found.add(*found.tongue.problems)
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(sha256, name, kind, tuple(found.pages), tuple(found.embedded), tuple(found.problems))


def _unsupported(name: str, kind: str) -> Problem:
    hint = HINTS.get(kind, "is of no format that can be read. Ask for a PDF, an image or an office document.")
    code = "password_protected" if kind == sniff.LOCKED_OFFICE else "unsupported_format"
    return Problem(code, f"{name} {hint}", fatal=True)


def _read_image(content: bytes, found: Findings) -> None:
    most = found.settings.limits.pages
    try:
        for number, image in enumerate(open_frames(content, found.settings.limits), 1):
            if number > most:
                message = f"{found.name} has more than {most} pages; only those were read. Raise `pages`, or split it."
                found.add(Problem("too_many_pages", message, fatal=True))
                return
            seen = read_picture(image, found.tongue, found.settings.second_engine)
            found.add(*seen.problems)
            found.pages.append(page_of(number, image, seen))
    except TooManyPixelsError as error:
        message = (
            f"{found.name} has {error}, more than the {found.settings.limits.pixels:,} allowed. "
            "Raise `pixels` in the reading limits, or ask for a smaller copy."
        )
        found.add(Problem("too_many_pixels", message, fatal=True))
    except MemoryError:
        raise
    except Exception as error:
        found.add(broken(found.name, f"{type(error).__name__}: {error}"))


def _read_text(content: bytes, kind: str, found: Findings) -> None:
    if kind == sniff.XML:
        found.embedded.append(EmbeddedFile(found.name, kind, decoded(content)))
    try:
        found.pages += pages_of(text_sheets(content, kind, found.settings.limits), found.settings.limits.pages)
    except TooLargeError as error:
        message = f"{found.name} {error}. Split it, or raise `unpacked_bytes` in the reading limits."
        found.add(Problem("too_large", message, fatal=True))
    except MemoryError:
        raise
    except Exception as error:
        message = f"{found.name} cannot be opened as {kind} ({type(error).__name__}: {error}). Ask for a new copy."
        found.add(Problem("unreadable", message, fatal=True))


HINTS = {
    sniff.LEGACY_OFFICE: "is in an old Office format. Save it as PDF, DOCX, XLSX or PPTX and hand it in again.",
    sniff.RTF: "is in Rich Text Format. Save it as PDF or DOCX and hand it in again.",
    sniff.LOCKED_OFFICE: "is an Office document that needs a password. Save it without one and hand it in again.",
    sniff.POSTSCRIPT: "is PostScript, which is a program and is never run. Save it as PDF and hand it in again.",
    sniff.ARCHIVE: "is an archive of another kind than zip. Ask for a zip or for its files one by one.",
    sniff.ZIP: "is a damaged or protected archive. Ask for its files one by one.",
}
"""What to do about formats that are recognised but not read."""
