"""Analysts read the ledger by its views, with names and amounts as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
import pytest
from sqlalchemy import Engine, create_engine

from ledger.differences import identities, seen_digest
from ledger.model import Decision, Verdict
from ledger.store import Ledger
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
)


@pytest.fixture
def engine(ledger: Ledger, ledger_url: str) -> Iterator[Engine]:
    """Return a ledger with two runs, three documents (one of them not read) and a decision."""
    ledger.submit("spring", [handed(1), handed(2)], NOON)
    ledger.submit("autumn", [handed(3)], NOON)
    for version in ("6", VERSION):
        ledger.keep_reading(version, SETTINGS, document(1), extraction(1))
    for found in ([finding(1, "99.50"), finding(2, "0.0001")], [finding(1, "120.00")]):
        run = ledger.begin_run("nightly", "spring", {}, AS_OF, NOON)
        ledger.keep_reconciliation(run, "spring", reconciliation(*found))
    about = finding(1, "120.00")
    identity = next(iter(identities([about])))
    why = ("paid_before", "Läst på sidan 2.")
    ledger.decide(Decision("spring", identity, Verdict.REJECT, "anna", NOON, seen_digest(about), *why))
    opened = create_engine(ledger_url)
    yield opened
    opened.dispose()


def rows(engine: Engine, view: str, *columns: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        table = pd.read_sql(f"SELECT {', '.join(columns)} FROM analysis_{view}", connection)  # noqa: S608
    return [tuple(row) for row in table.astype(object).where(table.notna(), None).itertuples(index=False)]


def test_findings_have_their_batches_and_amounts(engine: Engine) -> None:
    found = rows(engine, "findings", "batch", "code", "line_id", "at_risk", "currency", "newest")
    amounts = [(*row[:3], Decimal(str(row[3])), row[4], bool(row[5])) for row in found]
    assert sorted(amounts) == [
        ("spring", "overclaimed", "L1", Decimal("99.5"), "EUR", False),
        ("spring", "overclaimed", "L1", Decimal("120"), "EUR", True),
        ("spring", "overclaimed", "L2", Decimal("0.0001"), "EUR", False),
    ]


def test_lines_have_their_amounts(engine: Engine) -> None:
    found = rows(engine, "lines", "batch", "line_id", "status", "approved", "claimed", "evidenced", "currency")
    assert [(*row[:3], *map(float, row[3:6]), row[6]) for row in found] == [  # type: ignore[arg-type]
        ("spring", "L1", "flagged", 1500.0, 1200.5, 1101.0, "EUR")
    ] * 2


def test_documents_are_shown_once_also_when_several_readers_read_them(engine: Engine) -> None:
    found = rows(engine, "documents", "batch", "name", "kind", "language", "pages")
    assert sorted(found, key=str) == [
        ("autumn", "invoice-3.pdf", None, None, None),
        ("spring", "invoice-1.pdf", "invoice", "sv", 3),
        ("spring", "invoice-2.pdf", None, None, None),
    ]


def test_decisions_are_shown_with_their_words(engine: Engine) -> None:
    identity = next(iter(identities([finding(1)])))
    found = rows(engine, "decisions", "number", "who", "batch", "finding", "verdict", "reason", "words", "undoes")
    assert found == [(1, "anna", "spring", identity, "reject", "paid_before", "Läst på sidan 2.", None)]


def test_a_decision_that_was_erased_is_not_shown(engine: Engine, ledger: Ledger) -> None:
    ledger.forget_person("anna", "operator", NOON)
    assert rows(engine, "decisions", "number") == []
