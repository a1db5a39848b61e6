"""The claims made against a plan, from a CSV file or a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from extractors.model import Money
from matchers.intake.aliases import CLAIMS, METRICS
from matchers.intake.amounts import read_amounts, read_figures
from matchers.intake.dates import read_dates
from matchers.intake.opening import open_table
from matchers.intake.table import Row, TableFaultsError
from matchers.intake.values import empty_cells, listed, missing_columns, repeated_ids
from matchers.model import Claim, Metric, Origin

REQUIRED = ("claim_id", "claimed_amount")
DATES = ("poe_date", "submitted")


def read_claims(name: str, content: bytes) -> tuple[Claim, ...]:
    """Return the claims of a table in its order; raise `TableFaultsError` with all faults, if any.

    `name` is the file's, for messages and origins. A claim may leave its plan line, dates and documents empty.
    """
    table = open_table(name, content, CLAIMS)
    faults = missing_columns(table, REQUIRED)
    amounts, amount_faults = read_amounts(table, "claimed_amount")
    dates, date_faults = read_dates(table, DATES)
    figures, figure_faults = read_figures(table, METRICS)
    faults += (
        figure_faults
        + amount_faults
        + date_faults
        + empty_cells(table, ("claim_id",))
        + repeated_ids(table, "claim_id")
    )
    if faults:
        raise TableFaultsError(faults)
    return tuple(_claim(name, row, amounts[row.number], dates, figures) for row in table.rows)


def _claim(
    name: str,
    row: Row,
    claimed: Money,
    dates: Mapping[tuple[int, str], date],
    figures: Mapping[tuple[int, str], Decimal],
) -> Claim:
    return Claim(
        claim_id=row.text("claim_id"),
        line_id=row.text("line_id"),
        claimed=claimed,
        poe_name=row.text("poe_name"),
        poe_date=dates.get((row.number, "poe_date")),
        documents=listed(row, "documents"),
        partner=row.text("partner"),
        submitted=dates.get((row.number, "submitted")),
        origin=Origin(name, row.number),
        programme=row.text("programme"),
        period=row.text("period"),
        countries=listed(row, "countries", commas=True),
        preapproval_id=row.text("preapproval_id"),
        expense_category=row.text("expense_category"),
        note=row.text("note"),
        metrics=tuple(
            Metric(metric, figures[row.number, metric]) for metric in METRICS if (row.number, metric) in figures
        ),
    )
