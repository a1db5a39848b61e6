"""The texts and lists of a table's cells, and the faults that are the same for every table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matchers.intake.table import Fault, Row, Table

SEPARATORS = re.compile(r"[;|\n]")


def listed(row: Row, column: str, commas: bool = False) -> tuple[str, ...]:
    """Return the parts of a cell that are joined by semicolons, bars or line breaks, or by commas too."""
    text = row.text(column)
    if commas:
        text = text.replace(",", ";")
    parts = (part.strip() for part in SEPARATORS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def missing_columns(table: Table, required: Iterable[str]) -> list[Fault]:
    """Return a fault for each column that the table must have and has not, and one where it has no rows."""
    faults = [
        Fault(table.file, table.heading_row, column, "", f'a column headed "{column}"')
        for column in required
        if column not in table.headings
    ]
    return faults if table.rows else [*faults, Fault(table.file, table.heading_row, "", "", "rows below the headings")]


def empty_cells(table: Table, required: Iterable[str]) -> list[Fault]:
    """Return a fault for each empty cell of the columns that may not be empty."""
    return [
        table.fault(row.number, column, "", "a value: the cell may not be empty")
        for row in table.rows
        for column in required
        if column in table.headings and not row.text(column)
    ]


def repeated_ids(table: Table, column: str) -> list[Fault]:
    """Return a fault for each row whose identifier an earlier row has."""
    first: dict[str, int] = {}
    for row in table.rows:
        first.setdefault(row.text(column), row.number)
    return [
        table.fault(row.number, column, text, f"an identifier of its own: row {first[text]} has it already")
        for row in table.rows
        if (text := row.text(column)) and first[text] != row.number
    ]
