"""What was published before something was erased: reports are written anew, Prefect's UI loses its copies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from flows.faults import UsageError
from flows.steps.files import write_whole

if TYPE_CHECKING:
    from flows.steps.assignment import Assignment
    from flows.workspace import Holdings
    from ledger.model import RunRecord

REPORT, CHANGES = "report.html", "changes.csv"
TABLES = ("findings", "lines", "claims_report", "documents", "matches", "evidence", "missing")
PUBLISHED = (REPORT, "report.xlsx", CHANGES, *(f"{name}.csv" for name in TABLES))
RUNS = 100_000
WAITING = "to_rewrite.json"
"""Holds batches while their reports are written anew: what is erased is not found again by who has to go on."""
SHOWN_IN_PREFECT = ("artifact", "artifact_collection", "log")


def rewrite_reports(batches: Collection[str], held: Holdings) -> None:
    """Write the reports of batches anew, and those that an earlier time did not come to; empty ones are removed."""
    waiting = held.folder / WAITING
    left = set(json.loads(waiting.read_bytes())) if waiting.exists() else set[str]()
    if left := left.union(batches):
        write_whole(waiting, json.dumps(sorted(left)).encode())
        _rewrite(left, held)
        waiting.unlink()


def _rewrite(batches: Collection[str], held: Holdings) -> None:
    from flows.steps.known import documents_in_force
    from flows.steps.outcome import publish_outcome

    for asked in _published(batches, held):
        found = held.ledger.latest_reconciliation(asked.batch)
        # What changed since the report before is told of that report, which said more.
        _remove(asked.out, PUBLISHED if found is None else (CHANGES,))
        if found is None:
            continue
        try:
            publish_outcome(asked, found, documents_in_force(asked.batch, held), held)
        except UsageError:
            # Its programme is gone: it cannot be made again, and must not stay as it is.
            _remove(asked.out, PUBLISHED)


def _remove(out: Path, names: Iterable[str]) -> None:
    for name in names:
        (out / name).unlink(missing_ok=True)


def clear_window(workspace: Path) -> None:
    """Take artifacts and logs out of Prefect's database in the workspace: they name documents, claims and partners."""
    file = workspace / "prefect" / "prefect.db"
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=60)) as database:
        # Else SQLite leaves what is deleted in free pages of the file.
        database.execute("PRAGMA secure_delete=ON")
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        with database:
            for table in there & set(SHOWN_IN_PREFECT):
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        # The write-ahead log holds the rows too.
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _published(batches: Collection[str], held: Holdings) -> Iterator[Assignment]:
    """Give what the last run of each batch was asked, for each folder in which its report lies."""
    seen = set()
    # Runs of the desk write no report, and were told of no folder for one.
    for run in (each for each in held.ledger.runs(RUNS) if "out" in each.parameters):
        out = Path(run.parameters["out"])
        if run.batch in batches and (run.batch, out) not in seen and (out / REPORT).is_file():
            seen.add((run.batch, out))
            yield _asked(run, out)


def _asked(run: RunRecord, out: Path) -> Assignment:
    from flows.steps.assignment import Assignment

    asked = run.parameters
    return Assignment(run.batch, Path(asked["plan"]), (), out, run.as_of, programme=asked["programme"])
