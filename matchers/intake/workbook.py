"""The sheets of an .xlsx workbook as rows of cells; formulas count as the values that were kept with them."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from extractors.model import Money
from matchers.intake.currencies import currency_code
from matchers.intake.table import EMPTY, Cell

# Binary fractions leave noise behind the decimals that people see.
NOISE_AFTER = 6


class UnreadableWorkbookError(ValueError):
    """The bytes are a zip, but no workbook that can be read."""


def read_sheets(content: bytes) -> dict[str, list[list[Cell]]]:
    """Return the visible sheets of a workbook by name, blank rows included; raise `UnreadableWorkbookError`."""
    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
        return {
            sheet.title: [[_cell(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()]
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        }
    # openpyxl checks little: a damaged file raises whatever zlib, the XML parser or its own classes raise.
    except Exception as error:
        raise UnreadableWorkbookError(str(error) or type(error).__name__) from error


def _cell(value: object, number_format: str) -> Cell:
    if value is None:
        return EMPTY
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, number_format)
    return str(value)


def _number(value: int | float, number_format: str) -> Decimal | Money:
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{NOISE_AFTER}f}").normalize()
    plain = Decimal(f"{number:f}")
    currency = _format_currency(number_format)
    return Money(plain, currency) if currency else plain


def _format_currency(number_format: str) -> str:
    """Return the currency that a number format shows, quoted ("EUR") or in brackets ([$€-407])."""
    shown = [part for pair in re.findall(r'\[\$([^\]-]*)[^\]]*\]|"([^"]*)"', number_format) for part in pair]
    shown += [sign for sign in "€£" if sign in number_format]
    return next((currency for currency in map(currency_code, shown) if currency), "")
