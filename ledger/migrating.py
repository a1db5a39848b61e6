"""Bringing a ledger to the newest schema, from whatever state a release left it in."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from ledger.database import Database
from ledger.model import LedgerError

HEAD = max(path.stem for path in (Path(__file__).parent / "migrations" / "versions").glob("v*.py"))
"""The newest migration; known without Alembic, which takes long to import and is seldom needed."""

_LOCK = 7_305_808_869
"""PostgreSQL's advisory lock under which one process migrates; any number that others do not use."""


def migrate(database: Database) -> None:
    """Run the migrations that are missing. Several processes may ask at once: one does it, the others wait."""
    with database.read() as connection:
        if _revision(connection) == HEAD:
            return
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        if _revision(connection) != HEAD:
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "ledger:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        message = f"The ledger was made by another release of proofdesk; use that or a newer one ({error})."
        raise LedgerError(message) from error
