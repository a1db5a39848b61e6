"""The lines of an approved plan, from a CSV file or a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from extractors.model import Money
from matchers.intake.aliases import PLAN
from matchers.intake.amounts import read_amounts
from matchers.intake.dates import read_dates
from matchers.intake.evidence import evidence_name
from matchers.intake.opening import open_table
from matchers.intake.table import Fault, Row, Table, TableFaultsError
from matchers.intake.values import empty_cells, listed, missing_columns, repeated_ids
from matchers.model import Origin, PlanLine

REQUIRED = ("campaign_name", "approved_amount")
DATES = ("start_date", "end_date", "approved_on")
Dates = Mapping[tuple[int, str], date]


def read_plan(name: str, content: bytes) -> tuple[PlanLine, ...]:
    """Return the lines of a plan in the order of the table; raise `TableFaultsError` with all faults, if any.

    `name` is the file's, for messages and origins. A plan without identifiers of its lines gets their row numbers.
    """
    table = open_table(name, content, PLAN)
    faults = missing_columns(table, REQUIRED)
    amounts, amount_faults = read_amounts(table, "approved_amount")
    dates, date_faults = read_dates(table, DATES)
    identified = ("line_id",) if "line_id" in table.headings else ()
    faults += amount_faults + date_faults + empty_cells(table, (*identified, "campaign_name"))
    faults += repeated_ids(table, "line_id") + _ends_before_start(table, dates)
    if faults:
        raise TableFaultsError(faults)
    return tuple(_line(name, row, amounts[row.number], dates) for row in table.rows)


def _ends_before_start(table: Table, dates: Dates) -> list[Fault]:
    faults = []
    for row in table.rows:
        start, end = dates.get((row.number, "start_date")), dates.get((row.number, "end_date"))
        if start and end and end < start:
            expected = f"a date not before the start, {start}"
            faults.append(table.fault(row.number, "end_date", row.text("end_date"), expected))
    return faults


def _line(name: str, row: Row, approved: Money, dates: Dates) -> PlanLine:
    return PlanLine(
        line_id=row.text("line_id") or f"row {row.number}",
        campaign_name=row.text("campaign_name"),
        approved=approved,
        start=dates.get((row.number, "start_date")),
        end=dates.get((row.number, "end_date")),
        activity_type=row.text("activity_type"),
        references=listed(row, "reference"),
        programme=row.text("programme"),
        period=row.text("period"),
        partner=row.text("partner"),
        plan=row.text("plan"),
        activity=row.text("activity"),
        countries=listed(row, "countries", commas=True),
        preapproval_id=row.text("preapproval_id"),
        expected_evidence=tuple(dict.fromkeys(map(evidence_name, listed(row, "expected_evidence", commas=True)))),
        origin=Origin(name, row.number),
        approved_on=dates.get((row.number, "approved_on")),
        vendor=row.text("vendor"),
        language=row.text("language").casefold(),
    )
