"""Documents that are not known yet are read, each kept as soon as it is there, so that nothing is read twice."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from threading import Lock

from extractors.isolation.pool import Job, ReadDocument, ReadingPool
from extractors.isolation.process import WorkerStartError
from extractors.isolation.sandbox import SandboxMissingError
from extractors.model import Document, DocumentKind, Extraction, Problem
from extractors.reading import sniff
from extractors.settings import ReaderSettings
from flows.faults import ToolMissingError
from flows.progress import Advance, Progress
from flows.steps.ingest import ABSENT
from flows.telemetry import note, span
from flows.workspace import Holdings
from ledger.model import Handed

log = logging.getLogger("proofdesk")

UNOPENED = (ABSENT, sniff.ZIP)
"""Types of what is never read: stand-ins, and archives, which come this far only where they could not be opened."""


def read_new(documents: Sequence[Handed], batch: str, held: Holdings, progress: Progress) -> int:
    """Read what is not known yet and return how much that was; where all is known no process is started."""
    waiting = unread(documents, batch, held)
    if not waiting:
        return 0
    with ReadingPool(held.settings, held.workers) as pool, progress("Reading documents", len(waiting)) as advance:
        return read(waiting, pool, held, advance)


def unread(documents: Iterable[Handed], batch: str, held: Holdings) -> tuple[Handed, ...]:
    """Return each content that this reader has not read, under the first of its names.

    What could not be opened when it was taken in is kept as read here: its reading says what was wrong.
    """
    first: dict[str, Handed] = {}
    for handed in sorted(documents, key=lambda item: item.name):
        first.setdefault(handed.sha256, handed)
    known = held.ledger.known_readings(held.reader.version, held.reader.digest, first)
    waiting = [handed for sha256, handed in first.items() if sha256 not in known]
    unopened = [handed for handed in waiting if handed.media_type in UNOPENED]
    if unopened:
        problems = {item.name: item.problem for item in held.ledger.problems_of_intake(batch)}
        for handed in unopened:
            _keep_unopened(handed, problems[handed.name], held)
    return tuple(handed for handed in waiting if handed.media_type not in UNOPENED)


def _keep_unopened(handed: Handed, problem: Problem, held: Holdings) -> None:
    version, digest = held.reader.version, held.reader.digest
    document = Document(handed.sha256, handed.name, handed.media_type, (), problems=(problem,))
    extraction = Extraction(handed.sha256, DocumentKind.OTHER, None, (), (), (problem,), version)
    held.ledger.keep_reading(version, digest, document, extraction)


def read(waiting: Iterable[Handed], pool: ReadingPool, held: Holdings, advance: Advance) -> int:
    """Read documents and keep each result as it completes; return how many were read."""
    jobs = (Job(item.sha256, item.name, held.documents.path(item.sha256, item.media_type)) for item in waiting)
    count = 0
    with span("read"):
        for result in _results(jobs, pool):
            count += 1
            _keep(result, held)
            _log(result)
            advance()
        note(read=count)
    return count


def _keep(result: ReadDocument, held: Holdings) -> None:
    """Keep what was read; the documents in a file before the file, so that a known file's documents are known too."""
    version, digest = held.reader.version, held.reader.digest
    for part in result.parts:
        held.documents.put(part.content, part.document.media_type)
        held.ledger.keep_reading(version, digest, part.document, part.extraction)
    held.ledger.keep_reading(version, digest, result.document, result.extraction)


def _log(result: ReadDocument) -> None:
    status, problems = result.extraction.status, [each.code for each in result.extraction.problems]
    log.debug("read: %s", status.value, extra={"document": result.document.name, "problems": problems})


def _results(jobs: Iterable[Job], pool: ReadingPool) -> Iterator[ReadDocument]:
    try:
        yield from pool.read(jobs)
    except (WorkerStartError, SandboxMissingError) as error:
        raise ToolMissingError(str(error)) from error


_pools = ExitStack()
_starting = Lock()
atexit.register(_pools.close)


def process_pool(settings: ReaderSettings, workers: int | None) -> ReadingPool:
    """Return the pool that the chunks of a run share; there is one in a process, and it ends with it."""
    with _starting:
        return _started_pool(settings, workers)


@cache
def _started_pool(settings: ReaderSettings, workers: int | None) -> ReadingPool:
    return _pools.enter_context(ReadingPool(settings, workers))
