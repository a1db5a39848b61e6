"""Documents read by a few worker processes; whatever a document does costs that document only."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from extractors.file_read import PartRead
from extractors.isolation.process import Worker
from extractors.isolation.safe import read_safely
from extractors.isolation.watched import WatchedFolder
from extractors.model import Document, Extraction
from extractors.settings import ReaderSettings

AHEAD = 4
"""So many jobs a worker are taken in advance, so that none waits while results are looked at."""
DOCUMENTS_A_WORKER = 1000
"""A worker is then replaced by a new one, so that what libraries leak does not add up."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: `key` is the caller's, `name` is what the file is called, `path` where it lies."""

    key: str
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What came of a job; `parts` are the documents of a file that holds several."""

    key: str
    document: Document
    extraction: Extraction
    parts: tuple[PartRead, ...] = ()


@dataclass(frozen=True, slots=True)
class _Round:
    """One call of `read`: where its results go, and whether anybody still wants them."""

    results: queue.SimpleQueue[ReadDocument | Exception]
    abandoned: threading.Event


class ReadingPool:
    """Worker processes with limits on time, memory and files and without a network. Use it as a context manager.

    `read` may be called from any thread, and from several at once. When the program dies, however it dies, the workers,
    their children and their temporary files are gone with it.
    """

    def __init__(self, settings: ReaderSettings, workers: int | None = None) -> None:
        """Take `workers` processes, or as many as there are cores."""
        self._settings = settings
        self._count = workers or len(os.sched_getaffinity(0))
        self._jobs: queue.SimpleQueue[tuple[Job, _Round] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        """Start the workers; they load their models side by side."""
        self._workers = WatchedFolder(self._settings, "extractors.isolation.worker")
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(self._count)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers, also those that are reading."""
        self._workers.stop()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._workers.remove()

    def read(self, jobs: Iterable[Job]) -> Generator[ReadDocument, None, None]:
        """Yield what was read, in order of completion; jobs are taken from the iterable as they are needed.

        Nothing about a document raises: a crash, a hang or too much memory is a fatal problem of that document.
        Raises `WorkerStartError` or `SandboxMissingError` where no worker can be started at all.
        """
        this = _Round(queue.SimpleQueue(), threading.Event())
        waiting, jobs = 0, iter(jobs)
        try:
            while True:
                for job in islice(jobs, AHEAD * self._count - waiting):
                    self._jobs.put((job, this))
                    waiting += 1
                if not waiting:
                    return
                result = this.results.get()
                if isinstance(result, Exception):
                    raise result
                waiting -= 1
                yield result
        finally:
            this.abandoned.set()

    def _serve(self) -> None:
        """Give one worker after the other their jobs: what each thread of the pool does."""
        worker: Worker | None = None
        while (taken := self._jobs.get()) is not None:
            job, this = taken
            if this.abandoned.is_set() or self._workers.closed:
                continue
            try:
                worker = worker or self._workers.start()
                read, usable = read_safely(worker, job.name, job.path, self._settings)
            except Exception as error:
                this.results.put(error)
                continue
            this.results.put(ReadDocument(job.key, read.document, read.extraction, read.parts))
            if not usable or worker.documents >= DOCUMENTS_A_WORKER:
                self._workers.end(worker)
                worker = None
        if worker:
            self._workers.end(worker)
