"""Taking out of the ledger's tables what is to be forgotten. Records of the audit trail become tombstones."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, ColumnElement, Connection, Select, and_, delete, func, select, text, update

from ledger import known, reconciliations
from ledger.chain import ERASE
from ledger.database import among, insert_new, streamed
from ledger.decisions import DECIDE
from ledger.desk_schema import case_records, case_words, cases, projections, snapshots
from ledger.forgotten import Forgotten, reconciliation_without, rows_without
from ledger.schema import audit as trail
from ledger.schema import (
    batches,
    handed_tables,
    intake_problems,
    lessons,
    past_documents,
    readings,
    recollections,
    removals,
    submissions,
)
from ledger.schema import reconciliations as kept
from matchers.model import Reconciliation

_RECONCILIATION = TypeAdapter(Reconciliation)
_TOMBSTONE = {"content": None, "who": None, "batch": None, "subject": None}


def erase_contents(connection: Connection, sha256s: Iterable[str]) -> dict[str, set[str]]:
    """Take out documents with all that was read from them; return by batch the names that now stand for nothing."""
    contents = sorted(set(sha256s))
    insert_new(connection, removals, [{"sha256": sha256} for sha256 in contents])
    names = _names(connection, contents)
    indexed = select(case_words.c.id).where(among(connection, case_words.c.sha256, contents))
    for number in connection.scalars(indexed).all():
        _delete_words(connection, "document_texts", number)
    for table in (case_words, readings, recollections, lessons, past_documents, submissions):
        _delete(connection, table.c.sha256, contents)
    for batch, gone in names.items():
        remaining = select(submissions.c.name).join(batches).where(batches.c.name == batch)
        gone.difference_update(connection.scalars(remaining))
    return names


def erase_mentions(connection: Connection, batch: str, forgotten: Forgotten) -> int:
    """Take out whatever else of a batch mentions the forgotten; return how many reconciliations lost something."""
    number = connection.execute(select(batches.c.id).where(batches.c.name == batch)).scalar_one()
    _erase_from_tables(connection, number, forgotten)
    problems = select(intake_problems.c.id, intake_problems.c.name, intake_problems.c.message)
    rows = connection.execute(problems.where(intake_problems.c.batch == number))
    named = [row.id for row in rows if forgotten.named_in(row.name) or forgotten.named_in(row.message)]
    _delete(connection, intake_problems.c.id, named)
    past = select(past_documents.c.id, past_documents.c.content).where(past_documents.c.batch == number)
    _delete(connection, past_documents.c.id, _mentioning(connection, past, forgotten))
    queued = select(cases.c.id, cases.c.content).where(cases.c.batch == batch)
    _delete_cases(connection, _mentioning(connection, queued, forgotten))
    replaced = select(snapshots.c.digest, snapshots.c.content)
    _delete(connection, snapshots.c.digest, _mentioning(connection, replaced, forgotten))
    return _erase_from_reconciliations(connection, batch, number, forgotten)


def records_that_mention(connection: Connection, of_batch: Mapping[str, Forgotten], anywhere: Forgotten) -> list[int]:
    """Return the numbers of the audit trail's records that mention what is forgotten of their batch or anywhere."""
    rows = streamed(connection, select(trail.c.number, trail.c.batch, trail.c.content).where(can_be_buried()))
    return [row.number for row in rows if of_batch.get(row.batch, anywhere).mentioned_in(_opened(row.content))]


def records_of_accounts(connection: Connection, names: Iterable[str]) -> list[int]:
    """Return the numbers of the records of what accounts did or had done to them, but for decisions."""
    accounts = list(names)
    theirs = trail.c.who.in_(accounts) | (trail.c.subject.in_(accounts) & (func.coalesce(trail.c.batch, "") == ""))
    return list(connection.scalars(select(trail.c.number).where(theirs, trail.c.act != DECIDE, can_be_buried())))


def can_be_buried() -> ColumnElement[bool]:
    """Return the condition for records that have a content and need not keep it: what was erased stays on record."""
    return and_(trail.c.content.is_not(None), trail.c.act != ERASE)


