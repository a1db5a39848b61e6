"""Cleans up after a pool however it ends: a small process that waits for the pool's end of a pipe to close.

Started as a script with the pool's folder as its argument. It reads lines "+123" and "-123" (process groups begun and
ended) and, when nothing more can come, kills the groups that are left and removes the folder. It imports nothing of
ours, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys


def main() -> None:
    """Wait, then clean up."""
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        (groups.add if line.startswith("+") else groups.discard)(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    shutil.rmtree(sys.argv[1], ignore_errors=True)


if __name__ == "__main__":
    main()
