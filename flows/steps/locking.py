"""One run at a time for one place: two nights at once would write the same report."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.faults import BusyError


@contextmanager
def only_one(workspace: Path, out: Path) -> Iterator[None]:
    """Hold the right to write to the folder `out`; raise `BusyError` where another run holds it.

    The right goes with the process, however that ends, so nothing is ever left to clean up.
    """
    folder = workspace / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    place = hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:16]
    with (folder / place).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"another run is writing to {out}. Wait for it to end, then run again.") from error
        yield
