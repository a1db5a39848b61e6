"""Some pages of a file as a file of their own; the same pages give the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence

import pypdfium2 as pdfium
from PIL import Image

from extractors.reading import sniff
from extractors.reading.images import READABLE
from extractors.reading.pdf import open_pdf

# PDFium writes the hour, and an identity made of chance.
MADE = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
IDENTITY = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{32})>\s*<([0-9A-Fa-f]{32})>\s*\](?=[^\[]*\Z)")
NO_TIME = b"20000101000000"


def pages_alone(content: bytes, media_type: str, first: int, last: int, passwords: Sequence[str] = ()) -> bytes:
    """Return the pages from `first` to `last` (counted from 1) of a PDF or TIFF file as such a file.

    Raises what PDFium and Pillow raise for files that are broken.
    """
    if media_type == sniff.PDF:
        return _pdf_pages(content, first, last, passwords)
    return _frames(content, first, last)


def _pdf_pages(content: bytes, first: int, last: int, passwords: Sequence[str]) -> bytes:
    source, some, out = open_pdf(content, passwords), pdfium.PdfDocument.new(), io.BytesIO()
    try:
        some.import_pages(source, list(range(first - 1, last)))
        some.save(out)
    finally:
        some.close()
        source.close()
    return _without_chance(out.getvalue())


def _without_chance(written: bytes) -> bytes:
    timeless = MADE.sub(NO_TIME, written)
    found = IDENTITY.search(timeless)
    if not found:
        return timeless
    ends = (timeless[: found.start(1)], timeless[found.end(1) : found.start(2)], timeless[found.end(2) :])
    identity = hashlib.md5(b"".join(ends), usedforsecurity=False).hexdigest().upper().encode()
    return identity.join(ends)


def _frames(content: bytes, first: int, last: int) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=READABLE) as image:
        frames = []
        for number in range(first - 1, last):
            image.seek(number)
            frames.append(image.copy())
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw")
    return out.getvalue()
