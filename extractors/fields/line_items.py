"""The rows of an invoice's or order's table: those that bear a description and an amount in one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.lines import Line
from extractors.fields.view import View
from extractors.model import LineItem, PageSource

SAME_EDGE = 4.0
FEWEST_ROWS = 1
LONGEST_DESCRIPTION = 120
NOT_ROWS = frozenset(
    {"total", "gross_total", "net_amount", "net_due", "tax_amount", "subtotal", "amount_due", "commission", "rounding"}
)


def line_items(view: View) -> tuple[LineItem, ...]:
    """Return the rows of the table that adds up, or nothing where none is found on a page with a text layer.

    A column counts as a table's amounts when its rows add up to an amount printed below it.
    """
    scanned = {page.number for page in view.document.pages if page.source is PageSource.OCR}
    amounts = [each for each in view.candidates[CandidateKind.AMOUNT] if not each.bare and each.page not in scanned]
    for column in _columns(amounts):
        rows = [each for each in column if not NOT_ROWS & view.page_map.roles_of_line(each.line)]
        printed = {abs(each.amount) for each in amounts if each.amount and each not in rows}
        if len(rows) >= FEWEST_ROWS and sum((each.amount or Decimal(0) for each in rows), Decimal(0)) in printed:
            return tuple(_item(view, each) for each in rows)
    return ()


def _columns(amounts: Sequence[Candidate]) -> list[list[Candidate]]:
    """Group amounts by their right edge, the column furthest to the right first."""
    edges = Counter(round(each.box.right / SAME_EDGE) for each in amounts)
    return [
        [each for each in amounts if abs(round(each.box.right / SAME_EDGE) - edge) <= 1]
        for edge in sorted(edges, reverse=True)
    ]


def _item(view: View, amount: Candidate) -> LineItem:
    line = view.lines[amount.line]
    dates = [each.day for each in view.candidates[CandidateKind.DATE] if each.line == amount.line and each.day]
    others = [
        each for each in view.candidates[CandidateKind.AMOUNT] if each.line == amount.line and each.last <= amount.first
    ]
    priced = [each for each in others if not each.bare]
    return LineItem(
        description=_description(line),
        quantity=_quantity(others, priced[-1].amount if priced else None, amount.amount),
        unit_price=priced[-1].amount if priced else None,
        amount=amount.amount,
        start=min(dates, default=None),
        end=max(dates, default=None),
        page=amount.page,
        box=line.box,
    )


def _description(line: Line) -> str:
    """Return the line's longest run of words with letters."""
    wordy = [cell.text for cell in line.cells if sum(map(str.isalpha, cell.text)) >= len(cell.text) / 2]
    return max(wordy, key=len, default="")[:LONGEST_DESCRIPTION]


def _quantity(others: Sequence[Candidate], price: Decimal | None, amount: Decimal | None) -> Decimal | None:
    """Return the number that makes the price the amount, where one is printed."""
    if not price or amount is None:
        return None
    return next((each.amount for each in others if each.amount and each.amount * price == amount), None)
