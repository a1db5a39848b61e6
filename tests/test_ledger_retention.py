"""What is purged or forgotten is nowhere any more, what is not stays, and the audit trail stays whole."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from extractors.model import Box, Document, Page, Problem, Word
from ledger import cases, known
from ledger.case_model import Draft, Record, Wanted
from ledger.compact import pack_document
from ledger.desk import Desk
from ledger.differences import identities, seen_digest
from ledger.documents import DocumentStore
from ledger.forgotten import Forgotten
from ledger.model import Decision, Entry, Erased, Handed, LedgerAwayError, Verdict
from ledger.store import Ledger
from matchers.model import Claim, Finding, LineStatus, PastDocument, PlanLine, Reconciliation
from tests.ledger_sample import AS_OF, SETTINGS, VERSION, claim, extraction, finding, plan_line, reconciliation, sha_of

LONG_AGO, LATELY = datetime(2024, 1, 15, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)
NOW, HORIZON = datetime(2026, 6, 30, 12, tzinfo=UTC), datetime(2024, 6, 30, tzinfo=UTC)
OLD, NEW, PLAIN = "old-roster.pdf", "new-invoice.pdf", "plain-invoice.pdf"
NAMES = (OLD, NEW, PLAIN)
MANY = 300_000
PARTNERS = {OLD: "Nordlys Partner AS", NEW: "Kustmedia AB", PLAIN: "Kustmedia AB"}
SAID = {OLD: "Berta Lund was here", NEW: "attended by Anna  Svensson, approved", PLAIN: "by Annabel Svenssons"}
ANNA, NORDLYS = "anna svensson", "NORDLYS partner as"


def document(name: str) -> Document:
    words = tuple(Word(word, Box(1, 2, 3, 4)) for word in (PARTNERS[name] + " " + SAID[name]).split())
    return Document(sha_of(name), name, "application/pdf", (Page(1, 595, 842, words),))


def line(name: str) -> PlanLine:
    return replace(plan_line(1 + NAMES.index(name)), partner=PARTNERS[name])


def claim_for(name: str) -> Claim:
    return replace(claim(1 + NAMES.index(name)), documents=(name,), partner=PARTNERS[name])


def found_about(name: str) -> Finding:
    return replace(finding(1 + NAMES.index(name)), document=name, found=SAID[name])


def status(name: str) -> LineStatus:
    return replace(reconciliation().lines[0], line=line(name), documents=(name,), claims=(claim_for(name).claim_id,))


def reconciled(*names: str) -> Reconciliation:
    return replace(
        reconciliation(*map(found_about, names)),
        lines=tuple(map(status, names)),
        claims=tuple(map(claim_for, names)),
        allocations=(),
        checks=(),
    )


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "documents")


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Return a ledger with three documents of two partners, and everything about them in every table."""
    for name in NAMES:
        take_in(ledger, name, LONG_AGO if name == OLD else LATELY)
    ledger.keep_plan("spring", "plan.csv", "p", [line(name) for name in NAMES], LATELY)
    ledger.keep_claims("spring", "claims.csv", "c", [claim_for(name) for name in NAMES], LATELY)
    ledger.keep_history(
        "spring", [PastDocument("spring", name, sha_of(name), partner=PARTNERS[name]) for name in NAMES]
    )
    for at, names in ((LONG_AGO, (OLD,)), (LATELY, NAMES)):
        run = ledger.begin_run("nightly", "spring", {}, AS_OF, at)
        ledger.keep_reconciliation(run, "spring", reconciled(*names))
        ledger.finish_run(run, "findings", {"findings": len(names)}, at)
    for name in NAMES:
        decide(ledger, name)
    fill_desk(Desk(ledger.database))
    return ledger


def take_in(ledger: Ledger, name: str, at: datetime) -> None:
    ledger.submit("spring", [Handed(name, sha_of(name), "application/pdf", 99, f"inbox/{name}")], at)
    read = replace(extraction(), sha256=sha_of(name), problems=())
    ledger.keep_reading(VERSION, SETTINGS, document(name), read)
    ledger.keep_intake_problem("spring", name, Problem("odd", f"{name} is odd."))
    ledger.record(Entry("look", "rev", at, "spring", name, {"page": "1"}))


def decide(ledger: Ledger, name: str) -> None:
    about, words = found_about(name), "Anna Svensson called." if name == NEW else f"Seen {name}."
    identity = next(iter(identities([about])))
    ledger.decide(Decision("spring", identity, Verdict.ACCEPT, "rev", LATELY, seen_digest(about), words=words))


def fill_desk(desk: Desk) -> None:
    (projection,) = desk.unshown()
    for turn in ("first", "second"):
        drafts = [draft(name, turn) for name in NAMES]
        desk.lay_out(projection, drafts, [Record("line", each.identity, each.content) for each in drafts])
    desk.index_documents("spring", [(name, sha_of(name), SAID[name]) for name in NAMES])


