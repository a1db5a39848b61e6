"""What a batch came to, written for people and programs, with a way back to every document."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.model import Page
from flows.pictures import Pictures
from flows.steps.bundles import documents_that_count
from flows.steps.reconcile import submissions_of
from flows.workspace import Holdings
from ledger.model import Handed
from matchers.model import Exhibit, Reconciliation
from review.batch import PublishedBatch

if TYPE_CHECKING:
    from PIL import Image

    from ledger.documents import DocumentStore

CROP_DPI = 150


@contextmanager
def published_batch(
    name: str, found: Reconciliation, documents: Sequence[Handed], held: Holdings, out: Path
) -> Iterator[PublishedBatch]:
    """Give a batch as the report wants it; links lead from the folder `out` to the documents that were kept in files.

    Pages are strangers': they are drawn in processes that can do no harm, which end with this context.
    """
    documents = documents_that_count(documents, held)
    contents = {item.sha256: item.media_type for item in documents}
    reader = (held.reader.version, held.reader.digest)
    sheets = _sheets(held.ledger.exhibits(*reader, contents))
    with closing(Pictures(held.documents, held.folder / "pictures", held.settings)) as pictures:
        yield PublishedBatch(
            name=name,
            reconciliation=found,
            submissions=submissions_of(documents),
            extractions=held.ledger.extractions(*reader, contents),
            links=_links(documents, held.documents, out),
            page_image=_renderer(pictures, contents, sheets),
            page_size=lambda sha256, page: _size(sheets(sha256, page)),
        )


def _links(documents: Sequence[Handed], store: DocumentStore, out: Path) -> Mapping[str, str]:
    places = {item.name: store.lasting(item.sha256, item.media_type) for item in documents}
    folder = out.resolve()
    return {name: Path(os.path.relpath(place.resolve(), folder)).as_posix() for name, place in places.items() if place}


Sheets = Callable[[str, int], Page | None]


def _renderer(pictures: Pictures, kinds: Mapping[str, str], sheets: Sheets) -> Callable[[str, int], Image.Image | None]:
    def render(sha256: str, page: int) -> Image.Image | None:
        from PIL import Image

        sheet = sheets(sha256, page)
        picture = pictures.picture(sha256, kinds[sha256], page, CROP_DPI, sheet.quad if sheet else ())
        # Painters write these two only; Pillow is not to guess at any other kind.
        return Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) if picture else None

    return render


def _sheets(exhibits: Mapping[str, Exhibit]) -> Sheets:
    @lru_cache(maxsize=512)
    def find(sha256: str, page: int) -> Page | None:
        exhibit = exhibits.get(sha256)
        pages = exhibit.document.pages if exhibit else ()
        return next((seen for seen in pages if seen.number == page), None)

    return find


def _size(sheet: Page | None) -> tuple[float, float] | None:
    return (sheet.width, sheet.height) if sheet else None