def bury(connection: Connection, numbers: Iterable[int]) -> None:
    """Erase the contents of records of the audit trail; what the chain needs stays."""
    connection.execute(update(trail).where(among(connection, trail.c.number, numbers)).values(**_TOMBSTONE))


def clear_desk(connection: Connection, batch: str) -> None:
    """Take all that the desk shows of a batch out of its tables."""
    _delete_cases(connection, list(connection.scalars(select(cases.c.id).where(cases.c.batch == batch))))
    _lay_out_anew(connection, batch)


def forget_words(connection: Connection) -> None:
    """Have SQLite's indexes of words drop what was deleted from them; until then its words stand in their files."""
    if connection.dialect.name == "sqlite":
        for table in ("case_texts", "document_texts"):
            connection.execute(text(f"INSERT INTO {table} ({table}) VALUES ('optimize')"))  # noqa: S608 - our own names


def _delete_cases(connection: Connection, numbers: list[int]) -> None:
    for number in numbers:
        _delete_words(connection, "case_texts", number)
    known.forget(connection, numbers)
    _delete(connection, cases.c.id, numbers)


def _lay_out_anew(connection: Connection, batch: str) -> None:
    """Have the desk make what it shows of a batch anew from the batch's last reconciliation."""
    for table in (case_records, projections):
        connection.execute(delete(table).where(table.c.batch == batch))


def _names(connection: Connection, contents: list[str]) -> dict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    query = select(batches.c.name.label("batch"), submissions.c.name).join_from(submissions, batches)
    for row in connection.execute(query.where(among(connection, submissions.c.sha256, contents))):
        names[row.batch].add(row.name)
    return dict(names)


def _erase_from_tables(connection: Connection, batch: int, forgotten: Forgotten) -> None:
    query = select(handed_tables.c.id, handed_tables.c.content).where(handed_tables.c.batch == batch)
    for row in connection.execute(query).all():
        rows = _value(row.content)
        remaining = rows_without(rows, forgotten)
        if remaining != rows:
            values = {"content": zlib.compress(json.dumps(remaining).encode()), "rows": len(remaining)}
            connection.execute(update(handed_tables).where(handed_tables.c.id == row.id).values(**values))


def _erase_from_reconciliations(connection: Connection, batch: str, number: int, forgotten: Forgotten) -> int:
    changed = 0
    for run in connection.scalars(select(kept.c.run).where(kept.c.batch == number)).all():
        found = _value(connection.execute(select(kept.c.content).where(kept.c.run == run)).scalar_one())
        remaining = reconciliation_without(found, forgotten)
        if remaining != found:
            without = _RECONCILIATION.validate_json(json.dumps(remaining))
            reconciliations.keep(connection, run, batch, without)
            _lay_out_anew(connection, batch)
            changed += 1
    return changed


def _mentioning(connection: Connection, query: Select[Any, Any], forgotten: Forgotten) -> list[Any]:
    """Return the first column of the rows whose last column, a packed value, mentions the forgotten."""
    return [row[0] for row in streamed(connection, query) if forgotten.mentioned_in(_value(row[1]))]


def _delete(connection: Connection, column: Column[Any], values: Iterable[Any]) -> None:
    connection.execute(delete(column.table).where(among(connection, column, values)))


def _delete_words(connection: Connection, table: str, number: int) -> None:
    key = "rowid" if connection.dialect.name == "sqlite" else "id"
    connection.execute(text(f"DELETE FROM {table} WHERE {key} = :id"), {"id": number})  # noqa: S608 - our own names


def _value(content: bytes | str) -> Any:
    return json.loads(content if isinstance(content, str) else zlib.decompress(content))


def _opened(content: str) -> Mapping[str, Any]:
    """Return a record's content with the decision in it opened."""
    record = json.loads(content)
    opened = {name: json.loads(value) if name == "decision" else value for name, value in record["details"].items()}
    return {**record, "details": opened}
