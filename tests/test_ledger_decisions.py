"""Decisions are kept in order, sealed to what was seen, and refused where that has changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from extractors.model import Box, FieldName, Money
from ledger.differences import identities, seen_digest
from ledger.model import Correction, Decided, Decision, LedgerError, Share, StaleDecisionError, Verdict
from ledger.store import Ledger, open_ledger
from matchers.model import Finding
from tests.ledger_sample import AS_OF, NOON, finding, reconciliation, sha_of

SHARES = (Share("L1", Money(Decimal("60.00"), "EUR")), Share("L2", Money(Decimal("39.50"), "EUR")))
READ_ANEW = Correction(
    sha_of("invoice-1.pdf"), FieldName.TOTAL_AMOUNT, "1101.00", "1191.00", "1.191,00", 1, Box(1.5, 2, 3, 4)
)
DETAILS: Mapping[Verdict, dict[str, Any]] = {
    Verdict.ASK_PARTNER: {"message": "Please send the missing invoice.", "reason": "missing_invoice"},
    Verdict.CORRECT_VALUE: {"correction": READ_ANEW},
    Verdict.REASSIGN: {"document": "invoice-1.pdf", "other": "L2"},
    Verdict.SPLIT: {"document": "invoice-1.pdf", "shares": SHARES},
    Verdict.MARK_DUPLICATE: {"document": "invoice-1.pdf", "other": "invoice-2.pdf"},
    Verdict.COMMENT: {"words": "Läs sidan 2."},
    Verdict.UNDO: {"undoes": 1},
}


def decision(verdict: Verdict, about: Finding, who: str = "anna") -> Decision:
    identity = next(iter(identities([about])))
    return Decision("spring", identity, verdict, who, NOON, seen_digest(about), **DETAILS.get(verdict, {}))


def reconciled(ledger: Ledger, *findings: Finding) -> None:
    run = ledger.begin_run("nightly", "spring", {}, AS_OF, NOON)
    ledger.keep_reconciliation(run, "spring", reconciliation(*findings))


def test_every_kind_of_decision_comes_back_as_it_was(ledger: Ledger) -> None:
    reconciled(ledger, finding(1))
    made = [decision(verdict, finding(1)) for verdict in Verdict]
    for number, each in enumerate(made):
        ledger.decide(each, after=number)
    assert ledger.decisions("spring") == tuple(Decided(number, each) for number, each in enumerate(made, 1))
    assert ledger.decisions("autumn") == ()
    assert ledger.verify_chain().intact


@pytest.mark.parametrize("verdict", DETAILS)
def test_a_decision_must_say_what_it_decides(verdict: Verdict) -> None:
    with pytest.raises(LedgerError, match=f"decision to {verdict} needs"):
        Decision("spring", "f", verdict, "anna", NOON, "digest")


def test_who_has_not_seen_the_last_decision_is_refused_and_told(ledger: Ledger) -> None:
    reconciled(ledger, finding(1))
    first = ledger.decide(decision(Verdict.ACCEPT, finding(1)))
    with pytest.raises(StaleDecisionError, match="meanwhile") as refusal:
        ledger.decide(decision(Verdict.REJECT, finding(1), "bertil"))
    assert refusal.value.decisions == (Decided(first.number, decision(Verdict.ACCEPT, finding(1))),)
    ledger.decide(decision(Verdict.COMMENT, finding(1), "bertil"))
    assert [each.decision.verdict for each in ledger.decisions("spring")] == [Verdict.ACCEPT, Verdict.COMMENT]


@pytest.mark.parametrize("now", [(finding(1, "120.00"),), (finding(2),), ()], ids=["changed", "other", "gone"])
def test_what_no_longer_says_what_was_seen_is_not_decided(ledger: Ledger, now: tuple[Finding, ...]) -> None:
    reconciled(ledger, finding(1))
    reconciled(ledger, *now)
    with pytest.raises(StaleDecisionError, match="no longer says"):
        ledger.decide(decision(Verdict.ACCEPT, finding(1)))
    assert ledger.decisions("spring") == ()


def test_a_decision_can_be_undone_also_when_its_finding_has_gone(ledger: Ledger) -> None:
    reconciled(ledger, finding(1))
    ledger.decide(decision(Verdict.CORRECT_VALUE, finding(1)))
    assert ledger.corrections() == (READ_ANEW,)
    reconciled(ledger)
    ledger.decide(decision(Verdict.UNDO, finding(1)), after=1)
    assert ledger.corrections() == ()
    with pytest.raises(LedgerError, match="no standing decision 1"):
        ledger.decide(decision(Verdict.UNDO, finding(1)), after=2)


def test_a_decision_about_another_finding_cannot_be_undone_here(ledger: Ledger) -> None:
    reconciled(ledger, finding(1), finding(2))
    ledger.decide(decision(Verdict.ACCEPT, finding(1)))
    with pytest.raises(LedgerError, match="no standing decision 1"):
        ledger.decide(decision(Verdict.UNDO, finding(2)))


def test_of_reviewers_who_decide_at_once_one_is_heard(ledger_url: str) -> None:
    def attempt(number: int) -> bool:
        try:
            with open_ledger(ledger_url) as opened:
                opened.decide(decision(Verdict.ACCEPT, finding(1), f"reviewer {number}"))
        except StaleDecisionError:
            return False
        return True

    with open_ledger(ledger_url) as ledger, ThreadPoolExecutor(8) as threads:
        reconciled(ledger, finding(1))
        assert sum(threads.map(attempt, range(8))) == 1
        assert len(ledger.decisions("spring")) == 1


def test_a_correction_may_say_that_nothing_is_printed(ledger: Ledger) -> None:
    reconciled(ledger, finding(1))
    absent = Correction(sha_of("a"), FieldName.DUE_DATE, "2026-01-01", None)
    ledger.decide(dataclasses.replace(decision(Verdict.CORRECT_VALUE, finding(1)), correction=absent))
    assert ledger.corrections() == (absent,)