def draft(name: str, turn: str) -> Draft:
    content, digest = (
        zlib.compress(json.dumps({"of": name, "said": SAID[name], "turn": turn}).encode()),
        f"{turn} {name}",
    )
    about, partner = found_about(name), PARTNERS[name]
    return Draft(name, digest, content, about, partner, "", "", None, 1.0, True, f"{name} {SAID[name]}")


def everything(url: str) -> str:
    """Return all that any table of a ledger says, unpacked and in small letters."""
    engine = create_engine(url)
    said: list[str] = []
    with engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            rows = connection.execute(select(text("*")).select_from(text(f'"{table}"'))).all()
            said += [opened(value) for row in rows for value in row]
    engine.dispose()
    return " ".join("\n".join(said).casefold().split())


def opened(value: object) -> str:
    if not isinstance(value, bytes | memoryview):
        return str(value)
    try:
        return zlib.decompress(value).decode()
    except zlib.error:
        return bytes(value).decode("utf-8", "replace")


def said_of_old(ledger_url: str) -> list[str]:
    found = everything(ledger_url)
    return [trace for trace in ("berta", "roster", "nordlys") if trace in found]


def test_everything_is_where_the_tests_look_for_it(filled: Ledger, ledger_url: str) -> None:
    assert said_of_old(ledger_url) == ["berta", "roster", "nordlys"]
    assert ANNA in everything(ledger_url)


def test_a_purge_leaves_nothing_of_what_is_old(filled: Ledger, ledger_url: str) -> None:
    erased = filled.purge(HORIZON, "operator", NOW)
    assert erased == Erased(documents=1, reconciliations=2, records=1)
    found = everything(ledger_url)
    assert "berta" not in found
    # The plan in force still names its partner; the decision of this month is not old.
    assert [
        record.entry.subject for record in filled.audit_trail("spring") if record.entry and record.act == "look"
    ] == [
        NEW,
        PLAIN,
    ]
    assert [each.name for each in filled.submissions("spring")] == [NEW, PLAIN]
    assert filled.known_readings(VERSION, SETTINGS, map(sha_of, NAMES)) == {sha_of(NEW), sha_of(PLAIN)}
    latest = filled.latest_reconciliation("spring")
    assert latest
    assert [each.document for each in latest.findings] == [NEW, PLAIN]


def test_a_purge_of_other_batches_and_a_rehearsal_erase_nothing(filled: Ledger, ledger_url: str) -> None:
    before = everything(ledger_url)
    assert filled.purge(HORIZON, "op", NOW, {"autumn"}, rehearse=True) == Erased(0, 0, 0)
    rehearsed = filled.purge(HORIZON, "op", NOW, {"spring", ""}, rehearse=True)
    assert everything(ledger_url) == before
    done = filled.purge(HORIZON, "op", NOW, {"spring", ""})
    assert (done, done.gone) == (rehearsed, rehearsed.gone)
    assert [each.name for each in done.gone] == [OLD]


def test_what_came_again_lately_is_not_old(filled: Ledger) -> None:
    filled.submit("autumn", [Handed("again.pdf", sha_of(OLD), "application/pdf", 99, "inbox")], LATELY)
    assert filled.purge(HORIZON, "operator", NOW).documents == 0
    assert sha_of(OLD) in filled.known_readings(VERSION, SETTINGS, [sha_of(OLD)])
    assert [each.name for each in filled.submissions("spring")] == [NEW, PLAIN]


def test_a_purge_when_all_is_old_leaves_runs_digests_and_tombstones(filled: Ledger, ledger_url: str) -> None:
    filled.purge(NOW, "operator", NOW)
    found = everything(ledger_url)
    assert [
        trace for trace in ("berta", "roster", "nordlys", "kustmedia", "annabel", "invoice") if trace in found
    ] == []
    assert len(filled.runs(10)) == 2
    assert sha_of(OLD) in found
    report = filled.verify_chain()
    assert (report.intact, report.records, report.erased) == (True, 7, 6)


def test_a_partner_is_forgotten_and_the_others_are_not(filled: Ledger, ledger_url: str) -> None:
    erased = filled.forget_partner(NORDLYS, "operator", NOW)
    assert (erased.documents, erased.reconciliations) == (1, 2)
    assert said_of_old(ledger_url) == []
    assert [each.name for each in filled.submissions("spring")] == [NEW, PLAIN]
    plan, claims, latest = filled.plan("spring"), filled.claims("spring"), filled.latest_reconciliation("spring")
    assert plan and claims and latest
    assert plan.rows == (line(NEW), line(PLAIN))
    assert claims.rows == latest.claims == (claim_for(NEW), claim_for(PLAIN))
    assert latest == reconciled(NEW, PLAIN)


