"""How a worker is started: its command, its bare environment, and bubblewrap around it where that is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from extractors.settings import Sandbox

ROOT = Path(__file__).resolve().parent.parent.parent
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime")
OURS = (ROOT / "extractors", ROOT / "data")
CLOSED_OFF = ("--unshare-all", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev")
PARTS = ("bin", "lib", "lib64", "share")
"""Where a program that was installed apart has itself, its libraries and its data."""
PACKAGES = frozenset({"site-packages", "dist-packages"})
NOT_INSTALLED = "not installed"
INSTALL = "sudo apt-get install bubblewrap"
PERMIT = (
    "let programs make user namespaces: in Docker by --security-opt seccomp=unconfined --security-opt "
    "apparmor=unconfined, on Ubuntu by an AppArmor profile for bwrap, else by sysctl kernel.unprivileged_userns_clone=1"
)


class SandboxMissingError(RuntimeError):
    """Bubblewrap is required by the settings and cannot be used on this machine."""


def worker_command(module: str, arguments: Sequence[str], folder: Path, sandbox: Sandbox) -> list[str]:
    """Return the command that starts a worker; raises `SandboxMissingError`."""
    command = [sys.executable, "-m", module, *arguments]
    if sandbox is Sandbox.OFF:
        return command
    if has_bubblewrap():
        return [*_bubblewrap(folder), *command]
    if sandbox is Sandbox.REQUIRED:
        raise SandboxMissingError(
            f"The settings require bubblewrap, which cannot be used here: {bubblewrap_fault()}. "
            f"To mend it: {bubblewrap_remedy()}"
        )
    return command


def environment(folder: Path) -> dict[str, str]:
    """Return the little that a worker may know of its surroundings."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        # No module is looked for where the program was started.
        "PYTHONSAFEPATH": "1",
        # More threads make Tesseract five times slower on small machines.
        "OMP_THREAD_LIMIT": "1",
    }


def has_bubblewrap() -> bool:
    """Tell whether bubblewrap is installed and this machine lets it do its work."""
    return not bubblewrap_fault()


@cache
def bubblewrap_fault() -> str:
    """Return why bubblewrap cannot be used here, in its own words where it has some; nothing where it can."""
    if shutil.which("bwrap") is None:
        return NOT_INSTALLED
    probe = subprocess.run([*_bubblewrap(None), "true"], capture_output=True, text=True, check=False)
    return "" if probe.returncode == 0 else probe.stderr.strip() or f"exit code {probe.returncode}"


def bubblewrap_remedy() -> str:
    """Return what lets bubblewrap be used: to install it, or to permit what it asks the kernel for."""
    return INSTALL if bubblewrap_fault() == NOT_INSTALLED else PERMIT


def programs() -> Iterator[Path]:
    """Yield where a worker's programs, libraries and models lie: the system's, Python's, Tesseract's and our own."""
    yield from map(Path, dict.fromkeys((*SYSTEM, sys.base_prefix, sys.prefix)))
    yield from OURS
    # Packages may lie with a user or a distribution, outside of Python's own folders.
    yield from (Path(each) for each in sys.path if Path(each).name in PACKAGES)
    if data := os.environ.get("TESSDATA_PREFIX"):
        yield Path(data)
    if program := shutil.which("tesseract"):
        # Not all that lies beside them: where they are in somebody's home, that is everything he has.
        yield from (Path(program).resolve().parent.parent / part for part in PARTS)


def _bubblewrap(folder: Path | None) -> list[str]:
    """Read-only: the system, Python and the program; writable: the worker's own folder; nothing else is there.

    No new session is made, since a worker leads one already and is killed together with its process group.
    """
    readable = dict.fromkeys(map(str, programs()))
    binds = [part for path in readable for part in ("--ro-bind-try", path, path)]
    own = ["--bind", str(folder), str(folder)] if folder else []
    return [_program(), *CLOSED_OFF, "--tmpfs", "/tmp", *binds, *own, "--chdir", "/"]  # noqa: S108 - its own


def _program() -> str:
    return shutil.which("bwrap") or "bwrap"
