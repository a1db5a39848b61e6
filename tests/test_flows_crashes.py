"""A run that is killed goes on where it was, with nothing lost or doubled. `tests.benchmarks.crashes` is larger."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.workspace import Workspace
from tests.benchmarks.crashes import calm, files, killed_at_random, run
from tests.flows_batch import tiny_batch

DOCUMENTS = 24
KILLS = 4


@pytest.mark.slow
def test_runs_killed_at_random_moments_end_in_the_same_files(tmp_path: Path) -> None:
    batch = tiny_batch(tmp_path / "batch", DOCUMENTS)
    pace = calm(batch, tmp_path / "calm")
    killed_at_random(batch, tmp_path / "killed", KILLS, pace, seed=5)
    run(batch, tmp_path / "killed")
    assert files(tmp_path / "killed") == files(tmp_path / "calm")
    with Workspace(tmp_path / "killed" / "workspace").ledger() as ledger:
        runs = ledger.runs(9)
        assert len(ledger.submissions("batch")) == DOCUMENTS
    assert runs[0].outcome == "findings"
    assert sum(record.outcome is None for record in runs) <= KILLS
