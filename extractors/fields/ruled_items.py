"""The rows of a ruled table as line items, where the words' places alone did not show the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.fields.line_items import LONGEST_DESCRIPTION
from extractors.language.amounts import find_amounts
from extractors.language.dates import find_dates
from extractors.model import LineItem
from extractors.reading.ruled_tables import RuledRow

Priced = tuple[RuledRow, Decimal]


def ruled_items(
    tables: Iterable[Sequence[RuledRow]], sums: frozenset[Decimal], language: str | None
) -> tuple[LineItem, ...]:
    """Return the rows of the first table with a column that makes up one of the sums, or nothing where none does."""
    for table in tables:
        for column in reversed(range(max(len(row.cells) for row in table))):
            priced = [(row, amount) for row in table if (amount := _amount(row, column, language)) is not None]
            for rows in (priced, _without_running_sums(priced)):
                if len(rows) > 1 and _sum(rows) in sums:
                    return tuple(_item(row, amount, language) for row, amount in rows)
    return ()


def _amount(row: RuledRow, column: int, language: str | None) -> Decimal | None:
    """Return the amount of a cell that holds nothing else, of a row that says what it is for."""
    if column >= len(row.cells) or not _description(row):
        return None
    found = find_amounts(row.cells[column], language)
    return found[0].value if len(found) == 1 and not _has_words(row.cells[column]) else None


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) > len(text) / 2


def _description(row: RuledRow) -> str:
    return max((cell for cell in row.cells if _has_words(cell)), key=len, default="")[:LONGEST_DESCRIPTION]


def _sum(rows: Iterable[Priced]) -> Decimal:
    return sum((amount for _, amount in rows), Decimal(0))


def _without_running_sums(rows: Sequence[Priced]) -> list[Priced]:
    """Leave out rows that are the sum of all before them, and what follows the first of those: tax and total."""
    for place in range(2, len(rows)):
        if rows[place][1] == _sum(rows[:place]):
            return list(rows[:place])
    return list(rows)


def _item(row: RuledRow, amount: Decimal, language: str | None) -> LineItem:
    days = [day for cell in row.cells for each in find_dates(cell, language) if (day := each.value)]
    return LineItem(
        description=_description(row),
        amount=amount,
        start=min(days, default=None),
        end=max(days, default=None),
        page=row.page,
        box=row.box,
    )
