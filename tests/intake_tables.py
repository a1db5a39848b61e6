"""Tables as people export them, made in memory: CSV in any delimiter and encoding, and workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook

Grid = Sequence[Sequence[object]]
HEADINGS = ("line_id", "campaign_name", "approved_amount", "currency", "start_date", "end_date")


def csv_bytes(rows: Grid, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows: Grid, formats: dict[str, str] | None = None, sheet: str = "Plan", before: Grid = ()) -> bytes:
    """Return a workbook with the rows on a sheet; `formats` are number formats by cell, `before` other rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cell, number_format in (formats or {}).items():
        page[cell].number_format = number_format
    if before:
        notes = book.create_sheet("Notes", 0)
        for row in before:
            notes.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def row(**changes: object) -> list[object]:
    """Return a good row of a plan under `HEADINGS`, some cells changed."""
    cells: dict[str, object] = {
        "line_id": "L1",
        "campaign_name": "Spring",
        "approved_amount": "1200.50",
        "currency": "EUR",
        "start_date": "2026-03-01",
        "end_date": "2026-03-31",
    }
    return list({**cells, **changes}.values())


def plan_csv(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> bytes:
    return csv_bytes([headings, *rows])


MARCH = (date(2026, 3, 1), datetime(2026, 3, 31, 17, 30))  # noqa: DTZ001 - a workbook knows no zones
