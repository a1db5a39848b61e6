"""Copies of the ledger and its documents, made while the program runs, and their way back.

A backup is a folder: `ledger.db` (SQLite) or `ledger.dump` (PostgreSQL, by `pg_dump`) and `documents/`. Making one into
the same folder again copies only documents that are new. The ledger is copied first: whatever it names is in the store
by then, so a backup never names a document that it has not. By hand the same is done by

    sqlite3 workspace/ledger.db ".backup backup/ledger.db"        and back by copying the file
    pg_dump --format=custom --file backup/ledger.dump URL         pg_restore --no-owner --dbname URL backup/ledger.dump
    cp --recursive --update workspace/documents backup/           (or the object store's own means)

Test a backup by restoring it to another place: `restore` checks the audit trail and that every document is there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from ledger.database import connect
from ledger.documents import DocumentStore
from ledger.model import LedgerError
from ledger.store import open_ledger

SQLITE, POSTGRESQL = "ledger.db", "ledger.dump"


def back_up(url: str, store: DocumentStore, folder: Path) -> int:
    """Copy a ledger and its documents into a folder; return how many documents were new there."""
    folder.mkdir(parents=True, exist_ok=True)
    address = make_url(url)
    if _name(address) == SQLITE:
        _copy(Path(address.database or ""), folder / SQLITE)
    else:
        unfinished = folder / f".{POSTGRESQL}.unfinished"
        _run(address, "pg_dump", "--format=custom", "--file", str(unfinished))
        unfinished.replace(folder / POSTGRESQL)
    return store.copy_new(DocumentStore(folder / "documents"))


def restore(folder: Path, url: str, store: DocumentStore) -> int:
    """Bring a backup back to where nothing is yet; return how many documents were copied.

    Raise `LedgerError` where a ledger is there already, and where what was brought back is not whole.
    """
    address = make_url(url)
    source = folder / _name(address)
    if not source.exists():
        raise LedgerError(f"{folder} holds no {source.name}. A backup fits the kind of database that it was made of.")
    if _is_taken(url, address):
        raise LedgerError(f"{address.render_as_string()} holds a ledger already. Restore to another place.")
    if source.name == SQLITE:
        _copy(source, Path(address.database or ""))
    else:
        _run(address, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(source))
    copied = DocumentStore(folder / "documents").copy_new(store)
    _check(url, store)
    return copied


def _check(url: str, store: DocumentStore) -> None:
    with open_ledger(url) as ledger:
        missing = store.missing(ledger.contents())
        report = ledger.verify_chain()
    if missing:
        raise LedgerError(f"{len(missing)} documents are not in the backup, {missing[0]} for one. Bring them by hand.")
    if not report.intact:
        raise LedgerError(f"The audit trail of the backup is not whole: {report.faults[0].message}.")


def _name(address: URL) -> str:
    return SQLITE if address.get_backend_name() == "sqlite" else POSTGRESQL


def _is_taken(url: str, address: URL) -> bool:
    if _name(address) == SQLITE:
        return Path(address.database or "").exists()
    with closing(connect(url)) as database, database.read() as connection:
        return inspect(connection).has_table("alembic_version")


def _copy(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, also while others write to it."""
    if not source.exists():
        raise LedgerError(f"There is no ledger at {source}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(unfinished)) as writing:
        reading.backup(writing)
    unfinished.replace(target)


def _run(address: URL, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where others cannot see it."""
    if shutil.which(program) is None:
        raise LedgerError(f"{program} is not installed. Install PostgreSQL's client programs (postgresql-client).")
    place = address.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    command = [program, *arguments, "--dbname", place]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LedgerError(f"{program} failed: {done.stderr.strip()}")
