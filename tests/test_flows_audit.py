"""`proofdesk audit`: checked in the workspace, written out, and checked again where there is no ledger."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli import main
from flows.workspace import Workspace
from ledger.model import Entry

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def trail(tmp_path: Path) -> Path:
    """Return a trail of three records that the verb wrote."""
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        for number in range(3):
            ledger.record(Entry("comment", "anna", AT, "spring", f"L-{number}", {"words": "Rang up the partner."}))
    assert main(["audit", "--workspace", str(tmp_path / "workspace"), "--to", str(tmp_path / "trail.jsonl")]) == 0
    return tmp_path / "trail.jsonl"


def test_a_written_trail_is_told_to_be_the_workspaces(trail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--workspace", str(trail.parent / "workspace")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("3 records, 0 contents erased")
    assert main(["audit", "--of", str(trail)]) == 0
    assert capsys.readouterr().out == told


def test_a_written_trail_that_was_edited_is_broken(trail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trail.write_text(trail.read_text("utf-8").replace("L-1", "L-9"), "utf-8")
    assert main(["audit", "--of", str(trail)]) == 2
    told = capsys.readouterr().out
    assert "record 2:" in told
    assert "BROKEN" in told


@pytest.mark.parametrize("content", ["no json", "[]", "17", '{"number": 1}', json.dumps({"head": []}), "\x00"])
def test_what_is_no_trail_is_told_so(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.jsonl").write_text(content, "utf-8")
    assert main(["audit", "--of", str(tmp_path / "other.jsonl")]) == 1
    assert "other.jsonl: is no audit trail" in capsys.readouterr().err


def test_a_trail_that_is_not_there_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--of", str(tmp_path / "gone.jsonl")]) == 1
    assert "gone.jsonl: cannot be read" in capsys.readouterr().err
