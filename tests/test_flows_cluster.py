"""Nights whose documents are read on a Dask cluster, which the tests start: the same results, whatever is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.cluster import ClusterAwayError, await_workers, runner_of, same_reader
from flows.faults import UsageError
from flows.workspace import Reader, Workspace
from tests.benchmarks.crashes import files, run
from tests.dask_cluster import cluster_of
from tests.flows_batch import AS_OF, TinyBatch, tiny_batch
from tests.prefect_server import free_port

DOCUMENTS = 60


def night(batch: TinyBatch, folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    tables = ["--plan", batch.plan, "--claims", batch.claims, "--evidence", batch.evidence, "--as-of", AS_OF]
    where = ["--out", folder / "out", "--workspace", folder / "workspace"]
    command = [sys.executable, "-m", "flows.cli", "nightly", *map(str, (*tables, *where))]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


@pytest.mark.slow
def test_a_night_on_a_cluster_that_loses_a_worker_ends_in_the_same_files(
    server: dict[str, str], tmp_path: Path
) -> None:
    batch = tiny_batch(tmp_path / "batch", DOCUMENTS)
    run(batch, tmp_path / "alone")
    with cluster_of(2, tmp_path / "cluster", server) as cluster:
        environment = {**server, "PROOFDESK_CLUSTER": cluster.address, "PROOFDESK_WORKERS": "1"}
        with night(batch, tmp_path / "clustered", environment) as running:
            cluster.lose_the_first_that_has_read()
            _, said = running.communicate(timeout=240)
    assert running.returncode == 2, said
    assert files(tmp_path / "clustered") == files(tmp_path / "alone")
    with Workspace(tmp_path / "clustered" / "workspace").ledger() as ledger:
        assert ledger.runs(1)[0].counts["read"] == DOCUMENTS
        assert len(ledger.submissions("batch")) == DOCUMENTS


def test_a_night_on_a_cluster_needs_a_server_that_its_machines_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(UsageError, match="set PREFECT_API_URL"):
        runner_of(Workspace(cluster="tcp://127.0.0.1:1"))


def test_a_cluster_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.cluster.PATIENCE", 1)
    with pytest.raises(ClusterAwayError, match=r"no worker to read with.*Start it, then run again"):
        await_workers(f"tcp://127.0.0.1:{free_port()}")


def test_a_worker_that_would_read_otherwise_is_refused() -> None:
    with pytest.raises(UsageError, match="Give all machines the same proofdesk"):
        same_reader(Reader("1", "english"), Reader("1", "english and swedish"))
