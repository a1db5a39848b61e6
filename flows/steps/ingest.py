"""Files become submissions: taken apart, kept by content, remembered by name. Nothing that was handed in is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.model import Document, DocumentKind, Extraction, Problem
from extractors.reading import sniff
from extractors.reading.unpack import Unpacked, unpack
from extractors.settings import Limits
from flows.progress import Progress
from flows.steps.collect import Found, collect
from flows.workspace import Holdings
from ledger.model import Handed

if TYPE_CHECKING:
    from ledger.documents import DocumentStore

FILES_A_TRANSACTION = 100


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one file came to: documents, and parts of it that could not be taken out, with the reason."""

    documents: tuple[Handed, ...]
    unopened: tuple[tuple[Handed, Problem], ...] = ()

    @property
    def all(self) -> tuple[Handed, ...]:
        """Return everything that has a name of its own."""
        return (*self.documents, *(handed for handed, _ in self.unopened))


def ingest(handed_in: Sequence[Path], batch: str, held: Holdings, progress: Progress) -> tuple[Handed, ...]:
    """Take in files and return their documents, each under its name."""
    files = collect(handed_in)
    documents: list[Handed] = []
    with progress("Taking in files", len(files)) as advance:
        waiting = iter(files)
        while some := tuple(islice(waiting, FILES_A_TRANSACTION)):
            taken = []
            for file in some:
                taken.append(take_in(file, held.documents, held.settings.limits))
                advance()
            keep(taken, batch, held)
            documents += (handed for file in taken for handed in file.all)
    return tuple(documents)


def take_in(file: Found, store: DocumentStore, limits: Limits) -> TakenIn:
    """Take a file apart and keep its documents by content."""
    source = file.path.resolve().as_uri()
    try:
        content = _content(file, limits)
    except (OSError, MemoryError) as error:
        message = f"{file.name} cannot be taken in ({error}). Check the file and hand it in again."
        return TakenIn((), ((_absent(file.name, source, None), Problem("not_taken_in", message, fatal=True)),))
    unpacked = _unpacked(file.name, content, limits)
    parents = [file.name, *(part.name for part in unpacked.parts if part.media_type in (sniff.EML, sniff.MSG))]
    documents = tuple(
        Handed(part.name, store.put(part.content, part.media_type), part.media_type, len(part.content), source, parent)
        for part, parent in ((part, _parent(part.name, parents)) for part in unpacked.parts)
    )
    return TakenIn(documents, tuple(_unopened(file.name, content, unpacked, source, store)))


def keep(taken: Sequence[TakenIn], batch: str, held: Holdings) -> None:
    """Write files that were taken in into the ledger; what could not be opened becomes a reading that says so."""
    held.ledger.submit(batch, [handed for file in taken for handed in file.all])
    version, digest = held.reader.version, held.reader.digest
    for handed, problem in (item for file in taken for item in file.unopened):
        held.ledger.keep_intake_problem(batch, handed.name, problem)
        document = Document(handed.sha256, handed.name, handed.media_type, (), problems=(problem,))
        extraction = Extraction(handed.sha256, DocumentKind.OTHER, None, (), (), (problem,), version)
        held.ledger.keep_reading(version, digest, document, extraction)


def _content(file: Found, limits: Limits) -> bytes:
    size = file.path.stat().st_size
    if size > limits.unpacked_bytes:
        raise OSError(f"it has {size:,} bytes, more than the {limits.unpacked_bytes:,} allowed")
    return file.path.read_bytes()


def _unpacked(name: str, content: bytes, limits: Limits) -> Unpacked:
    unpacked = unpack(name, content, limits)
    if unpacked.parts or unpacked.problems:
        return unpacked
    empty = Problem("empty", f"{name} is an archive with nothing in it. Ask for it again.", fatal=True)
    return Unpacked((), ((name, empty),))


def _parent(name: str, parents: Sequence[str]) -> str | None:
    return max((parent for parent in parents if name.startswith(f"{parent}/")), key=len, default=None)


def _unopened(
    name: str, content: bytes, unpacked: Unpacked, source: str, store: DocumentStore
) -> Iterator[tuple[Handed, Problem]]:
    """Give what could not be taken out a name that no document has: a mail is read although its attachments are not."""
    documents = {part.name for part in unpacked.parts}
    for part_name, problem in unpacked.problems:
        if part_name == name and name not in documents:
            sha256 = store.put(content, sniff.ZIP)
            yield Handed(name, sha256, sniff.ZIP, len(content), source), problem
        else:
            own = f"{part_name}/attachments" if part_name in documents else part_name
            yield _absent(own, source, name), problem


def _absent(name: str, source: str, parent: str | None) -> Handed:
    """Return a stand-in for content that nobody could read: what it is known by is made from its name."""
    sha256 = hashlib.sha256(f"absent {source} {name}".encode("utf-8", "surrogatepass")).hexdigest()
    return Handed(name, sha256, sniff.UNKNOWN, 0, source, parent)
