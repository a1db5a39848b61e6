"""Scans, photographs and screenshots, drawn with noise that is the same every time."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from PIL import Image, ImageDraw, ImageFont

SCAN_DPI, PHOTO_DPI = 170, 150
SCREEN = (1366, 768)
LINK, QUIET, DARK = "#1a0dab", "#5f6368", "#202124"


def scan(pdf: bytes, seed: int, turned: float = 0.9, dpi: int = SCAN_DPI) -> bytes:
    """Return a PDF's pages as a scanner would give them back: grey, turned a little, with noise and no text."""
    from PIL import Image

    pages = []
    for number, page in enumerate(_pages(pdf, dpi, grey=True)):
        askew = page.rotate(turned, fillcolor=250, resample=Image.Resampling.BICUBIC)
        pages.append((page.size, _jpeg(_noisy(askew, seed + number, 7.0), 58)))
    return _picture_pdf(pages, dpi)


def photograph(pdf: bytes, seed: int) -> bytes:
    """Return the first page as a photograph: lying askew on a table, lit from one side."""
    from PIL import Image

    page = _pages(pdf, PHOTO_DPI, grey=False)[0]
    width, height = page.size
    table = Image.new("RGB", (int(width * 1.16), int(height * 1.12)), "#6e5644")
    table.paste(page, (int(width * 0.08), int(height * 0.06)))
    seen = table.transform(
        table.size,
        Image.Transform.PERSPECTIVE,
        _perspective(table.size),
        Image.Resampling.BICUBIC,
        fillcolor="#6e5644",
    )
    return _jpeg(_lit(seen, seed), 72)


def screenshot(entry: dict[str, Any]) -> bytes:
    """Return a browser's window with a page of search results and an advertisement on top."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SCREEN, "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SCREEN[0], 40), fill="#dee1e6")
    draw.rounded_rectangle((14, 8, 300, 48), 10, fill="#ffffff")
    draw.text((32, 16), entry["site"], DARK, _font(14))
    draw.rounded_rectangle((110, 48, 1240, 80), 16, fill="#f1f3f4")
    draw.text((128, 55), entry["url"], DARK, _font(15))
    draw.text((28, 51), "\u2039   \u203a", QUIET, _font(18))
    draw.text((90, 112), entry["site"], "#b3261e", _font(26, bold=True))
    draw.rounded_rectangle((400, 106, 1000, 146), 20, outline="#dfe1e5", width=2)
    draw.text((422, 116), entry["query"], DARK, _font(16))
    y = _result(draw, 190, entry["headline"], entry["address"], entry["text"], entry["mark"])
    for headline, address, text in entry["others"]:
        y = _result(draw, y + 26, headline, address, [text], "")
    draw.rectangle((0, SCREEN[1] - 34, SCREEN[0], SCREEN[1]), fill="#e8eaed")
    draw.text((SCREEN[0] - 300, SCREEN[1] - 26), entry["stamp"], DARK, _font(14))
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _result(draw: ImageDraw.ImageDraw, y: float, headline: str, address: str, texts: list[str], mark: str) -> float:
    left = 200.0
    if mark:
        draw.text((left, y), mark, DARK, _font(15, bold=True))
        left += 80
    draw.text((left, y), address, QUIET, _font(15))
    draw.text((200, y + 24), headline, LINK, _font(21))
    for number, text in enumerate(texts):
        draw.text((200, y + 56 + 24 * number), text, "#4d5156", _font(16))
    return y + 56 + 24 * len(texts)


def _font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    import reportlab
    from PIL import ImageFont

    fonts = Path(reportlab.__file__).parent / "fonts"
    return ImageFont.truetype(str(fonts / ("VeraBd.ttf" if bold else "Vera.ttf")), size)


def _pages(pdf: bytes, dpi: int, grey: bool) -> list[Image.Image]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.render(scale=dpi / 72, grayscale=grey).to_pil().convert("L" if grey else "RGB") for page in document
        ]
    finally:
        document.close()


def _noisy(image: Image.Image, seed: int, strength: float) -> Image.Image:
    import numpy

    noise = numpy.random.default_rng(seed).normal(0, strength, (image.height, image.width))
    return _image(numpy.asarray(image) * 0.94 + noise + 6)


def _lit(image: Image.Image, seed: int) -> Image.Image:
    """Return the picture darker towards a corner, warm, and grainy."""
    import numpy

    down, across = numpy.mgrid[0 : image.height, 0 : image.width]
    light = 1.02 - 0.30 * (across / image.width) - 0.14 * (down / image.height)
    grain = numpy.random.default_rng(seed).normal(0, 4.0, (image.height, image.width, 1))
    warm = numpy.asarray([1.0, 0.97, 0.90])
    return _image(numpy.asarray(image) * light[:, :, None] * warm + grain)


def _image(values: NDArray[numpy.float64]) -> Image.Image:
    import numpy
    from PIL import Image

    return Image.fromarray(numpy.clip(values, 0, 255).astype("uint8"))


def _perspective(size: tuple[int, int]) -> tuple[float, ...]:
    """Return what Pillow wants to see a sheet from above and from one side (eight coefficients)."""
    import numpy

    width, height = size
    seen = ((0.02, 0.03), (0.97, 0.0), (1.0, 0.98), (-0.02, 1.0))
    flat = ((0, 0), (1, 0), (1, 1), (0, 1))
    rows, goals = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        x, y, u, v = x * width, y * height, u * width, v * height
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        goals += [u, v]
    return tuple(float(value) for value in numpy.linalg.solve(numpy.asarray(rows), numpy.asarray(goals)))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _picture_pdf(pages: list[tuple[tuple[int, int], bytes]], dpi: int) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.setCreator("Scanner")
    for (width, height), picture in pages:
        size = (width * 72 / dpi, height * 72 / dpi)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
