"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

LONG = 3600
"""Seconds after which nobody writes to a file any more that is not finished: its process was killed."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in place of what was there; who looks sees the old one or the new one.

    So does who looks after the machine lost its power. Where there is no room, nothing is left of the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two may write the same file at once: the last one wins, and neither gets in the other's way.
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def sweep_unfinished(folder: Path) -> None:
    """Remove what killed processes left half written in a folder and those below it."""
    sweep(folder.rglob(".*.unfinished"))


def sweep(unfinished: Iterable[Path]) -> None:
    """Remove files that are not finished and that nobody writes to any more."""
    for path in unfinished:
        try:
            if time.time() - path.lstat().st_mtime > LONG:
                path.unlink()
        except FileNotFoundError:
            continue
