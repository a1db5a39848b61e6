"""A file that holds several documents becomes as many files, each with what was read from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from extractors.bundle import alone, told_apart
from extractors.extract import extract
from extractors.file_read import FileRead, PartRead, pages_named, part_name
from extractors.model import Document, DocumentKind, Extraction, Page, Part, Problem
from extractors.pipeline import read_and_extract, with_ruled_items
from extractors.reading.pdf_files import is_postponed
from extractors.reading.read import read
from extractors.reading.splitting import pages_alone
from extractors.settings import ReaderSettings


def read_file(name: str, content: bytes, settings: ReaderSettings) -> FileRead:
    """Read a file, and tell apart the documents that it holds.

    A file that could be read in part only stays whole, so that nothing of it is lost.
    """
    document, extraction = read_and_extract(name, content, settings)
    divided = _divided(document, extraction, settings)
    if len(divided) > 1 and any(map(is_postponed, document.pages)):
        document = read(name, content, settings, document.pages)
        divided = _divided(document, extract(document, settings), settings)
    if len(divided) == 1 or any(problem.fatal for problem in document.problems):
        return FileRead(document, extraction)
    parts = tuple(_part(content, document, pages, settings) for pages in divided)
    return FileRead(document, _bundle(document, extraction, divided, parts), parts)


def _divided(document: Document, extraction: Extraction, settings: ReaderSettings) -> tuple[tuple[Page, ...], ...]:
    return told_apart(document, extraction, lambda some: extract(some, settings))


def _part(content: bytes, whole: Document, pages: Sequence[Page], settings: ReaderSettings) -> PartRead:
    first, last = pages[0].number, pages[-1].number
    own = pages_alone(content, whole.media_type, first, last, settings.passwords)
    sha256, name = hashlib.sha256(own).hexdigest(), part_name(whole.name, first, last)
    document = replace(alone(whole, pages), sha256=sha256, name=name)
    return PartRead(own, document, with_ruled_items(own, document, extract(document, settings)))


def _bundle(
    document: Document, extraction: Extraction, divided: Sequence[Sequence[Page]], parts: Sequence[PartRead]
) -> Extraction:
    places = tuple(
        Part(pages[0].number, pages[-1].number, part.document.sha256, len(part.content))
        for pages, part in zip(divided, parts, strict=True)
    )
    where = ", ".join(pages_named(place.first, place.last) for place in places)
    message = f"{document.name} holds {len(places)} documents ({where}); each is looked at as one of its own."
    told = Problem("several_documents", message)
    return replace(extraction, kind=DocumentKind.BUNDLE, problems=(*extraction.problems, told), parts=places)
