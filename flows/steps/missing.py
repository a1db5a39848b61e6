"""The nightly view of what is missing: approved activities without proof or with part of it, and how long there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from matchers.missing import SOON, MissingProof
from review.tables import Cell, Column, Kind, Table
from review.wording import figure

COLUMNS = (
    Column("line_id", Kind.TEXT, "The plan line's number."),
    Column("campaign_name", Kind.PHRASE, "The campaign as the plan names it."),
    Column("partner", Kind.TEXT, "The partner the line belongs to."),
    Column("state", Kind.TEXT, "not_started, running, ended, or closed: too late to claim."),
    Column("proof", Kind.TEXT, "none or partial: what there is of proof."),
    Column("missing", Kind.MONEY, "Approved less proven."),
    Column("approved", Kind.MONEY, "The amount that the plan approves."),
    Column("proven", Kind.MONEY, "What the documents allocated to the line prove."),
    Column("currency", Kind.TEXT, "ISO 4217 code of the row's amounts."),
    Column("closes", Kind.DATE, "The last day to claim; empty where neither plan nor programme say one."),
    Column("days_left", Kind.COUNT, "Days from the day of the run to the last day to claim; negative once it passed."),
    Column("about_to_close", Kind.TEXT, f"yes where it closes within {SOON} days."),
    Column("period", Kind.TEXT, "The programme's period."),
)
ABOUT = "One row for each plan line that is not proven in full: the soonest to close first, then the largest sum."


def missing_table(rows: Sequence[MissingProof]) -> Table:
    """Return one row for each line that lacks proof."""
    return Table("missing", "Missing proof", ABOUT, COLUMNS, tuple(map(_row, rows)))


def closing_sentence(rows: Sequence[MissingProof]) -> str:
    """Return in a sentence how many lines are about to close and what money hangs on them; nothing where none are."""
    closing = [row for row in rows if row.about_to_close]
    if not closing:
        return ""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in closing:
        sums[row.missing.currency] += row.missing.amount
    amounts = ", ".join(f"{currency} {figure(sums[currency], currency)}" for currency in sorted(sums))
    lines = "1 line closes" if len(closing) == 1 else f"{len(closing)} lines close"
    return f"{lines} within {SOON} days, with {amounts} not proven."


def _row(row: MissingProof) -> tuple[Cell, ...]:
    line = row.line
    return (
        line.line_id,
        line.campaign_name,
        line.partner,
        row.state,
        "partial" if row.proven.amount > 0 else "none",
        row.missing.amount,
        line.approved.amount,
        row.proven.amount,
        line.approved.currency,
        row.closes,
        None if row.days_left is None else Decimal(row.days_left),
        "yes" if row.about_to_close else "no",
        line.period,
    )
