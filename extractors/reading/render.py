"""Pictures of pages for people."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from extractors.reading import sniff
from extractors.reading.images import ASSUMED_DPI, POINTS_PER_INCH, open_frames
from extractors.reading.pdf import open_pdf, render
from extractors.reading.upright import flat
from extractors.settings import Limits

MOST_PIXELS = 6_000_000


def render_page(
    content: bytes, media_type: str, page: int, dpi: int, quad: Sequence[float] = (), passwords: Sequence[str] = ()
) -> Image.Image | None:
    """Return a page (from 1) as a picture of at most six million pixels, upright as its boxes are.

    `quad` is the page's own (`Page.quad`). None for formats that have no picture, such as mail. Raises what the
    format's library raises for broken files.
    """
    if media_type == sniff.PDF:
        image, scale = _pdf_page(content, page, dpi, passwords)
    elif media_type.startswith("image/"):
        image, scale = _frame(content, page, dpi)
    else:
        return None
    if not quad:
        return image
    across, down = quad[0::2], quad[1::2]
    a, b, c, d = ((x * scale, y * scale) for x, y in zip(across, down, strict=True))
    return flat(image, (a, b, c, d))


def _pdf_page(content: bytes, page: int, dpi: int, passwords: Sequence[str]) -> tuple[Image.Image, float]:
    """Return a page's picture and its pixels a point."""
    document = open_pdf(content, passwords)
    try:
        image = render(document[page - 1], dpi, MOST_PIXELS)
        return image, image.width / document[page - 1].get_width()
    finally:
        document.close()


def _frame(content: bytes, page: int, dpi: int) -> tuple[Image.Image, float]:
    frames = open_frames(content, Limits())
    image = next(frame for number, frame in enumerate(frames, 1) if number == page)
    scale = dpi / ASSUMED_DPI
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size), dpi / POINTS_PER_INCH
