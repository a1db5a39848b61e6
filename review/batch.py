"""What is handed over to be shown: one reconciled batch and the doors to its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from extractors.model import Extraction
from matchers.model import Reconciliation, Submission
from review.tables import Table

if TYPE_CHECKING:
    from review.overview import Overview


@dataclass(frozen=True, slots=True)
class PublishedBatch:
    """A reconciled batch with its documents.

    `extractions` are by sha256 and may be read lazily. `links` lead from a document's name to a relative path or URI
    that opens it. `page_image` renders a page (sha256, number from 1) as it is seen, at any resolution, or returns None
    where there is no picture of it; `page_size` returns that page's width and height in points. `added` are tables that
    others made about the batch, to be shown beside its own.
    """

    name: str
    reconciliation: Reconciliation
    submissions: tuple[Submission, ...]
    extractions: Mapping[str, Extraction]
    links: Mapping[str, str]
    page_image: Callable[[str, int], Image.Image | None]
    page_size: Callable[[str, int], tuple[float, float] | None]
    added: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """Where the files of a published batch lie, and the figures that they begin with."""

    folder: Path
    report: Path
    workbook: Path
    tables: tuple[Path, ...]
    figures: Overview
