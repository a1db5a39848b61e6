"""Inboxes that lie elsewhere: what is new in them is copied into the workspace, and stays there.

An inbox is a folder, an archive, a mail or a document on this machine, or a folder by fsspec URL (`s3://bucket/inbox`,
`sftp://host/inbox`, with the package that fsspec names installed).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from flows.faults import UsageError
from flows.steps.files import write_whole

INDEX = "index.json"
MARKS = ("ETag", "etag", "mtime", "LastModified", "modified", "last_modified", "created")
"""What the file systems call the sign by which a changed file is told from what it was."""


def is_elsewhere(inbox: str) -> bool:
    """Say whether an inbox is a URL of another place."""
    return "://" in inbox and not inbox.startswith("file://")


def at_hand(inboxes: Sequence[str], workspace: Path) -> tuple[Path, ...]:
    """Return each inbox as a path on this machine; what is new elsewhere is fetched first."""
    return tuple(
        fetched(inbox, workspace / "inboxes") if is_elsewhere(inbox) else Path(inbox.removeprefix("file://"))
        for inbox in inboxes
    )


def fetched(url: str, folder: Path) -> Path:
    """Copy what is new or changed at a URL into a folder of its own, and return that.

    Each file appears whole; the index of what is known is written last, so that a fetch that was stopped goes on.
    """
    files, root = _opened(url)
    kept = folder / hashlib.sha256(url.encode()).hexdigest()[:12]
    target = kept / (PurePosixPath(root).name or "inbox")
    target.mkdir(parents=True, exist_ok=True)
    index = kept / INDEX
    known: dict[str, str] = json.loads(index.read_text(encoding="utf-8")) if index.exists() else {}
    for place, about in sorted(files.find(root, detail=True).items()):
        name = PurePosixPath(place).relative_to(root).as_posix()
        mark = f"{about.get('size')} {next((about[each] for each in MARKS if about.get(each)), '')}"
        # Names in an object store may hold steps upwards, which must not lead out of the folder.
        path = target.joinpath(*(part.replace("..", "__") for part in PurePosixPath(name).parts))
        if known.get(name) != mark or not path.exists():
            write_whole(path, files.cat_file(place))
            known[name] = mark
    write_whole(index, json.dumps(known, indent=0, sort_keys=True).encode())
    return target


def _opened(url: str) -> tuple[Any, str]:
    import fsspec

    try:
        files, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"the inbox {url.partition('://')[0]}://... cannot be opened: {error}") from error
    return files, str(root)
