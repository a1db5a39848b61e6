"""People are told how a night ended: a real web server, a real mail server, a file of metrics."""

from __future__ import annotations

import json
import logging
import socketserver
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.configuration import Tell
from flows.steps.assignment import Assignment
from flows.steps.notify import people_told
from flows.steps.record import Record
from tests.web_servers import serving, web_server

NIGHT = Assignment("north", Path("plan.csv"), ("inbox",), Path("out"), date(2026, 6, 30))


@pytest.fixture
def record() -> Record:
    counts = {"documents": 36, "findings": 4, "unread": 1}
    return Record("run", "findings", counts, "Findings since the report of 2026-06-29: 1 new, 0 gone, 0 changed")


def mail_server(received: list[str]) -> socketserver.TCPServer:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline().decode().strip():
                word = line.upper()
                self.wfile.write(b"354 go on\r\n" if word == "DATA" else b"250 well\r\n")
                if word == "DATA":
                    received.append(self._letter())
                    self.wfile.write(b"250 taken\r\n")
                if word == "QUIT":
                    return

        def _letter(self) -> str:
            lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
            return "\n".join(lines)

    return socketserver.TCPServer(("127.0.0.1", 0), Handler)


def test_a_webhook_is_posted_what_happened(record: Record) -> None:
    received: list[bytes] = []
    with (
        serving(web_server(received, 204)) as port,
        people_told(Tell(webhook=f"http://127.0.0.1:{port}/x"), NIGHT, record),
    ):
        pass
    (told,) = map(json.loads, received)
    assert told["text"] == (
        "proofdesk north, 2026-06-30: findings (36 documents, 4 findings, 1 unread). "
        "Findings since the report of 2026-06-29: 1 new, 0 gone, 0 changed"
    )
    assert (told["batch"], told["counts"]["findings"]) == ("north", 4)


def test_people_get_mail(record: Record) -> None:
    received: list[str] = []
    with serving(mail_server(received)) as port:
        tell = Tell(smtp=f"smtp://127.0.0.1:{port}", mail_to=("claims@example.org", "audit@example.org"))
        with people_told(tell, NIGHT, record):
            pass
    (letter,) = received
    assert "To: claims@example.org, audit@example.org" in letter
    assert "Subject: proofdesk north: findings" in letter
    assert "36 documents" in letter


def test_a_night_that_fails_is_told_and_fails(record: Record, tmp_path: Path) -> None:
    received: list[bytes] = []
    with serving(web_server(received, 200)) as port:
        tell = Tell(webhook=f"http://127.0.0.1:{port}/x", metrics=tmp_path)
        with pytest.raises(OSError, match="disk full"), people_told(tell, NIGHT, record):
            raise OSError("disk full")
    assert json.loads(received[0])["outcome"] == "failed: disk full"
    assert 'proofdesk_night_failed{batch="north"} 1' in (tmp_path / "proofdesk-north.prom").read_text()


def test_metrics_are_whole_lines_of_prometheus_format(record: Record, tmp_path: Path) -> None:
    with people_told(Tell(metrics=tmp_path), NIGHT, record):
        pass
    lines = (tmp_path / "proofdesk-north.prom").read_text().splitlines()
    assert 'proofdesk_documents{batch="north"} 36' in lines
    assert 'proofdesk_night_failed{batch="north"} 0' in lines
    assert [line.split()[2] for line in lines if line.startswith("# TYPE")] == [
        line.split("{")[0] for line in lines if not line.startswith("#")
    ]


UNREACHABLE: tuple[tuple[str, Callable[[int], Tell]], ...] = (
    ("a webhook that refuses", lambda port: Tell(webhook=f"http://127.0.0.1:{port}/secret")),
    ("a webhook of another kind", lambda port: Tell(webhook="file:///etc/secret")),
    ("no mail server", lambda port: Tell(smtp="smtp://user:secret@127.0.0.1:1", mail_to=("a@example.org",))),
)


@pytest.mark.parametrize("tell", [case[1] for case in UNREACHABLE], ids=[case[0] for case in UNREACHABLE])
def test_who_cannot_be_told_does_not_fail_the_night(
    tell: Callable[[int], Tell], record: Record, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(web_server([], 500)) as port, caplog.at_level(logging.WARNING), people_told(tell(port), NIGHT, record):
        pass
    assert "could not be told how the night ended" in caplog.text
    assert "secret" not in caplog.text


def test_slack_and_teams_are_posted_what_they_can_show(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[bytes] = []
    with serving(web_server(received, 200)) as port:
        monkeypatch.setenv("TEAMS_ADDRESS", f"http://127.0.0.1:{port}/teams")
        tell = Tell(slack=f"http://127.0.0.1:{port}/slack", teams="$TEAMS_ADDRESS")
        with people_told(tell, NIGHT, record):
            record.changes = "1 < 2 & 3"
    slack, teams = map(json.loads, received)
    assert list(slack) == ["text"]
    assert "1 &lt; 2 &amp; 3" in slack["text"]
    (attached,) = teams["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert {"title": "findings", "value": "4"} in attached["content"]["body"][1]["facts"]
    assert "1 < 2 & 3" in attached["content"]["body"][0]["text"]
