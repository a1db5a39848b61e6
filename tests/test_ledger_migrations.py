"""A ledger of any release becomes one of today, with everything that was in it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from extractors.model import Problem
from ledger.migrating import HEAD
from ledger.model import HandedTable, IntakeProblem, LedgerError
from ledger.schema import metadata
from ledger.store import open_ledger
from matchers.model import Exhibit
from tests.ledger_databases import Server
from tests.ledger_sample import (
    AS_OF,
    NOON,
    SETTINGS,
    VERSION,
    claim,
    document,
    extraction,
    finding,
    handed,
    plan_line,
    reconciliation,
    sha_of,
)

DUMPS = Path(__file__).parent / "cases" / "ledger"
RELEASED = ("v0001",)


def restored(release: str, url: str) -> None:
    """Load the dump of a release into an empty database."""
    dump = (DUMPS / f"{release}.{url.partition('+')[0].partition(':')[0]}.sql").read_text(encoding="utf-8")
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True)
        with sqlite3.connect(path) as connection:
            connection.executescript(dump)
        connection.close()
        return
    engine = create_engine(url)
    with engine.begin() as pg:
        pg.exec_driver_sql(dump.replace("%", "%%"))
    engine.dispose()


@pytest.mark.parametrize("release", RELEASED)
def test_a_ledger_of_each_release_becomes_one_of_today(empty_url: str, release: str) -> None:
    restored(release, empty_url)
    with open_ledger(empty_url) as ledger:
        sha256 = document(1).sha256
        assert ledger.handed_in("spring") == (handed(1), handed(2))
        assert dict(ledger.exhibits(VERSION, SETTINGS, [sha256])) == {sha256: Exhibit(document(1), extraction(1))}
        locked = Problem("password_protected", "It needs a password.", None, True)
        assert ledger.problems_of_intake("spring") == (IntakeProblem("b.zip", locked),)
        assert ledger.plan("spring") == HandedTable("plan.csv", sha_of("plan"), (plan_line(1),))
        assert ledger.claims("spring") == HandedTable("claims.csv", sha_of("claims"), (claim(1),))
        assert ledger.latest_reconciliation("spring") == reconciliation(finding(1), finding(2, "7.10"))
        (run,) = ledger.runs(10)
        assert (run.started_at, run.as_of, run.counts, run.outcome) == (NOON, AS_OF, {"documents": 2}, "findings")
        assert ledger.verify_chain().intact


def test_migrations_make_the_tables_that_the_program_expects(empty_url: str) -> None:
    open_ledger(empty_url).close()
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def ours(_thing: object, name: str | None, kind: str, reflected: bool, _against: object) -> bool:
    """Leave out tables that other modules than the schema describe."""
    return not (reflected and kind == "table" and name not in metadata.tables)


def test_migrations_form_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", "ledger:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_many_open_a_new_ledger_at_once(empty_url: str) -> None:
    def open_and_use(number: int) -> None:
        with open_ledger(empty_url) as ledger:
            ledger.submit("spring", [handed(number)])

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(open_and_use, range(6)))
    with open_ledger(empty_url) as ledger:
        assert len(ledger.submissions("spring")) == 6


def test_a_ledger_of_a_later_release_is_left_alone(empty_url: str) -> None:
    open_ledger(empty_url).close()
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    with pytest.raises(LedgerError, match="another release"):
        open_ledger(empty_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "v9999"
    engine.dispose()


def test_a_migrated_server_is_private(postgresql: Server) -> None:
    assert postgresql.folder.stat().st_mode & 0o077 == 0
