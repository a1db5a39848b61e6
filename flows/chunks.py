"""How work is cut into task runs, and which failures are worth another try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, TypeVar

from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task
from sqlalchemy.exc import OperationalError

Item = TypeVar("Item")

MOST_TASKS = 400
"""Prefect writes about 40 task runs a second into its database, and loses some where there are thousands."""
FEWEST_ITEMS = 25


def chunks(items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    """Cut work into at most `MOST_TASKS` chunks of at least `FEWEST_ITEMS` each."""
    size = max(FEWEST_ITEMS, -(-len(items) // MOST_TASKS))
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
