"""Where chunks of documents are read: by the processes of this machine, or on the machines of a Dask cluster."""

from __future__ import annotations

import os
from typing import Any, cast

from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.faults import ToolMissingError, UnfinishedError, UsageError
from flows.workspace import Reader, Workspace

Runner = TaskRunner[PrefectFuture[Any]]

# Threads only keep chunks flowing into the one pool of reading processes.
THREADS = cast(Runner, ThreadPoolTaskRunner[int](max_workers=3))
PATIENCE = 60
"""Seconds that the cluster's scheduler and its first worker are waited for."""


class ClusterAwayError(UnfinishedError):
    """The cluster cannot be reached, or has no workers."""


def runner_of(workspace: Workspace) -> Runner:
    """Return what runs the chunks of a workspace, as it is configured."""
    if not workspace.cluster:
        return THREADS
    if not os.environ.get("PREFECT_API_URL"):
        raise UsageError(
            "a night on a cluster needs a standing Prefect server that all its machines reach; "
            "set PREFECT_API_URL, or take workspace.cluster out of the configuration"
        )
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ModuleNotFoundError as error:
        raise ToolMissingError("Dask is not installed. Install it: .venv/bin/pip install '.[cluster]'.") from error
    return cast(Runner, DaskTaskRunner(address=workspace.cluster))


def await_workers(address: str) -> None:
    """Wait for a cluster's first worker; raise `ClusterAwayError` where there is none."""
    from distributed import Client

    try:
        # Dask's client has no types.
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=PATIENCE)
    except OSError as error:
        message = f"the Dask cluster {address} has no worker to read with ({error}). Start it, then run again."
        raise ClusterAwayError(message) from error


def same_reader(ours: Reader, theirs: Reader) -> None:
    """Raise `UsageError` where a worker would read otherwise than the machine that reconciles."""
    if ours != theirs:
        raise UsageError(
            f"the worker on {os.uname().nodename} reads otherwise than the machine of the night: "
            f"{theirs.version} {theirs.digest}, not {ours.version} {ours.digest}. "
            "Give all machines the same proofdesk, Tesseract languages and extras"
        )
