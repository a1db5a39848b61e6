"""Nights and deployments on a standing Prefect server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows_batch import AS_OF, tiny_batch

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


def found(server: dict[str, str], what: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = httpx.post(f"{server['PREFECT_API_URL']}/{what}/filter", json={}).json()
    return answer


def test_a_night_runs_on_a_standing_server(server: dict[str, str], tmp_path: Path) -> None:
    batch = tiny_batch(tmp_path / "batch", 3)
    night = [sys.executable, "-m", "flows.cli", "nightly", "--plan", batch.plan, "--evidence", batch.evidence]
    where = ["--out", tmp_path / "out", "--workspace", tmp_path / "workspace", "--as-of", AS_OF.isoformat()]
    told = subprocess.run(list(map(str, (*night, *where))), env=server, capture_output=True, text=True, check=False)
    assert told.returncode in (0, 2), told.stderr
    states = {run["name"]: run["state_type"] for run in found(server, "flow_runs")}
    assert states == dict.fromkeys(
        ("night of batch", "ingest batch", "extract batch", "reconcile batch", "publish batch"), "COMPLETED"
    )
    # Its own files stay in the workspace, not in the home of whoever runs it.
    assert not (tmp_path / "workspace" / "prefect" / "prefect.db").exists()


def test_the_deployments_of_prefect_yaml_are_taken_by_a_server(server: dict[str, str]) -> None:
    prefect = [sys.executable, "-m", "prefect", "--no-prompt"]
    for name in ("proofdesk", "proofdesk-cluster"):
        pool = [*prefect, "work-pool", "create", name, "--type", "process"]
        subprocess.run(pool, env=server, check=True, cwd=ROOT, capture_output=True)
    deploy = [*prefect, "deploy", "--all", "--prefect-file", "flows/prefect.yaml"]
    told = subprocess.run(deploy, env=server, capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.returncode == 0, told.stdout + told.stderr
    taken = {made["name"]: made for made in found(server, "deployments")}
    assert {name: made["schedules"][0]["active"] for name, made in taken.items()} == {
        "north": True,
        "north-on-a-cluster": False,
    }
    for made in taken.values():
        assert made["entrypoint"] == "flows/nightly.py:nightly"
        assert made["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert made["schedules"][0]["schedule"]["timezone"] == "Europe/Stockholm"
        assert "plan" in made["parameter_openapi_schema"]["required"]
    assert taken["north-on-a-cluster"]["job_variables"]["env"]["PROOFDESK_CLUSTER"] == "tcp://dask-scheduler:8786"
