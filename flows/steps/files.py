"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import threading
from pathlib import Path


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