def test_a_person_is_forgotten_and_namesakes_are_not(filled: Ledger, ledger_url: str) -> None:
    assert filled.forget_person("Anna Svensson", "operator", NOW).documents == 1
    found = everything(ledger_url)
    assert ANNA not in found
    assert "annabel svenssons" in found
    assert "new-invoice" not in found
    latest = filled.latest_reconciliation("spring")
    assert latest
    # The line and the claim stay: only the document that they list is gone.
    assert [(each.line.line_id, each.documents) for each in latest.lines] == [
        ("L1", (OLD,)),
        ("L2", ()),
        ("L3", (PLAIN,)),
    ]
    assert [each.document for each in latest.findings] == [OLD, PLAIN]


@pytest.mark.parametrize("forget", ["forget_partner", "forget_person"])
def test_who_is_not_known_is_forgotten_without_harm(filled: Ledger, ledger_url: str, forget: str) -> None:
    before = filled.latest_reconciliation("spring")
    assert getattr(filled, forget)("Nobody at all", "operator", NOW) == Erased(0, 0, 0)
    assert filled.latest_reconciliation("spring") == before


def test_the_trail_says_what_was_erased_and_stays_whole(filled: Ledger) -> None:
    before = filled.audit_trail()
    erased = filled.forget_person("Anna Svensson", "operator", NOW)
    report = filled.verify_chain()
    assert (report.intact, report.erased) == (True, erased.records)
    after = filled.audit_trail()
    assert [record.digest for record in after[:-1]] == [record.digest for record in before]
    buried = [record.number for record in after if record.entry is None]
    assert after[-1].entry == Entry("erase", "operator", NOW, "", "", {
        "reason": "forgotten on request", "documents": "1", "reconciliations": "1",
        "numbers": " ".join(map(str, buried)),
    })  # fmt: skip
    assert [before[number - 1].entry.subject for number in buried if before[number - 1].act == "look"] == [NEW]  # type: ignore[union-attr]


def test_tombstones_stay_when_what_is_old_is_erased_again(filled: Ledger) -> None:
    filled.forget_person("Anna Svensson", "operator", LATELY)
    filled.purge(NOW, "operator", NOW)
    assert filled.purge(NOW, "operator", NOW) == Erased(0, 0, 0)
    assert filled.verify_chain().intact


def test_more_cases_than_a_query_has_places_for_are_found_and_forgotten(filled: Ledger) -> None:
    with filled.database.write() as connection:
        known.forget(connection, range(MANY))
        assert {each.document for each in cases.numbered(connection, range(MANY), Wanted(shelf=None))} == set(NAMES)


def test_files_go_unless_they_came_again(filled: Ledger, store: DocumentStore) -> None:
    shas = {store.put(f"%PDF {name}".encode(), "application/pdf"): name for name in NAMES}
    again = next(sha256 for sha256, name in shas.items() if name == NEW)
    filled.submit(
        "summer", [Handed(name, sha256, "application/pdf", 9, "inbox") for sha256, name in shas.items()], LONG_AGO
    )
    assert filled.remove_files(store) == 0
    filled.purge(HORIZON, "operator", NOW)
    filled.submit("autumn", [Handed("again.pdf", again, "application/pdf", 9, "inbox")], LATELY)
    # The documents of the batch "spring" never had a file.
    assert filled.remove_files(store) == 3
    assert {name for sha256, name in shas.items() if store.exists(sha256)} == {NEW}
    assert filled.remove_files(store) == 0


def test_an_erasing_that_fails_leaves_all_as_it_was(filled: Ledger, ledger_url: str) -> None:
    engine = create_engine(ledger_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE snapshots RENAME TO elsewhere"))
    before = everything(ledger_url)
    with pytest.raises((DBAPIError, LedgerAwayError)):
        filled.forget_partner(NORDLYS, "operator", NOW)
    assert everything(ledger_url) == before
    engine.dispose()


@pytest.mark.parametrize("ledger_url", ["sqlite"], indirect=True)
def test_nothing_is_left_in_the_file(filled: Ledger, ledger_url: str) -> None:
    path = Path(ledger_url.removeprefix("sqlite:///"))
    traces = (NEW.encode(), pack_document(document(NEW))[:40])
    assert all(trace in path.read_bytes() + Path(f"{path}-wal").read_bytes() for trace in traces)
    filled.forget_person("Anna Svensson", "operator", NOW)
    assert [trace for trace in traces if trace in path.read_bytes() + Path(f"{path}-wal").read_bytes()] == []


@pytest.mark.parametrize(
    "said, named",
    [
        ("Anna Svensson", True),
        ("with ANNA\n  SVENSSON, Lund", True),
        ("a.pdf", True),
        ("see (a.pdf).", True),
        ("aa.pdf", False),
        ("Annabel Svensson", False),
        ("Anna Svenssons", False),
        ("Anna", False),
        ("", False),
    ],
)
def test_names_are_known_as_whole_words_in_any_case(said: str, named: bool) -> None:
    assert Forgotten(frozenset({"a.pdf"}), frozenset({"Anna  Svensson"})).named_in(said) is named


def test_nobody_is_named_by_an_empty_name() -> None:
    assert not Forgotten(names=frozenset({" "})).named_in("anything at all")
