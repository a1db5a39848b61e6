"""The reconcile flow: plan, claims and everything handed in so far become findings, kept in the ledger."""

from __future__ import annotations

from prefect import flow, task

from flows.chunks import TASK
from flows.steps.assignment import Assignment
from flows.steps.bundles import told_apart
from flows.steps.known import documents_in_force
from flows.steps.programmes import load_programme
from flows.steps.reconcile import keep_tables, reconcile_documents
from flows.steps.standing import Inputs, inputs_of, with_history
from flows.steps.tables import load_tables
from flows.workspace import Workspace


# Reconciling is pure and quick; one task, however large the batch.
@task(name="reconcile documents", **TASK)
def reconcile_all(assignment: Assignment, workspace: Workspace, run: str) -> Inputs:
    """Reconcile a batch and keep what was found under the run; return what it was made of."""
    programme = load_programme(assignment.programme)
    tables = load_tables(assignment.plan, assignment.claims)
    with workspace.open() as held:
        keep_tables(assignment.batch, tables, held)
        told_apart(documents_in_force(assignment.batch, held), assignment.batch, held)
        # What comes or is decided from here on is for the next night, which sees that it changed.
        made_of = inputs_of(assignment, held)
        documents = documents_in_force(assignment.batch, held)
        found = reconcile_documents(
            assignment.batch, tables, documents, programme, assignment.as_of, held, history=assignment.history
        )
        held.ledger.keep_reconciliation(run, assignment.batch, found)
        return with_history(made_of, assignment, held)


@flow(name="reconcile", flow_run_name="reconcile {assignment.batch}")
def reconcile(assignment: Assignment, workspace: Workspace, run: str) -> Inputs:
    """Reconcile a batch; return what that was made of."""
    return reconcile_all(assignment, workspace, run)
