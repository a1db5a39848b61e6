"""From a file's bytes to the one table in it that has the columns asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from matchers.intake.aliases import Aliases
from matchers.intake.headings import recognise
from matchers.intake.sniffing import decode, is_old_workbook, is_workbook
from matchers.intake.table import EMPTY, Cell, Fault, Heading, Row, Table, TableFaultsError, as_text
from matchers.intake.totals import without_tail
from matchers.intake.workbook import UnreadableWorkbookError, read_sheets

DELIMITERS = ",;\t|"
# Reports put a title, a partner and a date above the headings, seldom more than a screenful.
ROWS_ABOVE = 40
Grid = Sequence[Sequence[Cell]]


def open_table(name: str, content: bytes, aliases: Aliases) -> Table:
    """Return the table of a file with the most of the columns known; raise `TableFaultsError` where there is none."""
    candidates = [
        (file, row, headings, grid)
        for file, grid in _grids(name, content)
        for row, headings in [_heading_row(grid, aliases)]
    ]
    file, heading_row, headings, grid = max(
        candidates, key=lambda candidate: len(candidate[2]), default=(name, 0, {}, [])
    )
    if len(headings) < 2:
        expected = f"a row of headings such as {', '.join(list(aliases)[:6])}"
        raise TableFaultsError([Fault(name, 0, "", "", expected)])
    return Table(file, heading_row, headings, tuple(without_tail(_rows(grid, heading_row, headings))))


def _grids(name: str, content: bytes) -> Iterator[tuple[str, Grid]]:
    """Every way to see the file as rows of cells: by each delimiter, or each sheet of a workbook."""
    if is_old_workbook(content):
        raise TableFaultsError([Fault(name, 0, "", "", "a workbook saved as .xlsx without a password, or a CSV file")])
    if is_workbook(content):
        yield from _sheets(name, content)
        return
    text = _text(name, content)
    for delimiter in DELIMITERS:
        try:
            yield name, list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue


def _sheets(name: str, content: bytes) -> Iterator[tuple[str, Grid]]:
    try:
        sheets = read_sheets(content)
    except UnreadableWorkbookError as error:
        raise TableFaultsError([Fault(name, 0, "", "", f"an .xlsx workbook that opens ({error})")]) from error
    for title, grid in sheets.items():
        yield (f"{name} (sheet {title})" if len(sheets) > 1 else name), grid


def _text(name: str, content: bytes) -> str:
    try:
        return decode(content)
    except UnicodeDecodeError as error:
        raise TableFaultsError([Fault(name, 0, "", "", "text in UTF-8, UTF-16 or Windows-1252")]) from error


def _heading_row(grid: Grid, aliases: Aliases) -> tuple[int, dict[str, Heading]]:
    """Return the number of the row with the most known headings (the first of equals), and those headings."""
    rows = [(number, recognise(cells, aliases)) for number, cells in enumerate(grid[:ROWS_ABOVE], 1)]
    return max(rows, key=lambda row: len(row[1]), default=(0, {}))


def _rows(grid: Grid, heading_row: int, headings: dict[str, Heading]) -> Iterator[Row]:
    for number, cells in enumerate(grid[heading_row:], heading_row + 1):
        if any(as_text(cell) for cell in cells):
            yield Row(
                number, {column: _at(cells, heading.position) for column, heading in headings.items()}, tuple(cells)
            )


def _at(cells: Sequence[Cell], position: int) -> Cell:
    return cells[position] if position < len(cells) else EMPTY
