"""Files that hold several documents: which of them count, and what the documents in them are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.file_read import part_name
from extractors.model import DocumentKind, Extraction
from flows.workspace import Holdings
from ledger.model import Handed


def told_apart(documents: Sequence[Handed], batch: str, held: Holdings) -> tuple[Handed, ...]:
    """Return the documents that count, those in a file instead of the file, and remember them as handed in with it."""
    counted = documents_that_count(documents, held)
    known = {(item.name, item.sha256) for item in documents}
    new = [item for item in counted if (item.name, item.sha256) not in known]
    if new:
        held.ledger.submit(batch, new)
    return counted


def documents_that_count(documents: Sequence[Handed], held: Holdings) -> tuple[Handed, ...]:
    """Return documents, those that a file holds instead of the file, as this reader tells them apart."""
    bundles = _bundles(documents, held)
    if not bundles:
        return tuple(documents)
    files = {item.name for item in documents if item.sha256 in bundles}
    found = {
        (each.name, each.sha256): each
        for item in documents
        if item.parent not in files
        for each in (_parts(item, bundles[item.sha256]) if item.sha256 in bundles else (item,))
    }
    return tuple(sorted(found.values(), key=lambda item: (item.name, item.sha256)))


def _bundles(documents: Sequence[Handed], held: Holdings) -> Mapping[str, Extraction]:
    version, digest = held.reader.version, held.reader.digest
    contents = held.ledger.contents_of_kind(version, digest, DocumentKind.BUNDLE, {item.sha256 for item in documents})
    return held.ledger.extractions(version, digest, contents)


def _parts(file: Handed, read: Extraction) -> Iterator[Handed]:
    for part in read.parts:
        name = part_name(file.name, part.first, part.last)
        yield replace(file, name=name, sha256=part.sha256, size=part.size, parent=file.name)
