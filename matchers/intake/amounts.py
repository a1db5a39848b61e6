"""The amounts of a column, their decimal mark judged over all of its rows, their currency over the whole table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.model import Money
from matchers.intake.currencies import currency_code, decimals_of
from matchers.intake.table import Cell, Fault, Row, Table

FIGURE = "a number such as 1200, not negative"
AMOUNT = "an amount such as 1234.50, not negative"
BOTH_WAYS = "1234.50 or 1234,50: the column writes decimals both ways, so this can be read as thousands or as decimals"
NO_CURRENCY = "a currency such as EUR, in a column of its own, beside the amount or in its heading"
UNKNOWN_CURRENCY = "a currency of ISO 4217 such as EUR"
SPACES = re.compile(r"[\s'’]")
NUMBER = re.compile(r"\d[\d.,]*|[.,]\d+")
GROUP_OR_DECIMALS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
ANY_MARK = frozenset(".,")


@dataclass(frozen=True, slots=True)
class Typed:
    """An amount as it was typed: its digits and marks, and the currency beside them, if any."""

    digits: str
    currency: str


def read_amounts(table: Table, column: str) -> tuple[dict[int, Money], list[Fault]]:
    """Return the amounts of a column by row number, and a fault for each that cannot be read or has no currency.

    A table without the column has no amounts and no faults here.
    """
    if column not in table.headings:
        return {}, []
    marks = decimal_marks(typed.digits for row in table.rows if (typed := _typed(row.cells[column])))
    amounts: dict[int, Money] = {}
    faults: list[Fault] = []
    for row in table.rows:
        amount = _amount(row.cells[column], marks)
        if isinstance(amount, str):
            faults.append(table.fault(row.number, column, row.text(column), amount))
            continue
        currency = _currency(table, row, column)
        if isinstance(currency, Fault):
            faults.append(currency)
        elif _fits(amount, currency, row.cells[column], marks):
            amounts[row.number] = Money(amount, currency)
        else:
            expected = f"an amount with at most {decimals_of(currency)} decimals, written without thousands marks"
            faults.append(table.fault(row.number, column, row.text(column), expected))
    return amounts, faults


def read_figures(table: Table, columns: Sequence[str]) -> tuple[dict[tuple[int, str], Decimal], list[Fault]]:
    """Return plain numbers of some columns by row number and column, and the faults; a cell may be empty."""
    figures: dict[tuple[int, str], Decimal] = {}
    faults: list[Fault] = []
    for column in (each for each in columns if each in table.headings):
        marks = decimal_marks(typed.digits for row in table.rows if (typed := _typed(row.cells[column])))
        for row in (each for each in table.rows if each.text(column)):
            figure = _amount(row.cells[column], marks)
            if isinstance(figure, str):
                faults.append(table.fault(row.number, column, row.text(column), FIGURE))
            else:
                figures[row.number, column] = figure
    return figures, faults


def decimal_marks(typed: Iterable[str]) -> frozenset[str]:
    """Return the marks that every amount of a column allows as decimal mark.

    1.234,50 and 12,5 allow only the comma; 1,234,567 only the point; 1,234 and 1234 allow both. None is left where the
    column writes decimals both ways.
    """
    allowed = ANY_MARK
    for digits in typed:
        allowed &= _own_marks(digits)
    return allowed


def _own_marks(digits: str) -> frozenset[str]:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return frozenset("." if digits.rfind(".") > digits.rfind(",") else ",")
    if points + commas == 0 or GROUP_OR_DECIMALS.fullmatch(digits):
        return ANY_MARK
    used = frozenset("." if points else ",")
    return used if points + commas == 1 else ANY_MARK - used


def _typed(cell: Cell) -> Typed | None:
    """Return what is typed in a cell if it is one number, perhaps beside a currency."""
    if not isinstance(cell, str):
        return None
    text = SPACES.sub("", cell)
    numbers, beside = NUMBER.findall(text), NUMBER.sub("", text)
    currency = currency_code(beside)
    return Typed(numbers[0], currency) if len(numbers) == 1 and bool(beside) == bool(currency) else None


def _amount(cell: Cell, marks: frozenset[str]) -> Decimal | str:
    """Return a cell's amount, or what was expected of it."""
    if isinstance(cell, Money):
        cell = cell.amount
    if isinstance(cell, Decimal):
        return cell if cell >= 0 else AMOUNT
    typed = _typed(cell)
    return _value(typed.digits, marks) if typed else AMOUNT


def _value(digits: str, marks: frozenset[str]) -> Decimal | str:
    possible = (_own_marks(digits) & marks) or _own_marks(digits)
    if len(possible) > 1 and not marks and not digits.isdigit():
        return BOTH_WAYS
    # Where nothing in the column settles 1,234, it is a thousand: hardly any currency has three decimals.
    mark = next(iter(possible)) if len(possible) == 1 else ""
    whole, _, fraction = digits.partition(mark) if mark else (digits, "", "")
    if not re.fullmatch(r"\d*|\d{1,3}([.,])\d{3}(\1\d{3})*", whole) or not re.fullmatch(r"\d*", fraction):
        return AMOUNT
    return Decimal(f"{re.sub(r'[.,]', '', whole) or 0}.{fraction or 0}")


def _fits(amount: Decimal, currency: str, cell: Cell, marks: frozenset[str]) -> bool:
    typed = _typed(cell)
    may_be_decimals = typed and marks == ANY_MARK and GROUP_OR_DECIMALS.fullmatch(typed.digits)
    if may_be_decimals and decimals_of(currency) == 3:
        return False
    return amount == round(amount, decimals_of(currency))


def _currency(table: Table, row: Row, column: str) -> str | Fault:
    """Return a row's currency: its own column's, else the one beside the amount, else the heading's."""
    stated, beside = row.text("currency"), _currency_beside(row.cells[column])
    if not stated:
        found = beside or table.headings[column].currency
        # One fault tells of a table that names no currency anywhere.
        place = row.number if "currency" in table.headings else table.heading_row
        return found or table.fault(place, "currency", "", NO_CURRENCY)
    code = currency_code(stated)
    if not code:
        return table.fault(row.number, "currency", stated, UNKNOWN_CURRENCY)
    if beside and beside != code:
        return table.fault(row.number, "currency", stated, f"{beside}, as beside the amount")
    return code


def _currency_beside(cell: Cell) -> str:
    if isinstance(cell, Money):
        return cell.currency
    typed = _typed(cell)
    return typed.currency if typed else ""
