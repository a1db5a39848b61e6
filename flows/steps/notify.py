"""People are told how a night ended: by mail, webhook, Slack or Teams, and by metrics that a monitor picks up.

Who is told stands in the configuration's [tell]. That a message could not be sent is logged; it never fails a night.
"""

from __future__ import annotations

import json
import logging
import smtplib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from flows.faults import UsageError
from flows.secrets import with_secret
from flows.steps.assignment import Assignment
from flows.steps.files import write_whole
from flows.steps.metrics import metrics_name, metrics_text
from flows.steps.posts import as_slack, as_teams, as_webhook
from flows.steps.record import Record

if TYPE_CHECKING:
    from flows.configuration import Tell

log = logging.getLogger("proofdesk")

PATIENCE = 30
"""Seconds that a server is waited for."""

TOLD = ("documents", "findings", "unread")


@contextmanager
def people_told(tell: Tell, night: Assignment, record: Record) -> Iterator[None]:
    """Tell people how a night ended when it does, also when it fails."""
    began = datetime.now(UTC)
    try:
        yield
    except BaseException as error:
        _tell(tell, night, record, f"failed: {error}", began)
        raise
    _tell(tell, night, record, record.outcome, began)


def message(night: Assignment, outcome: str, record: Record) -> dict[str, Any]:
    """Return what a webhook is sent; `text` is what chat programs show."""
    counts = ", ".join(f"{record.counts[name]} {name}" for name in TOLD if name in record.counts)
    text = f"proofdesk {night.batch}, {night.as_of}: {outcome}" + (f" ({counts})" if counts else "")
    for sentence in filter(None, (record.changes, record.missing)):
        text = f"{text.removesuffix('.')}. {sentence}"
    about = {"batch": night.batch, "as_of": night.as_of.isoformat(), "outcome": outcome, "counts": record.counts}
    return {"text": text, **about, "report": str((night.out / "report.html").resolve())}


def _tell(tell: Tell, night: Assignment, record: Record, outcome: str, began: datetime) -> None:
    told = message(night, outcome, record)
    for whom, address, put in _posts(tell):
        _try(whom, partial(_post, address, put(told)))
    if tell.smtp and tell.mail_to:
        _try("the mail server", lambda: _mail(tell, told))
    if tell.metrics:
        seconds = (datetime.now(UTC) - began).total_seconds()
        text = metrics_text(night.batch, record.counts, failed=outcome.startswith("failed"), seconds=seconds)
        place = tell.metrics / metrics_name(night.batch)
        _try("the folder of metrics", lambda: write_whole(place, text.encode()))


def _posts(tell: Tell) -> Iterator[tuple[str, str, Callable[[dict[str, Any]], dict[str, Any]]]]:
    every = (
        ("the webhook", tell.webhook, as_webhook),
        ("Slack", tell.slack, as_slack),
        ("Teams", tell.teams, as_teams),
    )
    return (each for each in every if each[1])


def _try(whom: str, send: Callable[[], None]) -> None:
    try:
        send()
    except (OSError, smtplib.SMTPException, ValueError, UsageError) as error:
        # The error's own text may hold an address with a secret in it.
        log.warning("%s could not be told how the night ended (%s)", whom, type(error).__name__)


def _post(address: str, told: dict[str, Any]) -> None:
    url = with_secret(address)
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("a webhook is an address of http or https")
    content, kind = json.dumps(told).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(url, content, kind)  # noqa: S310 - checked above
    with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - checked above
        pass


def _mail(tell: Tell, told: dict[str, Any]) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = tell.sender, ", ".join(tell.mail_to)
    mail["Subject"] = f"proofdesk {told['batch']}: {told['outcome'].splitlines()[0]}"
    mail.set_content(f"{told['text']}\n\nReport: {told['report']}\n")
    server = urlsplit(with_secret(tell.smtp))
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname or "localhost", server.port or 0, timeout=PATIENCE) as session:
        if kind is smtplib.SMTP and session.has_extn("starttls"):
            session.starttls()
        if server.username:
            session.login(unquote(server.username), unquote(server.password or ""))
        session.send_message(mail)
