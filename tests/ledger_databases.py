"""Databases for the tests of the ledger: SQLite, and a PostgreSQL server that the tests start for themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from ledger.store import Ledger, open_ledger

INSTALLED = Path("/usr/lib/postgresql")
MEMORY = Path("/dev/shm")
FAST = "-c fsync=off -c full_page_writes=off -c listen_addresses=''"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest where there are several."""
    folders = sorted(INSTALLED.glob("*/bin"), key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("initdb")
    return folders[-1] if folders else Path(on_path).parent if on_path else None


def roomy_memory() -> Path | None:
    """Return a file system in memory where there is one with room: making databases is ten times as fast there."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4_000_000_000 else None


# The quick run leaves PostgreSQL out.
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


class Server:
    """A private server on a socket in a folder of its own."""

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self.bin_folder = bin_folder
        self.folder = folder
        # PostgreSQL refuses to run as root; its package makes a user for it.
        self.user = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None
        if self.user is not None:
            os.chown(folder, self.user, -1)

    def run(self, *command: str) -> None:
        program = str(self.bin_folder / command[0])
        with (self.folder / "log").open("ab") as log:
            subprocess.run(
                [program, *command[1:]],
                check=True,
                user=self.user,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                timeout=120,
            )

    def start(self) -> None:
        options = f"-k {self.folder} {FAST}"
        self.run("pg_ctl", "start", "-w", "-D", f"{self.folder}/data", "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "stop", "-w", "-m", mode, "-D", f"{self.folder}/data")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://proofdesk@/{database}?host={self.folder}"

    def new_database(self, template: str = "template0") -> str:
        """Make a database, a copy of another one where such is named, and return its name."""
        name = f"ledger_{uuid4().hex[:12]}"
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return name


@contextmanager
def running_server(bin_folder: Path) -> Iterator[Server]:
    """Run a server of our own, whose files are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=roomy_memory()))
    server = Server(bin_folder, folder)
    try:
        server.run("initdb", "-D", f"{folder}/data", "-U", "proofdesk", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Start a server for the session; skip where PostgreSQL is not installed."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("PostgreSQL's programs are not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
    with running_server(bin_folder) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("migrated") / "ledger.db"
    open_ledger(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def migrated_database(postgresql: Server) -> str:
    """Return the name of a PostgreSQL database with the newest schema and nothing in it."""
    name = postgresql.new_database()
    open_ledger(postgresql.url(name)).close()
    return name


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without any schema, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'workspace' / 'ledger.db'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.url(server.new_database())


@pytest.fixture(params=KINDS)
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty ledger, in each kind of database in turn."""
    if request.param == "sqlite":
        path = tmp_path / "ledger.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    server: Server = request.getfixturevalue("postgresql")
    return server.url(server.new_database(request.getfixturevalue("migrated_database")))


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    """Return an open ledger in each kind of database."""
    with open_ledger(ledger_url) as opened:
        yield opened
