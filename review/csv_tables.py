"""Tables as CSV: UTF-8, plain decimals, ISO dates, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

from review.tables import Cell, Kind, Table

# Spreadsheets run cells that begin so (OWASP ASVS 5.0, 1.2.10), the full-width forms in East Asian settings too.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def csv_text(table: Table) -> str:
    """Return a table as CSV (RFC 4180) with a heading row; a missing value is an empty cell."""
    written = io.StringIO()
    # With "\n" alone a carriage return in a cell would not be quoted, and split its row.
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    kinds = [column.kind for column in table.columns]
    writer.writerows([_plain(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in table.rows)
    return written.getvalue()


def neutral(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would run it; plain numbers stay."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def _plain(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return neutral(cell)
    return f"{cell:.4f}" if kind is Kind.SCORE else str(cell)
