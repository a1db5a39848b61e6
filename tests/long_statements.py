"""Statements of any number of pages, as text and as scans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import psutil
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.settings import ReaderSettings
from flows.sample.paper import A4

ROWS, EACH, BEGIN = 40, 25, date(2026, 1, 5)
COLUMNS = (60, 160, 260, 360)
DPI = 150


def total_of(count: int) -> str:
    """Return what a statement of so many pages comes to."""
    return f"{EACH * ROWS * count}.00"


def statement(count: int) -> bytes:
    """Return a statement of so many pages, each with an airing a row; its total stands on the last one."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for number in range(1, count + 1):
        canvas.setFont("Helvetica", 9)
        for place, row in enumerate(rows(number, count)):
            for x, text in zip(COLUMNS, row, strict=False):
                canvas.drawString(x, A4[1] - 60 - 15 * place, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def rows(number: int, count: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a page."""
    if number == 1:
        yield "Alderley Media Ltd", "", "Invoice"
        yield "Invoice no.", "R5462", "Invoice date", "4 February 2026"
        yield "Service period", "5 January 2026 - 30 January 2026"
        yield ("",)
    yield "Date", "Airing", "Length", "Amount"
    first = ROWS * (number - 1)
    for airing in range(first, first + ROWS):
        yield (BEGIN + timedelta(days=airing % 26)).isoformat(), f"Spot {airing + 1}", "30 s", f"{EACH}.00"
    if number == count:
        yield "", "", "Total due", f"GBP {EACH * ROWS * count:,}.00"
    yield "", f"Page {number} of {count}"


def scan_of(content: bytes, count: int) -> bytes:
    """Return a statement as pictures; its middle is one, over and over, or the file would be larger than one may be."""
    file, document = BytesIO(), pdfium.PdfDocument(content)
    canvas = Canvas(file, pagesize=A4, invariant=1)
    ends = ReaderSettings().ends
    middle = ImageReader(pictured(document, ends))
    for number in range(1, count + 1):
        outside = number <= ends or number > count - ends
        canvas.drawImage(ImageReader(pictured(document, number - 1)) if outside else middle, 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pictured(document: pdfium.PdfDocument, index: int) -> Image.Image:
    """Return a page as a scanner gives it."""
    picture: Image.Image = document[index].render(scale=DPI / 72, grayscale=True).to_pil()
    return picture


def peak_megabytes(process: psutil.Process) -> float:
    """Return the most resident memory that a process has had so far."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1e3
