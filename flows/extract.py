"""The extract flow: what this reader has not read yet is read, in chunks, each result kept at once."""

from __future__ import annotations

from typing import Any, cast

from prefect import flow, task
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.chunks import TASK, chunks
from flows.progress import lines
from flows.steps.known import documents_in_force
from flows.steps.read import process_pool, read, unread
from flows.workspace import Workspace
from ledger.model import Handed

# Threads only keep chunks flowing into the one pool of reading processes.
THREADS = cast(TaskRunner[PrefectFuture[Any]], ThreadPoolTaskRunner[int](max_workers=3))


@task(name="read documents", **TASK)
def read_chunk(documents: tuple[Handed, ...], batch: str, workspace: Workspace) -> int:
    """Read a chunk of documents; return how many of them were not known."""
    with workspace.open() as held, lines("Reading documents", len(documents)) as advance:
        return read(unread(documents, batch, held), process_pool(held.settings, held.workers), held, advance)


@flow(name="extract", flow_run_name="extract {batch}", task_runner=THREADS)
def extract(batch: str, workspace: Workspace) -> int:
    """Read the documents of a batch that are not known; return how many those were."""
    with workspace.open() as held:
        waiting = unread(documents_in_force(batch, held), batch, held)
    done = [read_chunk.submit(some, batch, workspace) for some in chunks(waiting)]
    return sum(chunk.result() for chunk in done)
