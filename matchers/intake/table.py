"""A table as it was found in a file, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.model import Money

# What a cell may hold: text as typed, or what a workbook knows to be a number, an amount in a currency or a date.
Cell = str | Decimal | Money | date
EMPTY = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a table. `row` counts from 1 as a spreadsheet does; 0 is the file as a whole."""

    file: str
    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Return the fault as one line: where it is, what is there, what should be."""
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f'column "{self.column}"')
        found = f'found "{self.value}", ' if self.value else ""
        return f"{', '.join(place)}: {found}expected {self.expected}"


class TableFaultsError(ValueError):
    """A table cannot be used. `faults` are all of its faults, from the top of the table to its end."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order in which a reader meets them."""
        self.faults = tuple(sorted(set(faults), key=lambda fault: (fault.file, fault.row, fault.column, fault.value)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return how many faults there are, and each on a line of its own."""
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        return "\n".join([f"{count}; nothing of the table was used:", *(f"  {fault}" for fault in self.faults)])


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: where it stands, as it was typed, and the currency it names, if any."""

    position: int
    text: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number in the file, its cells by our names of the columns, and all that stands in it."""

    number: int
    cells: Mapping[str, Cell]
    printed: tuple[Cell, ...]

    def text(self, column: str) -> str:
        """Return a cell as text, trimmed; empty where the column or the cell is missing."""
        return as_text(self.cells.get(column, EMPTY))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table of a file, with the headings of the columns that are known."""

    file: str
    heading_row: int
    headings: Mapping[str, Heading]
    rows: tuple[Row, ...]

    def fault(self, row: int, column: str, value: str, expected: str) -> Fault:
        """Return a fault of a cell, its column named as the table itself names it."""
        heading = self.headings.get(column)
        return Fault(self.file, row, heading.text if heading else column, value, expected)


def as_text(cell: Cell) -> str:
    """Return a cell as a person would type it."""
    if isinstance(cell, Money):
        return f"{cell.currency} {cell.amount:f}"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.strip()
