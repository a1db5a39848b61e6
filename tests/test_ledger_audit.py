"""The audit trail only grows, and shows whatever was done to it behind its back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from ledger.chain import check_lines, numbers_of, ranges_of
from ledger.model import Entry
from ledger.store import Ledger, open_ledger
from tests.ledger_sample import NOON

# (what was done, the statements that did it, the first record that shows it, what the report says)
TAMPERING = (
    (
        "a content edited",
        ["UPDATE audit SET content = replace(content, 'line 3', 'line 4') WHERE number = 3"],
        3,
        "its content was changed",
    ),
    (
        "a content and its digest edited",
        ["UPDATE audit SET content = '{}', content_digest = 'another' WHERE number = 3"],
        3,
        "its seal is broken",
    ),
    (
        "a content edited with its digest",
        [
            "UPDATE audit SET content = '[]'"
            ", content_digest = '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945' WHERE number = 3"
        ],
        3,
        "filed under",
    ),
    ("a content made unreadable", ["UPDATE audit SET content = '{', act = 'erase' WHERE number = 3"], 3, "changed"),
    ("a name taken away", ["UPDATE audit SET who = NULL WHERE number = 3"], 3, "filed under"),
    ("a name edited", ["UPDATE audit SET who = 'mallory' WHERE number = 3"], 3, "filed under"),
    ("an act edited", ["UPDATE audit SET act = 'sign_in' WHERE number = 3"], 3, "seal is broken"),
    ("a record removed", ["DELETE FROM audit WHERE number = 3"], 4, "missing"),
    ("the first removed", ["DELETE FROM audit WHERE number = 1"], 2, "missing"),
    ("the last removed", ["DELETE FROM audit WHERE number = 5"], 5, "ends at 4"),
    ("all removed", ["DELETE FROM audit"], 5, "ends at 0"),
    (
        "removed and the gap closed",
        ["DELETE FROM audit WHERE number = 3", "UPDATE audit SET number = number - 1 WHERE number > 3"],
        3,
        "does not follow",
    ),
    (
        "two exchanged",
        [
            "UPDATE audit SET number = 99 WHERE number = 2",
            "UPDATE audit SET number = 2 WHERE number = 3",
            "UPDATE audit SET number = 3 WHERE number = 99",
        ],
        2,
        "does not follow",
    ),
    (
        "one put in",
        ["INSERT INTO audit SELECT 6, digest, at, act, who, batch, subject, content, content_digest, digest"
         " FROM audit WHERE number = 5"],
        6,
        "seal is broken",
    ),
    (
        "a content erased without a word",
        ["UPDATE audit SET who = NULL, batch = NULL, subject = NULL, content = NULL WHERE number = 3"],
        3,
        "erased",
    ),
)  # fmt: skip


def entry(number: int) -> Entry:
    return Entry("look", "anna", NOON, "spring", f"line {number}", {"rule": "C17@1"})


def disarm(connection: Connection) -> None:
    """Take off the guards, as somebody can who owns the database."""
    for trigger in ("audit_stays", "audit_is_sealed"):
        on_table = " ON audit" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER {trigger}{on_table}"))


@pytest.fixture
def engine(ledger_url: str) -> Iterator[Engine]:
    engine = create_engine(ledger_url)
    yield engine
    engine.dispose()


def test_entries_come_back_in_order_each_sealed_with_the_one_before(ledger: Ledger) -> None:
    written = [ledger.record(entry(number)) for number in range(1, 4)]
    trail = ledger.audit_trail()
    assert trail == tuple(written)
    assert [record.entry for record in trail] == [entry(1), entry(2), entry(3)]
    assert [record.previous for record in trail] == ["", trail[0].digest, trail[1].digest]
    report = ledger.verify_chain()
    assert (report.intact, report.records, report.erased, report.head) == (True, 3, 0, trail[2].digest)


def test_the_trail_can_be_asked_for_a_batch_and_a_subject(ledger: Ledger) -> None:
    ledger.record(entry(1))
    ledger.record(dataclasses.replace(entry(2), batch="autumn"))
    ledger.record(entry(3))
    assert [record.number for record in ledger.audit_trail("spring")] == [1, 3]
    assert [record.number for record in ledger.audit_trail(subject="line 2")] == [2]
    assert ledger.audit_trail("spring", "line 2") == ()


def test_an_empty_trail_is_intact(ledger: Ledger) -> None:
    assert ledger.verify_chain().intact


def test_names_that_are_no_text_are_kept_and_verified(ledger: Ledger) -> None:
    ledger.record(Entry("upload", "anna", NOON, "spring", "caf\udce9\x00.pdf", {"name": "caf\udce9\x00"}))
    assert ledger.verify_chain().intact


@pytest.mark.parametrize("statement", ["DELETE FROM audit", "UPDATE audit SET act = 'look away'"])
def test_the_database_refuses_to_change_the_trail(ledger: Ledger, engine: Engine, statement: str) -> None:
    ledger.record(entry(1))
    with pytest.raises(DBAPIError, match="only grows"), engine.begin() as connection:
        connection.execute(text(statement))
    assert ledger.verify_chain().intact


@pytest.mark.parametrize(
    "statements, shown_at, message", [case[1:] for case in TAMPERING], ids=[c[0] for c in TAMPERING]
)
def test_tampering_shows(ledger: Ledger, engine: Engine, statements: list[str], shown_at: int, message: str) -> None:
    for number in range(1, 6):
        ledger.record(entry(number))
    with engine.begin() as connection:
        disarm(connection)
        for statement in statements:
            connection.execute(text(statement))
    report = ledger.verify_chain()
    assert not report.intact
    assert report.faults[0].number == shown_at
    assert any(message in fault.message for fault in report.faults), report.faults


def test_a_written_trail_is_checked_without_the_database(ledger: Ledger) -> None:
    for number in range(1, 4):
        ledger.record(entry(number))
    written = list(ledger.export_chain())
    assert check_lines(written) == ledger.verify_chain()
    edited = [written[0], written[1].replace("line 2", "line 9"), *written[2:]]
    assert [fault.number for fault in check_lines(edited).faults] == [2]
    assert not check_lines(written[1:]).intact
    assert not check_lines(written[:2] + written[3:]).intact
    assert [fault.message for fault in check_lines(written[:-1]).faults] == [
        "the trail ends at 3, but 0 was its last record"
    ]


def test_threads_of_several_openings_write_one_chain(ledger_url: str) -> None:
    with open_ledger(ledger_url) as one, open_ledger(ledger_url) as other, ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: (one, other)[number % 2].record(entry(number)), range(80)))
        report = one.verify_chain()
        assert (report.records, report.faults) == (80, ())
        assert {record.entry.subject for record in one.audit_trail() if record.entry} == {
            f"line {n}" for n in range(80)
        }


@given(st.sets(st.integers(1, 200)))
def test_ranges_say_the_numbers(numbers: set[int]) -> None:
    assert numbers_of(ranges_of(numbers)) == numbers
