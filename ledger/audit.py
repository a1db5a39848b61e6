"""The audit trail in the database: records are only ever added, each sealed with the digest of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from ledger.chain import Sealed, check, lines, seal
from ledger.database import streamed
from ledger.model import AuditRecord, ChainReport, Entry
from ledger.schema import audit, audit_head


def append(connection: Connection, entry: Entry) -> AuditRecord:
    """Add a record to the trail; whoever else wants to add one waits until this transaction ends."""
    last, previous = wait_for_turn(connection)
    record = seal(last + 1, previous, entry.at.astimezone(UTC), entry)
    who, batch, subject = record.filed
    sealed = {"previous": previous, "at": record.at, "act": record.act, "digest": record.digest}
    content = {"content": record.content, "content_digest": record.content_digest}
    row = {"number": record.number, **sealed, "who": who, "batch": batch, "subject": subject, **content}
    connection.execute(insert(audit).values(**row))
    connection.execute(update(audit_head).values(number=record.number, digest=record.digest))
    return AuditRecord(record.number, record.act, record.at, entry, previous, record.digest)


def wait_for_turn(connection: Connection) -> tuple[int, str]:
    """Wait until nobody else adds to the trail; return the number and digest of its last record."""
    # SQLite leaves the lock out and needs none: there whoever writes has been alone since the transaction began.
    head = connection.execute(select(audit_head).with_for_update()).one()
    return head.number, head.digest


def about(batch: str | None, subject: str | None) -> Select[Any]:
    """Return the query for the records of a batch and subject, of all where they are None."""
    wanted = [column == value for column, value in ((audit.c.batch, batch), (audit.c.subject, subject)) if value]
    return select(audit).where(*wanted)


def records(connection: Connection, query: Select[Any]) -> Iterator[AuditRecord]:
    """Return the records that a query of the table `audit` finds, in order."""
    for row in connection.execute(query.order_by(audit.c.number)):
        record = _sealed(row)
        yield AuditRecord(record.number, record.act, record.at, record.entry, record.previous, record.digest)


def verify(connection: Connection) -> ChainReport:
    """Check the whole trail and say where it is not as it was written."""
    return check(_all(connection), _head(connection))


def written(connection: Connection) -> Iterator[str]:
    """Return the whole trail as lines of JSON, which `ledger.chain.check_lines` checks anywhere."""
    return lines(_all(connection), _head(connection))


def _all(connection: Connection) -> Iterator[Sealed]:
    return map(_sealed, streamed(connection, select(audit).order_by(audit.c.number)))


def _head(connection: Connection) -> tuple[int, str]:
    head = connection.execute(select(audit_head)).one()
    return head.number, head.digest


def _sealed(row: Row[Any]) -> Sealed:
    filed = (row.who, row.batch, row.subject)
    return Sealed(row.number, row.previous, row.at, row.act, filed, row.content, row.content_digest, row.digest)
