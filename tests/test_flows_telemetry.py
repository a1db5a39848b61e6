"""Log lines as JSON, and traces sent to a real collector."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.telemetry import wanted
from tests.flows_batch import AS_OF, tiny_batch
from tests.web_servers import serving, web_server

collected = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
pytestmark = pytest.mark.slow


def reconcile(tmp_path: Path, *more: str, **environment: str) -> str:
    """Reconcile a small batch, in which one document cannot be read; return what was logged."""
    batch = tiny_batch(tmp_path / "batch", 2)
    (batch.evidence / "broken.pdf").write_bytes(b"%PDF-1.4 nothing follows")
    verb = [sys.executable, "-m", "flows.cli", "reconcile", "--plan", batch.plan, "--claims", batch.claims, *more]
    where = ["--evidence", batch.evidence, "--out", tmp_path / "out", "--workspace", tmp_path / "workspace", "--json"]
    command = [str(each) for each in (*verb, *where, "--as-of", AS_OF)]
    told = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, **environment})
    assert told.returncode == 3, told.stderr
    return told.stderr


def test_lines_as_json_say_of_what_they_speak(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in reconcile(tmp_path, "--log", "json").splitlines() if line.startswith("{")]
    assert {line["level"] for line in lines} >= {"INFO", "DEBUG"}
    assert {line["batch"] for line in lines} == {"batch"}
    assert len({line["run"] for line in lines}) == 1
    read = {line["document"]: line for line in lines if "document" in line}
    assert set(read) == {"broken.pdf", "invoice-0001.pdf", "invoice-0002.pdf"}
    assert read["broken.pdf"]["problems"]
    assert read["invoice-0001.pdf"]["message"] == "read: complete"


def test_a_run_is_traced_with_its_steps_where_a_collector_is_named(tmp_path: Path) -> None:
    received: list[bytes] = []
    with serving(web_server(received)) as port:
        reconcile(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{port}")
    sent = [collected.ExportTraceServiceRequest.FromString(content) for content in received]
    resources = [each for request in sent for each in request.resource_spans]
    spans = {span.name: span for each in resources for scope in each.scope_spans for span in scope.spans}
    assert {"reconcile", "fetch", "take in", "read", "reconcile documents", "publish report"} <= set(spans)
    run = spans.pop("reconcile")
    assert not run.parent_span_id
    assert {span.parent_span_id for span in spans.values()} == {run.span_id}
    about = {each.key: each.value for each in run.attributes}
    assert about["proofdesk.batch"].string_value == "batch"
    assert (about["proofdesk.outcome"].string_value, about["proofdesk.read"].int_value) == ("unread documents", 3)
    named = {each.key: each.value.string_value for each in resources[0].resource.attributes}
    assert named["service.name"] == "proofdesk"
    assert b"invoice-0001" not in b"".join(received)


@pytest.mark.parametrize(
    ("name", "value", "is_wanted"),
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", True),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/traces", True),
        ("OTEL_SERVICE_NAME", "proofdesk", False),
    ],
)
def test_only_a_collector_turns_traces_on(
    name: str, value: str, is_wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in [each for each in os.environ if each.startswith("OTEL_")]:
        monkeypatch.delenv(each)
    monkeypatch.setenv(name, value)
    assert wanted() is is_wanted
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    assert not wanted()
