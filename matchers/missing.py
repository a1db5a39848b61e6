"""What is still missing: approved activities without proof or with part of it, by money and by days left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.model import Money
from matchers.model import LineStatus, PlanLine, Reconciliation
from matchers.programme_model import Programme

SOON = 30
"""A window that closes within so many days is about to close."""


@dataclass(frozen=True, slots=True)
class MissingProof:
    """One plan line that is not proven in full.

    `state` is `not_started`, `running`, `ended` or `closed` (too late). `closes` is the last day to claim, or None
    where neither plan nor programme say one; `days_left` counts from the day of the run, negative once it has passed.
    """

    line: PlanLine
    proven: Money
    missing: Money
    state: str
    closes: date | None
    days_left: int | None

    @property
    def about_to_close(self) -> bool:
        """Return whether the line can still be claimed, but not for long."""
        return self.days_left is not None and 0 <= self.days_left <= SOON


def missing_proof(found: Reconciliation, programme: Programme) -> tuple[MissingProof, ...]:
    """Return the lines that lack proof: those that can be claimed soonest to close first, the larger sums first.

    What can no longer be claimed comes last.
    """
    rows = (_row(status, programme, found.as_of) for status in _unproven(found, programme))
    return tuple(sorted(rows, key=_urgency))


def _unproven(found: Reconciliation, programme: Programme) -> Iterator[LineStatus]:
    for status in found.lines:
        if (status.line.approved - status.evidenced).amount > programme.tolerance.of(status.line.approved):
            yield status


def _row(status: LineStatus, programme: Programme, as_of: date) -> MissingProof:
    line = status.line
    closes = last_day_to_claim(line, programme)
    left = (closes - as_of).days if closes else None
    return MissingProof(
        line, status.evidenced, line.approved - status.evidenced, _state(line, left, as_of), closes, left
    )


def last_day_to_claim(line: PlanLine, programme: Programme) -> date | None:
    """Return the last day on which a line may be claimed: its period's, or so many days after its end, or none."""
    window = programme.windows.get(line.period)
    if window is not None:
        return window.claims_close
    if line.end is None or programme.claim_days_after_end is None:
        return None
    return line.end + timedelta(programme.claim_days_after_end)


def _state(line: PlanLine, days_left: int | None, as_of: date) -> str:
    if days_left is not None and days_left < 0:
        return "closed"
    if line.start and as_of < line.start:
        return "not_started"
    return "running" if line.end and as_of <= line.end else "ended"


def _urgency(row: MissingProof) -> tuple[bool, int, object, str]:
    left = row.days_left if row.days_left is not None else 10**6
    return row.state == "closed", abs(left), -row.missing.amount, row.line.line_id
