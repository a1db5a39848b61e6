"""Inboxes that lie elsewhere: what is new in them is copied into the workspace, and stays there.

An inbox is a folder, an archive, a mail or a document on this machine; a folder by fsspec URL (`s3://bucket/inbox`,
`sftp://user:$NAME@host/inbox`, with the extra `remote` installed); or a mail folder (see `mailboxes`). S3's keys and
endpoint are those of AWS's own environment variables. An SFTP server must stand in `~/.ssh/known_hosts`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from flows.faults import UsageError
from flows.secrets import holds_secret, with_secret, without_secret
from flows.steps.files import write_whole
from flows.steps.known_hosts import known_hosts
from flows.steps.mailboxes import fetched_mails, is_mailbox
from flows.telemetry import span

INDEX = "index.json"
SFTP = ("sftp://", "ssh://")
MARKS = ("ETag", "etag", "mtime", "LastModified", "modified", "last_modified", "created")
"""What the file systems call the sign by which a changed file is told from what it was."""


def is_elsewhere(inbox: str) -> bool:
    """Say whether an inbox is a URL of another place."""
    return "://" in inbox and not inbox.startswith("file://")


def at_hand(inboxes: Sequence[str], workspace: Path) -> tuple[Path, ...]:
    """Return each inbox as a path on this machine; what is new elsewhere is fetched first."""
    with span("fetch", inboxes=len(inboxes)):
        return tuple(
            fetched(inbox, workspace / "inboxes") if is_elsewhere(inbox) else Path(inbox.removeprefix("file://"))
            for inbox in inboxes
        )


def fetched(url: str, folder: Path) -> Path:
    """Copy what is new or changed at a URL into a folder of its own, and return that.

    Each file appears whole; what is known is written down after it, so that a fetch that was stopped goes on.
    """
    if holds_secret(url):
        raise UsageError(f"the inbox {without_secret(url)} has a password in it. Name its variable: $NAME.")
    kept = folder / hashlib.sha256(url.encode()).hexdigest()[:12]
    return fetched_mails(url, kept) if is_mailbox(url) else _fetched_files(url, kept)


def _fetched_files(url: str, kept: Path) -> Path:
    files, root = _opened(url)
    target = kept / (PurePosixPath(root).name or "inbox")
    target.mkdir(parents=True, exist_ok=True)
    index = kept / INDEX
    known: dict[str, str] = json.loads(index.read_text(encoding="utf-8")) if index.exists() else {}
    with _reachable(url):
        for place, about in sorted(files.find(root, detail=True).items()):
            name = PurePosixPath(place).relative_to(root).as_posix()
            mark = f"{about.get('size')} {next((about[each] for each in MARKS if about.get(each)), '')}"
            # Names in an object store may hold steps upwards, which must not lead out of the folder.
            path = target.joinpath(*(part.replace("..", "__") for part in PurePosixPath(name).parts))
            if known.get(name) != mark:
                _fetch(files, place, path)
                known[name] = mark
    write_whole(index, json.dumps(known, indent=0, sort_keys=True).encode())
    return target


def _fetch(files: Any, place: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    files.get_file(place, str(unfinished))
    unfinished.replace(path)


def _opened(url: str) -> tuple[Any, str]:
    import fsspec

    # fsspec remembers what a folder held, and one process may run many nights.
    options: dict[str, Any] = {"use_listings_cache": False} if url.startswith("s3") else {}
    try:
        if url.startswith(SFTP):
            options["host_key_policy"] = known_hosts()
        with _reachable(url):
            files, root = fsspec.core.url_to_fs(with_secret(url), **options)
    except (ImportError, ValueError) as error:
        message = f"the inbox {url.partition('://')[0]}://... cannot be opened: {error}. Perhaps an extra is missing."
        raise UsageError(message) from error
    return files, str(root)


@contextmanager
def _reachable(url: str) -> Iterator[None]:
    """Let a server that is away be an `OSError`, which may pass, whatever its library raises."""
    try:
        yield
    except (ImportError, ValueError, UsageError):
        raise
    except Exception as error:
        raise OSError(f"the inbox {without_secret(url)} cannot be fetched: {error}") from error
