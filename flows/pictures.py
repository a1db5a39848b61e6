"""Pictures of pages for the desk: rendered in processes that can do no harm, kept by content."""

from __future__ import annotations

import hashlib
import io
import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from extractors.isolation.confine import allow_processor_seconds, confine
from extractors.model import Box
from extractors.settings import ReaderSettings
from ledger.documents import DocumentStore

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger("proofdesk")

PROCESSES = 2
SECONDS = 20
AROUND = 2.0
READING_DPI = 300
Sides = tuple[float, float, float, float]
Quad = tuple[float, ...]


class Pictures:
    """Renders pages, reads places on them, and keeps the pictures in a folder."""

    def __init__(self, store: DocumentStore, folder: Path, settings: ReaderSettings) -> None:
        """Use a store of documents; `folder` is made where it is missing and may be emptied at any time."""
        self._store, self._folder, self._settings = store, folder, settings
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def picture(self, sha256: str, media_type: str, page: int, dpi: int, quad: Quad = ()) -> bytes | None:
        """Return a page as PNG (grey ones) or JPEG, or None where there is no picture of it.

        `quad` is the page's own: where it lies in the picture as it is stored.
        """
        name = hashlib.sha256(f"{sha256} {page} {dpi} {quad or ''}".encode()).hexdigest()
        kept = self._folder / name[:2] / name
        if kept.exists():
            return kept.read_bytes()
        made = self._ask(_render, self._store.path(sha256, media_type), media_type, page, dpi, quad)
        if made:
            kept.parent.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_suffix(".unfinished")
            unfinished.write_bytes(made)
            unfinished.replace(kept)
        return made

    def text_in(self, sha256: str, media_type: str, page: int, width: float, box: Box, quad: Quad = ()) -> str:
        """Return what is printed in a box on a page of that width in points, read by OCR at once."""
        languages = tuple(self._settings.languages)
        place = self._store.path(sha256, media_type)
        sides = (box.left, box.top, box.right, box.bottom)
        found = self._ask(_read, place, media_type, page, width, sides, languages, quad)
        return found.decode() if found else ""

    def begin(self) -> None:
        """Start the processes, so that nobody waits for that; whoever comes before they are there does."""
        for _ in range(PROCESSES):
            self._running().submit(_nothing)

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, work: Callable[..., bytes | None], *arguments: object) -> bytes | None:
        try:
            return self._running().submit(work, *arguments).result(timeout=SECONDS)
        except BrokenProcessPool:
            with self._lock:
                self._pool = None
            log.warning("a page took its process down; it has no picture")
        except Exception as error:
            # A stranger's page may make any library raise anything; the desk does without its picture.
            log.warning("no picture of a page (%s: %s)", type(error).__name__, error)
        return None

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                clean = multiprocessing.get_context("spawn")
                start = (self._settings,)
                self._pool = ProcessPoolExecutor(PROCESSES, clean, _begin, start, max_tasks_per_child=500)
            return self._pool


def _begin(settings: ReaderSettings) -> None:
    confine(settings.limits)
    import extractors.reading.render  # noqa: F401 - so that the first page need not wait for it


def _nothing() -> None:
    """A process starts with the first work that no other is free for."""


def _render(path: Path, media_type: str, page: int, dpi: int, quad: Quad) -> bytes | None:
    from extractors.reading.render import render_page

    allow_processor_seconds(SECONDS)
    image = render_page(path.read_bytes(), media_type, page, dpi, quad)
    if image is None:
        return None
    written = io.BytesIO()
    if image.mode == "L" and _is_drawn(image):
        image.save(written, "PNG", compress_level=2)
    else:
        image.convert("L" if image.mode == "L" else "RGB").save(written, "JPEG", quality=85)
    return written.getvalue()


def _is_drawn(image: Image) -> bool:
    """Return whether most of a grey page is of one shade; of a scan's noise PNG makes four times as much, slowly."""
    return max(image.histogram()) * 2 > image.width * image.height


def _read(
    path: Path, media_type: str, page: int, width: float, box: Sides, languages: tuple[str, ...], quad: Quad
) -> bytes | None:
    from extractors.reading.render import render_page
    from extractors.reading.tesseract import ONE_BLOCK, by_tesseract

    allow_processor_seconds(SECONDS)
    image = render_page(path.read_bytes(), media_type, page, READING_DPI, quad)
    if image is None:
        return None
    # The picture may be smaller than asked for: its width says how many pixels a point has.
    scale = image.width / width
    left, top, right, bottom = box
    around = (left - AROUND, top - AROUND, right + AROUND, bottom + AROUND)
    sides = [round(side * scale) for side in around]
    words = by_tesseract(image.crop((sides[0], sides[1], sides[2], sides[3])), languages, ONE_BLOCK).words
    return " ".join(word.text for word in words).encode()
