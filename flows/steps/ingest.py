"""Files become submissions: taken apart, kept by content, remembered by name. Nothing that was handed in is lost."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.isolation.unpacking import Unpacker
from extractors.model import Problem
from extractors.reading import sniff
from extractors.reading.unpack import Unpacked
from extractors.settings import Limits
from flows.progress import Advance, Progress
from flows.steps.collect import Found, collect
from flows.steps.known import AGAIN, documents_of, new_files, source_of
from flows.telemetry import span
from flows.workspace import Holdings
from ledger.model import Handed

if TYPE_CHECKING:
    from ledger.documents import DocumentStore

FILES_A_TRANSACTION = 100
ABSENT = "application/x-absent"
"""The type of a stand-in for content that nobody could get at."""
AWAY = {errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETUNREACH}
"""Errors that say nothing about a file but that its share is away; the run must try again, or fail."""


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
    """Take in files that are not known, and return the documents of all of them."""
    files = collect(handed_in)
    waiting = new_files(files, batch, held)
    with progress("Taking in files", len(waiting)) as advance:
        take_in_files(waiting, batch, held, advance)
    return documents_of(files, batch, held)


def take_in_files(files: Iterable[Found], batch: str, held: Holdings, advance: Advance) -> None:
    """Take files in; every hundred are written into the ledger at once."""
    with span("take in"):
        _take_in_files(iter(files), batch, held, advance)


def _take_in_files(waiting: Iterator[Found], batch: str, held: Holdings, advance: Advance) -> None:
    with Unpacker(held.settings) as unpacker:
        while some := tuple(islice(waiting, FILES_A_TRANSACTION)):
            _take_in_some(some, unpacker, batch, held, advance)


def _take_in_some(some: Sequence[Found], unpacker: Unpacker, batch: str, held: Holdings, advance: Advance) -> None:
    taken = []
    for file in some:
        taken.append(take_in(file, held.documents, unpacker, held.settings.limits))
        advance()
    held.ledger.submit(batch, [handed for each in taken for handed in each.all])
    for handed, problem in (item for each in taken for item in each.unopened):
        held.ledger.keep_intake_problem(batch, handed.name, problem)


def take_in(file: Found, store: DocumentStore, unpacker: Unpacker, limits: Limits) -> TakenIn:
    """Take a file apart and keep its documents by content."""
    source = source_of(file)
    try:
        unpacked = _unpacked(file, unpacker, limits)
    except OSError as error:
        if error.errno in AWAY:
            raise
        message = f"{file.name} cannot be taken in ({error.strerror}). Check the file and hand it in again."
        stand_in = _absent(file.name, source + AGAIN, None)
        return TakenIn((), ((stand_in, Problem("not_taken_in", message, fatal=True)),))
    parents = [file.name, *(part.name for part in unpacked.parts if part.media_type in (sniff.EML, sniff.MSG))]
    documents = tuple(
        Handed(part.name, store.put(part.content, part.media_type), part.media_type, len(part.content), source, parent)
        for part, parent in ((part, _parent(part.name, parents)) for part in unpacked.parts)
    )
    return TakenIn(documents, tuple(_unopened(file, unpacked, source, store)))


def _unpacked(file: Found, unpacker: Unpacker, limits: Limits) -> Unpacked:
    size = file.path.stat().st_size
    if size > limits.unpacked_bytes:
        raise OSError(errno.EFBIG, f"{size:,} bytes, more than the {limits.unpacked_bytes:,} allowed")
    unpacked = unpacker.unpack(file.name, file.path)
    if unpacked.parts or unpacked.problems:
        return unpacked
    empty = Problem("empty", f"{file.name} is an archive with nothing in it. Ask for it again.", fatal=True)
    return Unpacked((), ((file.name, empty),))


def _parent(name: str, parents: Sequence[str]) -> str | None:
    return max((parent for parent in parents if name.startswith(f"{parent}/")), key=len, default=None)


def _unopened(file: Found, unpacked: Unpacked, source: str, store: DocumentStore) -> Iterator[tuple[Handed, Problem]]:
    """Give what could not be taken out a name that no document has: a mail is read although its attachments are not."""
    name = file.name
    documents = {part.name for part in unpacked.parts}
    for part_name, problem in unpacked.problems:
        if part_name == name and name not in documents:
            content = file.path.read_bytes()
            sha256 = store.put(content, sniff.ZIP)
            yield Handed(name, sha256, sniff.ZIP, len(content), source), problem
        else:
            own = f"{part_name}/attachments" if part_name in documents else part_name
            yield _absent(own, source, name), problem


def _absent(name: str, source: str, parent: str | None) -> Handed:
    """Return a stand-in for content that nobody could read: what it is known by is made from its name."""
    sha256 = hashlib.sha256(f"absent {source} {name}".encode()).hexdigest()
    return Handed(name, sha256, ABSENT, 0, source, parent)
