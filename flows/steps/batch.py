"""A batch from what was handed in to what is published, with no server: what the verbs do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flows.progress import Progress
from flows.steps.assignment import Assignment
from flows.steps.inboxes import at_hand
from flows.steps.ingest import ingest
from flows.steps.locking import only_one
from flows.steps.outcome import Outcome, publish_outcome
from flows.steps.programmes import load_programme
from flows.steps.read import read_new
from flows.steps.reconcile import keep_tables, reconcile_documents
from flows.steps.record import recorded
from flows.steps.remembering import learn_cleared
from flows.steps.tables import load_tables
from flows.steps.tidying import tidy
from flows.workspace import Workspace


@contextmanager
def reconciled(assignment: Assignment, workspace: Workspace, progress: Progress) -> Iterator[Outcome]:
    """Take in, read, reconcile and publish one batch; the outcome can be looked at while the ledger is open.

    A faulty programme or table stops it before anything is taken in.
    """
    programme = load_programme(assignment.programme)
    tables = load_tables(assignment.plan, assignment.claims)
    with (
        only_one(workspace.folder, assignment.out),
        workspace.open() as held,
        recorded("reconcile", assignment, held.ledger) as record,
    ):
        tidy(held)
        keep_tables(assignment.batch, tables, held)
        documents = ingest(at_hand(assignment.evidence, held.folder), assignment.batch, held, progress)
        record.count(documents=len(documents), read=read_new(documents, assignment.batch, held, progress))
        found = reconcile_documents(
            assignment.batch, tables, documents, programme, assignment.as_of, held, history=assignment.history
        )
        held.ledger.keep_reconciliation(record.run, assignment.batch, found)
        outcome = publish_outcome(assignment, found, documents, held)
        learn_cleared(assignment.batch, found, outcome.batch.submissions, held)
        record.end(outcome.verdict)
        yield outcome
