"""The record of runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from ledger.model import LedgerError, RunRecord
from ledger.schema import runs


def begin(
    connection: Connection, kind: str, batch: str, parameters: Mapping[str, str], as_of: date, at: datetime
) -> str:
    """Record that a run begins; return its id, which sorts by time."""
    run = f"{at:%Y%m%dT%H%M%S}-{kind}-{uuid4().hex[:8]}"
    about = {"kind": kind, "batch": batch, "parameters": dict(parameters), "as_of": as_of}
    connection.execute(insert(runs).values(id=run, started_at=at, counts={}, **about))
    return run


def finish(connection: Connection, run: str, outcome: str, counts: Mapping[str, int], at: datetime) -> None:
    """Record how a run ended."""
    ending = {"outcome": outcome, "counts": dict(counts), "finished_at": at}
    if not connection.execute(update(runs).where(runs.c.id == run).values(**ending)).rowcount:
        raise LedgerError(f"There is no run {run} in this ledger.")


def latest(connection: Connection, limit: int) -> tuple[RunRecord, ...]:
    """Return the runs, the last one first."""
    query = select(runs).order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(limit)
    return tuple(RunRecord(**row._mapping) for row in connection.execute(query))
