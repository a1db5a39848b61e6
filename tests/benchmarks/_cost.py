"""What a run of proofdesk costs, as the system counts it: other programs on the machine hardly change that."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a run and of all that it started, and the memory of the largest of these processes in MB."""

    cpu: float
    memory: float


def cost_of(arguments: Sequence[str]) -> Cost:
    """Run proofdesk with these arguments, and return what that cost."""
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *arguments], stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode not in (0, 2):
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace"))
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
