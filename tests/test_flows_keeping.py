"""The verbs that copy what is kept and that erase it, on a workspace with a batch that was reconciled."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.faults import ExitCode
from flows.steps.erasing import months_before
from flows.steps.locking import only_one
from flows.steps.rewriting import PUBLISHED
from flows.workspace import Workspace
from ledger.model import Entry
from ledger.people import People, Person
from tests.flows_batch import AS_OF, TinyBatch, tiny_batch

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
LATER = "2029-01-01"
VENDOR = "Marlow Print 2 Ltd"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a batch of three invoices and a workspace that knows it."""
    folder = tmp_path_factory.mktemp("made")
    batch = tiny_batch(folder / "batch", 3)
    assert reconcile(batch, folder) in (0, 2)
    with Workspace(folder / "workspace").ledger() as ledger:
        ledger.record(Entry("look", "rev", NOW, "batch", "invoice-0002.pdf", {"words": f"{VENDOR} called"}))
        people = People(ledger.database)
        person = people.add(Person(0, "mp2", VENDOR, "reviewer"), "hash", NOW)
        people.begin(person, NOW)
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "workspace", tmp_path / "workspace")
    return tmp_path / "workspace"


def reconcile(batch: TinyBatch, folder: Path) -> int:
    where = ["--evidence", batch.evidence, "--out", folder / "out", "--workspace", folder / "workspace"]
    told = ["--as-of", AS_OF.isoformat(), "--batch", "batch", "--json"]
    return main([str(each) for each in ("reconcile", "--plan", batch.plan, "--claims", batch.claims, *where, *told)])


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*map(str, words), "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def kept_files(home: Path) -> int:
    return sum(1 for path in (home / "documents").rglob("*.pdf"))


def test_a_backup_comes_back_and_nothing_is_read_again(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, "backup", tmp_path / "backup", "--workspace", home) == {"documents": 3}
    assert asked(capsys, "backup", tmp_path / "backup", "--workspace", home) == {"documents": 0}
    other = tmp_path / "other"
    assert asked(capsys, "restore", tmp_path / "backup", "--workspace", other / "workspace") == {"documents": 3}
    reconcile(TinyBatch(made / "batch"), other)
    with Workspace(other / "workspace").ledger() as ledger:
        assert ledger.runs(1)[0].counts["read"] == 0
        assert ledger.verify_chain().intact


def test_a_backup_is_not_restored_over_a_ledger(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, "backup", tmp_path / "backup", "--workspace", home)
    assert main(["restore", str(tmp_path / "backup"), "--workspace", str(home)]) == 1
    assert "holds a ledger already" in capsys.readouterr().err


