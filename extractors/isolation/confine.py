"""What a worker takes away from itself before it opens a stranger's file."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource

from extractors.settings import Limits

NO_NEW_PRIVILEGES = 38
NEW_USER_NAMESPACE = 0x10000000
NEW_NETWORK_NAMESPACE = 0x40000000
LARGEST_FILE = 256_000_000
OPEN_FILES = 256


def confine(limits: Limits) -> None:
    """Take away the network, new privileges, and memory, files and core dumps beyond the limits."""
    os.umask(0o077)
    _without_network()
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(what, most)


def _without_network() -> None:
    """Move into a network of its own with nothing in it, where the kernel lets us."""
    library = ctypes.CDLL(None)
    if library.unshare(NEW_NETWORK_NAMESPACE) != 0:
        library.unshare(NEW_USER_NAMESPACE | NEW_NETWORK_NAMESPACE)


def _lower(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (least, least))


def allow_processor_seconds(seconds: int) -> None:
    """Let this process use so many more seconds of processor time; the kernel ends it after that."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
