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
INSTALL = "sudo apt-get install bubblewrap"


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
        raise SandboxMissingError(f"The settings require bubblewrap, which does not work here. Run: {INSTALL}")
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


@cache
def has_bubblewrap() -> bool:
    """Tell whether bubblewrap is installed and this machine lets it do its work."""
    if shutil.which("bwrap") is None:
        return False
    probe = subprocess.run([*_bubblewrap(None), "true"], capture_output=True, check=False)
    return probe.returncode == 0


def programs() -> tuple[str, ...]:
    """Return the folders of a worker's programs and models: of the system, Python, Tesseract and our own."""
    return tuple(dict.fromkeys([*SYSTEM, sys.base_prefix, sys.prefix, *map(str, (*_tesseracts(), *OURS))]))


def _tesseracts() -> Iterator[Path]:
    """Give where Tesseract's languages lie, and Tesseract itself, if not where the system keeps them."""
    if data := os.environ.get("TESSDATA_PREFIX"):
        yield Path(data)
    if (program := shutil.which("tesseract")) and (prefix := Path(program).resolve().parent.parent) != Path("/"):
        yield prefix


def _bubblewrap(folder: Path | None) -> list[str]:
    """Read-only: the system, Python and the program; writable: the worker's own folder; nothing else is there.

    No new session is made, since a worker leads one already and is killed together with its process group.
    """
    binds = [part for path in programs() for part in ("--ro-bind-try", path, path)]
    own = ["--bind", str(folder), str(folder)] if folder else []
    return [_program(), *CLOSED_OFF, "--tmpfs", "/tmp", *binds, *own, "--chdir", "/"]  # noqa: S108 - its own


def _program() -> str:
    return shutil.which("bwrap") or "bwrap"
