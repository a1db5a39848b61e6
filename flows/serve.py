"""The night as a Prefect deployment that is served from here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.nightly import nightly
from flows.nights import Night

# A run that is due while another is under way is cancelled, not queued: the next night does its work.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def night_deployment(night: Night, workspace: Path) -> RunnerDeployment:
    """Return the deployment of one batch's night.

    `as_of` is left open, so that each run judges by its own day; a past day can be given to a run by hand.
    """
    parameters = night.assignment.as_parameters()
    made = nightly.to_deployment(
        name=night.assignment.batch,
        schedule=Cron(night.cron, timezone=night.timezone),
        parameters={**parameters, "as_of": None, "workspace": str(workspace.resolve())},
        tags=["proofdesk"],
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, made)


def serve_nights(nights: Sequence[Night], workspace: Path) -> None:
    """Serve nights until the process is stopped, one at a time."""
    serve(*(night_deployment(night, workspace) for night in nights), limit=1)
