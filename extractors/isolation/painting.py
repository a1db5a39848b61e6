"""Pictures of strangers' pages, made by worker processes; whatever a page does costs its picture only."""

from __future__ import annotations

import logging
import queue
import threading
from base64 import b64decode
from pathlib import Path

from extractors.isolation import wire
from extractors.isolation.process import Worker, WorkerEndedError, WorkerStartError
from extractors.isolation.sandbox import SandboxMissingError
from extractors.isolation.watched import WatchedFolder
from extractors.settings import ReaderSettings

log = logging.getLogger("proofdesk")

MODULE = "extractors.isolation.painter"
PICTURES_A_WORKER = 500
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
FAILURES = (OSError, ValueError, WorkerEndedError, WorkerStartError, SandboxMissingError)


class Painters:
    """A few processes that make pictures of pages, and read places on them; any thread may ask.

    They have the limits and the sandbox of reading, and are gone with the program, however it ends.
    """

    def __init__(self, settings: ReaderSettings, count: int) -> None:
        """Take so many processes; each is started when it is first needed."""
        self._settings, self._count = settings, count
        self._folder: WatchedFolder | None = None
        self._lock, self._closed = threading.Lock(), False
        # Whoever asks takes a place, with the process that waits there if there is one, and gives it back.
        # Last in, first out: a process that is there is asked before another one is started.
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(count):
            self._places.put(None)

    def begin(self) -> None:
        """Start the processes, so that nobody waits for that; whoever comes before they are there does."""
        for _ in range(self._count):
            threading.Thread(target=self._begin_one, daemon=True).start()

    def picture(self, path: Path, wish: wire.Wish) -> bytes | None:
        """Return a page as PNG or JPEG, or None where there is no picture of it."""
        made = b64decode(self._drawing(path, wish).picture)
        # A worker that its page has taken over may answer anything; nothing but a picture goes on to a browser.
        return made if made.startswith(SIGNATURES) else None

    def text(self, path: Path, wish: wire.Wish) -> str:
        """Return what is printed in the wish's box."""
        return self._drawing(path, wish).text

    def close(self) -> None:
        """End the processes, also those that are at work."""
        with self._lock:
            self._closed, folder = True, self._folder
        if folder is None:
            return
        folder.stop()
        # Whoever waits for a process that was just ended is told so, and gives its place back.
        for worker in [self._places.get() for _ in range(self._count)]:
            if worker:
                folder.end(worker)
            self._places.put(None)
        folder.remove()

    def _begin_one(self) -> None:
        worker = self._places.get()
        try:
            worker = worker or self._started()
        except FAILURES as error:
            log.debug("a process for pictures did not start (%s)", error)
        finally:
            self._places.put(worker)

    def _drawing(self, path: Path, wish: wire.Wish) -> wire.Drawing:
        try:
            with path.open("rb") as file:
                drawing = self._ask(file.fileno(), wish)
        except FAILURES as error:
            drawing = wire.Drawing(fault=type(error).__name__, detail=str(error))
        if drawing.fault:
            log.warning("no picture of a page (%s %s)", drawing.fault, drawing.detail)
        return drawing

    def _ask(self, descriptor: int, wish: wire.Wish) -> wire.Drawing:
        """Let the next free process answer; one that fails or has done enough is ended."""
        worker, usable = self._places.get(), False
        try:
            worker = worker or self._started()
            drawing = worker.ask_for_drawing(wish, descriptor)
            usable = not drawing.fault and worker.documents < PICTURES_A_WORKER
            return drawing
        finally:
            if worker and self._folder and not usable:
                self._folder.end(worker)
                worker = None
            self._places.put(worker)

    def _started(self) -> Worker:
        with self._lock:
            if self._closed:
                raise WorkerStartError("There are no pictures any more: the program ends.")
            self._folder = self._folder or WatchedFolder(self._settings, MODULE)
        return self._folder.start()
