"""What a batch came to, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.faults import UsageError
from flows.steps.assignment import Assignment
from flows.steps.known import documents_in_force
from flows.steps.publish import published_batch
from flows.steps.verdict import Verdict, verdict
from flows.workspace import Holdings
from ledger.model import Handed
from matchers.model import Reconciliation
from review.batch import PublishedBatch, PublishedFiles
from review.publish import publish


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to, and where it can be seen. Documents are looked up in the ledger, which must stay open."""

    batch: PublishedBatch
    files: PublishedFiles
    verdict: Verdict


def publish_outcome(
    assignment: Assignment, found: Reconciliation, documents: Sequence[Handed], held: Holdings
) -> Outcome:
    """Write the report of a batch, each file whole or not at all."""
    with published_batch(assignment.batch, found, documents, held, assignment.out) as batch:
        return Outcome(batch, publish(batch, assignment.out), verdict(batch))


def outcome_as_published(assignment: Assignment, held: Holdings) -> Outcome:
    """Return what was found last in a batch, with the files as they were written."""
    found = held.ledger.latest_reconciliation(assignment.batch)
    if found is None:
        raise UsageError(f"the batch {assignment.batch} has never been reconciled")
    out = assignment.out
    files = PublishedFiles(out, out / "report.html", out / "report.xlsx", tuple(sorted(out.glob("*.csv"))))
    documents = documents_in_force(assignment.batch, held)
    with published_batch(assignment.batch, found, documents, held, out) as batch:
        return Outcome(batch, files, verdict(batch))
