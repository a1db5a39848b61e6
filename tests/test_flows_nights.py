"""The nights that a configuration describes, and inboxes that lie elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import fsspec
import pytest

from flows.cli import main
from flows.faults import UsageError
from flows.nights import nights_at
from flows.steps.collect import collect
from flows.steps.inboxes import at_hand, fetched

AS_OF = date(2026, 6, 30)
CONFIGURATION = """
[[batches]]
name = "north"
plan = "north/plan.xlsx"
claims = "north/claims.csv"
inboxes = ["north/inbox", "s3://proofs/north"]
out = "north/report"
programme = "own.toml"
timezone = "Europe/Stockholm"
stand_days = 3

[[batches]]
name = "south"
plan = "/srv/south/plan.csv"
inboxes = ["/srv/south/inbox"]
out = "/srv/south/report"
cron = "0 4 * * 1"
"""


def test_a_configuration_describes_nights_by_paths_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "proofdesk.toml").write_text(CONFIGURATION)
    (tmp_path / "own.toml").touch()
    north, south = nights_at(tmp_path, AS_OF)
    assert north.assignment.plan == tmp_path / "north" / "plan.xlsx"
    assert north.assignment.evidence == (str(tmp_path / "north" / "inbox"), "s3://proofs/north")
    assert north.assignment.programme == str(tmp_path / "own.toml")
    assert (north.cron, north.timezone, north.assignment.stand_days) == ("15 2 * * *", "Europe/Stockholm", 3)
    assert south.assignment.claims is None
    assert (south.assignment.out, south.assignment.programme) == (Path("/srv/south/report"), "generic")


def test_without_batches_it_is_said_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"describes no \[\[batches\]\]"):
        nights_at(tmp_path, AS_OF)


def test_a_batch_that_fails_is_told_and_the_next_one_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "proofdesk.toml").write_text(CONFIGURATION.replace("/srv", str(tmp_path)))
    assert main(["nightly", "--workspace", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "proofdesk: north: there is no programme own.toml" in told
    assert f"proofdesk: south: {tmp_path}/south/plan.csv cannot be read" in told


@pytest.fixture
def bucket() -> str:
    files = fsspec.filesystem("memory")
    if files.exists("/inbox"):
        files.rm("/inbox", recursive=True)
    files.pipe_file("/inbox/a.pdf", b"first")
    files.pipe_file("/inbox/march/b.pdf", b"second")
    return "memory://inbox"


def test_what_lies_elsewhere_is_fetched_and_stays(tmp_path: Path, bucket: str) -> None:
    (folder,) = at_hand([bucket], tmp_path)
    assert [file.name for file in collect([folder])] == ["a.pdf", "march/b.pdf"]
    fsspec.filesystem("memory").rm_file("/inbox/a.pdf")
    assert [file.name for file in collect([fetched(bucket, tmp_path / "inboxes")])] == ["a.pdf", "march/b.pdf"]


def test_only_what_changed_is_fetched_again(tmp_path: Path, bucket: str) -> None:
    folder = fetched(bucket, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.pdf")}
    fsspec.filesystem("memory").pipe_file("/inbox/a.pdf", b"changed")
    fetched(bucket, tmp_path)
    after = {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.pdf")}
    assert (folder / "a.pdf").read_bytes() == b"changed"
    assert [name for name in after if after[name] != before[name]] == ["a.pdf"]


def test_a_name_does_not_lead_out_of_the_folder(tmp_path: Path, bucket: str) -> None:
    fsspec.filesystem("memory").store["/inbox/../../evil.pdf"] = fsspec.filesystem("memory").store["/inbox/a.pdf"]
    folder = fetched(bucket, tmp_path)
    assert not list(tmp_path.glob("evil.pdf"))
    assert all(folder in path.parents for path in tmp_path.rglob("*.pdf"))


def test_an_inbox_is_told_of_without_its_secrets(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        fetched("gopher://user:secret@host/inbox", tmp_path)
    assert "gopher://user:...@host/inbox" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_an_inbox_of_an_unknown_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"the inbox gopher://\.\.\. cannot be opened"):
        fetched("gopher://host/inbox", tmp_path)
