"""Which SFTP servers are trusted: those that the user's `known_hosts` names, as `ssh` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.faults import UsageError

if TYPE_CHECKING:
    from paramiko import MissingHostKeyPolicy, PKey, SSHClient


def known_hosts() -> MissingHostKeyPolicy:
    """Return the policy by which a server is refused that `~/.ssh/known_hosts` does not know by its key."""
    from paramiko import HostKeys, MissingHostKeyPolicy

    class KnownHosts(MissingHostKeyPolicy):  # type: ignore[misc]  # paramiko has no types
        def missing_host_key(self, client: SSHClient, hostname: str, key: PKey) -> None:
            file = Path("~/.ssh/known_hosts").expanduser()
            if not file.exists() or not HostKeys(str(file)).check(hostname, key):
                advice = f"Check it with whoever runs the server, then add it to {file}; ssh-keyscan prints it."
                raise UsageError(f"the key of the SFTP server {hostname} is not known. {advice}")

    return KnownHosts()
