"""Documents of earlier batches are found by what they share with those of another, and no others are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from extractors.model import Money
from ledger.schema import past_documents, past_keys
from ledger.store import Ledger
from matchers.model import PastDocument
from tests.ledger_sample import sha_of

ACCOUNT = "GB29NWBK60161331926819"
PAST = PastDocument(
    "spring", "old.pdf", sha_of("old"), "C1", "L1", "Partner 1", "generic", "Fjällmedia AB", "SE556677889901",
    "00-INV/42", Money(Decimal("1000.50"), "EUR"), date(2026, 3, 5), ("00ff00ff00ff00ff",), "a1b2c3", (ACCOUNT,), True,
)  # fmt: skip
OTHER = PastDocument("autumn", "new.pdf", sha_of("new"))
SHARED: dict[str, dict[str, Any]] = {
    "the file": {"sha256": PAST.sha256},
    "number and vendor": {"number": "inv 42", "vendor": "FJÄLLMEDIA, AB"},
    "number and tax ID": {"number": "INV-42", "tax_id": "SE 556677-8899 01"},
    "vendor, day and total": {
        "vendor": "Fjällmedia AB",
        "day": PAST.day,
        "total": Money(Decimal("1000.5"), "EUR"),
    },
    "a picture": {"fingerprints": ("ffff0000ffff0000", "00ff00ff00ff00ff")},
    "the words": {"words_digest": "a1b2c3"},
    "a vendor that prints accounts": {"vendor": "Fjällmedia AB", "accounts": ("DE89370400440532013000",)},
}
NOT_SHARED: dict[str, dict[str, Any]] = {
    "nothing": {},
    "the number of another vendor": {"number": "00-INV/42", "vendor": "Kettle Print"},
    "the number of nobody": {"number": "00-INV/42"},
    "the total in another currency": {
        "vendor": "Fjällmedia AB",
        "day": PAST.day,
        "total": Money(Decimal("1000.50"), "SEK"),
    },
    "the total on another day": {"vendor": "Fjällmedia AB", "day": date(2026, 3, 6), "total": PAST.total},
    "the vendor alone": {"vendor": "Fjällmedia AB"},
}


@pytest.mark.parametrize("shared", SHARED)
def test_what_shares_something_is_found(ledger: Ledger, shared: str) -> None:
    ledger.keep_history("spring", [PAST])
    assert ledger.history("autumn", [replace(OTHER, **SHARED[shared])]) == (PAST,)


@pytest.mark.parametrize("shared", NOT_SHARED)
def test_what_shares_nothing_is_not_found(ledger: Ledger, shared: str) -> None:
    ledger.keep_history("spring", [PAST])
    assert ledger.history("autumn", [replace(OTHER, **NOT_SHARED[shared])]) == ()


def test_a_batch_is_not_its_own_history(ledger: Ledger) -> None:
    ledger.keep_history("spring", [PAST])
    assert ledger.history("spring", [PAST]) == ()
    assert ledger.history("never seen", [PAST]) == (PAST,)
    assert ledger.history("autumn", []) == ()


def test_history_comes_by_batch_and_name_each_document_once(ledger: Ledger) -> None:
    twin, later = replace(PAST, name="a.pdf"), replace(PAST, batch="summer", name="b.pdf")
    ledger.keep_history("summer", [later])
    ledger.keep_history("spring", [PAST, twin, PAST])
    assert ledger.history("autumn", [PAST, twin]) == (twin, PAST, later)


def test_keeping_a_batch_again_replaces_what_changed(ledger: Ledger, ledger_url: str) -> None:
    ledger.keep_history("spring", [PAST, replace(PAST, name="gone.pdf")])
    refused = replace(PAST, rejected=False, line_id="L2")
    for _ in range(2):
        ledger.keep_history("spring", [PAST])
    ledger.keep_history("spring", [refused])
    assert ledger.history("autumn", [PAST]) == (refused,)
    engine = create_engine(ledger_url)
    with engine.connect() as connection:
        (document,) = connection.scalars(select(past_documents.c.id)).all()
        assert set(connection.scalars(select(past_keys.c.document))) == {document}
    engine.dispose()


def test_of_a_vendor_with_many_documents_one_shows_each_account(ledger: Ledger) -> None:
    bare = PastDocument("spring", "", "", vendor="Fjällmedia AB", accounts=(ACCOUNT,))
    many = [replace(bare, name=f"{number}.pdf", sha256=sha_of(str(number))) for number in range(30)]
    changed = replace(many[0], name="other.pdf", sha256=sha_of("other"), accounts=("DE89370400440532013000",))
    ledger.keep_history("spring", [*many, changed])
    asked = replace(OTHER, vendor="Fjällmedia AB", accounts=(ACCOUNT,))
    found = ledger.history("autumn", [asked])
    assert sorted(each.accounts for each in found) == [("DE89370400440532013000",), (ACCOUNT,)]
