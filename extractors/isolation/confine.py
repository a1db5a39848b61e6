"""What a worker takes away from itself before it opens a stranger's file."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from extractors.isolation.landlock import restrict_files
from extractors.isolation.sandbox import ROOT, programs
from extractors.isolation.system_calls import refuse_system_calls
from extractors.settings import Limits

# From linux/prctl.h and linux/sched.h; Python 3.11 has no names for them.
NO_NEW_PRIVILEGES = 38
NEW_USER_NAMESPACE = 0x10000000
NEW_NETWORK_NAMESPACE = 0x40000000
LARGEST_FILE = 256_000_000
OPEN_FILES = 256
PROCESSES, PROCESSES_A_CORE = 64, 8
"""Libraries start a thread for each core, some of them several; a thread counts as a process."""


def confine(limits: Limits, folder: Path) -> None:
    """Take away the network, files but the own folder, new privileges, and memory, processes and files beyond limits.

    Each is done where the kernel does it: `extractors.isolation.holding` tells what holds on a machine.
    """
    os.umask(0o077)
    # Namespaces come first: `unshare` is refused below. Without root the last two ask for no new privileges.
    own = _into_namespaces_of_its_own()
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        # What a process held in memory when it crashed would lie in a file: pieces of the document.
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(what, most)
    # In a namespace of its own a worker's processes are counted, elsewhere all that its user has; root's are never.
    if own:
        _lower(resource.RLIMIT_NPROC, most_processes())
    restrict_files(_readable(), (folder, Path(os.devnull)))
    refuse_system_calls()


def most_processes() -> int:
    """Return how many processes and threads a worker may have with its children."""
    return PROCESSES + PROCESSES_A_CORE * (os.cpu_count() or 1)


def _into_namespaces_of_its_own() -> bool:
    """Move to a network with nothing in it, where the kernel lets us; say whether processes are counted apart too."""
    library = ctypes.CDLL(None)
    if library.unshare(NEW_USER_NAMESPACE | NEW_NETWORK_NAMESPACE) == 0:
        return True
    library.unshare(NEW_NETWORK_NAMESPACE)
    return False


def _readable() -> Iterator[Path]:
    """Give what programs and libraries need to read; no document, ledger or home is among it."""
    yield from programs()
    yield from map(Path, ("/etc", "/proc", "/sys/devices/system", "/dev"))
    yield from (Path(each) for each in sys.path if each and Path(each) != ROOT)


def _lower(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (least, least))


def allow_processor_seconds(seconds: int) -> None:
    """Let this process use so many more seconds of processor time; the kernel ends it after that."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    # The kernel counts whole seconds; the one more makes up for the part of one that is cut off here.
    most = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
