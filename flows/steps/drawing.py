"""Pages with the places of what was read from them, for whoever wants to see why a value was read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.model import Box, Evidence, Page
from extractors.reading.render import render_page
from flows.progress import Progress
from flows.workspace import Holdings
from ledger.model import Handed
from matchers.model import Exhibit

if TYPE_CHECKING:
    from PIL import Image

log = logging.getLogger("proofdesk")

DPI = 110
CHOSEN = "#c2410c"
RUNNER_UP = "#64748b"


def draw(documents: Sequence[Handed], held: Holdings, folder: Path, progress: Progress) -> None:
    """Write a PNG for each page: chosen readings in red with their field and confidence, runners-up in grey."""
    exhibits = held.ledger.exhibits(held.reader.version, held.reader.digest, {item.sha256 for item in documents})
    with progress("Drawing pages", len(documents)) as advance:
        for item in documents:
            content = held.documents.path(item.sha256, item.media_type)
            if content.exists():
                _draw_document(item, content.read_bytes(), exhibits[item.sha256], folder)
            advance()


def _draw_document(item: Handed, content: bytes, exhibit: Exhibit, folder: Path) -> None:
    for page in exhibit.document.pages:
        try:
            image = render_page(content, item.media_type, page.number, DPI, page.quad)
        except Exception as error:
            # A stranger's page may make any library raise anything.
            log.warning("no picture of page %d of %s (%s)", page.number, item.name, error)
            continue
        if image:
            target = folder / f"{item.name}.page-{page.number}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            _marked(image.convert("RGB"), page, exhibit.extraction.evidence).save(target)


def _marked(image: Image.Image, page: Page, evidence: Sequence[Evidence]) -> Image.Image:
    from PIL import ImageDraw

    pencil, scale = ImageDraw.Draw(image), image.width / page.width
    for item in evidence:
        for reading in item.others:
            if reading.page == page.number and reading.box:
                pencil.rectangle(_corners(reading.box, scale), outline=RUNNER_UP)
    for item in evidence:
        if item.chosen.page == page.number and item.chosen.box:
            left, top, right, bottom = _corners(item.chosen.box, scale)
            pencil.rectangle((left, top, right, bottom), outline=CHOSEN, width=2)
            pencil.text((left, top - 12), f"{item.name.value} {item.confidence:.2f}", fill=CHOSEN)
    return image


def _corners(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.left * scale - 2, box.top * scale - 2, box.right * scale + 2, box.bottom * scale + 2
