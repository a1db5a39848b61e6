"""The record of a run: begun before anything is done, ended in words whatever happens to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows.logs import about
from flows.steps.assignment import Assignment
from flows.steps.verdict import Verdict
from flows.telemetry import note, span

if TYPE_CHECKING:
    from flows.chunks import Done
    from ledger.store import Ledger

OUTCOME_LETTERS = 200
UNCHANGED = "unchanged, "
OUTCOMES = {0: "clean", 2: "findings", 3: "unread documents", 4: "tool missing"}


@dataclass(slots=True)
class Record:
    """What is to be remembered of a run; `outcome` stays "failed" where the run does not reach its end.

    `changes` is a sentence on what changed since the report before, `missing` one on what closes soon, for whoever is
    told.
    """

    run: str
    outcome: str = "failed"
    counts: dict[str, int] = field(default_factory=dict)
    changes: str = ""
    missing: str = ""

    def count(self, **counts: int) -> None:
        """Remember how many there were of what."""
        self.counts.update(counts)

    def did(self, what: str, done: Done) -> None:
        """Remember what a flow did, and of how many task runs: Prefect may lose some of those."""
        self.counts[what] = done.things
        self.counts["task_runs"] = self.counts.get("task_runs", 0) + done.task_runs

    def end(self, verdict: Verdict, *, unchanged: bool = False) -> None:
        """Remember how the run ended; `unchanged` says that the report before it stands."""
        self.outcome = f"{UNCHANGED if unchanged else ''}{OUTCOMES[verdict.exit_code]}"
        self.count(lines=verdict.lines, cleared=verdict.cleared, findings=verdict.findings)
        self.counts.setdefault("read", 0)
        self.count(documents=verdict.documents, unread=verdict.reading.unread)
        self.changes = "" if unchanged else verdict.changes
        self.missing = verdict.missing


@contextmanager
def recorded(kind: str, assignment: Assignment, ledger: Ledger) -> Iterator[Record]:
    """Record a run. One that is killed stays in the record without an outcome."""
    asked = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in assignment.as_parameters().items()
    }
    record = Record(ledger.begin_run(kind, assignment.batch, asked, assignment.as_of, datetime.now(UTC)))
    try:
        with about(run=record.run, batch=assignment.batch), span(kind, run=record.run, batch=assignment.batch):
            yield record
            note(outcome=record.outcome, **record.counts)
    except BaseException as error:
        record.outcome = f"failed: {type(error).__name__}: {str(error).partition(chr(10))[0][:OUTCOME_LETTERS]}"
        # A full disk, or a database that is away, cannot be told; the run then stays without an outcome.
        with suppress(OSError):
            ledger.finish_run(record.run, record.outcome, record.counts, datetime.now(UTC))
        raise
    ledger.finish_run(record.run, record.outcome, record.counts, datetime.now(UTC))
