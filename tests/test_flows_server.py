"""Nights and deployments on a standing Prefect server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml  # type: ignore[import-untyped]  # comes with Prefect

from flows.workspace import Workspace
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
        assert made["entrypoint"] == "flows.nightly.nightly"
        assert made["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert made["schedules"][0]["schedule"]["timezone"] == "Europe/Stockholm"
        assert "plan" in made["parameter_openapi_schema"]["required"]
    assert taken["north-on-a-cluster"]["job_variables"]["env"]["PROOFDESK_CLUSTER"] == "tcp://dask-scheduler:8786"


def test_the_parameters_read_well_in_prefects_form(server: dict[str, str], tmp_path: Path) -> None:
    schema = deployed(server, tmp_path)["parameter_openapi_schema"]
    fields = sorted(schema["properties"].items(), key=lambda field: int(field[1]["position"]))
    assert [name for name, _ in fields] == [
        "plan", "evidence", "out", "batch", "claims", "programme", "as_of", "stand_days", "history", "workspace",
    ]  # fmt: skip
    assert [name for name, about in fields if len(about.get("description", "")) < 20] == []
    formats = {name: [each.get("format") for each in (about, *about.get("anyOf", ()))] for name, about in fields}
    assert "date" in formats["as_of"]
    assert schema["required"] == ["plan", "evidence", "out", "batch"]


KEEP = "from prefect.blocks.system import Secret; Secret(value='p@ss').save('north-mail', overwrite=True)"
ASK = (
    "import prefect; from flows.secrets import with_secret; print(with_secret('imaps://claims:$NORTH_MAIL@mail/North'))"
)


def test_a_secret_is_taken_from_a_block_of_the_server(server: dict[str, str]) -> None:
    said = []
    for program in (ASK, KEEP, ASK):
        told = subprocess.run([sys.executable, "-c", program], env=server, capture_output=True, text=True, check=False)
        said.append((told.stdout or told.stderr).strip().rpartition("\n")[2])
    assert "there is no secret $NORTH_MAIL. Set the environment variable NORTH_MAIL" in said[0]
    assert said[2] == "imaps://claims:p%40ss@mail/North"
    assert "p@ss" not in str(found(server, "block_documents"))


def test_a_worker_runs_a_night_for_a_past_day_and_refuses_another_meanwhile(
    server: dict[str, str], tmp_path: Path
) -> None:
    night = deployed(server, tmp_path)
    asked = {"state": {"type": "SCHEDULED"}, "parameters": {"as_of": AS_OF.isoformat()}}
    for _ in range(2):
        begun = httpx.post(f"{server['PREFECT_API_URL']}/deployments/{night['id']}/create_flow_run", json=asked)
        begun.raise_for_status()
    worker = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "nights", "--type", "process", "--run-once"]
    told = subprocess.run(worker, env=server, capture_output=True, text=True, check=False, cwd=ROOT, timeout=240)
    runs = [run for run in found(server, "flow_runs") if run["deployment_id"] == night["id"]]
    assert sorted(run["state_type"] for run in runs) == ["CANCELLED", "COMPLETED"], told.stdout + told.stderr
    (done,) = [run for run in runs if run["state_type"] == "COMPLETED"]
    assert (done["name"], done["tags"]) == ("night of tiny", ["proofdesk"])
    assert {"summary", "top-findings", "report"} <= {made["key"] for made in found(server, "artifacts")}
    logged = {line["message"] for line in found(server, "logs")}
    assert "Reading documents: 3 done" in logged
    with Workspace(tmp_path / "workspace").ledger() as ledger:
        assert [(run.outcome, run.as_of) for run in ledger.runs(9)] == [("clean", AS_OF)]


def deployed(server: dict[str, str], tmp_path: Path) -> dict[str, Any]:
    """Deploy a small batch as flows/prefect.yaml deploys its first; return the deployment."""
    written = yaml.safe_load((ROOT / "flows" / "prefect.yaml").read_text(encoding="utf-8"))
    made = written["deployments"][0]
    parameters = tiny_batch(tmp_path / "batch", 3).assignment(tmp_path / "out").as_parameters()
    del parameters["as_of"]
    made |= {"name": "tiny", "parameters": {**parameters, "workspace": str(tmp_path / "workspace")}, "schedules": []}
    made["work_pool"]["name"] = "nights"
    file = tmp_path / "prefect.yaml"
    file.write_text(yaml.safe_dump({**written, "deployments": [made]}), encoding="utf-8")
    prefect = [sys.executable, "-m", "prefect", "--no-prompt"]
    for command in (
        ["work-pool", "create", "nights", "--type", "process", "--overwrite"],
        ["deploy", "--all", "--prefect-file", str(file)],
    ):
        told = subprocess.run([*prefect, *command], env=server, capture_output=True, text=True, check=False, cwd=ROOT)
        assert told.returncode == 0, told.stdout + told.stderr
    return next(each for each in found(server, "deployments") if each["name"] == "tiny")
