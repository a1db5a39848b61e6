"""The workbook that analysts open: a summary, a sheet for each table, and what each column says."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, time

from xlsxwriter import Workbook

from review.batch import PublishedBatch
from review.links import workbook_link
from review.overview import Overview
from review.sheets import MOST_ROWS, Target, sheet_names, write_table
from review.styles import Styles
from review.summary_sheet import write_about, write_summary
from review.tables import Cell, Column, Kind, Table

HOMES = {"line_id": "Lines", "claim_id": "Claims"}
# The CSV file's order is a contract; on a screen, what decides comes first.
FIRST = {
    "findings": ("code", "severity", "amount_at_risk", "currency", "line_id", "claim_id", "document", "message"),
    "lines": (
        "line_id",
        "campaign_name",
        "status",
        "approved",
        "claimed",
        "evidenced",
        "unproven",
        "recommended",
        "currency",
        "reasons",
    ),
    "documents": ("document", "kind", "language", "reading", "problems", "line_ids", "claim_ids"),
}


def workbook_bytes(batch: PublishedBatch, tables: tuple[Table, ...], figures: Overview) -> bytes:
    """Return report.xlsx; the same batch gives the same bytes."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, options) as workbook:
        # Excel notes when a file was made; the clock would make each night's file another one.
        made = datetime.combine(batch.reconciliation.as_of, time())
        workbook.set_properties({"title": batch.name, "author": "proofdesk", "created": made})
        styles = Styles(workbook)
        write_summary(workbook, styles, batch, figures)
        homes = {home: _rows_by_id(table) for table in tables for home in HOMES.values() if table.title == home}
        for table in tables:
            ordered = table.beginning_with(*FIRST.get(table.name, ()))
            write_table(workbook, styles, ordered, _target(batch, table, homes))
        write_about(workbook, styles, tables)
    return written.getvalue()


def _rows_by_id(table: Table, most_rows: int = MOST_ROWS) -> dict[str, str]:
    """Return where each record of a table stands, as a link within the workbook."""
    names = sheet_names(table, most_rows)
    return {
        str(row[0]): f"internal:'{names[number // most_rows]}'!A{number % most_rows + 2}"
        for number, row in enumerate(table.rows)
    }


def _target(batch: PublishedBatch, table: Table, homes: Mapping[str, Mapping[str, str]]) -> Target:
    def target(column: Column, cell: Cell) -> str | None:
        if column.kind is Kind.DOCUMENT:
            link = batch.links.get(str(cell))
            return workbook_link(link) if link else None
        home = HOMES.get(column.name, table.title)
        return None if home == table.title else homes[home].get(str(cell))

    return target
