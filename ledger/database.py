"""Connections to SQLite and PostgreSQL that behave alike."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Executable,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError

from ledger.model import LedgerAwayError, LedgerError

BUSY_SECONDS = 60
"""How long a process waits for another that writes."""

_REFUSAL = "{} is no ledger. Give sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE."
# WAL: who reads does not wait for who writes. FULL: what was decided outlasts a power cut. Negative sizes are in KiB.
_SQLITE_SETTINGS = (
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-32000",
)


class Database:
    """An engine with one rule: whoever writes says so at once, and threads of one process write one after another."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine; `connect` makes one."""
        self.engine = engine
        self._writing = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the ledger."""
        with self._reachable(), self.engine.connect() as connection:
            # By default PostgreSQL shows what others commit between two queries; SQLite does not.
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that is kept whole or not at all."""
        with self._writing, self._reachable(), self.engine.connect() as connection:
            connection.execution_options(ledger_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """Yield a connection as `write` does, and keep nothing of what is done."""
        with self._writing, self._reachable(), self.engine.connect() as connection:
            connection.execution_options(ledger_writes=True)
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    def scrub(self) -> None:
        """Give back the space of what was erased, so that no trace of it is left in SQLite's file."""
        if self.engine.dialect.name != "sqlite":
            return
        with self._writing, self._reachable(), closing(self.engine.raw_connection()) as connection:
            # Erased rows stand in free pages, and in the log, until then.
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.cursor().execute(statement)

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            place, said = self.engine.url.render_as_string(), " ".join(str(error.orig).split())
            message = f"The ledger {place} cannot be used: {said}. See that it runs and has room, then run again."
            raise LedgerAwayError(message) from error

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def connect(url: str) -> Database:
    """Return the database at a URL; SQLite's file is made, its folder too."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise LedgerError(_REFUSAL.format(url)) from error
    if address.get_backend_name() == "postgresql":
        return _connect_to_postgresql(address)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise LedgerError(_REFUSAL.format(address.render_as_string()))
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def _connect_to_postgresql(address: URL) -> Database:
    try:
        return Database(create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True))
    except ModuleNotFoundError as error:
        raise LedgerError(
            "PostgreSQL needs its driver. Install it: .venv/bin/pip install 'psycopg[binary]'."
        ) from error


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows that are not there yet, judged by the table's keys."""
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), [dict(row) for row in rows])


def streamed(connection: Connection, query: Executable) -> Iterator[Any]:
    """Return the rows of a query without holding them all; nothing may be written while they are read."""
    return iter(connection.execute(query, execution_options={"yield_per": 1000}))


def among(connection: Connection, column: Column[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of the values, of which there may be hundreds of thousands.

    They go to the database as one parameter: one for each value takes ten times as long, and there may not be so many.
    In order they go through the index once from end to end, which takes half the time.
    """
    several = sorted(values)
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(several)).table_valued("value").c.value))
    listed = bindparam(None, several, type_=postgresql.ARRAY(column.type))
    return column.in_(select(func.unnest(listed)))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's driver would begin transactions where it thinks fit; `_begin_sqlite` does instead.
    connection.isolation_level = None
    for setting in _SQLITE_SETTINGS:
        connection.execute(setting)


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can fail at once where another process wrote between.
    writes = connection.get_execution_options().get("ledger_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
