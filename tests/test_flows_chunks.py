"""How work is cut into task runs: never more than Prefect keeps."""

from __future__ import annotations

import pytest

from flows.chunks import MOST_TASKS, chunks


@pytest.mark.parametrize(
    ("items", "fewest", "tasks", "largest"),
    [
        (0, 25, 0, 0),
        (1, 25, 1, 1),
        (25, 25, 1, 25),
        (26, 25, 2, 25),
        (1_000, 250, 4, 250),
        (10_000, 25, 400, 25),
        (100_000, 25, 400, 250),
        (100_000, 250, 400, 250),
    ],
)
def test_work_is_cut_into_few_chunks(items: int, fewest: int, tasks: int, largest: int) -> None:
    cut = chunks(range(items), fewest)
    assert len(cut) == tasks <= MOST_TASKS
    assert max((len(chunk) for chunk in cut), default=0) == largest
    assert [item for chunk in cut for item in chunk] == list(range(items))
