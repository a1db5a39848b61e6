"""The audit trail: records that are only ever added, each sealed with the digest of the one before.

A record's digest covers its number, moment, act, the digest of its content and the digest of the record before. The
content itself may be erased later (see `ledger.retention`) without breaking the chain; it holds a random salt, so that
an erased content cannot be guessed from its digest. Erasing is an act in the trail itself.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from ledger.columns import plain
from ledger.database import streamed
from ledger.model import AuditRecord, ChainFault, ChainReport, Entry
from ledger.schema import audit, audit_head

ERASE = "erase"
"""The act under which contents are erased; its detail `numbers` says which, as ranges."""


def append(connection: Connection, entry: Entry) -> AuditRecord:
    """Add a record to the trail; whoever else wants to add one waits until this transaction ends."""
    last, previous = wait_for_turn(connection)
    content, moment = _content(entry), entry.at.astimezone(UTC)
    sealed = {"number": last + 1, "previous": previous, "at": moment, "act": entry.act}
    content_digest = _sha256(content)
    digest = _seal(last + 1, moment, entry.act, content_digest, previous)
    found_by = {"who": entry.who, "batch": entry.batch, "subject": entry.subject}
    row = {**sealed, **found_by, "content": content, "content_digest": content_digest, "digest": digest}
    connection.execute(insert(audit).values(**row))
    connection.execute(update(audit_head).values(number=last + 1, digest=digest))
    return AuditRecord(last + 1, entry.act, moment, entry, previous, digest)


def wait_for_turn(connection: Connection) -> tuple[int, str]:
    """Wait until nobody else adds to the trail; return the number and digest of its last record."""
    head = connection.execute(select(audit_head).with_for_update()).one()
    return head.number, head.digest


def about(batch: str | None, subject: str | None) -> Select[Any]:
    """Return the query for the records of a batch and subject, of all where they are None."""
    wanted = [column == value for column, value in ((audit.c.batch, batch), (audit.c.subject, subject)) if value]
    return select(audit).where(*wanted)


def records(connection: Connection, query: Select[Any]) -> Iterator[AuditRecord]:
    """Return the records that a query of the table `audit` finds, in order."""
    for row in connection.execute(query.order_by(audit.c.number)):
        yield AuditRecord(row.number, row.act, row.at, _entry(row), row.previous, row.digest)


def verify(connection: Connection) -> ChainReport:
    """Check the whole trail and say where it is not as it was written."""
    rows = streamed(connection, select(audit).order_by(audit.c.number))
    faults: list[ChainFault] = []
    erased: set[int] = set()
    allowed: set[int] = set()
    number, digest = 0, ""
    for row in rows:
        faults += (ChainFault(row.number, message) for message in _faults(row, number + 1, digest))
        number, digest = row.number, row.digest
        if row.content is None:
            erased.add(number)
        elif row.act == ERASE:
            allowed |= numbers_of(json.loads(row.content)["details"]["numbers"])
    faults += (ChainFault(each, "its content was erased, and no record says by whom") for each in erased - allowed)
    head = connection.execute(select(audit_head)).one()
    if (head.number, head.digest) != (number, digest):
        message = f"the trail ends at {number}, but {head.number} was its last record"
        faults.append(ChainFault(max(head.number, number), message))
    return ChainReport(number, len(erased), digest, tuple(sorted(faults, key=lambda fault: fault.number)))


def numbers_of(ranges: str) -> set[int]:
    """Return the numbers that a text like "3-7 9" means."""
    found: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def ranges_of(numbers: Iterable[int]) -> str:
    """Return numbers as a text like "3-7 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _faults(row: Row[Any], expected: int, previous: str) -> Iterator[str]:
    if row.number != expected:
        yield f"it should be number {expected}: a record is missing or was put in"
    if row.previous != previous:
        yield "it does not follow from the record before it"
    if row.digest != _seal(row.number, row.at, row.act, row.content_digest, row.previous):
        yield "its seal is broken"
    if row.content is not None and _sha256(row.content) != row.content_digest:
        yield "its content was changed"
    elif row.content is not None and _found_by(row.content) != (row.who, row.batch, row.subject):
        yield "it is filed under what its content does not say"


def _content(entry: Entry) -> str:
    about = {"who": entry.who, "batch": entry.batch, "subject": entry.subject, "details": dict(entry.details)}
    return json.dumps({**about, "salt": secrets.token_hex(16)}, sort_keys=True, separators=(",", ":"))


def _entry(row: Row[Any]) -> Entry | None:
    if row.content is None:
        return None
    about = json.loads(row.content)
    return Entry(row.act, about["who"], row.at, about["batch"], about["subject"], about["details"])


def _found_by(content: str) -> tuple[str, str, str]:
    about = json.loads(content)
    return plain(about["who"]), plain(about["batch"]), plain(about["subject"])


def _seal(number: int, at: datetime, act: str, content_digest: str, previous: str) -> str:
    return _sha256(json.dumps([number, at.isoformat(timespec="microseconds"), act, content_digest, previous]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
