"""What runs found: each reconciliation whole, its findings and lines as rows that can be queried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, func, insert, select

from ledger.compact import pack, unpack
from ledger.differences import identities, seen_digest
from ledger.schema import batches, findings, lines, reconciliations
from ledger.submissions import batch_id
from matchers.model import Finding, LineStatus, Reconciliation

_RECONCILIATION = TypeAdapter(Reconciliation)


def keep(connection: Connection, run: str, batch: str, reconciliation: Reconciliation) -> None:
    """Keep what a run found; keeping again replaces it, in its place among the batch's other reconciliations."""
    before = connection.scalar(select(reconciliations.c.id).where(reconciliations.c.run == run))
    connection.execute(delete(reconciliations).where(reconciliations.c.run == run))
    about = {"as_of": reconciliation.as_of, "programme": reconciliation.programme}
    # The number stays the same: the highest one of a batch is its latest.
    about |= {"id": before} if before else {}
    content = pack(_RECONCILIATION, reconciliation)
    row = insert(reconciliations).values(run=run, batch=batch_id(connection, batch), content=content, **about)
    number = connection.execute(row.returning(reconciliations.c.id)).scalar_one()
    _insert(connection, findings, [{"reconciliation": number, **each} for each in _finding_rows(reconciliation)])
    _insert(connection, lines, [{"reconciliation": number, **each} for each in _line_rows(reconciliation.lines)])


def latest(connection: Connection, batch: str) -> Reconciliation | None:
    """Return what was found last in a batch, or None where it was never reconciled."""
    query = select(reconciliations.c.content).join(batches).where(batches.c.name == batch)
    content = connection.scalar(query.order_by(reconciliations.c.id.desc()).limit(1))
    return None if content is None else unpack(_RECONCILIATION, content)


def programmes(connection: Connection) -> dict[str, str]:
    """Return each batch with the programme that it was last reconciled by, empty where it never was."""
    newest = select(func.max(reconciliations.c.id)).group_by(reconciliations.c.batch)
    rows = connection.execute(
        select(reconciliations.c.batch, reconciliations.c.programme).where(reconciliations.c.id.in_(newest))
    )
    last = {row.batch: row.programme for row in rows}
    return {row.name: last.get(row.id, "") for row in connection.execute(select(batches.c.id, batches.c.name))}


def of_run(connection: Connection, run: str) -> Reconciliation | None:
    """Return what a run found, or None where it kept nothing."""
    content = connection.scalar(select(reconciliations.c.content).where(reconciliations.c.run == run))
    return None if content is None else unpack(_RECONCILIATION, content)


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _finding_rows(reconciliation: Reconciliation) -> Iterator[dict[str, Any]]:
    partners = _partners(reconciliation)
    for position, (identity, finding) in enumerate(identities(reconciliation.findings).items()):
        partner = partners.get(finding.claim_id) or partners.get(finding.line_id, "")
        yield {"position": position, "identity": identity, "partner": partner, **_finding_row(finding)}


def _partners(reconciliation: Reconciliation) -> dict[str, str]:
    of_lines = {each.line.line_id: each.line.partner for each in reconciliation.lines}
    return of_lines | {claim.claim_id: claim.partner for claim in reconciliation.claims}


def _finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "digest": seen_digest(finding),
        "code": finding.code,
        "severity": finding.severity.value,
        "rule": finding.rule,
        "line_id": finding.line_id,
        "claim_id": finding.claim_id,
        "document": finding.document,
        "related_document": finding.related_document,
        "at_risk": finding.at_risk.amount if finding.at_risk else None,
        "currency": finding.at_risk.currency if finding.at_risk else None,
        "confidence": finding.confidence,
        "message": finding.message,
    }


def _line_rows(statuses: tuple[LineStatus, ...]) -> Iterator[dict[str, Any]]:
    for position, each in enumerate(statuses):
        yield {
            "position": position,
            "line_id": each.line.line_id,
            "campaign_name": each.line.campaign_name,
            "partner": each.line.partner,
            "status": each.status.value,
            "currency": each.line.approved.currency,
            "approved": each.line.approved.amount,
            "claimed": each.claimed.amount,
            "evidenced": each.evidenced.amount,
            "confidence": each.confidence,
        }
