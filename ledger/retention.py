"""Keeping no longer than allowed: purging by age, forgetting a partner or a person.

What goes: the documents in their store, their words, what was read from them, plan lines, claims and findings about
them, free words and names in the audit trail. What stays: that there was a document of this digest, that there was a
run with so many findings, and the audit trail's chain, in which each erased record leaves a tombstone with the moment
and kind of the act. The erasing is a record of the trail itself, without which a tombstone counts as tampering.

The tables change in one transaction. Files follow in `remove_files`, which goes on where it was when interrupted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, Connection, delete, func, select, true

from ledger import audit, erasure
from ledger.chain import ERASE, ranges_of
from ledger.compact import unpack_document, unpack_extraction
from ledger.database import Database, among, streamed
from ledger.forgotten import Forgotten
from ledger.model import Entry, Erased, Gone
from ledger.people import erase_accounts
from ledger.schema import audit as trail
from ledger.schema import (
    batches,
    handed_tables,
    past_documents,
    readings,
    reconciliations,
    removals,
    runs,
    submissions,
)

if TYPE_CHECKING:
    from ledger.documents import DocumentStore

FILES_A_TRANSACTION = 100
NOBODY = frozenset[str]()


def purge(
    connection: Connection, before: datetime, who: str, at: datetime, only: Collection[str] | None = None
) -> Erased:
    """Erase documents that were last handed in before a moment, and whatever else is older than it.

    `only` names the batches that it is about, "" for what belongs to none; a document that another batch has too stays.
    """
    aged = (submissions.c.handed_at < before) & _in_batches(submissions.c.batch, only)
    # A moment that was never noted makes `aged` NULL: what may be young is kept.
    younger = select(submissions.c.sha256).where(~func.coalesce(aged, False))
    old = connection.scalars(select(submissions.c.sha256).distinct().where(aged & submissions.c.sha256.not_in(younger)))
    gone = _gone(connection, aged)
    contents = old.all()
    documents = erasure.erase_contents(connection, contents)
    connection.execute(delete(submissions).where(aged))
    found, emptied = _purge_reconciliations(connection, before, only)
    surplus = (handed_tables.c.handed_at < before) & ~_in_force() & _in_batches(handed_tables.c.batch, only)
    connection.execute(delete(handed_tables).where(surplus))
    found += sum(
        erasure.erase_mentions(connection, batch, Forgotten(frozenset(names))) for batch, names in documents.items()
    )
    about = (trail.c.at < before, erasure.can_be_buried(), *(() if only is None else (_of_batches(only),)))
    records = connection.scalars(select(trail.c.number).where(*about)).all()
    erased = _account(connection, len(contents), found, records, {"older_than": before.isoformat()}, who, at)
    return replace(erased, gone=gone, batches=emptied | {each.batch for each in gone})


def contents_of_partner(connection: Connection, partner: str) -> set[str]:
    """Return a partner's documents: those known to be its own or naming it, and known to be no other's."""
    rows = connection.execute(select(past_documents.c.sha256, past_documents.c.partner)).all()
    theirs = {row.sha256 for row in rows if row.partner.casefold() == partner.casefold()}
    others = {row.sha256 for row in rows if row.partner} - theirs
    return (theirs | contents_that_name(connection, partner)) - others


def contents_that_name(connection: Connection, name: str) -> set[str]:
    """Return the contents whose words, readings or file names name somebody; every document is looked through."""
    named = Forgotten(names=frozenset({name}))
    rows = connection.execute(select(submissions.c.sha256, submissions.c.name))
    found = {row.sha256 for row in rows if named.named_in(row.name)}
    columns = select(readings.c.sha256, readings.c.document, readings.c.extraction)
    for row in streamed(connection, columns):
        if row.sha256 not in found and _is_named(named, row.document, row.extraction):
            found.add(row.sha256)
    return found


def forget(connection: Connection, name: str, contents: Iterable[str], who: str, at: datetime) -> Erased:
    """Erase documents, and whatever else mentions them or names a partner or a person; a person's account goes too.

    What somebody with an account decided stays, with the account's name: who decided on money must remain known.
    """
    several, names = sorted(set(contents)), frozenset({name})
    gone = _gone(connection, among(connection, submissions.c.sha256, several))
    documents = erasure.erase_contents(connection, several)
    every = connection.scalars(select(batches.c.name).order_by(batches.c.name)).all()
    forgotten = {batch: Forgotten(frozenset(documents.get(batch, NOBODY)), names) for batch in every}
    changed = {batch: erasure.erase_mentions(connection, batch, forgotten[batch]) for batch in every}
    accounts = erase_accounts(connection, name)
    records = {
        *erasure.records_that_mention(connection, forgotten, Forgotten(names=names)),
        *erasure.records_of_accounts(connection, accounts),
    }
    found, about = sum(changed.values()), {"reason": "forgotten on request"}
    erased = _account(connection, len(several), found, sorted(records), about, who, at)
    told = {each.batch for each in gone} | {batch for batch, count in changed.items() if count}
    return replace(erased, gone=gone, accounts=len(accounts), batches=frozenset(told))


def remove_files(database: Database, store: DocumentStore) -> int:
    """Remove the erased documents from their store, unless they came again; return how many were removed."""
    removed = 0
    listed = select(removals.c.sha256).order_by(removals.c.sha256).limit(FILES_A_TRANSACTION)
    while True:
        with database.write() as connection:
            some = connection.scalars(listed).all()
            again = set(connection.scalars(select(submissions.c.sha256).where(submissions.c.sha256.in_(some))))
            for sha256 in some:
                if sha256 not in again:
                    # Whoever is interrupted before it is off the list removes it once more, which does no harm.
                    store.remove(sha256)
            connection.execute(delete(removals).where(removals.c.sha256.in_(some)))
        removed += len(some) - len(again)
        if len(some) < FILES_A_TRANSACTION:
            return removed


def _account(
    connection: Connection,
    documents: int,
    found: int,
    records: Iterable[int],
    about: Mapping[str, str],
    who: str,
    at: datetime,
) -> Erased:
    """Erase records of the trail, and put on record there what was erased."""
    numbers = tuple(records)
    erasure.bury(connection, numbers)
    erasure.forget_words(connection)
    counts = {"documents": str(documents), "reconciliations": str(found), "numbers": ranges_of(numbers)}
    audit.append(connection, Entry(ERASE, who, at, details={**about, **counts}))
    return Erased(documents, found, len(numbers))


def _purge_reconciliations(
    connection: Connection, before: datetime, only: Collection[str] | None
) -> tuple[int, frozenset[str]]:
    """Erase what was found before a moment; return how many, and the batches of which nothing is left."""
    ours = _in_batches(reconciliations.c.batch, only)
    aged = select(reconciliations.c.id).join(runs).where(runs.c.started_at < before, ours)
    gone = connection.execute(delete(reconciliations).where(reconciliations.c.id.in_(aged))).rowcount
    left = select(reconciliations.c.batch)
    empty = batches.c.id.not_in(left) & _in_batches(batches.c.id, only)
    emptied = connection.scalars(select(batches.c.name).where(empty)).all()
    for batch in emptied:
        erasure.clear_desk(connection, batch)
    return gone, frozenset(emptied)


def _in_force() -> ColumnElement[bool]:
    """Return the condition for tables that are the last of a batch which still has documents."""
    last = select(func.max(handed_tables.c.id)).group_by(handed_tables.c.batch, handed_tables.c.kind)
    return handed_tables.c.id.in_(last) & handed_tables.c.batch.in_(select(submissions.c.batch))


def _in_batches(number: Column[Any], only: Collection[str] | None) -> ColumnElement[bool]:
    return true() if only is None else number.in_(select(batches.c.id).where(batches.c.name.in_(only)))


def _of_batches(only: Collection[str]) -> ColumnElement[bool]:
    return func.coalesce(trail.c.batch, "").in_(only)


def _gone(connection: Connection, which: ColumnElement[bool]) -> tuple[Gone, ...]:
    columns = (batches.c.name.label("batch"), submissions.c.name, submissions.c.source, submissions.c.handed_at)
    rows = connection.execute(select(*columns).join_from(submissions, batches).where(which))
    return tuple(sorted((Gone(*row) for row in rows), key=lambda each: (each.batch, each.name)))


def _is_named(forgotten: Forgotten, document: bytes, extraction: bytes) -> bool:
    read, kept = unpack_document(document), unpack_extraction(extraction)
    said = (reading.value for item in kept.evidence for reading in (item.chosen, *item.others))
    texts = (read.name, *(page.text for page in read.pages), *(each.content for each in read.embedded), *said)
    return any(forgotten.named_in(text) for text in texts)
