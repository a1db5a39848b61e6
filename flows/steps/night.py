"""What surrounds a night: one at a time, on the record, and told to people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flows.configuration import configuration_at
from flows.steps.assignment import Assignment
from flows.steps.locking import only_one
from flows.steps.notify import people_told
from flows.steps.record import Record, recorded
from flows.steps.standing import untouched_verdict
from flows.steps.verdict import Verdict
from flows.workspace import Workspace

log = logging.getLogger("proofdesk")


def quiet_night(night: Assignment, workspace: Workspace) -> Verdict | None:
    """End a night at once where nothing came and nothing changed, on the record and told; else return None."""
    verdict = untouched_verdict(night, workspace)
    if verdict is not None:
        with night_of(night, workspace) as record:
            record.end(verdict, unchanged=True)
    return verdict


@contextmanager
def night_of(night: Assignment, workspace: Workspace) -> Iterator[Record]:
    """Give the record of a night; refuse a second one at once, and tell people how it ended."""
    tell = configuration_at(workspace.folder).tell
    # A Prefect worker sets logging up by itself, and would show nothing of ours below a warning.
    if log.level == logging.NOTSET:
        log.setLevel(logging.INFO)
    with (
        only_one(workspace.folder, night.out),
        workspace.ledger() as ledger,
        recorded("nightly", night, ledger) as record,
        people_told(tell, night, record),
    ):
        yield record
