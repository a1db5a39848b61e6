"""Any view of the queue as a file for Excel, programs and notebooks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ledger.case_model import Case
from review.csv_tables import csv_text
from review.desk.case_page import entry
from review.desk.policy import Act
from review.desk.projection import days_left
from review.desk.queue_filter import wanted
from review.desk.queue_page import as_of
from review.desk.visits import MissingError, Needs, Visit
from review.tables import Cell, Column, Kind, Table

router = APIRouter()
Exporting = Annotated[Visit, Depends(Needs(Act.EXPORT))]
CHUNK = 5_000
MOST = 1_000_000
COLUMNS = (
    Column("finding_id", Kind.TEXT, "The finding's identity, which it keeps from run to run."),
    Column("batch", Kind.TEXT, "The batch that it was found in."),
    Column("code", Kind.TEXT, "What kind of finding it is."),
    Column("severity", Kind.TEXT, "block: stops payment by a documented rule; review: needs a reader; info: nothing."),
    Column("state", Kind.TEXT, "What people decided so far."),
    Column("line_id", Kind.TEXT, "The plan line."),
    Column("claim_id", Kind.TEXT, "The claim."),
    Column("document", Kind.DOCUMENT, "The document."),
    Column("partner", Kind.PHRASE, "The partner concerned."),
    Column("programme", Kind.TEXT, "The programme."),
    Column("period", Kind.TEXT, "The programme's period."),
    Column("amount_at_risk", Kind.MONEY, "How much money the finding puts in doubt."),
    Column("currency", Kind.TEXT, "ISO 4217 code of the amount."),
    Column("confidence", Kind.SCORE, "How sure the program is, from 0 to 1."),
    Column("first_seen", Kind.DATE, "The day as of which it was first found."),
    Column("age_days", Kind.COUNT, "Days since then, as of the newest reconciliation."),
    Column("deadline", Kind.DATE, "The day on which the claim period closes."),
    Column("days_left", Kind.COUNT, "Days until then, as of the newest reconciliation."),
    Column("assignee", Kind.TEXT, "Whose case it is."),
    Column("rule", Kind.TEXT, "The rule's number and version."),
    Column("message", Kind.PROSE, "What a reviewer should know."),
    Column("url", Kind.PROSE, "Where the case lies on the desk."),
)
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@router.get("/queue.{kind}")
def export(visit: Exporting, kind: str) -> Response:
    """Return the cases that fit the filters as a file."""
    if kind not in KINDS:
        raise MissingError(visit)
    table = cases_table(visit)
    made = {"csv": _csv, "xlsx": workbook, "parquet": parquet}[kind](table)
    visit.services.ledger.record(entry(visit, "export", subject=kind, query=str(visit.request.query_params)[:500]))
    name = quote(f"cases-{as_of(visit.services).isoformat()}.{kind}")
    return Response(made, media_type=KINDS[kind], headers={"Content-Disposition": f"attachment; filename={name}"})


def cases_table(visit: Visit) -> Table:
    """Return the cases that a URL's filters ask for, as a table."""
    today, address = as_of(visit.services), visit.services.settings.address
    rows = tuple(_row(case, today, address) for case in _cases(visit))
    return Table("cases", "Cases", "One row for each case.", COLUMNS, rows)


def workbook(table: Table) -> bytes:
    """Return a table as a workbook of its own; the same table gives the same bytes."""
    from xlsxwriter import Workbook

    from review.sheets import write_table
    from review.styles import Styles

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, options) as book:
        # Else XlsxWriter notes the moment, and each file would be another one.
        book.set_properties({"author": "proofdesk", "created": datetime.combine(date(2026, 1, 1), time())})
        write_table(book, Styles(book), table, lambda column, cell: None)
    return written.getvalue()


def parquet(table: Table) -> bytes:
    """Return a table as Parquet: amounts as decimals, days as days."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {Kind.MONEY: pa.decimal128(18, 4), Kind.SCORE: pa.float64(), Kind.COUNT: pa.int32(), Kind.DATE: pa.date32()}
    fields = [pa.field(column.name, kinds.get(column.kind, pa.string())) for column in table.columns]
    arrays = [pa.array([row[place] for row in table.rows], field.type) for place, field in enumerate(fields)]
    written = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), written, compression="zstd")
    return written.getvalue()


def _csv(table: Table) -> bytes:
    return csv_text(table).encode("utf-8", "backslashreplace")


def _cases(visit: Visit) -> Iterator[Case]:
    # Settled cases that were seeded to be answered once more would be counted twice.
    asked = replace(wanted(visit.parameters, visit.person, as_of(visit.services)), real=True)
    for start in range(0, MOST, CHUNK):
        some = visit.services.desk.page(asked, start, CHUNK)
        yield from some
        if len(some) < CHUNK:
            return


def _row(case: Case, today: date, address: str) -> tuple[Cell, ...]:
    return (
        case.identity,
        case.batch,
        case.code,
        case.severity,
        case.state.value,
        case.line_id,
        case.claim_id,
        case.document,
        case.partner,
        case.programme,
        case.period,
        case.at_risk.amount if case.at_risk else None,
        case.at_risk.currency if case.at_risk else "",
        case.confidence,
        case.first_seen,
        (today - case.first_seen).days,
        case.deadline,
        days_left(case.deadline, today),
        case.assignee,
        case.rule,
        case.message,
        f"{address}/cases/{case.id}",
    )
