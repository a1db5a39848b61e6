"""Pages drawn with what was considered and what was chosen: to see why a value was read as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from extractors.extract import view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.view import View
from extractors.model import Box, Document, Extraction, Page, Reading
from extractors.reading.render import render_page

DPI = 144
SCALE, LARGEST = 2.0, 2000
"""Pixels a point of pages without a picture, and their longest side."""

LABEL = "#7986cb"
CHOSEN, RUNNER_UP = "#c62828", "#ef9a9a"
CANDIDATES = {
    CandidateKind.AMOUNT: "#2e7d32",
    CandidateKind.DATE: "#1565c0",
    CandidateKind.NUMBER: "#6a1b9a",
    CandidateKind.NAME: "#e0e0e0",
}


def draw(content: bytes, document: Document, extraction: Extraction, folder: Path) -> tuple[Path, ...]:
    """Draw each page of a document into the folder and return the pictures' paths.

    `content` is the file itself. Labels are underlined, candidates framed in the colour of their type, runners-up in
    light red and chosen values in red, with field and confidence. Pages of formats without pictures show their words.
    """
    folder.mkdir(parents=True, exist_ok=True)
    view = view_of_document(document)
    paths = []
    for page in document.pages:
        path = folder / f"{Path(document.name).stem}-{page.number:03}.png"
        picture = _picture(content, document, page)
        _mark(picture, page, view, extraction)
        picture.save(path)
        paths.append(path)
    return tuple(paths)


def _picture(content: bytes, document: Document, page: Page) -> Image.Image:
    """Return the page as people see it, or its words on white paper."""
    rendered = render_page(content, document.media_type, page.number, DPI, page.quad)
    if rendered is not None:
        return rendered.convert("RGB")
    scale = min(SCALE, LARGEST / max(page.width, page.height, 1.0))
    size = max(int(page.width * scale), 1), max(int(page.height * scale), 1)
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for word in page.words:
        height = max(word.box.bottom - word.box.top, 5.0) * scale
        pen.text((word.box.left * scale, word.box.top * scale), word.text, fill="black", font_size=0.8 * height)
    return picture


def _mark(picture: Image.Image, page: Page, view: View, extraction: Extraction) -> None:
    scale = picture.width / max(page.width, 1.0)
    pen = ImageDraw.Draw(picture)
    for label in view.labels:
        if label.page == page.number:
            left, _, right, bottom = _scaled(label.box, scale)
            pen.line((left, bottom, right, bottom), fill=LABEL, width=2)
    for kind, colour in CANDIDATES.items():
        for candidate in view.candidates[kind]:
            if candidate.page == page.number:
                pen.rectangle(_scaled(candidate.box, scale), outline=colour)
    for note, reading, colour in _readings(extraction):
        if reading.page == page.number and reading.box:
            box = _scaled(reading.box, scale)
            pen.rectangle(box, outline=colour, width=2)
            pen.text((box[0], box[1] - 12), note, fill=colour, font_size=11)


def _readings(extraction: Extraction) -> Iterator[tuple[str, Reading, str]]:
    """Yield what is written at each reading, runners-up first so that choices are drawn over them."""
    for evidence in extraction.evidence:
        for other in evidence.others:
            yield f"{other.confidence:.2f}", other, RUNNER_UP
    for evidence in extraction.evidence:
        yield f"{evidence.name} {evidence.confidence:.2f}", evidence.chosen, CHOSEN


def _scaled(box: Box, scale: float) -> tuple[float, float, float, float]:
    left, right = sorted((box.left, box.right))
    top, bottom = sorted((box.top, box.bottom))
    return left * scale, top * scale, right * scale, bottom * scale
