"""The extract flow: what this reader has not read yet is read, in chunks, each result kept at once."""

from __future__ import annotations

from dataclasses import replace

from prefect import flow, task

from flows.chunks import DOCUMENTS, DOCUMENTS_ON_A_CLUSTER, TASK, Done, chunks
from flows.cluster import THREADS, await_workers, same_reader
from flows.progress import lines
from flows.steps.known import documents_in_force
from flows.steps.read import process_pool, read, unread
from flows.telemetry import span
from flows.workspace import Reader, Workspace
from ledger.model import Handed


@task(name="read documents", **TASK)
def read_chunk(documents: tuple[Handed, ...], batch: str, workspace: Workspace, reader: Reader) -> int:
    """Read a chunk of documents as the night's machine would; return how many of them were not known."""
    with workspace.open() as held, lines("Reading documents", len(documents)) as advance:
        same_reader(reader, held.reader)
        return read(unread(documents, batch, held), process_pool(held.settings, held.workers), held, advance)


@flow(name="extract", flow_run_name="extract {batch}", task_runner=THREADS)
def extract(batch: str, workspace: Workspace) -> Done:
    """Read the documents of a batch that are not known; return how many those were, and of how many task runs."""
    with workspace.open() as held:
        waiting = unread(documents_in_force(batch, held), batch, held)
        reader = held.reader
    if waiting and workspace.cluster:
        await_workers(workspace.cluster)
    # Workers may run in other folders.
    place = replace(workspace, folder=workspace.folder.resolve())
    cut = chunks(waiting, DOCUMENTS_ON_A_CLUSTER if workspace.cluster else DOCUMENTS)
    with span("extract", documents=len(waiting)):
        for chunk in [read_chunk.submit(some, batch, place, reader) for some in cut]:
            # What a chunk says that it read is no sum to trust: a lost worker's chunk is begun again by another.
            chunk.result()
    return Done(len(waiting), len(cut))
