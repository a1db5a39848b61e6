"""What became of a batch's findings since its last report: new, gone, changed, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.steps.reasons import Reasons
from ledger.differences import Differences, differences, identities
from matchers.model import Finding, Reconciliation
from review.tables import Cell, Column, Kind, Table

COLUMNS = (
    Column("change", Kind.TEXT, "new, gone or changed since the last report."),
    Column("code", Kind.TEXT, "What kind of finding it is."),
    Column("line_id", Kind.TEXT, "The plan line it is about."),
    Column("claim_id", Kind.TEXT, "The claim it is about."),
    Column("document", Kind.DOCUMENT, "The document it is about."),
    Column("amount_at_risk", Kind.MONEY, "How much money it puts in doubt now."),
    Column("amount_before", Kind.MONEY, "How much money it put in doubt in the last report."),
    Column("currency", Kind.TEXT, "ISO 4217 code of the amounts."),
    Column("message", Kind.PROSE, "What it says now."),
    Column("message_before", Kind.PROSE, "What it said in the last report."),
    Column("why", Kind.PROSE, "The late document, changed row, new rule or decision that it hangs on."),
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences to the last report, and what brought them about; `keys` are the findings' identities."""

    since: str
    findings: Differences
    reasons: Reasons
    keys: Mapping[Finding, str]

    def sentence(self) -> str:
        """Return all of it in a sentence or two."""
        found = self.findings
        counts = f"{len(found.new)} new, {len(found.gone)} gone, {len(found.changed)} changed"
        return f"Findings since the report of {self.since}: {counts}. {'; '.join(self.reasons.general).capitalize()}."


def changes(before: Reconciliation, after: Reconciliation, reasons: Reasons) -> Changes:
    """Compare what was found with what the last report said."""
    keys = {finding: key for found in (before, after) for key, finding in identities(found.findings).items()}
    return Changes(before.as_of.isoformat(), differences(before.findings, after.findings), reasons, keys)


def changes_table(found: Changes) -> Table:
    """Return one row for each finding that is new, gone or changed."""
    rows = tuple(_rows(found))
    return Table("changes", "Changes", "One row for each finding that is not as in the last report.", COLUMNS, rows)


def _rows(found: Changes) -> Iterator[tuple[Cell, ...]]:
    several = found.findings
    yield from (_row("new", finding, found, after=finding) for finding in several.new)
    yield from (_row("gone", finding, found, before=finding) for finding in several.gone)
    for change in several.changed:
        yield _row("changed", change.after, found, before=change.before, after=change.after)


def _row(
    change: str, about: Finding, found: Changes, before: Finding | None = None, after: Finding | None = None
) -> tuple[Cell, ...]:
    risk, risked = after.at_risk if after else None, before.at_risk if before else None
    return (
        change,
        about.code,
        about.line_id,
        about.claim_id,
        about.document,
        risk.amount if risk else None,
        risked.amount if risked else None,
        next((money.currency for money in (risk, risked) if money), ""),
        after.message if after else "",
        before.message if before else "",
        found.reasons.of(found.keys[about], before, after),
    )
