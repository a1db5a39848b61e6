"""The dates of a table's columns; whether the day or the month comes first is judged over all of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from matchers.intake.date_texts import DAY_FIRST, MONTH_FIRST, meanings_of
from matchers.intake.table import Cell, Fault, Row, Table

DATE = "a date such as 2024-03-31"
AMBIGUOUS = (
    "dates such as 2024-03-31: nothing in the table settles whether the day or the month comes first in this one"
)
BOTH_WAYS = "dates such as 2024-03-31: the column puts the day first in some rows and the month first in others"
EITHER: frozenset[str] = frozenset((DAY_FIRST, MONTH_FIRST))


def read_dates(table: Table, columns: Sequence[str]) -> tuple[dict[tuple[int, str], date], list[Fault]]:
    """Return the dates of some columns by row number and column, and the faults; a cell may be empty.

    A column that its own cells leave open is settled by what the other columns say.
    """
    present = [column for column in columns if column in table.headings]
    orders = {column: _orders(_meanings(row.cells[column]) for row in table.rows) for column in present}
    shared = _settled(orders.values())
    dates: dict[tuple[int, str], date] = {}
    faults: list[Fault] = []
    for column in present:
        order = shared if orders[column] == EITHER and shared else orders[column]
        for row in table.rows:
            found = _read(table, row, column, order)
            if isinstance(found, date):
                dates[row.number, column] = found
            elif found:
                faults.append(found)
    return dates, _once_a_column(faults)


def _meanings(cell: Cell) -> Mapping[str, date]:
    if isinstance(cell, date):
        return dict.fromkeys(EITHER, cell)
    return meanings_of(cell.strip()) if isinstance(cell, str) else {}


def _orders(column: Iterable[Mapping[str, date]]) -> frozenset[str]:
    """Return the orders that every readable cell of a column allows."""
    orders = EITHER
    for meanings in column:
        if meanings:
            orders = orders.intersection(meanings)
    return orders


def _settled(columns: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the one order of the columns that are settled, or nothing where they differ or none is."""
    settled = {orders for orders in columns if len(orders) == 1}
    return settled.pop() if len(settled) == 1 else frozenset()


def _read(table: Table, row: Row, column: str, orders: frozenset[str]) -> date | Fault | None:
    if not row.text(column):
        return None
    meanings = _meanings(row.cells[column])
    if not meanings:
        return table.fault(row.number, column, row.text(column), DATE)
    possible = {meaning for order, meaning in meanings.items() if order in orders} or set(meanings.values())
    if len(possible) == 1:
        return possible.pop()
    return table.fault(row.number, column, row.text(column), AMBIGUOUS if orders else BOTH_WAYS)


def _once_a_column(faults: Iterable[Fault]) -> list[Fault]:
    """Keep one fault of a column whose order is open, since one cell settles all of them."""
    kept: dict[tuple[str, str, int], Fault] = {}
    for fault in faults:
        row = 0 if fault.expected in (AMBIGUOUS, BOTH_WAYS) else fault.row
        kept.setdefault((fault.column, fault.expected, row), fault)
    return list(kept.values())
