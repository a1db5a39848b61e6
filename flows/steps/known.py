"""Which files are known already, and which documents of a batch count.

A submission's source is the file's URI with a mark of its state; a file whose source is known is not opened again.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from flows.steps.collect import Found
from flows.steps.erasing import digest_of, erased_sources, path_of
from flows.workspace import Holdings
from ledger.model import Handed

MARK = "#"
AGAIN = "?"
"""Ends the source of a file that could not be opened: it is tried again the next time."""


def source_of(file: Found) -> str:
    """Return where a file lies and in which state: any change to it changes the mark, and a later one is greater.

    A file that is gone by now has a mark before all others.
    """
    changed, size = 0, 0
    with suppress(FileNotFoundError, PermissionError):
        state = file.path.stat()
        changed, size = max(state.st_mtime_ns, state.st_ctime_ns), state.st_size
    return f"{file.path.as_uri()}{MARK}{changed:020d}.{size}"


def new_files(files: Iterable[Found], batch: str, held: Holdings) -> tuple[Found, ...]:
    """Return the files that the batch does not know, or not in their present state; what was erased does not count."""
    known, erased = _by_source(held.ledger.handed_in(batch)), erased_sources(held.folder)
    new = (file for file in files if not _of_file(file, known))
    return tuple(file for file in new if not erased or digest_of(source_of(file)) not in erased)


def documents_of(files: Iterable[Found], batch: str, held: Holdings) -> tuple[Handed, ...]:
    """Return the documents of these files, which were taken in: what a single batch is judged by."""
    known = _by_source(held.ledger.handed_in(batch), tried=True)
    return tuple(handed for file in files for handed in _of_file(file, known))


def documents_in_force(batch: str, held: Holdings) -> tuple[Handed, ...]:
    """Return all documents ever handed in to a batch, of a file that changed those of its last state only."""
    newest: dict[str, list[Handed]] = {}
    for handed in (each for each in held.ledger.handed_in(batch) if not _is_open_again(each)):
        place = _place(handed)
        before = newest.get(place, [])
        if not before or handed.source > before[0].source:
            newest[place] = [handed]
        elif handed.source == before[0].source:
            before.append(handed)
    return tuple(sorted((each for some in newest.values() for each in some), key=lambda item: (item.name, item.sha256)))


def _is_open_again(handed: Handed) -> bool:
    """Say whether this stands for a folder that was closed and may be looked into by now: its files come themselves."""
    if not handed.source.endswith(AGAIN):
        return False
    try:
        with os.scandir(path_of(handed.source)):
            return True
    except OSError:
        return False


def _place(handed: Handed) -> str:
    return handed.source.rpartition(MARK)[0]


def _by_source(handed: Iterable[Handed], *, tried: bool = False) -> Mapping[str, Sequence[Handed]]:
    """Return documents by their source; files that could not be opened are known only where they were `tried` now."""
    known: dict[str, list[Handed]] = defaultdict(list)
    for each in handed:
        known[each.source.removesuffix(AGAIN) if tried else each.source].append(each)
    return known


def _of_file(file: Found, known: Mapping[str, Sequence[Handed]]) -> tuple[Handed, ...]:
    inside = f"{file.name}/"
    found = known.get(source_of(file), ())
    return tuple(each for each in found if each.name == file.name or each.name.startswith(inside))
