"""Plans and claims as they were handed in: every version of a table is kept, the last one is in force."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, select

from ledger.compact import pack, unpack
from ledger.model import HandedTable
from ledger.schema import batches, handed_tables
from ledger.submissions import batch_id
from matchers.model import Claim, PlanLine

T = TypeVar("T", PlanLine, Claim)

PLAN = "plan"
CLAIMS = "claims"
PLAN_LINES = TypeAdapter(tuple[PlanLine, ...])
CLAIM_ROWS = TypeAdapter(tuple[Claim, ...])


def put_in_force(
    connection: Connection,
    batch: str,
    kind: str,
    table: HandedTable[T],
    adapter: TypeAdapter[tuple[T, ...]],
    at: datetime,
) -> None:
    """Keep a table as the one in force, unless it is already."""
    number = batch_id(connection, batch)
    latest = _latest(connection, batch, kind)
    if latest and (latest.name, latest.sha256) == (table.name, table.sha256):
        return
    row = {"batch": number, "kind": kind, "name": table.name, "sha256": table.sha256, "rows": len(table.rows)}
    connection.execute(insert(handed_tables).values(content=pack(adapter, table.rows), handed_at=at, **row))


def in_force(
    connection: Connection, batch: str, kind: str, adapter: TypeAdapter[tuple[T, ...]]
) -> HandedTable[T] | None:
    """Return the table of a batch that is in force, or None where none was handed in."""
    latest = _latest(connection, batch, kind)
    if latest is None:
        return None
    content = connection.execute(select(handed_tables.c.content).where(handed_tables.c.id == latest.id)).scalar_one()
    return HandedTable(latest.name, latest.sha256, unpack(adapter, content))


def mark_in_force(connection: Connection, batch: str, kind: str) -> tuple[str, str]:
    """Return name and digest of the table of a batch that is in force, both empty where none was handed in."""
    latest = _latest(connection, batch, kind)
    return (latest.name, latest.sha256) if latest else ("", "")


def _latest(connection: Connection, batch: str, kind: str) -> Row[int, str, str] | None:
    columns = select(handed_tables.c.id, handed_tables.c.name, handed_tables.c.sha256)
    of_batch = columns.join(batches).where(batches.c.name == batch, handed_tables.c.kind == kind)
    return connection.execute(of_batch.order_by(handed_tables.c.id.desc()).limit(1)).first()
