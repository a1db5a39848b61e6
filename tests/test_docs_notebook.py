"""The example notebook runs over a real ledger, and its table of the schema is true."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.review_desk import BATCH, make_world

NOTEBOOK = Path(__file__).parent.parent / "docs" / "ledger.ipynb"


@pytest.mark.slow
def test_the_notebook_reads_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(tmp_path)
    found = world.batch.reconciliation
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="reject")
    assert world.ledger.decisions(BATCH)
    world.ledger.close()
    monkeypatch.setenv("PROOFDESK_LEDGER_FILE", str(tmp_path / "ledger.db"))
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [str(cell.outputs[-1].data["text/plain"]) for cell in notebook.cells if cell.get("outputs")]
    assert str(sum(each.code == "overclaimed" for each in found.findings)) in shown[1]
    assert "reject" in shown[-1]


def test_the_schema_that_the_notebook_tells_is_the_ledgers(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.ledger.close()
    connection = sqlite3.connect(tmp_path / "ledger.db")
    told = re.findall(r"\| `(analysis_\w+)` \|[^|]*\| ([^|]+) \|", NOTEBOOK.read_text(encoding="utf-8"))
    assert len(told) == 4
    for view, columns in told:
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({view})")}
        named = set(re.findall(r"[a-z_]+(?= *(?:,|\(|$))", re.sub(r"\([^)]*\)|, and.*", "", columns)))
        assert named <= there, (view, named - there)
    connection.close()
