"""How work is cut into task runs: never more than Prefect keeps."""

from __future__ import annotations

import pytest

from flows.chunks import MOST_TASKS, chunks


@pytest.mark.parametrize(
    ("items", "tasks", "largest"),
    [(0, 0, 0), (1, 1, 1), (25, 1, 25), (26, 2, 25), (1_000, 40, 25), (10_000, 400, 25), (100_000, 400, 250)],
)
def test_work_is_cut_into_few_chunks(items: int, tasks: int, largest: int) -> None:
    cut = chunks(range(items))
    assert len(cut) == tasks <= MOST_TASKS
    assert max((len(chunk) for chunk in cut), default=0) == largest
    assert [item for chunk in cut for item in chunk] == list(range(items))
