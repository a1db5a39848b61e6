"""The automations of flows/automations.yaml on a standing Prefect server: who is to be told is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml  # type: ignore[import-untyped]  # comes with Prefect

from flows.automations import FILE
from tests.web_servers import serving

pytestmark = pytest.mark.slow
MAKE_BLOCK = """
import sys
from prefect.blocks.notifications import CustomWebhookNotificationBlock
CustomWebhookNotificationBlock(
    name="proofdesk", url=sys.argv[1], json_data={"text": "{{subject}}"}, allow_private_urls=True
).save("proofdesk", overwrite=True)
"""
NAMES = ["a night did not begin", "a night failed", "a night has gone silent", "no night has ended"]
TRIES = 5


def told(subjects: Queue[str]) -> HTTPServer:
    """Return a server that notes the subjects that it is posted."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            subjects.put(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    return HTTPServer(("127.0.0.1", 0), Handler)


def await_all(wanted: set[str], subjects: Queue[str]) -> None:
    """Wait until all of the subjects came; others may come between."""
    while wanted:
        wanted = wanted - {subjects.get(timeout=180)}


@pytest.fixture
def api(server: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server["PREFECT_API_URL"], timeout=60) as client:
        yield client
        for automation in client.post("/automations/filter", json={}).json():
            client.delete(f"/automations/{automation['id']}")
        # Other tests on this server look for the runs that they begin.
        for made in client.post("/flow_runs/filter", json={}).json():
            client.delete(f"/flow_runs/{made['id']}")


def quick(file: Path) -> Path:
    """Write the automations with what they wait for cut to ten seconds."""
    described = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for each in described["automations"]:
        each["trigger"]["within"] = min(each["trigger"]["within"], 10)
    file.write_text(yaml.safe_dump(described), encoding="utf-8")
    return file


def install(server: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.automations", *map(str, arguments)]
    return subprocess.run(command, env=server, capture_output=True, text=True, check=False)


def run_of(api: httpx.Client, name: str, state: str = "RUNNING") -> str:
    """Begin a run as a night is begun; return its number."""
    flow = _made(api, "/flows/", {"name": "nightly"})
    return _made(api, "/flow_runs/", {"flow_id": flow, "name": name, "tags": ["proofdesk"], "state": {"type": state}})


def _made(api: httpx.Client, address: str, asked: dict[str, Any]) -> str:
    """Have something made, and ask again where Prefect's own SQLite was busy for too long, as Prefect's clients do."""
    answers = (api.post(address, json=asked) for _ in range(TRIES))
    answer = next(each for each in answers if each.status_code != httpx.codes.SERVICE_UNAVAILABLE)
    number: str = answer.raise_for_status().json()["id"]
    return number


def sign_of_life(run: str, name: str) -> dict[str, Any]:
    """Return what a run under way sends from time to time."""
    tag = {"prefect.resource.id": "prefect.tag.proofdesk", "prefect.resource.role": "tag"}
    about = {"prefect.resource.id": f"prefect.flow-run.{run}", "prefect.resource.name": name}
    now = datetime.now(UTC).isoformat()
    return {
        "event": "prefect.flow-run.heartbeat",
        "id": str(uuid4()),
        "occurred": now,
        "resource": about,
        "related": [tag],
    }


def test_automations_are_installed_once_and_tell_of_what_goes_wrong(
    server: dict[str, str], api: httpx.Client, tmp_path: Path
) -> None:
    subjects: Queue[str] = Queue()
    with serving(told(subjects)) as port:
        block = [sys.executable, "-c", MAKE_BLOCK, f"http://127.0.0.1:{port}/"]
        subprocess.run(block, env=server, check=True, capture_output=True)
        for file in (FILE, quick(tmp_path / "automations.yaml")):
            installed = install(server, "custom-webhook/proofdesk", file)
            assert installed.returncode == 0, installed.stderr
        names = sorted(each["name"] for each in api.post("/automations/filter", json={}).json())
        assert names == [f"proofdesk: {name}" for name in NAMES]

        crashed = run_of(api, "night of crash")
        state = {"state": {"type": "CRASHED", "name": "Crashed", "message": "It is gone."}, "force": True}
        api.post(f"/flow_runs/{crashed}/set_state", json=state).raise_for_status()
        silent = run_of(api, "night of silence")
        api.post("/events", json=[sign_of_life(silent, "night of silence")]).raise_for_status()
        due = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
        flow = api.post("/flows/", json={"name": "nightly"}).json()["id"]
        late = {"type": "SCHEDULED", "state_details": {"scheduled_time": due}}
        asked = {"flow_id": flow, "name": "late", "tags": ["proofdesk"], "state": late}
        api.post("/flow_runs/", json=asked).raise_for_status()
        await_all({f"proofdesk: {each}" for each in (
            "night of crash crashed", "night of silence crashed", "late did not begin", "no night has ended",
        )}, subjects)  # fmt: skip
        assert api.get(f"/flow_runs/{silent}").json()["state_type"] == "CRASHED"


def test_a_block_that_is_not_there_is_told(server: dict[str, str]) -> None:
    refused = install(server, "slack-webhook/nobody")
    assert refused.returncode == 1
    assert "There is no block slack-webhook/nobody" in refused.stderr