def test_a_dry_run_says_what_a_purge_erases_and_erases_nothing(
    made: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    purge = ("purge", "--workspace", home, "--as-of", LATER)
    told = asked(capsys, *purge, "--dry-run")
    assert (told["documents"], told["by_batch"], told["dry_run"]) == (3, {"batch": 3}, True)
    assert told["left_in_inboxes"] == [str(path) for path in sorted((made / "batch" / "evidence").iterdir())]
    assert kept_files(home) == 3
    done = asked(capsys, *purge)
    assert {**done, "dry_run": True} == told
    assert kept_files(home) == 0
    assert main(["audit", "--workspace", str(home)]) == 0
    assert asked(capsys, *purge)["documents"] == 0


def test_what_was_purged_is_not_taken_in_again_as_it_lies_there(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made / "batch", tmp_path / "batch")
    batch = TinyBatch(tmp_path / "batch")
    reconcile(batch, tmp_path)
    asked(capsys, "purge", "--workspace", home, "--as-of", LATER)
    reconcile(batch, tmp_path)
    assert kept_files(home) == 0
    (batch.evidence / "invoice-0001.pdf").touch()
    reconcile(batch, tmp_path)
    assert kept_files(home) == 1


KILLED = """
import os, signal, sys
from flows.cli import main
from flows.steps import erasing
def killed(*_): os.kill(os.getpid(), signal.SIGKILL)
if sys.argv.pop(1) == "before":
    from ledger.store import Ledger
    whole = Ledger.forget_person
    Ledger.forget_person = lambda self, *a, rehearse: whole(self, *a, rehearse=True) if rehearse else killed()
else:
    erasing.remove_traces = killed
main(sys.argv[1:])
"""


def forgetting_killed(home: Path, when: str) -> None:
    """Forget a vendor, in a process that is killed before or after the ledger has erased what it knows."""
    forget = [sys.executable, "-c", KILLED, when, "forget", "--person", VENDOR, "--workspace", str(home)]
    assert subprocess.run(forget, check=False, capture_output=True).returncode == -signal.SIGKILL
    assert (home / "erasing.json").exists()


@pytest.mark.parametrize("later", ["reconcile", "purge"])
def test_an_erasing_that_was_killed_is_finished_by_what_runs_next(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], later: str
) -> None:
    shutil.copytree(made / "batch", tmp_path / "batch")
    batch = TinyBatch(tmp_path / "batch")
    reconcile(batch, tmp_path)
    forgetting_killed(home, "after")
    assert VENDOR in report_of(tmp_path / "out")
    assert kept_files(home) == 3
    if later == "reconcile":
        reconcile(batch, tmp_path)
    else:
        asked(capsys, "purge", "--workspace", home, "--as-of", AS_OF)
    assert VENDOR not in report_of(tmp_path / "out")
    assert kept_files(home) == 2
    reconcile(batch, tmp_path)
    assert kept_files(home) == 2
    assert not (home / "erasing.json").exists()


def test_an_erasing_that_was_killed_before_it_erased_anything_leaves_all_in_place(
    made: Path, home: Path, tmp_path: Path
) -> None:
    reconcile(TinyBatch(made / "batch"), tmp_path)
    forgetting_killed(home, "before")
    reconcile(TinyBatch(made / "batch"), tmp_path)
    assert kept_files(home) == 3
    assert VENDOR in report_of(tmp_path / "out")
    assert not (home / "erasing.json").exists()


def test_an_erasing_under_way_is_not_finished_by_others(made: Path, home: Path, tmp_path: Path) -> None:
    forgetting_killed(home, "before")
    with only_one(home, home / "erasing.json"):
        reconcile(TinyBatch(made / "batch"), tmp_path)
        assert (home / "erasing.json").exists()


def test_what_killed_processes_left_half_written_is_removed(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "inboxes").mkdir()
    places = [
        home / ".erased.txt.1-1.unfinished",
        home / "inboxes" / ".a.unfinished",
        home / "documents" / ".b.unfinished",
    ]
    for old in places:
        old.touch()
        os.utime(old, (1, 1))
    young = home / ".young.unfinished"
    young.touch()
    reconcile(TinyBatch(made / "batch"), tmp_path)
    assert [path.exists() for path in (*places, young)] == [False, False, True, True]
    asked(capsys, "purge", "--workspace", home, "--as-of", AS_OF)
    assert [path.exists() for path in (*places, young)] == [False, False, False, True]


def test_a_programme_is_kept_for_its_own_time(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "proofdesk.toml").write_text("[retention]\nmonths = 12\nprogrammes = { generic = 600 }")
    purge = ("purge", "--workspace", home, "--as-of", LATER)
    assert asked(capsys, *purge)["documents"] == 0
    assert asked(capsys, *purge, "--months", 12)["documents"] == 3


