"""What the ledger keeps comes back as it was, and keeping it again changes nothing."""

from __future__ import annotations

import dataclasses
import sys
from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, func, select

from extractors.model import Problem
from ledger.model import Handed, HandedTable, IntakeProblem, LedgerError
from ledger.schema import findings, lines
from ledger.store import Ledger, open_ledger
from matchers.model import Exhibit, Submission
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


def keep(ledger: Ledger, *numbers: int) -> None:
    for number in numbers:
        ledger.keep_reading(VERSION, SETTINGS, document(number), extraction(number))


def test_a_reading_comes_back_as_it_was(ledger: Ledger) -> None:
    keep(ledger, 1, 2)
    exhibits = ledger.exhibits(VERSION, SETTINGS, [sha_of("invoice-1.pdf")])
    assert dict(exhibits) == {sha_of("invoice-1.pdf"): Exhibit(document(1), extraction(1))}
    assert dict(ledger.extractions(VERSION, SETTINGS, [sha_of("invoice-2.pdf")])) == {
        sha_of("invoice-2.pdf"): extraction(2)
    }


def test_readings_are_known_by_content_version_and_settings(ledger: Ledger) -> None:
    keep(ledger, 1, 2)
    asked = [sha_of(f"invoice-{number}.pdf") for number in (1, 2, 3)]
    assert ledger.known_readings(VERSION, SETTINGS, asked) == {asked[0], asked[1]}
    assert ledger.known_readings("8", SETTINGS, asked) == frozenset()
    assert ledger.known_readings(VERSION, "other", asked) == frozenset()
    assert ledger.known_readings(VERSION, SETTINGS, []) == frozenset()


def test_more_contents_are_asked_about_than_a_question_can_hold(ledger: Ledger) -> None:
    keep(ledger, 1)
    asked = [sha_of(f"invoice-{number}.pdf") for number in range(40_000)]
    assert ledger.known_readings(VERSION, SETTINGS, asked) == {asked[1]}


def test_what_is_kept_first_stays(ledger: Ledger) -> None:
    keep(ledger, 1)
    other = dataclasses.replace(document(1), name="under another name.pdf")
    ledger.keep_reading(VERSION, SETTINGS, other, extraction(1))
    assert ledger.exhibits(VERSION, SETTINGS, [other.sha256])[other.sha256].document == document(1)


def test_a_mapping_knows_its_keys_before_it_reads(ledger: Ledger) -> None:
    keep(ledger, 1, 2)
    asked = [sha_of(f"invoice-{number}.pdf") for number in (1, 2, 3)]
    exhibits = ledger.exhibits(VERSION, SETTINGS, asked)
    assert list(exhibits) == sorted(asked[:2])
    assert len(exhibits) == 2
    assert asked[2] not in exhibits
    with pytest.raises(KeyError):
        exhibits[asked[2]]


def test_half_characters_and_zero_bytes_are_kept(ledger: Ledger) -> None:
    broken = dataclasses.replace(document(1), name="caf\udce9\x00.pdf", problems=(Problem("odd", "caf\udce9\x00"),))
    ledger.keep_reading(VERSION, SETTINGS, broken, dataclasses.replace(extraction(1), problems=broken.problems))
    kept = ledger.exhibits(VERSION, SETTINGS, [broken.sha256])[broken.sha256]
    assert kept.document == broken
    assert kept.extraction.problems == (Problem("odd", "caf?\x00"),)


def test_submissions_are_kept_once_by_batch_name_and_content(ledger: Ledger) -> None:
    twin = Handed("copy.pdf", handed(1).sha256, "application/pdf", 1201, "upload", "mail.eml")
    ledger.submit("spring", [handed(2), handed(1)])
    ledger.submit("spring", [handed(1, "another inbox"), twin])
    ledger.submit("autumn", [handed(1)])
    ledger.submit("empty", [])
    assert ledger.submissions("spring") == (
        Submission("copy.pdf", twin.sha256),
        Submission("invoice-1.pdf", twin.sha256),
        Submission("invoice-2.pdf", handed(2).sha256),
    )
    assert ledger.handed_in("spring") == (twin, handed(1, "another inbox"), handed(2))
    assert ledger.submissions("autumn") == (Submission("invoice-1.pdf", twin.sha256),)
    assert ledger.submissions("empty") == ledger.submissions("never") == ()


def test_names_that_are_no_text_and_names_of_any_length_are_kept(ledger: Ledger) -> None:
    names = ("caf\udce9.pdf", "zero\x00byte.pdf", "long/" * 4000 + "name.pdf")
    for name in names:
        ledger.submit("spring", [dataclasses.replace(handed(1), name=name)] * 2)
    kept = [each.name for each in ledger.submissions("spring")]
    assert kept == ["caf\\udce9.pdf", names[2], "zero\\x00byte.pdf"]


def test_problems_of_intake_are_kept_once(ledger: Ledger) -> None:
    locked = Problem("password_protected", "It needs a password.", None, fatal=True)
    nested = Problem("nested_too_deep", "x" * 5000, 3)
    for _ in range(2):
        ledger.keep_intake_problem("spring", "b.zip", locked)
        ledger.keep_intake_problem("spring", "a.zip", nested)
    ledger.keep_intake_problem("autumn", "b.zip", locked)
    expected = (IntakeProblem("a.zip", nested), IntakeProblem("b.zip", locked))
    assert ledger.problems_of_intake("spring") == expected


