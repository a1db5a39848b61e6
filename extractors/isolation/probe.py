"""A worker that tries what it must not do, started by `extractors.isolation.holding` to learn what holds here.

It is given its folder, a folder beside it, a port of this machine on which its parent listens and its parent's number,
and prints as JSON what it could do. Files that it made are looked for by its parent: a sandbox may let it write where
nobody sees it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path

from extractors.isolation.confine import confine, most_processes
from extractors.settings import Limits

OTHERS = "others"
LEFT_BEHIND = "left-behind"


def main() -> None:
    """Confine this process, try everything, and say what could be done."""
    own, other, port, parent = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    confine(Limits(), own)
    (own / LEFT_BEHIND).write_text("A worker must be able to write here.", encoding="ascii")
    with contextlib.suppress(OSError):
        (other / LEFT_BEHIND).write_text("Nobody may write here.", encoding="ascii")
    tried = {
        "reads": _reads(other / OTHERS),
        "connects": _connects(port),
        "signals": _signals(parent),
        "multiplies": _multiplies(most_processes()),
    }
    print(json.dumps(tried))


def _reads(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return bool(path.read_bytes())
    return False


def _connects(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


def _signals(process: int) -> bool:
    with contextlib.suppress(OSError):
        os.kill(process, 0)
        return True
    return False


def _multiplies(most: int) -> bool:
    """Say whether there can be more processes than the limit; they are ended at once."""
    children: list[int] = []
    try:
        for _ in range(most):
            child = os.fork()
            if not child:
                signal.pause()
            children.append(child)
    except OSError:
        return False
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return True


if __name__ == "__main__":
    main()
