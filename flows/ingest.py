"""The ingest flow: what was handed in is taken apart, kept by content and remembered by name."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from flows.chunks import FILES, TASK, Done, chunks
from flows.progress import lines
from flows.steps.assignment import Assignment
from flows.steps.collect import Found, collect
from flows.steps.inboxes import at_hand
from flows.steps.ingest import take_in_files
from flows.steps.known import new_files
from flows.steps.reconcile import keep_tables
from flows.steps.tables import are_in_force, load_tables
from flows.steps.tidying import tidy
from flows.telemetry import span
from flows.workspace import Workspace

FETCHES = 1


@task(name="take in files", **TASK)
def take_in_chunk(files: tuple[Found, ...], batch: str, workspace: Workspace) -> int:
    """Take in a chunk of files; return how many there were."""
    with workspace.open() as held, lines("Taking in files", len(files)) as advance:
        take_in_files(files, batch, held, advance)
    return len(files)


@task(name="fetch from inboxes", **TASK)
def fetch(inboxes: tuple[str, ...], workspace: Workspace) -> tuple[Path, ...]:
    """Copy what is new in inboxes elsewhere; return where each inbox lies on this machine."""
    return at_hand(inboxes, workspace.folder)


@flow(name="ingest", flow_run_name="ingest {assignment.batch}")
def ingest(assignment: Assignment, workspace: Workspace) -> Done:
    """Put plan and claims in force and take in the evidence; return how many files were new."""
    with workspace.open() as held:
        tidy(held)
        if not are_in_force(assignment.plan, assignment.claims, assignment.batch, held):
            keep_tables(assignment.batch, load_tables(assignment.plan, assignment.claims), held)
    inboxes = fetch(assignment.evidence, workspace)
    with workspace.open() as held:
        files = new_files(collect(inboxes), assignment.batch, held)
    with span("ingest", files=len(files)):
        taken = [take_in_chunk.submit(some, assignment.batch, workspace) for some in chunks(files, FILES)]
        return Done(sum(chunk.result() for chunk in taken), FETCHES + len(taken))
