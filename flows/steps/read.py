"""Documents that are not known yet are read, each kept as soon as it is there, so that nothing is read twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.isolation.pool import Job, ReadDocument, ReadingPool
from extractors.isolation.process import WorkerStartError
from extractors.isolation.sandbox import SandboxMissingError
from flows.faults import ToolMissingError
from flows.progress import Advance, Progress
from flows.workspace import Holdings
from ledger.model import Handed


def read_new(documents: Iterable[Handed], held: Holdings, progress: Progress, workers: int | None = None) -> int:
    """Read what is not known yet and return how much that was; where all is known no process is started."""
    waiting = unread(documents, held)
    if not waiting:
        return 0
    with ReadingPool(held.settings, workers) as pool, progress("Reading documents", len(waiting)) as advance:
        return read(waiting, pool, held, advance)


def unread(documents: Iterable[Handed], held: Holdings) -> tuple[Handed, ...]:
    """Return each content that this reader has not read, under the first of its names."""
    first: dict[str, Handed] = {}
    for handed in sorted(documents, key=lambda item: item.name):
        first.setdefault(handed.sha256, handed)
    known = held.ledger.known_readings(held.reader.version, held.reader.digest, first)
    return tuple(handed for sha256, handed in first.items() if sha256 not in known)


def read(waiting: Iterable[Handed], pool: ReadingPool, held: Holdings, advance: Advance) -> int:
    """Read documents and keep each result as it completes; return how many were read."""
    jobs = (Job(item.sha256, item.name, held.documents.path(item.sha256, item.media_type)) for item in waiting)
    count = 0
    for result in _results(jobs, pool):
        count += 1
        held.ledger.keep_reading(held.reader.version, held.reader.digest, result.document, result.extraction)
        advance()
    return count


def _results(jobs: Iterable[Job], pool: ReadingPool) -> Iterator[ReadDocument]:
    try:
        yield from pool.read(jobs)
    except (WorkerStartError, SandboxMissingError) as error:
        raise ToolMissingError(str(error)) from error
