"""What people decided about findings. Decisions are records of the audit trail and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Select, select

from ledger import audit
from ledger.compact import as_json
from ledger.model import AuditRecord, Correction, Decided, Decision, Entry, LedgerError, StaleDecisionError, Verdict
from ledger.schema import audit as trail
from ledger.schema import batches, findings, reconciliations, runs

DECIDE = "decide"
"""The act that decisions stand under in the audit trail."""

_DECISION = TypeAdapter(Decision)


def decide(connection: Connection, decision: Decision, after: int = 0) -> AuditRecord:
    """Add a decision to the audit trail.

    `after` is the number of the last decision about the finding that the person saw, 0 for none. Raise
    `StaleDecisionError` where another decision was made since, or where the finding no longer says what was seen. To
    comment is always possible, to undo also when the finding has changed or gone.
    """
    audit.wait_for_turn(connection)
    _refuse_if_stale(connection, decision, after)
    details = {"decision": as_json(_DECISION, decision).decode()}
    entry = Entry(DECIDE, decision.who, decision.at, decision.batch, decision.finding, details)
    return audit.append(connection, entry)


def about_finding(connection: Connection, batch: str, finding: str) -> tuple[Decided, ...]:
    """Return all decisions about a finding, undone ones too, in the order in which they were made."""
    return _decided(connection, select(trail).where(trail.c.batch == batch, trail.c.subject == finding))


def of_batch(connection: Connection, batch: str) -> tuple[Decided, ...]:
    """Return all decisions about a batch, undone ones too, in the order in which they were made."""
    return _decided(connection, select(trail).where(trail.c.batch == batch))


def since(connection: Connection, batch: str, run: str) -> tuple[Decision, ...]:
    """Return the decisions about a batch that were made, or undone, after a run had ended."""
    ended = connection.scalar(select(runs.c.finished_at).where(runs.c.id == run))
    every = (each.decision for each in of_batch(connection, batch))
    return tuple(each for each in every if ended is not None and each.at > ended)


def corrections(connection: Connection) -> tuple[Correction, ...]:
    """Return all corrections of values that stand, the latest last: what the next reading can learn from."""
    decided = standing(_decided(connection, select(trail)))
    return tuple(each.decision.correction for each in decided if each.decision.correction)


def standing(decided: Iterable[Decided]) -> tuple[Decided, ...]:
    """Return the decisions that were not undone, without the undoing."""
    every = tuple(decided)
    undone = {each.decision.undoes for each in every}
    return tuple(each for each in every if each.number not in undone and each.decision.verdict is not Verdict.UNDO)


def _refuse_if_stale(connection: Connection, decision: Decision, after: int) -> None:
    earlier = about_finding(connection, decision.batch, decision.finding)
    if decision.verdict is Verdict.COMMENT:
        return
    if (earlier[-1].number if earlier else 0) != after:
        raise StaleDecisionError("Somebody decided about this finding meanwhile.", earlier)
    if decision.verdict is Verdict.UNDO:
        if decision.undoes not in {each.number for each in standing(earlier)}:
            raise LedgerError(f"There is no standing decision {decision.undoes} about this finding to undo.")
    elif _current_digest(connection, decision) != decision.seen:
        raise StaleDecisionError("The finding no longer says what was seen.", earlier)


def _decided(connection: Connection, query: Select[Any]) -> tuple[Decided, ...]:
    found = audit.records(connection, query.where(trail.c.act == DECIDE))
    return tuple(Decided(each.number, decision_of(each.entry.details)) for each in found if each.entry)


def decision_of(details: Mapping[str, str]) -> Decision:
    """Return the decision that a record of the audit trail holds."""
    return _DECISION.validate_json(details["decision"])


def _current_digest(connection: Connection, decision: Decision) -> str | None:
    latest = select(reconciliations.c.id).join(batches).where(batches.c.name == decision.batch)
    newest = latest.order_by(reconciliations.c.id.desc()).limit(1).scalar_subquery()
    of_finding = (findings.c.reconciliation == newest, findings.c.identity == decision.finding)
    return connection.scalar(select(findings.c.digest).where(*of_finding))
