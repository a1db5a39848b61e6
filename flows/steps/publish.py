"""What a batch came to, written for people and programs, with a way back to every document."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.steps.reconcile import submissions_of
from flows.workspace import Holdings
from ledger.model import Handed
from matchers.model import Exhibit, Reconciliation
from review.batch import PublishedBatch

if TYPE_CHECKING:
    from PIL import Image

    from ledger.documents import DocumentStore

log = logging.getLogger("proofdesk")

CROP_DPI = 150


def published_batch(
    name: str, found: Reconciliation, documents: Sequence[Handed], held: Holdings, out: Path
) -> PublishedBatch:
    """Return a batch as the report wants it; links lead from the folder `out` to the documents that were kept."""
    contents = {item.sha256: item.media_type for item in documents}
    reader = (held.reader.version, held.reader.digest)
    return PublishedBatch(
        name=name,
        reconciliation=found,
        submissions=submissions_of(documents),
        extractions=held.ledger.extractions(*reader, contents),
        links=_links(documents, held.documents, out),
        page_image=_renderer(held.documents, contents),
        page_size=_measurer(held.ledger.exhibits(*reader, contents)),
    )


def _links(documents: Sequence[Handed], store: DocumentStore, out: Path) -> Mapping[str, str]:
    places = {item.name: store.path(item.sha256, item.media_type) for item in documents}
    folder = out.resolve()
    return {
        name: Path(os.path.relpath(place.resolve(), folder)).as_posix()
        for name, place in places.items()
        if place.exists()
    }


def _renderer(store: DocumentStore, kinds: Mapping[str, str]) -> Callable[[str, int], Image.Image | None]:
    def render(sha256: str, page: int) -> Image.Image | None:
        from extractors.reading.render import render_page

        try:
            content = store.path(sha256, kinds[sha256]).read_bytes()
            return render_page(content, kinds[sha256], page, CROP_DPI)
        except Exception as error:
            # A stranger's page may make any library raise anything; the report does without its picture.
            log.warning("no picture of page %d of %s (%s: %s)", page, sha256[:12], type(error).__name__, error)
            return None

    return render


def _measurer(exhibits: Mapping[str, Exhibit]) -> Callable[[str, int], tuple[float, float] | None]:
    @lru_cache(maxsize=4096)
    def measure(sha256: str, page: int) -> tuple[float, float] | None:
        exhibit = exhibits.get(sha256)
        pages = exhibit.document.pages if exhibit else ()
        return next(((seen.width, seen.height) for seen in pages if seen.number == page), None)

    return measure
