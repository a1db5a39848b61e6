"""Laying out the queue anew after a reconciliation, without losing what people did with its cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from ledger import known
from ledger.case_model import MARK, SETTLED, SHELVES, Draft, Projection, Record, Shelf, State
from ledger.columns import digest_of
from ledger.database import insert_new
from ledger.desk_schema import case_records, case_words, cases, projections, snapshots
from ledger.schema import batches, reconciliations
from ledger.search import put_words
from matchers.model import Finding

CHUNK = 2_000
MOST_LETTERS = 200
"""An index takes no texts of any length; the whole names stand in the case's content."""


def newest(connection: Connection) -> tuple[Projection, ...]:
    """Return the newest reconciliation of each batch."""
    last = select(func.max(reconciliations.c.id)).group_by(reconciliations.c.batch)
    columns = (batches.c.name, reconciliations.c.id, reconciliations.c.programme, reconciliations.c.as_of)
    query = select(*columns).join(batches).where(reconciliations.c.id.in_(last)).order_by(batches.c.name)
    return tuple(Projection(*row) for row in connection.execute(query))


def lay_out(
    connection: Connection, projection: Projection, drafts: Sequence[Draft], records: Iterable[Record]
) -> tuple[str, ...]:
    """Put a batch's cases in place of those before; return the identities of decided ones that were opened again."""
    query = select(cases.c.id, cases.c.identity, cases.c.digest, cases.c.state, cases.c.shelf, cases.c.rank)
    ours = (cases.c.batch == projection.batch, cases.c.id.not_in(known.NUMBERS))
    before = {row.identity: row for row in connection.execute(query.where(*ours))}
    new = [draft for draft in drafts if draft.identity not in before]
    kept = [(before[draft.identity], draft) for draft in drafts if draft.identity in before]
    _keep_what_was_seen(connection, [row.id for row, draft in kept if row.digest != draft.digest])
    _update(connection, projection, kept)
    _insert(connection, projection, new)
    gone = before.keys() - {draft.identity for draft in drafts}
    _shelve(connection, [before[identity].id for identity in sorted(gone)])
    _replace_records(connection, projection.batch, records)
    connection.execute(delete(projections).where(projections.c.batch == projection.batch))
    about = {"reconciliation": projection.reconciliation, "programme": projection.programme}
    connection.execute(insert(projections).values(batch=projection.batch, as_of=projection.as_of.isoformat(), **about))
    return tuple(row.identity for row, draft in kept if _state(row, draft) != row.state)


def index_document(connection: Connection, batch: str, name: str, sha256: str, words: str) -> None:
    """Make a document's words findable, in place of those of an earlier content of the same name."""
    key = digest_of(name)
    of_document = (case_words.c.batch == batch, case_words.c.document_key == key)
    earlier = connection.execute(select(case_words.c.id).where(*of_document)).scalar()
    row = {"batch": batch, "document_key": key, "sha256": sha256}
    if earlier is None:
        number = connection.execute(insert(case_words).values(**row).returning(case_words.c.id)).scalar_one()
    else:
        number = earlier
        connection.execute(update(case_words).where(case_words.c.id == number).values(**row))
    put_words(connection, "document_texts", {number: f"{name} {words}"})


def indexed(connection: Connection, batch: str) -> Mapping[str, str]:
    """Return the contents of a batch's documents that can be found by words, by the digest of their names."""
    query = select(case_words.c.document_key, case_words.c.sha256).where(case_words.c.batch == batch)
    return {row.document_key: row.sha256 for row in connection.execute(query)}


def _keep_what_was_seen(connection: Connection, changed: list[int]) -> None:
    """What a decision was sealed to can be shown beside what there is now."""
    for start in range(0, len(changed), CHUNK):
        ids = changed[start : start + CHUNK]
        query = select(cases.c.digest, cases.c.content).where(cases.c.id.in_(ids))
        insert_new(connection, snapshots, [dict(row._mapping) for row in connection.execute(query)])


