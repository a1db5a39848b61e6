"""What keeps a worker in on this machine, learnt by letting one try to get out."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from extractors.isolation.probe import LEFT_BEHIND, OTHERS
from extractors.isolation.sandbox import environment, worker_command
from extractors.settings import Sandbox

PROBE = "extractors.isolation.probe"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Holding:
    """What a worker is kept from: the network, others' files, signals to others, processes without end."""

    connecting: bool
    reading: bool
    writing: bool
    signalling: bool
    multiplying: bool


def what_holds(sandbox: Sandbox) -> Holding:
    """Start a worker that tries everything, and return what it was kept from.

    Raises `SandboxMissingError`, and `ValueError` or `OSError` where the worker cannot tell.
    """
    with tempfile.TemporaryDirectory(prefix="proofdesk-") as folder, socket.create_server(("127.0.0.1", 0)) as server:
        own, other = Path(folder, "own"), Path(folder, "other")
        own.mkdir()
        other.mkdir()
        (other / OTHERS).write_text("Nobody may read this.", encoding="ascii")
        could = _tried(own, other, server.getsockname()[1], sandbox)
        wrote = (other / LEFT_BEHIND).exists()
    return Holding(not could["connects"], not could["reads"], not wrote, not could["signals"], not could["multiplies"])


def _tried(own: Path, other: Path, port: int, sandbox: Sandbox) -> dict[str, bool]:
    arguments = [str(own), str(other), str(port), str(os.getpid())]
    with subprocess.Popen(
        worker_command(PROBE, arguments, own, sandbox),
        env=environment(own),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as probe:
        try:
            said, _ = probe.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError("a worker does not end") from error
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(probe.pid, signal.SIGKILL)
    tried: dict[str, bool] = json.loads(said)
    return tried
