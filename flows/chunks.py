"""How work is cut into task runs, and which failures are worth another try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task
from sqlalchemy.exc import OperationalError

Item = TypeVar("Item")

MOST_TASKS = 400
"""Prefect writes about 40 task runs a second into its database, and loses some where there are thousands."""
FILES, DOCUMENTS, DOCUMENTS_ON_A_CLUSTER = 1_000, 250, 25
"""The fewest of a chunk. On one machine all chunks feed the same processes; on a cluster each goes to one machine."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a flow did: so many things, in so many task runs, which all ended well."""

    things: int
    task_runs: int


def chunks(items: Sequence[Item], fewest: int) -> tuple[tuple[Item, ...], ...]:
    """Cut work into at most `MOST_TASKS` chunks of at least `fewest` items each."""
    size = max(fewest, -(-len(items) // MOST_TASKS))
    return tuple(tuple(items[start : start + size]) for start in range(0, len(items), size))


def is_passing(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Say whether a failure may pass by itself: a share or a database that is away for a while."""
    try:
        state.result()
    except (OSError, OperationalError):
        return True
    except Exception:
        return False
    return False


class TaskOptions(TypedDict):
    """What all tasks have in common."""

    cache_policy: CachePolicy
    retries: int
    retry_delay_seconds: list[float]
    retry_jitter_factor: float
    retry_condition_fn: Any


# The ledger knows what is done already, so Prefect caches nothing.
TASK: TaskOptions = {
    "cache_policy": NO_CACHE,
    "retries": 3,
    "retry_delay_seconds": [2, 10, 60],
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": is_passing,
}
