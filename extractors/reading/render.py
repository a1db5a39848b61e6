"""Pictures of pages, for OCR's eyes and for people's."""

from __future__ import annotations

from PIL import Image

from extractors.reading import sniff
from extractors.reading.images import ASSUMED_DPI, open_frames
from extractors.reading.pdf import open_pdf, render
from extractors.settings import Limits

MOST_PIXELS = 6_000_000


def render_page(content: bytes, media_type: str, page: int, dpi: int) -> Image.Image | None:
    """Return a page (from 1) as a picture of at most six million pixels, upright as its boxes are.

    None for formats that have no picture, such as mail. Raises what the format's library raises for broken files.
    """
    if media_type == sniff.PDF:
        document = open_pdf(content)
        try:
            return render(document[page - 1], dpi, MOST_PIXELS)
        finally:
            document.close()
    if media_type.startswith("image/"):
        frames = open_frames(content, Limits())
        image = next(frame for number, frame in enumerate(frames, 1) if number == page)
        scale = dpi / ASSUMED_DPI
        return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    return None
