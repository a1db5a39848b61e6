"""Tables as sheets of a workbook: real dates and numbers, filters, frozen heads, links, ready to print."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import accumulate

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from review.styles import DOUBTFUL, NUMBERS, TINTS, WRAPPED, Styles
from review.tables import Cell, Column, Kind, Table
from review.wording import visible

# Excel's own limits: rows below a heading, links of a sheet, letters of a cell.
MOST_ROWS = 1_048_575
MOST_LINKS = 65_530
MOST_LETTERS = 32_767
PRINTED_WIDTH = 250
LINE_HEIGHT = 15
MOST_LINES = 4
TINTED = ("status", "severity", "reading")
WIDTHS = {
    Kind.TEXT: (9, 26),
    Kind.PHRASE: (12, 28),
    Kind.PROSE: (24, 56),
    Kind.DOCUMENT: (18, 36),
    Kind.MONEY: (12, 18),
    Kind.DATE: (11, 13),
}

Row = tuple[Cell, ...]
Target = Callable[[Column, Cell], str | None]
"""Says where a cell leads to, in XlsxWriter's notation, or None."""


def sheet_names(table: Table, most_rows: int = MOST_ROWS) -> list[str]:
    """Return the names of the sheets that a table needs: one, unless it has more rows than a sheet can hold."""
    count = max(-(-len(table.rows) // most_rows), 1)
    return [table.title, *(f"{table.title} {number}" for number in range(2, count + 1))]


def write_table(workbook: Workbook, styles: Styles, table: Table, target: Target, most_rows: int = MOST_ROWS) -> None:
    """Write a table, on as many sheets as it needs."""
    for number, name in enumerate(sheet_names(table, most_rows)):
        rows = table.rows[number * most_rows : (number + 1) * most_rows]
        sheet = workbook.add_worksheet(name)
        _write_rows(sheet, styles, table.columns, rows, target)
        _furnish(sheet, styles, table.columns, rows, name)


def prepare_to_print(sheet: Worksheet) -> None:
    """Lay a sheet out for A4 paper across, as wide as one page, its name and page number below."""
    sheet.set_landscape()
    # Excel's number for A4.
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&F&C&A&R&P / &N")


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, style: object) -> None:
    """Write a cell as what it is; text is never taken for a formula or an address."""
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, _fitting(cell), style)
    else:
        sheet.write_number(row, column, float(cell), style)


def _fitting(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= MOST_LETTERS else shown[: MOST_LETTERS - 1] + "…"


def _write_rows(
    sheet: Worksheet, styles: Styles, columns: tuple[Column, ...], rows: tuple[Row, ...], target: Target
) -> None:
    names = [column.name for column in columns]
    currencies = names.index("currency") if "currency" in names else None
    links = 0
    for number, row in enumerate(rows, start=1):
        currency = str(row[currencies]) if currencies is not None else ""
        for position, (column, cell) in enumerate(zip(columns, row, strict=True)):
            tint = str(cell) if column.name in TINTED else ""
            goal = target(column, cell) if cell and links < MOST_LINKS else None
            style = styles.cell(column.kind, currency=currency, tint=tint, link=goal is not None)
            if goal is None:
                write_cell(sheet, number, position, cell, style)
            else:
                links += 1
                sheet.write_url(number, position, goal, style, _fitting(str(cell)))


def _furnish(sheet: Worksheet, styles: Styles, columns: tuple[Column, ...], rows: tuple[Row, ...], name: str) -> None:
    last = max(len(rows), 1)
    headings = [
        {"header": column.heading, "header_format": styles.heading(right=column.kind in NUMBERS)} for column in columns
    ]
    look = {"name": name.replace(" ", "_"), "style": "Table Style Light 1", "banded_rows": False, "columns": headings}
    sheet.add_table(0, 0, last, len(columns) - 1, look)
    widths = list(_widths(columns, rows))
    # Paper takes the columns that can be read; the rest is for the screen.
    printed = sum(reach <= PRINTED_WIDTH for reach in accumulate(widths))
    sheet.print_area(0, 0, last, printed - 1)
    for position, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(position, position, width)
        if column.name.endswith("confidence"):
            sheet.conditional_format(1, position, last, position, _doubtful(styles))
    _set_heights(sheet, columns[:printed], rows, widths)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    prepare_to_print(sheet)


def _doubtful(styles: Styles) -> dict[str, object]:
    style = styles.make(bg_color=TINTS["review"])
    return {"type": "cell", "criteria": "between", "minimum": 0.0001, "maximum": DOUBTFUL - 0.0001, "format": style}


def _widths(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Iterator[float]:
    """Give each column the width of what it holds, within what reads well; a sample of the rows tells enough."""
    for position, column in enumerate(columns):
        least, most = WIDTHS.get(column.kind, (10, 14))
        longest = max((len(_shown(row[position])) for row in rows[:1000]), default=0)
        yield min(max(longest * 1.1 + 2, least, max(map(len, column.heading.split())) + 4), most)


def _set_heights(sheet: Worksheet, columns: tuple[Column, ...], rows: tuple[Row, ...], widths: list[float]) -> None:
    """Make rows as high as the texts of these columns need, four lines at most: the rest is seen in the cell."""
    sheet.set_row(0, 2 * LINE_HEIGHT + 2)
    wrapped = [place for place, column in enumerate(columns) if column.kind in WRAPPED]
    for number, row in enumerate(rows, start=1):
        lines = max((math.ceil(len(str(row[place] or "")) / (widths[place] - 3)) for place in wrapped), default=1)
        if lines > 1:
            sheet.set_row(number, min(lines, MOST_LINES) * LINE_HEIGHT)


def _shown(cell: Cell) -> str:
    return f"{cell:,.2f}" if isinstance(cell, Decimal | float) else str(cell or "")
