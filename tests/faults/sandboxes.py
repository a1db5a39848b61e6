"""Machines on which bubblewrap is installed and may not do its work."""

from __future__ import annotations

from pathlib import Path


def bubblewrap_without_permission(folder: Path) -> None:
    """Put a program into a folder that says what bubblewrap says in a container that forbids user namespaces."""
    program = folder / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n", "ascii")
    program.chmod(0o755)
