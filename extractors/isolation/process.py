"""One worker process as its parent sees it: started, asked, and killed with all its children."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from extractors.isolation import wire
from extractors.isolation.sandbox import environment, worker_command
from extractors.isolation.serving import READY
from extractors.settings import ReaderSettings

SECONDS_TO_START = 300
ERRORS = "errors.txt"


class WorkerStartError(RuntimeError):
    """A worker cannot be started: the installation is at fault and not a document."""


class WorkerEndedError(Exception):
    """A worker ended before it answered; `how` says by which signal or exit code."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class Worker:
    """A process that reads documents: leads a session of its own and writes to a folder of its own."""

    def __init__(self, settings: ReaderSettings, pool_folder: Path, module: str) -> None:
        """Start it; the module is what it runs. Raises `SandboxMissingError`."""
        self.folder = Path(tempfile.mkdtemp(dir=pool_folder))
        self.documents = 0
        self.connection, theirs = socket.socketpair()
        command = worker_command(module, [str(theirs.fileno())], self.folder, settings.sandbox)
        # To a file and not to a pipe: nobody reads a pipe meanwhile, and a full one would stop the worker.
        with theirs, (self.folder / ERRORS).open("wb") as errors:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=environment(self.folder),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def greet(self, settings: ReaderSettings) -> None:
        """Tell it the settings and wait until it has loaded its models; raises `WorkerStartError`."""
        try:
            wire.send(self.connection, wire.reader_settings().dump_json(settings))
            ready = wire.receive(self.connection, time.monotonic() + SECONDS_TO_START) == READY
        except (wire.ClosedError, OSError):
            ready = False
        if not ready:
            said = (self.folder / ERRORS).read_text("utf-8", "replace")[-2000:]
            raise WorkerStartError(f"A reading process did not start. It said: {said}")

    @property
    def group(self) -> int:
        """Return the process group that the worker and all its children belong to."""
        return self.process.pid

    def ask(self, name: str, descriptor: int, seconds: float) -> wire.Answer:
        """Let it read an open file.

        Raises `TimeoutError` after so many seconds, `WorkerEndedError` where it ended, and `ValueError` for an answer
        that is none; it must be killed then.
        """
        answer = self._said_of(name, descriptor, seconds)
        self.tidy()
        return wire.answers().validate_json(answer)

    def ask_for_contents(self, name: str, descriptor: int, seconds: float) -> wire.Contents:
        """Let it take an open file apart, as `ask` does; the parts lie in its folder until that is tidied."""
        return wire.contents().validate_json(self._said_of(name, descriptor, seconds))

    def ask_for_drawing(self, wish: wire.Wish, descriptor: int) -> wire.Drawing:
        """Let it make a picture of a page of an open file, or read a place there, as `ask` does."""
        answer = self._said_of(wire.wishes().dump_json(wish).decode(), descriptor, wish.seconds)
        self.tidy()
        return wire.drawings().validate_json(answer)

    def _said_of(self, name: str, descriptor: int, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        try:
            wire.send_file(self.connection, name, descriptor)
            answer = wire.receive(self.connection, deadline)
        except (wire.ClosedError, ConnectionError) as error:
            raise WorkerEndedError(self._how_it_ended()) from error
        self.documents += 1
        return answer

    def _how_it_ended(self) -> str:
        self.stop()
        code = self.process.wait()
        # Bubblewrap passes a signal on as 128 more than its number, as shells do.
        number = -code if code < 0 else code - 128
        with contextlib.suppress(ValueError):
            return signal.Signals(number).name
        return f"exit code {code}"

    def tidy(self) -> None:
        """Remove what a document left in its folder."""
        for left_over in self.folder.iterdir():
            if left_over.is_dir():
                shutil.rmtree(left_over, ignore_errors=True)
            elif left_over.name != ERRORS:
                left_over.unlink(missing_ok=True)

    def stop(self) -> None:
        """End it and all its children at once."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.group, signal.SIGKILL)

    def dispose(self) -> None:
        """End it, and remove its folder."""
        self.stop()
        self.process.wait()
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)
