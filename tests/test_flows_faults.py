"""Whole runs through their own doors while something is full, away or doubled: the next run goes on, to the same files.

Runs that are killed stand in `test_flows_crashes`, a lost worker of a cluster in `test_flows_cluster`.
"""

from __future__ import annotations

import errno
import os
import pwd
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.faults import ExitCode
from flows.steps.collect import collect
from flows.workspace import Workspace
from tests.benchmarks.crashes import command, files, run
from tests.flows_batch import TinyBatch, tiny_batch
from tests.ledger_databases import Server, programs, running_server
from tests.prefect_server import free_port

pytestmark = pytest.mark.slow
DOCUMENTS = 12
PROOFDESK = (sys.executable, "-m", "flows.cli")


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> TinyBatch:
    return tiny_batch(tmp_path_factory.mktemp("made") / "batch", DOCUMENTS)


@pytest.fixture(scope="module")
def undisturbed(batch: TinyBatch, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the files of a run that nothing happened to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(batch, folder)
    return files(folder)


@pytest.fixture(scope="module", autouse=True)
def one_reader() -> Iterator[None]:
    """Read with one process: a second one only costs its start here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROOFDESK_WORKERS", "1")
        yield


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Run a PostgreSQL server that a test may stop, and starts again."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL's programs are not installed (apt-get install postgresql)")
    with running_server(folder) as started:
        yield started


def begun(batch: TinyBatch, folder: Path, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Begin a run of a batch in a folder of its own."""
    variables = {**os.environ, **(environment or {})}
    return subprocess.Popen(
        command(batch, folder), env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def ended(running: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a run; return how it ended and the last of what it said."""
    _, said = running.communicate(timeout=300)
    return running.returncode, said.strip().rpartition("\n")[2]


def outcome(folder: Path, url: str = "") -> str | None:
    with Workspace(folder / "workspace", ledger_url=url).ledger() as ledger:
        return ledger.runs(1)[0].outcome


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*unfinished")]


def test_a_ledger_that_has_no_room_ends_a_run_in_words_and_the_next_one_goes_on(
    batch: TinyBatch, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    """No file can grow beyond so many bytes, first fewer than an empty ledger has, then fewer than a full one."""
    for most in (40_000, 300_000):
        limited = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
        told = subprocess.run(command(batch, tmp_path), preexec_fn=limited, capture_output=True, text=True, check=False)
        assert told.returncode == ExitCode.UNFINISHED, told.stderr
        assert "run again" in told.stderr.splitlines()[-1]
        assert not (tmp_path / "out").exists()
    run(batch, tmp_path)
    assert files(tmp_path) == undisturbed


def test_a_report_that_has_no_room_leaves_the_one_of_before(
    batch: TinyBatch, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    earlier = TinyBatch(tmp_path / "earlier" / "batch")
    shutil.copytree(batch.folder, earlier.folder)
    (earlier.evidence / "invoice-0003.pdf").rename(tmp_path / "late.pdf")
    run(earlier, tmp_path)
    before = files(tmp_path)
    (tmp_path / "late.pdf").rename(earlier.evidence / "invoice-0003.pdf")
    # The workbook is written after the tables; a device that is always full takes nothing of it.
    (tmp_path / "out" / ".report.xlsx.unfinished").symlink_to("/dev/full")
    code, said = ended(begun(earlier, tmp_path))
    assert code == ExitCode.UNFINISHED
    assert "No space left on device" in said
    assert files(tmp_path) == before
    assert (outcome(tmp_path) or "").startswith("failed: OSError: [Errno 28] No space left")
    run(earlier, tmp_path)
    assert files(tmp_path) == undisturbed


def test_a_database_that_goes_away_in_the_middle_ends_a_run_in_words_and_the_next_one_goes_on(
    batch: TinyBatch, undisturbed: dict[str, str], tmp_path: Path, server: Server
) -> None:
    url = server.url(server.new_database())
    environment = {"PROOFDESK_LEDGER": url}
    running = begun(batch, tmp_path, environment)
    until(running, "Reading documents")
    server.stop()
    code, said = ended(running)
    assert code == ExitCode.UNFINISHED, said
    assert "run again" in said
    assert not (tmp_path / "out").exists()
    assert ended(begun(batch, tmp_path, environment))[0] == ExitCode.UNFINISHED
    server.start()
    assert outcome(tmp_path, url) is None
    run(batch, tmp_path, environment)
    assert files(tmp_path) == undisturbed
    assert outcome(tmp_path, url) == "findings"


def until(running: subprocess.Popen[str], words: str) -> None:
    """Wait until a run says something."""
    assert running.stderr
    for line in running.stderr:
        if words in line:
            return
    raise AssertionError(f"the run ended before it said {words}")


def both_at_once(
    batch: TinyBatch, folder: Path, environment: Mapping[str, str] | None = None
) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
    """Begin two runs of a batch in one workspace, for two reports."""
    other = [each.replace(str(folder / "out"), str(folder / "2nd")) for each in command(batch, folder)]
    variables = {**os.environ, **(environment or {})}
    second = subprocess.Popen(other, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return begun(batch, folder, environment), second


def files_of_both(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    first = files(folder)
    shutil.rmtree(folder / "out")
    (folder / "2nd").rename(folder / "out")
    return first, files(folder)


def test_two_runs_at_once_on_one_workspace_do_not_get_in_each_others_way(
    batch: TinyBatch, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    assert [ended(running)[0] for running in both_at_once(batch, tmp_path)] == [ExitCode.FINDINGS, ExitCode.FINDINGS]
    assert files_of_both(tmp_path) == (undisturbed, undisturbed)
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        assert len(ledger.submissions("batch")) == DOCUMENTS
        assert [each.outcome for each in ledger.runs(9)] == ["findings", "findings"]


def test_a_desk_and_two_runs_share_a_database_that_is_away_for_a_while(
    batch: TinyBatch, undisturbed: dict[str, str], tmp_path: Path, server: Server
) -> None:
    url = server.url(server.new_database())
    environment = {"PROOFDESK_LEDGER": url}
    with desk_at_work(tmp_path / "workspace", environment) as person:
        running = both_at_once(batch, tmp_path, environment)
        # No more often than the desk lets a person ask.
        answers = [person.get("/settings").status_code for _ in range(100)]
        assert any(each.poll() is None for each in running)
        assert [ended(each)[0] for each in running] == [ExitCode.FINDINGS, ExitCode.FINDINGS]
        assert set(answers) == {200}
        server.stop()
        assert person.get("/settings").status_code == 503
        server.start()
        assert person.get("/settings").status_code == 200
    assert files_of_both(tmp_path) == (undisturbed, undisturbed)
    with Workspace(tmp_path / "workspace", ledger_url=url).ledger() as ledger:
        assert len(ledger.submissions("batch")) == DOCUMENTS
        assert ledger.verify_chain().intact


@contextmanager
def desk_at_work(workspace: Path, environment: Mapping[str, str]) -> Iterator[httpx.Client]:
    """Serve the desk as an operator does, and give its administrator's browser."""
    port = free_port()
    serve = [*PROOFDESK, "review", "--workspace", str(workspace), "--port", port]
    variables = {**os.environ, **environment}
    with subprocess.Popen(serve, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as desk:
        try:
            assert desk.stdout
            code = desk.stdout.readline().strip().rpartition("#")[2]
            yield administrator(f"http://127.0.0.1:{port}", code)
        finally:
            desk.terminate()


def administrator(address: str, code: str) -> httpx.Client:
    """Return the browser of whoever signed in first."""
    person = httpx.Client(base_url=address, transport=httpx.HTTPTransport(retries=9), timeout=60)
    door = re.search(r'name="door_key" value="([^"]+)"', person.get("/first").text)
    assert door
    signed_in = person.post("/first", data={"door_key": door.group(1), "code": code}, headers={"Origin": address})
    assert signed_in.status_code == 303, signed_in.text
    return person


def test_an_inbox_that_is_away_costs_nothing_that_was_handed_in(
    batch: TinyBatch, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    share = TinyBatch(tmp_path / "share" / "batch")
    shutil.copytree(batch.folder, share.folder)
    tables = TinyBatch(tmp_path / "batch")
    shutil.copytree(batch.folder, tables.folder)
    asked = [each.replace(str(tables.evidence), str(share.evidence)) for each in command(tables, tmp_path)]
    (share.evidence / "invoice-0001.pdf").rename(tmp_path / "late.pdf")
    assert subprocess.run(asked, check=False, capture_output=True).returncode == ExitCode.FINDINGS
    before = files(tmp_path)
    share.evidence.rename(tmp_path / "away")
    told = subprocess.run(asked, check=False, capture_output=True, text=True)
    assert told.returncode == ExitCode.USAGE
    assert f"{share.evidence} is not there" in told.stderr
    assert files(tmp_path) == before
    (tmp_path / "away").rename(share.evidence)
    (tmp_path / "late.pdf").rename(share.evidence / "invoice-0001.pdf")
    assert subprocess.run(asked, check=False, capture_output=True).returncode == ExitCode.FINDINGS
    assert files(tmp_path) == undisturbed


CLOSED = """
import os, sys
from pathlib import Path
from flows.steps.collect import collect
os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
print(*(file.name for file in collect([Path(sys.argv[1])])))
"""


def test_a_folder_that_may_not_be_looked_into_is_told_and_not_passed_over() -> None:
    nobody = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        (root / "seen.pdf").touch()
        (root / "closed").mkdir()
        (root / "closed" / "unseen.pdf").touch()
        (root / "closed").chmod(0o000 if os.geteuid() else 0o700)
        told = subprocess.run(
            [sys.executable, "-c", CLOSED, name, str(nobody)], capture_output=True, text=True, check=True
        )
    assert told.stdout.split() == ["closed", "seen.pdf"]


def test_a_share_that_fails_while_it_is_looked_through_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(root: Path, onerror: Any) -> Iterator[Any]:
        onerror(OSError(errno.ESTALE, "Stale file handle", str(root)))
        yield from ()

    monkeypatch.setattr("flows.steps.collect.os.walk", stale)
    with pytest.raises(OSError, match="Stale file handle"):
        collect([tmp_path])
