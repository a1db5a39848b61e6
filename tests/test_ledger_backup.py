"""A backup brings back the ledger and every document, or says what is missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from ledger.backup import back_up, restore
from ledger.documents import DocumentStore
from ledger.model import Entry, Handed, LedgerError
from ledger.store import Ledger, open_ledger
from matchers.model import Submission
from tests.ledger_databases import Server
from tests.ledger_sample import NOON, SETTINGS, VERSION, document, extraction


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "documents")


@pytest.fixture
def elsewhere(ledger_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return what makes URLs of places for another ledger of the same kind."""
    if ledger_url.startswith("sqlite"):
        return lambda: f"sqlite:///{tmp_path}/{uuid4().hex}/ledger.db"
    server: Server = request.getfixturevalue("postgresql")
    return lambda: server.url(server.new_database())


def take_in(ledger: Ledger, store: DocumentStore, number: int) -> Submission:
    content = b"%%PDF %d" % number
    sha256, name = store.put(content, "application/pdf"), f"{number}.pdf"
    ledger.submit("spring", [Handed(name, sha256, "application/pdf", len(content), "inbox")])
    ledger.keep_reading(VERSION, SETTINGS, document(number), extraction(number))
    ledger.record(Entry("look", "anna", NOON, "spring", name))
    return Submission(name, sha256)


def test_a_backup_brings_everything_back(
    ledger: Ledger, ledger_url: str, store: DocumentStore, tmp_path: Path, elsewhere: Callable[[], str]
) -> None:
    first = take_in(ledger, store, 1)
    ledger.submit("spring", [Handed("absent.zip", "0" * 64, "application/octet-stream", 0, "inbox")])
    assert back_up(ledger_url, store, tmp_path / "backup") == 1
    second = take_in(ledger, store, 2)
    assert back_up(ledger_url, store, tmp_path / "backup") == 1
    take_in(ledger, store, 3)
    url, other = elsewhere(), DocumentStore(tmp_path / "other")
    assert restore(tmp_path / "backup", url, other) == 2
    with open_ledger(url) as again:
        assert again.submissions("spring")[:2] == (first, second)
        assert len(again.audit_trail()) == 2
        assert again.exhibits(VERSION, SETTINGS, [document(2).sha256])[document(2).sha256].extraction == extraction(2)
    with other.open(second.sha256) as file:
        assert file.read() == b"%PDF 2"


def test_a_backup_is_whole_while_others_write(
    ledger: Ledger, ledger_url: str, store: DocumentStore, tmp_path: Path, elsewhere: Callable[[], str]
) -> None:
    with ThreadPoolExecutor(2) as threads:
        writing = [threads.submit(take_in, ledger, store, number) for number in range(40)]
        for _ in range(3):
            back_up(ledger_url, store, tmp_path / "backup")
        for each in writing:
            each.result()
    restore(tmp_path / "backup", elsewhere(), DocumentStore(tmp_path / "other"))


def test_a_ledger_is_never_restored_over_another(
    ledger: Ledger, ledger_url: str, store: DocumentStore, tmp_path: Path
) -> None:
    take_in(ledger, store, 1)
    back_up(ledger_url, store, tmp_path / "backup")
    with pytest.raises(LedgerError, match="holds a ledger already"):
        restore(tmp_path / "backup", ledger_url, store)


def test_a_backup_of_the_other_kind_is_refused(
    ledger: Ledger, ledger_url: str, store: DocumentStore, tmp_path: Path
) -> None:
    back_up(ledger_url, store, tmp_path / "backup")
    other = "postgresql+psycopg://nobody@/x" if ledger_url.startswith("sqlite") else f"sqlite:///{tmp_path}/x.db"
    with pytest.raises(LedgerError, match="fits the kind of database"):
        restore(tmp_path / "backup", other, store)


def test_what_a_backup_has_lost_is_told(
    ledger: Ledger, ledger_url: str, store: DocumentStore, tmp_path: Path, elsewhere: Callable[[], str]
) -> None:
    taken = take_in(ledger, store, 1)
    back_up(ledger_url, store, tmp_path / "backup")
    DocumentStore(tmp_path / "backup" / "documents").remove(taken.sha256)
    with pytest.raises(LedgerError, match=f"1 documents are not in the backup, {taken.sha256}"):
        restore(tmp_path / "backup", elsewhere(), DocumentStore(tmp_path / "other"))


def test_a_damaged_document_is_not_copied_over_a_good_one(
    ledger: Ledger, ledger_url: str, store: DocumentStore, tmp_path: Path
) -> None:
    taken = take_in(ledger, store, 1)
    store.path(taken.sha256, "application/pdf").write_bytes(b"%PDF x")
    with pytest.raises(LedgerError, match=r"\.pdf is damaged"):
        back_up(ledger_url, store, tmp_path / "backup")


def test_there_must_be_a_ledger_to_copy(tmp_path: Path, store: DocumentStore) -> None:
    with pytest.raises(LedgerError, match="no ledger at"):
        back_up(f"sqlite:///{tmp_path}/none.db", store, tmp_path / "backup")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("postgresql")
def test_a_database_that_is_away_is_told_in_its_own_words(tmp_path: Path, store: DocumentStore) -> None:
    with pytest.raises(LedgerError, match=r"pg_dump failed: .*no-such-folder"):
        back_up("postgresql+psycopg://nobody@/x?host=/no-such-folder", store, tmp_path / "backup")


def test_a_backup_that_was_cut_off_leaves_the_one_before(tmp_path: Path, store: DocumentStore) -> None:
    url = f"sqlite:///{tmp_path}/ledger.db"
    with open_ledger(url) as ledger:
        take_in(ledger, store, 1)
    back_up(url, store, tmp_path / "backup")
    (tmp_path / "backup" / ".ledger.db.unfinished").write_bytes(b"half a database")
    back_up(url, store, tmp_path / "backup")
    with sqlite3.connect(tmp_path / "backup" / "ledger.db") as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (1,)
