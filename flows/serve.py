"""The night as a Prefect deployment that is served from here."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.nightly import nightly
from flows.steps.assignment import Assignment

# A run that is due while another is under way is cancelled, not queued: the next night does its work.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def night_deployment(night: Assignment, workspace: Path, cron: str, timezone: str) -> RunnerDeployment:
    """Return the deployment of one batch's night.

    `as_of` is left open, so that each run judges by its own day; a past day can be given to a run by hand.
    """
    made = nightly.to_deployment(
        name=night.batch,
        schedule=Cron(cron, timezone=timezone),
        parameters={**night.as_parameters(), "as_of": None, "workspace": str(workspace.resolve())},
        tags=["proofdesk"],
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, made)


def serve_night(night: Assignment, workspace: Path, cron: str, timezone: str) -> None:
    """Serve one batch's night until the process is stopped."""
    serve(night_deployment(night, workspace, cron, timezone), limit=1)
