"""How long a page's picture takes that nobody saw before: born-digital pages and scans, one reader and ten at once."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.settings import ReaderSettings
from flows.pictures import Pictures
from ledger.documents import DocumentStore
from review.desk.case_page import DPI
from tests.flows_batch import invoice

PAGES = 60
PDF = "application/pdf"


def cold_pictures(folder: Path) -> Iterator[tuple[str, list[float], list[float]]]:
    """Give for each kind of page the seconds that its pictures took, alone and by ten at once."""
    store = DocumentStore(folder / "documents")
    for name, make in (("a page's picture, cold", invoice), ("a scan's picture, cold", scan)):
        contents = [store.put(make(number), PDF) for number in range(1, 2 * PAGES + 1)]
        pictures = Pictures(store, folder / name.replace(" ", "-"), ReaderSettings())
        # The processes are there before the first reviewer comes.
        pictures.begin()
        with ThreadPoolExecutor(4) as people:
            list(people.map(partial(timed, pictures), [store.put(make(number), PDF) for number in range(900, 908)]))
        with ThreadPoolExecutor(10) as people:
            alone = [timed(pictures, sha256) for sha256 in contents[:PAGES]]
            together = list(people.map(partial(timed, pictures), contents[PAGES:]))
        pictures.close()
        yield name, alone, together


def scan(number: int) -> bytes:
    """Return a page that is a picture of printed A4 paper at 200 dpi, in grey, with a scanner's noise."""
    paper = Image.new("L", (1654, 2339), 246)
    pen = ImageDraw.Draw(paper)
    for row in range(60):
        pen.text((160, 160 + 34 * row), f"{row} Marlow Print, page {number}: 1,250.00 EUR for posters", 20, size=24)
    noisy = ImageChops.add(paper, Image.effect_noise(paper.size, 12), offset=-128)
    written, stored = io.BytesIO(), io.BytesIO()
    noisy.save(stored, "JPEG", quality=80)
    stored.seek(0)
    canvas = Canvas(written, invariant=1)
    canvas.drawImage(ImageReader(stored), 0, 0, 595, 842)
    canvas.save()
    return written.getvalue()


def timed(pictures: Pictures, sha256: str) -> float:
    began = time.perf_counter()
    assert pictures.picture(sha256, PDF, 1, DPI)
    return time.perf_counter() - began