def test_the_last_plan_and_claims_are_in_force(ledger: Ledger) -> None:
    assert ledger.plan("spring") is None
    first, second = (plan_line(1),), (plan_line(1), plan_line(2))
    for name, lines_ in (("a", first), ("a", first), ("b", second), ("a", first)):
        ledger.keep_plan("spring", "plan.csv", sha_of(name), lines_)
    ledger.keep_claims("spring", "claims.csv", sha_of("c"), [claim()])
    assert ledger.plan("spring") == HandedTable("plan.csv", sha_of("a"), first)
    assert ledger.claims("spring") == HandedTable("claims.csv", sha_of("c"), (claim(),))
    assert ledger.claims("autumn") is None


def test_runs_are_recorded(ledger: Ledger) -> None:
    swedish = timezone(timedelta(hours=2))
    first = ledger.begin_run("nightly", "spring", {"program": "generic"}, AS_OF, NOON.astimezone(swedish))
    second = ledger.begin_run("reconcile", "spring", {}, AS_OF, NOON + timedelta(minutes=1))
    ledger.finish_run(first, "findings", {"documents": 30}, NOON + timedelta(minutes=2))
    latest, before = ledger.runs(10)
    assert (latest.id, latest.outcome, latest.finished_at, latest.counts) == (second, None, None, {})
    assert (before.id, before.kind, before.batch, before.as_of) == (first, "nightly", "spring", AS_OF)
    assert (before.started_at, before.outcome, before.counts) == (NOON, "findings", {"documents": 30})
    assert before.parameters == {"program": "generic"}
    assert ledger.runs(1) == (latest,)


def test_a_run_that_never_began_cannot_end(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no run nosuch"):
        ledger.finish_run("nosuch", "clean", {}, NOON)


def test_a_moment_needs_its_zone(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="time zone"):
        ledger.begin_run("nightly", "spring", {}, AS_OF, NOON.replace(tzinfo=None))


def test_reconciliations_come_back_as_they_were(ledger: Ledger) -> None:
    assert ledger.latest_reconciliation("spring") is None
    found, later = reconciliation(finding(1), finding(2)), reconciliation(finding(1))
    runs = [ledger.begin_run("nightly", "spring", {}, AS_OF, NOON) for _ in range(2)]
    ledger.keep_reconciliation(runs[0], "spring", found)
    assert ledger.latest_reconciliation("spring") == found
    ledger.keep_reconciliation(runs[1], "spring", later)
    assert ledger.latest_reconciliation("spring") == later
    assert ledger.reconciliation(runs[0]) == found
    assert ledger.reconciliation("nosuch") is None


def test_findings_and_lines_can_be_queried(ledger: Ledger, ledger_url: str) -> None:
    run = ledger.begin_run("nightly", "spring", {}, AS_OF, NOON)
    for _ in range(2):
        ledger.keep_reconciliation(run, "spring", reconciliation(finding(1), finding(1, "0.6"), finding(2, "7.10")))
    engine = create_engine(ledger_url)
    with engine.connect() as connection:
        at_risk = connection.execute(
            select(func.count(), func.sum(findings.c.at_risk)).where(findings.c.code == "overclaimed")
        )
        assert at_risk.one() == (3, Decimal("107.20"))
        assert len(set(connection.scalars(select(findings.c.identity)))) == 3
        assert connection.execute(select(lines.c.line_id, lines.c.evidenced)).all() == [("L1", Decimal("1101.00"))]
    engine.dispose()


def test_a_reconciliation_belongs_to_a_run(ledger: Ledger) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        ledger.keep_reconciliation("nosuch", "spring", reconciliation())
    assert ledger.latest_reconciliation("spring") is None


def test_what_is_kept_is_there_after_reopening(ledger_url: str) -> None:
    with open_ledger(ledger_url) as ledger:
        keep(ledger, 1)
    with open_ledger(ledger_url) as ledger:
        assert ledger.known_readings(VERSION, SETTINGS, [document(1).sha256]) == {document(1).sha256}


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "ledger.db", ""])
def test_other_databases_are_refused_with_what_to_give(url: str) -> None:
    with pytest.raises(LedgerError, match="Give sqlite:///FILE"):
        open_ledger(url)


def test_a_missing_driver_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"pip install 'psycopg\[binary\]'"):
        open_ledger("postgresql://somebody@/ledger")


def test_whatever_findings_and_outcomes_say_can_be_kept(ledger: Ledger) -> None:
    odd = "caf\udce9\x00.pdf"
    run = ledger.begin_run("nightly", odd, {"evidence": odd}, AS_OF, NOON)
    said = dataclasses.replace(finding(1), document=odd, message=odd, found=odd)
    ledger.keep_reconciliation(run, odd, reconciliation(said))
    ledger.finish_run(run, f"failed: {odd}", {}, NOON)
    (record,) = ledger.runs(1)
    assert (record.batch, record.outcome) == ("caf\\udce9\\x00.pdf", "failed: caf\\udce9\\x00.pdf")
    kept = ledger.latest_reconciliation(odd)
    assert kept
    assert kept.findings[0].found == "caf?\x00.pdf"
