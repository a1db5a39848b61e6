"""Processes killed while they write, full disks and lost databases cost what was not finished, and nothing else."""

from __future__ import annotations

import multiprocessing
import random
import resource
import sqlite3
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from ledger.model import Entry, LedgerAwayError
from ledger.store import Ledger, open_ledger
from tests.ledger_databases import programs, running_server
from tests.ledger_sample import (
    AS_OF,
    NOON,
    SETTINGS,
    VERSION,
    document,
    extraction,
    finding,
    handed,
    reconciliation,
    sha_of,
)

SPAWN = multiprocessing.get_context("spawn")
KILLS = 6
DOCUMENTS = 60


def take_in(ledger: Ledger, number: int) -> None:
    """Do what a night does with a document: a submission, a reading, a finding and a record, in four transactions."""
    ledger.submit(f"batch {number % 3}", [handed(number)])
    ledger.keep_reading(VERSION, SETTINGS, document(number), extraction(number))
    run = ledger.begin_run("nightly", f"batch {number % 3}", {}, AS_OF, NOON)
    ledger.keep_reconciliation(run, f"batch {number % 3}", reconciliation(*(finding(n) for n in range(number % 20))))
    ledger.record(Entry("look", "anna", NOON, f"batch {number % 3}", f"invoice {number}"))


def write_on(url: str, done: Connection, file_limit: int = 0) -> None:
    """Take in documents, as many as are missing, and say after each that it is done."""
    with open_ledger(url) as ledger:
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        wanted = {sha_of(f"invoice-{number}.pdf"): number for number in range(DOCUMENTS)}
        known = ledger.known_readings(VERSION, SETTINGS, wanted)
        for number in sorted(wanted[sha256] for sha256 in wanted.keys() - known):
            try:
                take_in(ledger, number)
            except OSError as error:
                sys.exit(str(error))
            done.send(number)


def check(ledger: Ledger, acknowledged: set[int]) -> None:
    """Assert that all that was said to be done is there, whole, and that nothing is there twice."""
    wanted = {sha_of(f"invoice-{number}.pdf"): number for number in range(DOCUMENTS)}
    exhibits = ledger.exhibits(VERSION, SETTINGS, wanted)
    for sha256, exhibit in exhibits.items():
        assert (exhibit.document, exhibit.extraction) == (document(wanted[sha256]), extraction(wanted[sha256]))
    submitted = [each.sha256 for batch in range(3) for each in ledger.submissions(f"batch {batch}")]
    assert len(submitted) == len(set(submitted))
    assert acknowledged <= {wanted[sha256] for sha256 in exhibits}
    assert exhibits.keys() <= set(submitted)
    assert ledger.verify_chain().faults == ()
    subjects = [record.entry.subject for record in ledger.audit_trail() if record.entry]
    assert {f"invoice {number}" for number in acknowledged} <= set(subjects)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_writer_killed_at_any_moment_loses_and_doubles_nothing(ledger_url: str, seed: int) -> None:
    moments = random.Random(seed)
    acknowledged: set[int] = set()
    for _ in range(KILLS):
        receiving, sending = SPAWN.Pipe(duplex=False)
        writer = SPAWN.Process(target=write_on, args=(ledger_url, sending))
        writer.start()
        sending.close()
        for _ in range(moments.randint(0, DOCUMENTS // KILLS)):
            acknowledged.add(receiving.recv())
        # How far the writer has come with the next document is left to the system.
        writer.kill()
        writer.join()
        with open_ledger(ledger_url) as ledger:
            check(ledger, acknowledged)
    _receiving, sending = SPAWN.Pipe(duplex=False)
    write_on(ledger_url, sending)
    with open_ledger(ledger_url) as ledger:
        check(ledger, acknowledged)
        assert sum(len(ledger.submissions(f"batch {batch}")) for batch in range(3)) == DOCUMENTS
    if ledger_url.startswith("sqlite"):
        with sqlite3.connect(ledger_url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.slow
def test_processes_that_write_at_once_lose_and_double_nothing(ledger_url: str) -> None:
    _receiving, sending = SPAWN.Pipe(duplex=False)
    writers = [SPAWN.Process(target=write_on, args=(ledger_url, sending)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    with open_ledger(ledger_url) as ledger:
        check(ledger, set(range(DOCUMENTS)))
        assert sum(len(ledger.submissions(f"batch {batch}")) for batch in range(3)) == DOCUMENTS
        records = ledger.audit_trail()
        assert [record.number for record in records] == list(range(1, len(records) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("pages", [80, 120, 200])
def test_a_full_disk_costs_only_what_was_not_finished(tmp_path: Path, pages: int) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    open_ledger(url).close()
    receiving, sending = SPAWN.Pipe(duplex=False)
    writer = SPAWN.Process(target=write_on, args=(url, sending, pages * 4096))
    writer.start()
    sending.close()
    acknowledged = set(until_closed(receiving))
    writer.join()
    assert writer.exitcode == 1
    with open_ledger(url) as ledger:
        check(ledger, acknowledged)
        take_in(ledger, DOCUMENTS - 1)
        check(ledger, acknowledged | {DOCUMENTS - 1})


def until_closed(receiving: Connection) -> Iterator[int]:
    while True:
        try:
            yield receiving.recv()
        except EOFError:
            return


@pytest.mark.slow
@pytest.mark.usefixtures("postgresql")
def test_a_database_that_goes_away_and_comes_back() -> None:
    bin_folder = programs()
    assert bin_folder
    with running_server(bin_folder) as server, open_ledger(server.url(server.new_database())) as ledger:
        take_in(ledger, 1)
        server.stop()
        with pytest.raises(LedgerAwayError, match=r"cannot be used: .*run again"):
            take_in(ledger, 2)
        server.start()
        check(ledger, {1})
        take_in(ledger, 2)
        check(ledger, {1, 2})


def test_a_file_that_cannot_be_opened_is_told() -> None:
    with pytest.raises(OSError, match="proc"):
        open_ledger("sqlite:////proc/no/ledger.db")


@pytest.mark.slow
@pytest.mark.usefixtures("postgresql")
def test_a_server_that_cannot_be_reached_is_told() -> None:
    with pytest.raises(LedgerAwayError, match="no-such-folder"):
        open_ledger("postgresql+psycopg://nobody@/x?host=/no-such-folder")


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger, ledger_url: str) -> None:
    run = ledger.begin_run("nightly", "spring", {}, AS_OF, NOON)
    ledger.keep_reconciliation(run, "spring", reconciliation(finding(1)))
    engine = create_engine(ledger_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE lines RENAME TO lines_elsewhere"))
    with pytest.raises((DBAPIError, LedgerAwayError)):
        ledger.keep_reconciliation(run, "spring", reconciliation(finding(2)))
    engine.dispose()
    assert ledger.latest_reconciliation("spring") == reconciliation(finding(1))
