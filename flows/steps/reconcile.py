"""Plan, claims and evidence become findings: the pure core, given what the ledger and the files hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from flows.steps.bundles import told_apart
from flows.steps.citing import cited
from flows.steps.corrected import CorrectedExhibits, as_assigned, reassigned, splits_of
from flows.steps.earlier import earlier
from flows.steps.phrasebooks import load_phrasebooks
from flows.steps.remembering import RecalledExhibits, memory_of
from flows.steps.tables import Tables
from flows.steps.weights import load_weights
from flows.sweeping import seldom_swept
from flows.telemetry import span
from flows.workspace import Holdings
from ledger.decisions import standing
from ledger.model import Handed
from matchers.model import Reconciliation, Submission

if TYPE_CHECKING:
    from matchers.programme import Programme


def keep_tables(batch: str, tables: Tables, held: Holdings) -> None:
    """Put the plan and the claims in force for a batch."""
    held.ledger.keep_plan(batch, tables.plan.name, tables.plan.sha256, tables.plan.rows)
    if tables.claims.name:
        held.ledger.keep_claims(batch, tables.claims.name, tables.claims.sha256, tables.claims.rows)


@seldom_swept()
def reconcile_documents(
    batch: str,
    tables: Tables,
    documents: Sequence[Handed],
    programme: Programme,
    as_of: date,
    held: Holdings,
    *,
    history: bool = False,
) -> Reconciliation:
    """Reconcile plan, claims and what was read from the documents, with all that people corrected and decided.

    What was read is seen in the light of what earlier documents taught about layouts. Claims may name documents as
    people do; of a file that holds several documents each counts by itself. Partners are written to in their
    languages. With `history` the documents are compared with those of earlier batches, and kept for later ones.
    """
    from matchers.messages import with_messages
    from matchers.reconcile import no_history, reconcile

    plan, submissions = tables.plan.rows, submissions_of(told_apart(documents, batch, held))
    decided = standing(held.ledger.decisions(batch))
    contents = {item.sha256 for item in submissions}
    read = held.ledger.exhibits(held.reader.version, held.reader.digest, contents, recalled=False)
    exhibits = RecalledExhibits(read, memory_of(held), held.ledger.arrivals(batch))
    corrections = (*as_assigned(decided, plan, submissions), *held.ledger.corrections())
    claims = reassigned(cited(tables.claims.rows, submissions), decided, plan)
    shown = CorrectedExhibits(exhibits, corrections)
    past = earlier(batch, held) if history else no_history
    with span("reconcile documents", documents=len(submissions), lines=len(plan), claims=len(claims)):
        found = reconcile(plan, claims, submissions, shown, programme, as_of, load_weights(), past, splits_of(decided))
    held.ledger.keep_recollections(held.reader.version, held.reader.digest, exhibits.changed)
    return with_messages(found, programme, load_phrasebooks())


def submissions_of(documents: Sequence[Handed]) -> tuple[Submission, ...]:
    """Return documents as submissions, by name."""
    named = {Submission(item.name, item.sha256) for item in documents}
    return tuple(sorted(named, key=lambda item: (item.name, item.sha256)))
