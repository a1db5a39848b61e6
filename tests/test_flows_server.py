"""Nights and deployments on a standing Prefect server, started here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.prefect_settings import SETTINGS
from tests.flows_batch import AS_OF, tiny_batch

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start a server and give the environment that leads to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    home = str(tmp_path_factory.mktemp("prefect"))
    environment = {**os.environ, **SETTINGS, "PREFECT_HOME": home}
    start = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    api = f"http://127.0.0.1:{port}/api"
    with subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as running:
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=9)) as patient:
                assert patient.get(f"{api}/health", timeout=60).json() is True
            yield {**environment, "PREFECT_API_URL": api}
        finally:
            running.terminate()


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
    pool = [*prefect, "work-pool", "create", "proofdesk", "--type", "process"]
    subprocess.run(pool, env=server, check=True, cwd=ROOT, capture_output=True)
    deploy = [*prefect, "deploy", "--all", "--prefect-file", "flows/prefect.yaml"]
    told = subprocess.run(deploy, env=server, capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.returncode == 0, told.stdout + told.stderr
    (made,) = found(server, "deployments")
    assert (made["name"], made["entrypoint"]) == ("north", "flows/nightly.py:nightly")
    assert made["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    assert made["schedules"][0]["schedule"]["timezone"] == "Europe/Stockholm"
    assert "plan" in made["parameter_openapi_schema"]["required"]
