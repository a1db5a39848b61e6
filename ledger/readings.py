"""What was read from documents, kept by content, version of the extractor and digest of its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Column, Connection, Row, Select, delete, insert, null, select

from extractors.model import Document, DocumentKind, Evidence, Extraction
from ledger.compact import pack, pack_document, pack_extraction, unpack, unpack_document, unpack_extraction
from ledger.database import Database, among, insert_new
from ledger.schema import readers, readings, recollections
from matchers.model import Exhibit

T = TypeVar("T")
_EVIDENCE = TypeAdapter(tuple[Evidence, ...])

EXHIBITS_HELD, EXTRACTIONS_HELD = 64, 2_000
"""So many results a mapping holds in memory; without their words documents are small."""


class LazyMapping(Mapping[str, T], Generic[T]):
    """Results by the digest of their content, read one at a time when they are asked for; the last few are held."""

    def __init__(self, keys: Iterable[str], load: Callable[[str], T], held: int) -> None:
        """Keep the keys, and how to load the result of one; so many are held."""
        self._keys = dict.fromkeys(sorted(keys))
        self._load = lru_cache(maxsize=held)(load)

    def __getitem__(self, sha256: str) -> T:
        """Return the result of a content."""
        if sha256 not in self._keys:
            raise KeyError(sha256)
        return self._load(sha256)

    def __iter__(self) -> Iterator[str]:
        """Return the digests in order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Return how many results there are."""
        return len(self._keys)


def known(connection: Connection, version: str, digest: str, sha256s: Iterable[str]) -> frozenset[str]:
    """Return those of the contents that this reader has read."""
    of_reader = select(readings.c.sha256).where(readings.c.reader == _reader(connection, version, digest))
    return frozenset(connection.scalars(of_reader.where(among(connection, readings.c.sha256, sha256s))))


def of_kind(
    connection: Connection, version: str, digest: str, kind: DocumentKind, sha256s: Iterable[str]
) -> frozenset[str]:
    """Return those of the contents that this reader took for a kind of document."""
    of_reader = select(readings.c.sha256).where(readings.c.reader == _reader(connection, version, digest))
    asked = frozenset(sha256s)
    return asked & frozenset(connection.scalars(of_reader.where(readings.c.kind == kind.value)))


def keep(connection: Connection, version: str, digest: str, document: Document, extraction: Extraction) -> None:
    """Keep what was read from a document, unless it is kept already."""
    insert_new(connection, readers, [{"version": version, "digest": digest}])
    row = {
        "reader": _reader(connection, version, digest),
        "sha256": document.sha256,
        "kind": extraction.kind.value,
        "language": extraction.language,
        "pages": len(document.pages),
        "extraction": pack_extraction(extraction),
        "document": pack_document(document),
    }
    insert_new(connection, readings, [row])


def exhibits(
    database: Database, version: str, digest: str, sha256s: Iterable[str], *, recalled: bool
) -> Mapping[str, Exhibit]:
    """Return what is kept of the contents, words and evidence, as a lazy mapping."""
    with database.read() as connection:
        reader, keys = _reader(connection, version, digest), known(connection, version, digest, sha256s)

    def load(sha256: str) -> Exhibit:
        with database.read() as connection:
            row = connection.execute(_of(reader, sha256, recalled, readings.c.document)).one()
        return Exhibit(unpack_document(row.document), _extraction(row))

    return LazyMapping(keys, load, EXHIBITS_HELD)


def latest(connection: Connection, sha256: str) -> Exhibit | None:
    """Return what the newest of all readers that read a content has kept of it, or None where none did."""
    query = select(readings.c.reader).where(readings.c.sha256 == sha256).order_by(readings.c.reader.desc()).limit(1)
    reader = connection.scalar(query)
    if reader is None:
        return None
    row = connection.execute(_of(reader, sha256, True, readings.c.document)).one()
    return Exhibit(unpack_document(row.document), _extraction(row))


def extractions(
    database: Database, version: str, digest: str, sha256s: Iterable[str], *, recalled: bool
) -> Mapping[str, Extraction]:
    """Return the evidence that is kept of the contents, as a lazy mapping; words are not read.

    `recalled` asks for what it says in the light of its layout's lessons, without which it is as it was read.
    """
    with database.read() as connection:
        reader, keys = _reader(connection, version, digest), known(connection, version, digest, sha256s)

    def load(sha256: str) -> Extraction:
        with database.read() as connection:
            return _extraction(connection.execute(_of(reader, sha256, recalled)).one())

    return LazyMapping(keys, load, EXTRACTIONS_HELD)


def keep_recollections(
    connection: Connection, version: str, digest: str, evidence: Mapping[str, tuple[Evidence, ...] | None]
) -> None:
    """Keep what readings say in the light of their layouts' lessons; None where that is what was read."""
    reader = _reader(connection, version, digest)
    ours = (recollections.c.reader == reader, among(connection, recollections.c.sha256, evidence))
    connection.execute(delete(recollections).where(*ours))
    changed = [(sha256, found) for sha256, found in sorted(evidence.items()) if found is not None]
    rows = [{"reader": reader, "sha256": sha256, "evidence": pack(_EVIDENCE, found)} for sha256, found in changed]
    if rows:
        connection.execute(insert(recollections), rows)


def _of(reader: int | None, sha256: str, recalled: bool, *more: Column[Any]) -> Select[Any]:
    """Return the query for a reading, with what its layout's lessons make of it where that is asked for."""
    columns = (*more, readings.c.extraction)
    chosen = (readings.c.reader == reader, readings.c.sha256 == sha256)
    if not recalled:
        return select(*columns, null().label("evidence")).where(*chosen)
    same = (recollections.c.reader == readings.c.reader) & (recollections.c.sha256 == readings.c.sha256)
    return select(*columns, recollections.c.evidence).outerjoin(recollections, same).where(*chosen)


def _extraction(row: Row[Any]) -> Extraction:
    found = unpack_extraction(row.extraction)
    return replace(found, evidence=unpack(_EVIDENCE, row.evidence)) if row.evidence else found


def _reader(connection: Connection, version: str, digest: str) -> int | None:
    of_version = select(readers.c.id).where(readers.c.version == version, readers.c.digest == digest)
    return connection.scalar(of_version)
