"""What a batch came to, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.faults import UsageError
from flows.steps.assignment import Assignment
from flows.steps.changes import Changes, changes, changes_table
from flows.steps.known import documents_in_force
from flows.steps.missing import closing_sentence, missing_table
from flows.steps.programmes import load_programme
from flows.steps.publish import published_batch
from flows.steps.reasons import reasons
from flows.steps.remembering import learn_cleared
from flows.steps.standing import Inputs, Published, last_published, remember_published, stands_until
from flows.steps.verdict import ReadingTally, Verdict, verdict
from flows.sweeping import seldom_swept
from flows.telemetry import span
from flows.workspace import Holdings
from ledger.model import Handed
from matchers.missing import missing_proof
from matchers.model import Reconciliation
from review.batch import PublishedBatch, PublishedFiles
from review.document_tables import look_through
from review.overview import overview
from review.publish import publish

CHANGES = "changes.csv"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to, and where it can be seen. Documents are looked up in the ledger, which must stay open."""

    batch: PublishedBatch
    files: PublishedFiles
    verdict: Verdict
    changes: Changes | None = None


@seldom_swept()
def publish_outcome(
    assignment: Assignment,
    found: Reconciliation,
    documents: Sequence[Handed],
    held: Holdings,
    told: Changes | None = None,
) -> Outcome:
    """Write the report of a batch, each file whole or not at all; with what changed since the report before."""
    rows = missing_proof(found, load_programme(assignment.programme))
    added = (*((changes_table(told),) if told else ()), missing_table(rows))
    with span("publish report"), published_batch(assignment.batch, found, documents, held, assignment.out) as bare:
        batch = replace(bare, added=added)
        tally = ReadingTally(found.as_of)
        files = publish(batch, assignment.out, tally.see)
        changed = told.sentence() if told else ""
        came_to = replace(verdict(batch, tally.reading()), changes=changed, missing=closing_sentence(rows))
        return Outcome(batch, files, came_to, told)


def publish_run(assignment: Assignment, run: str, inputs: Inputs, held: Holdings) -> Outcome:
    """Write the report of what a run found, made of `inputs`, and what changed since the last report.

    The comparison is with the last report that was published whole: a run that was killed while it wrote, and is made
    again, tells of the same changes.
    """
    found = held.ledger.reconciliation(run)
    if found is None:
        raise UsageError(f"the run {run} found nothing yet; reconcile first")
    before = last_published(assignment, held)
    told = _changes(assignment.batch, before, inputs, found, held) if before else None
    outcome = publish_outcome(assignment, found, documents_in_force(assignment.batch, held), held, told)
    if not told:
        (assignment.out / CHANGES).unlink(missing_ok=True)
    until = stands_until(assignment, found, outcome.verdict.reading, held)
    remember_published(Published(inputs, run, outcome.verdict, until), assignment, held)
    # Last of all: a run that is killed before it is made again with the memory that it had.
    learn_cleared(assignment.batch, found, outcome.batch.submissions, held)
    return outcome


def _changes(batch: str, before: Published, inputs: Inputs, found: Reconciliation, held: Holdings) -> Changes | None:
    last = held.ledger.reconciliation(before.run)
    if last is None:
        return None
    general = inputs.changes_since(before.inputs)
    return changes(last, found, reasons(batch, before.run, last, found, general, held))


def outcome_as_published(assignment: Assignment, held: Holdings) -> Outcome:
    """Return what was found last in a batch, with the files as they were written; documents are hardly looked at."""
    found, before = held.ledger.latest_reconciliation(assignment.batch), last_published(assignment, held)
    if found is None or before is None:
        raise UsageError(f"the batch {assignment.batch} has no report in {assignment.out} yet")
    out, documents = assignment.out, documents_in_force(assignment.batch, held)
    with published_batch(assignment.batch, found, documents, held, out) as batch:
        unread = look_through(batch).unread if before.verdict.reading.unread else ()
        tables = tuple(sorted(out.glob("*.csv")))
        files = PublishedFiles(out, out / "report.html", out / "report.xlsx", tables, overview(batch, unread))
        return Outcome(batch, files, before.verdict)
