"""A folder for worker processes that is gone, with all of them, when the program ends, however it ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from extractors.isolation import watchdog
from extractors.isolation.process import Worker, WorkerStartError
from extractors.settings import ReaderSettings


class WatchedFolder:
    """Starts and ends workers whose folders lie in it; a small process of its own cleans up after them."""

    def __init__(self, settings: ReaderSettings, module: str) -> None:
        """Make it; its workers run the module."""
        self._settings = settings
        self._module = module
        self._workers: set[Worker] = set()
        self._lock = threading.Lock()
        self.closed = False
        self._folder = Path(tempfile.mkdtemp(prefix="proofdesk-"))
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", watchdog.__file__, str(self._folder)],
            stdin=subprocess.PIPE,
            text=True,
            # What ends the program from its terminal must not end this one, which has yet to clean up.
            start_new_session=True,
        )

    def start(self) -> Worker:
        """Start a worker; raises `WorkerStartError` or `SandboxMissingError`."""
        worker = Worker(self._settings, self._folder, self._module)
        with self._lock:
            self._workers.add(worker)
            self._tell(f"+{worker.group}")
            # `stop` may have come while the process was being started.
            if self.closed:
                worker.stop()
        try:
            worker.greet(self._settings)
        except WorkerStartError:
            self.end(worker)
            raise
        return worker

    def end(self, worker: Worker) -> None:
        """End a worker and its children, and remove its folder."""
        worker.dispose()
        with self._lock:
            self._workers.discard(worker)
            self._tell(f"-{worker.group}")

    def stop(self) -> None:
        """End all workers, also those that are at work; no more are started."""
        with self._lock:
            self.closed = True
            for worker in self._workers:
                worker.stop()

    def remove(self) -> None:
        """Remove the folder; all workers must have ended."""
        self._watchdog.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _tell(self, line: str) -> None:
        if self._watchdog.stdin and not self._watchdog.stdin.closed:
            self._watchdog.stdin.write(line + "\n")
            self._watchdog.stdin.flush()
