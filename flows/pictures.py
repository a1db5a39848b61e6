"""Pictures of pages for the desk and the report: made by processes that can do no harm, kept by content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractors.isolation.painting import Painters
from extractors.isolation.wire import Wish
from extractors.model import Box
from extractors.settings import ReaderSettings
from flows.steps.files import write_whole
from ledger.documents import DocumentStore

PROCESSES = 2
Quad = tuple[float, ...]


class Pictures:
    """Makes pictures of pages, reads places on them, and keeps the pictures in a folder."""

    def __init__(self, store: DocumentStore, folder: Path, settings: ReaderSettings) -> None:
        """Use a store of documents; `folder` is made where it is missing and may be emptied at any time."""
        self._store, self._folder = store, folder
        self._painters = Painters(settings, PROCESSES)

    def picture(self, sha256: str, media_type: str, page: int, dpi: int, quad: Quad = ()) -> bytes | None:
        """Return a page as PNG (grey ones) or JPEG, or None where there is no picture of it.

        `quad` is the page's own: where it lies in the picture as it is stored.
        """
        name = hashlib.sha256(f"{sha256} {page} {dpi} {quad or ''}".encode()).hexdigest()
        kept = self._folder / name[:2] / name
        if kept.exists():
            return kept.read_bytes()
        made = self._painters.picture(self._store.path(sha256, media_type), Wish(media_type, page, dpi, quad))
        if made:
            write_whole(kept, made)
        return made

    def text_in(self, sha256: str, media_type: str, page: int, width: float, box: Box, quad: Quad = ()) -> str:
        """Return what is printed in a box on a page of that width in points, read by OCR at once."""
        sides = (box.left, box.top, box.right, box.bottom)
        wish = Wish(media_type, page, quad=quad, width=width, box=sides)
        return self._painters.text(self._store.path(sha256, media_type), wish)

    def begin(self) -> None:
        """Start the processes, so that nobody waits for that; whoever comes before they are there does."""
        self._painters.begin()

    def close(self) -> None:
        """End the processes."""
        self._painters.close()