def test_a_person_is_forgotten_with_their_account(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forget = ("forget", "--person", VENDOR.upper(), "--workspace", home)
    told = asked(capsys, *forget, "--dry-run")
    assert (told["names"], told["accounts"], told["records"]) == (["batch: invoice-0002.pdf"], 1, 1)
    assert asked(capsys, *forget)["documents"] == 1
    with Workspace(home).ledger() as ledger:
        assert not People(ledger.database).anybody()
        assert ledger.verify_chain().erased == 1
        assert ledger.verify_chain().intact
        found = ledger.latest_reconciliation("batch")
    assert found
    assert "invoice-0002.pdf" not in str(found)
    assert kept_files(home) == 2


def report_of(folder: Path) -> str:
    """Return everything that is said in a report's folder, also in the workbook."""
    said = [path.read_text("utf-8") for path in folder.iterdir() if path.suffix in (".csv", ".html")]
    with zipfile.ZipFile(folder / "report.xlsx") as book:
        said += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    return "\n".join(said)


def test_reports_tell_no_longer_of_whom_is_forgotten(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reconcile(TinyBatch(made / "batch"), tmp_path)
    reconcile(TinyBatch(made / "batch"), tmp_path)
    out = tmp_path / "out"
    assert VENDOR in report_of(out)
    assert {path.name for path in out.iterdir()} <= set(PUBLISHED)
    assert asked(capsys, "forget", "--person", VENDOR, "--workspace", home, "--dry-run")["documents"] == 1
    assert VENDOR in report_of(out)
    asked(capsys, "forget", "--person", VENDOR, "--workspace", home)
    said = report_of(out)
    assert VENDOR not in said
    assert "invoice-0002" not in said
    assert "invoice-0001" in said


def test_a_run_of_the_desk_has_no_report_where_people_happen_to_stand(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reconcile(TinyBatch(made / "batch"), tmp_path)
    with Workspace(home).ledger() as ledger:
        ledger.begin_run("desk", "batch", {"programme": "generic", "history": "true"}, AS_OF, NOW)
    monkeypatch.chdir(tmp_path / "out")
    asked(capsys, "forget", "--person", VENDOR, "--workspace", home)
    assert VENDOR not in report_of(tmp_path / "out")


def test_reports_that_had_no_room_are_written_anew_when_it_is_asked_again(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reconcile(TinyBatch(made / "batch"), tmp_path)
    (tmp_path / "out" / ".report.xlsx.unfinished").symlink_to("/dev/full")
    assert main(["forget", "--person", VENDOR, "--workspace", str(home)]) == ExitCode.UNFINISHED
    assert VENDOR in report_of(tmp_path / "out")
    asked(capsys, "forget", "--person", VENDOR, "--workspace", home)
    assert VENDOR not in report_of(tmp_path / "out")
    assert not list(home.glob("to_rewrite*"))


def test_a_report_of_which_nothing_is_left_is_removed(
    made: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reconcile(TinyBatch(made / "batch"), tmp_path)
    (tmp_path / "out" / "notes.txt").write_text("of somebody else")
    asked(capsys, "purge", "--workspace", home, "--as-of", LATER)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]


def test_prefects_database_loses_what_it_was_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "prefect" / "prefect.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as database, database:
        for table in ("artifact", "flow_run"):
            database.execute(f"CREATE TABLE {table} AS SELECT '{VENDOR}' AS data")
    asked(capsys, "forget", "--person", VENDOR, "--workspace", home)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT (SELECT count(*) FROM artifact), count(*) FROM flow_run").fetchall() == [(0, 1)]


def test_what_a_forgotten_account_did_goes_but_for_decisions(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace(home).ledger() as ledger:
        for act, who, batch, subject in (
            ("sign_in", "mp2", "", "mp2"), ("person_added", "admin", "", "mp2"), ("see", "mp2", "batch", "x"),
            ("see", "rev", "batch", "mp2"), ("decide", "mp2", "batch", "finding"),
        ):  # fmt: skip
            ledger.record(Entry(act, who, NOW, batch, subject))
    asked(capsys, "forget", "--person", VENDOR, "--workspace", home)
    with Workspace(home).ledger() as ledger:
        left = [(record.act, record.entry.who) for record in ledger.audit_trail() if record.entry]
        assert [each for each in left if each[0] != "erase"] == [("see", "rev"), ("decide", "mp2")]
        assert ledger.verify_chain().intact


def test_somebody_must_be_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["forget", "--workspace", str(home)])
    assert ended.value.code == 1
    assert asked(capsys, "forget", "--partner", "Nobody AB", "--workspace", home)["documents"] == 0


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-06-30", 24, "2024-06-30"), ("2024-02-29", 12, "2023-02-28"), ("2026-01-31", 2, "2025-11-30")],
)
def test_months_are_counted_back(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months).isoformat() == before
