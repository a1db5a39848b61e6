"""Archives and mails taken apart by a worker process; whatever one of them does costs that file only."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from extractors.isolation.process import Worker, WorkerEndedError
from extractors.isolation.safe import problem_of
from extractors.isolation.watched import WatchedFolder
from extractors.reading import sniff
from extractors.reading.unpack import Part, Unpacked
from extractors.settings import ReaderSettings

MODULE = "extractors.isolation.unpacker"
HEAD = 8192


class Unpacker:
    """Takes files apart, with the limits and the sandbox of reading. Use it as a context manager.

    A worker is started for the first file that needs one; documents that are no containers need none.
    """

    def __init__(self, settings: ReaderSettings) -> None:
        """Take the settings of reading."""
        self._settings = settings
        self._folder: WatchedFolder | None = None
        self._worker: Worker | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker."""
        self._end_worker()
        if self._folder:
            self._folder.remove()
            self._folder = None

    def unpack(self, name: str, path: Path) -> Unpacked:
        """Return the documents of a file. Raises `OSError` where it cannot be opened.

        Raises `WorkerStartError` or `SandboxMissingError` where no worker can be started at all.
        """
        with path.open("rb") as file:
            if not _may_hold_others(file.read(HEAD), name):
                file.seek(0)
                content = file.read()
                return Unpacked((Part(name, content, sniff.media_type(content, name)),))
            file.seek(0)
            return self._ask(name, file.fileno())

    def _ask(self, name: str, descriptor: int) -> Unpacked:
        worker, limits = self._started(), self._settings.limits
        try:
            answer = worker.ask_for_contents(name, descriptor, limits.seconds)
            if not answer.fault:
                parts = tuple(
                    Part(part, _content(worker.folder / str(number)), media_type)
                    for number, (part, media_type) in enumerate(answer.parts)
                )
                worker.tidy()
                return Unpacked(parts, answer.problems)
            problem = problem_of(name, answer.fault, answer.detail, limits)
        except TimeoutError:
            problem = problem_of(name, "time", "", limits)
        except WorkerEndedError as error:
            problem = problem_of(name, "ended", error.how, limits)
        except (ValueError, OSError):
            problem = problem_of(name, "error", "an answer that is none", limits)
        self._end_worker()
        return Unpacked((), ((name, problem),))

    def _started(self) -> Worker:
        self._folder = self._folder or WatchedFolder(self._settings, MODULE)
        self._worker = self._worker or self._folder.start()
        return self._worker

    def _end_worker(self) -> None:
        if self._folder and self._worker:
            self._folder.end(self._worker)
            self._worker = None


def _may_hold_others(head: bytes, name: str) -> bool:
    """Tell by its first bytes whether a file must be opened to see what it holds: zips of all kinds, and mails."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", sniff.OLE)):
        return True
    return sniff.media_type(head, name) == sniff.EML


def _content(path: Path) -> bytes:
    """Return what the worker wrote; it must be a file, and no link to another one."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        return file.read()
