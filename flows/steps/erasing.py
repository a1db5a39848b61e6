"""What is kept no longer than allowed: purging by age, forgetting a partner or a person, and the files that remain.

The ledger erases what it knows (see `ledger.retention`). Here follow the copies in the workspace, and the sources: what
was erased and still lies in an inbox as it was is not taken in again the next night.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from flows.faults import BusyError
from flows.steps.files import sweep_unfinished, write_whole
from flows.steps.locking import only_one
from flows.steps.rewriting import clear_window, rewrite_reports
from ledger.model import Erased, Gone

if TYPE_CHECKING:
    from datetime import date

    from flows.configuration import Retention
    from flows.workspace import Holdings

ERASED = "erased.txt"
ERASING = "erasing.json"
"""Says, while something is erased, whose traces follow: where the process is killed in between, a later one goes on."""
OURS = ("inboxes", "uploads")
"""Folders of the workspace that hold copies of what lay elsewhere."""


def purge_old(retention: Retention, as_of: date, held: Holdings, *, rehearse: bool) -> Erased:
    """Erase what each programme need not keep any longer, judged by a day; a rehearsal only says what that would be."""

    def purged(rehearse: bool) -> Erased:
        told = Erased(0, 0, 0)
        for months, batches in sorted(_by_time(retention, held.ledger.programmes()).items()):
            before = datetime.combine(months_before(as_of, months), time(), UTC)
            erased = held.ledger.purge(before, who(), datetime.now(UTC), batches, rehearse=rehearse)
            told = _sum(told, erased)
        return told

    return purged(True) if rehearse else _erased_with_traces(purged, held)


def forget(partner: str, person: str, held: Holdings, *, rehearse: bool) -> Erased:
    """Erase a partner or a person; a rehearsal only says what that would be."""
    now = datetime.now(UTC)

    def forgotten(rehearse: bool) -> Erased:
        if partner:
            return held.ledger.forget_partner(partner, who(), now, rehearse=rehearse)
        return held.ledger.forget_person(person, who(), now, rehearse=rehearse)

    return forgotten(True) if rehearse else _erased_with_traces(forgotten, held)


def finish_erasing(held: Holdings) -> None:
    """Remove the traces that an erasing left which was killed; one that is under way removes them itself."""
    if (held.folder / ERASING).exists():
        with suppress(BusyError), only_one(held.folder, held.folder / ERASING):
            _finish(held)


def _erased_with_traces(erase: Callable[[bool], Erased], held: Holdings) -> Erased:
    with only_one(held.folder, held.folder / ERASING):
        _finish(held)
        with _on_the_way(erase(True), held.folder):
            erased = erase(False)
            remove_traces(erased, held)
    sweep_unfinished(held.folder)
    return erased


@contextmanager
def _on_the_way(told: Erased, folder: Path) -> Iterator[None]:
    """Keep what is about to be erased until its traces are removed. An error that is told leaves it too."""
    gone = [[each.batch, each.name, each.source] for each in told.gone]
    write_whole(folder / ERASING, json.dumps({"gone": gone, "batches": sorted(told.batches)}).encode())
    yield
    (folder / ERASING).unlink(missing_ok=True)


def _finish(held: Holdings) -> None:
    kept = held.folder / ERASING
    if not kept.exists():
        return
    begun = json.loads(kept.read_bytes())
    # It may have been killed before anything was erased, or after the documents of some programmes only.
    there = {
        (batch, each.source)
        for batch in {batch for batch, *_ in begun["gone"]}
        for each in held.ledger.handed_in(batch)
    }
    gone = tuple(
        Gone(batch, name, source, None) for batch, name, source in begun["gone"] if (batch, source) not in there
    )
    remove_traces(Erased(len(gone), 0, 0, gone, batches=frozenset(begun["batches"])), held)
    kept.unlink()


def remove_traces(erased: Erased, held: Holdings) -> None:
    """Remove the files of what was erased, our copies of its sources, and pictures; other sources are remembered.

    Reports that tell of it are written anew, and Prefect's own database here tells no longer what it was shown.
    """
    sources = {each.source for each in erased.gone}
    _remember(sources, held.folder)
    held.ledger.remove_files(held.documents)
    for path in map(path_of, sources):
        if any(held.folder.resolve() / name in path.parents for name in OURS):
            path.unlink(missing_ok=True)
    # Which picture is of which page cannot be told; they are made again when somebody looks.
    shutil.rmtree(held.folder / "pictures", ignore_errors=True)
    clear_window(held.folder)
    # Last, because reports lie where others put them: a folder that is full or closed must keep nothing else.
    rewrite_reports(erased.batches, held)


def still_there(gone: Iterable[Gone], held: Holdings) -> tuple[Path, ...]:
    """Return the files in inboxes of this machine that were erased here and lie there still."""
    places = {path_of(each.source) for each in gone}
    ours = [held.folder.resolve() / name for name in OURS]
    return tuple(sorted(path for path in places if path.is_file() and not any(each in path.parents for each in ours)))


def erased_sources(folder: Path) -> frozenset[str]:
    """Return the digests of sources that were erased."""
    kept = folder / ERASED
    return frozenset(kept.read_text(encoding="ascii").split()) if kept.exists() else frozenset()


def digest_of(source: str) -> str:
    """Return what is kept of a source that was erased: its name may be somebody's."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def path_of(source: str) -> Path:
    """Return the file that a source names."""
    return Path(unquote(urlsplit(source).path)).resolve()


def who() -> str:
    """Return who runs this, for the audit trail."""
    return f"{getpass.getuser()} (command line)"


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the month's last where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return day.replace(year=years, month=month + 1, day=last)
        except ValueError:
            continue
    return day.replace(year=years, month=month + 1)


def _by_time(retention: Retention, programmes: Mapping[str, str]) -> Mapping[int, Collection[str]]:
    """Return batches by the months that they are kept; what belongs to no batch is kept longest."""
    batches: defaultdict[int, set[str]] = defaultdict(set)
    for batch, programme in programmes.items():
        batches[retention.programmes.get(programme, retention.months)].add(batch)
    batches[max((*batches, retention.months))].add("")
    return batches


def _sum(first: Erased, second: Erased) -> Erased:
    return replace(
        first,
        documents=first.documents + second.documents,
        reconciliations=first.reconciliations + second.reconciliations,
        records=first.records + second.records,
        gone=(*first.gone, *second.gone),
        batches=first.batches | second.batches,
    )


def _remember(sources: Iterable[str], folder: Path) -> None:
    known = erased_sources(folder) | {digest_of(source) for source in sources}
    write_whole(folder / ERASED, "\n".join(sorted(known)).encode())