def _update(connection: Connection, projection: Projection, kept: Sequence[tuple[Any, Draft]]) -> None:
    rows, words = [], {}
    for row, draft in kept:
        if (row.digest, row.rank) == (draft.digest, draft.rank) and row.shelf != Shelf.GONE:
            continue
        state = State(_state(row, draft))
        words[row.id] = draft.words
        rows.append({"case_id": row.id, "state": state, "shelf": int(SHELVES[state]), **_columns(projection, draft)})
    changed = {name for each in rows[:1] for name in each} - {"case_id"}
    statement = update(cases).where(cases.c.id == bindparam("case_id"))
    for start in range(0, len(rows), CHUNK):
        connection.execute(statement.values({name: bindparam(name) for name in changed}), rows[start : start + CHUNK])
    put_words(connection, "case_texts", words)


def _state(row: Any, draft: Draft) -> str:
    settled = row.state in SETTLED and row.digest != draft.digest
    return State.REOPENED.value if settled else str(row.state)


def _insert(connection: Connection, projection: Projection, new: Sequence[Draft]) -> None:
    fresh = {"first_seen": projection.as_of.isoformat(), "state": State.OPEN.value, "assignee": ""}
    # Numbered here and not by the database: words are filed under the same numbers below.
    first = int(connection.execute(select(func.coalesce(func.max(cases.c.id), 0))).scalar_one()) + 1
    for start in range(0, len(new), CHUNK):
        chunk = list(enumerate(new[start : start + CHUNK], first + start))
        rows = [
            {
                "id": number,
                "identity": draft.identity,
                "shelf": int(Shelf.TO_DO),
                **fresh,
                **_columns(projection, draft),
            }
            for number, draft in chunk
        ]
        connection.execute(insert(cases), rows)
        put_words(connection, "case_texts", {number: draft.words for number, draft in chunk})


def _shelve(connection: Connection, gone: list[int]) -> None:
    for start in range(0, len(gone), CHUNK):
        ids = gone[start : start + CHUNK]
        connection.execute(update(cases).where(cases.c.id.in_(ids)).values(shelf=int(Shelf.GONE)))


def _replace_records(connection: Connection, batch: str, records: Iterable[Record]) -> None:
    connection.execute(delete(case_records).where(case_records.c.batch == batch))
    rows = [
        {"batch": batch, "kind": each.kind, "key": digest_of(each.key), "content": each.content} for each in records
    ]
    for start in range(0, len(rows), CHUNK):
        insert_new(connection, case_records, rows[start : start + CHUNK])


def _columns(projection: Projection, draft: Draft) -> dict[str, object]:
    finding = draft.finding
    return {
        "batch": projection.batch,
        "digest": draft.digest,
        "content": draft.content,
        "code": finding.code,
        "severity": finding.severity.value,
        "rule": finding.rule,
        "line_id": finding.line_id[:MOST_LETTERS],
        "claim_id": finding.claim_id[:MOST_LETTERS],
        "document": finding.document,
        "document_key": digest_of(finding.document) if finding.document else "",
        "partner": draft.partner[:MOST_LETTERS],
        "programme": draft.programme[:MOST_LETTERS],
        "period": draft.period[:MOST_LETTERS],
        "at_risk": finding.at_risk.amount if finding.at_risk else None,
        "currency": finding.at_risk.currency if finding.at_risk else "",
        "confidence": finding.confidence,
        "deadline": _iso(draft.deadline),
        "counts_once": draft.counts_once,
        "rank": draft.rank,
        "counted_by": counted_by(finding, draft, projection.batch),
        "message": finding.message,
    }


def counted_by(finding: Finding, draft: Draft, batch: str) -> str:
    """Return the values of `FACETS` but the assignee, in their order, as one text."""
    currency = finding.at_risk.currency if finding.at_risk else ""
    values = (finding.severity.value, finding.code, draft.partner, draft.programme, currency, batch)
    return MARK.join(value[:MOST_LETTERS].replace(MARK, " ") for value in values)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
