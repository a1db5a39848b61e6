"""The nights of a workspace: which batch is reconciled with what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.configuration import NightlyBatch, configuration_at, configuration_file
from flows.faults import UsageError
from flows.steps.assignment import Assignment
from flows.steps.inboxes import is_elsewhere


@dataclass(frozen=True, slots=True)
class Night:
    """What a night does, and its cron with the time zone that this is meant in."""

    assignment: Assignment
    cron: str
    timezone: str


def nights_at(workspace: Path, as_of: date) -> tuple[Night, ...]:
    """Return the nights that a workspace's configuration describes; raise `UsageError` where there are none."""
    batches = configuration_at(workspace).batches
    file = configuration_file(workspace)
    if not batches:
        raise UsageError(f"there is no --plan, and {file} describes no [[batches]] to run")
    return tuple(Night(_assignment(batch, file.parent, as_of), batch.cron, batch.timezone) for batch in batches)


def _assignment(batch: NightlyBatch, folder: Path, as_of: date) -> Assignment:
    """Return a batch's assignment; its paths are relative to the configuration's folder."""
    programme = folder / batch.programme
    return Assignment(
        batch=batch.name,
        plan=folder / batch.plan,
        evidence=tuple(inbox if is_elsewhere(inbox) else str(folder / inbox) for inbox in batch.inboxes),
        out=folder / batch.out,
        as_of=as_of,
        claims=folder / batch.claims if batch.claims else None,
        programme=str(programme.resolve()) if programme.is_file() else batch.programme,
        stand_days=batch.stand_days,
        history=batch.history,
    )
