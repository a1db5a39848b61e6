"""The rows of an invoice's or order's table: those that bear a description and an amount in one column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.lines import Cell, Line
from extractors.fields.view import View
from extractors.model import LineItem, PageSource

SAME_EDGE = 4.0
LONGEST_DESCRIPTION = 120
WRAPPED = 1.6
"""A description goes on in the next line when that is no further below than so many of its heights."""
SMALL_NUMBER = re.compile(r"^\d{1,5}(?:[.,]\d{1,3})?$")
NOT_ROWS = frozenset(
    {"total", "gross_total", "net_amount", "net_due", "tax_amount", "subtotal", "amount_due", "commission", "rounding"}
)


def line_items(view: View) -> tuple[LineItem, ...]:
    """Return the rows of the table that adds up, or nothing where none is found on a page with a text layer.

    A column counts as a table's amounts when its rows add up to an amount printed elsewhere. It may go on over pages:
    rows that repeat the sum of those before, as carried forward, are left out where the rest adds up.
    """
    scanned = {page.number for page in view.document.pages if page.source is PageSource.OCR}
    amounts = [each for each in view.candidates[CandidateKind.AMOUNT] if not each.bare and each.page not in scanned]
    sums = {each.line for each in amounts if NOT_ROWS & view.page_map.roles_of_line(each.line)}
    found = [rows for column in _columns(amounts) if (rows := _rows(column, sums, amounts))]
    chosen = max(found, key=_likelihood, default=[])
    taken = {each.line for each in chosen}
    return tuple(_item(view, each, taken) for each in chosen)


def _rows(column: Sequence[Candidate], sums: set[int], amounts: Sequence[Candidate]) -> list[Candidate]:
    """Return a column's amounts without sums and noughts where they add up, else nothing."""
    rows = [each for each in column if each.amount and each.line not in sums]
    for chosen in (rows, _without_running_sums(rows)):
        if chosen and _adds_up(chosen, sums, amounts):
            return chosen
    return []


def _likelihood(rows: Sequence[Candidate]) -> tuple[bool, bool, Decimal]:
    """Tell columns of money from others that add up, such as ratings: currencies, several rows, large sums."""
    marked = sum(each.currency is not None for each in rows)
    return 2 * marked >= len(rows), len(rows) > 1, abs(_sum(rows))


def _columns(amounts: Sequence[Candidate]) -> Iterable[list[Candidate]]:
    """Group amounts by their right edges, the column furthest to the right first, then by their left edges."""
    sides: tuple[Callable[[Candidate], float], ...] = (lambda each: each.box.right, lambda each: each.box.left)
    for side in sides:
        edges = [round(side(each) / SAME_EDGE) for each in amounts]
        for edge in sorted(set(edges), reverse=True):
            yield [each for each, own in zip(amounts, edges, strict=True) if abs(own - edge) <= 1]


def _without_running_sums(rows: Sequence[Candidate]) -> list[Candidate]:
    """Leave out amounts that are the sum of all rows before them: subtotals, and what pages carry forward."""
    kept: list[Candidate] = []
    total = Decimal(0)
    for row in rows:
        if len(kept) < 2 or row.amount != total:
            kept.append(row)
            total += row.amount or Decimal(0)
    return kept


def _sum(rows: Iterable[Candidate]) -> Decimal:
    return sum((each.amount or Decimal(0) for each in rows), Decimal(0))


def _adds_up(rows: Sequence[Candidate], sums: set[int], amounts: Sequence[Candidate]) -> bool:
    """Tell whether the rows' sum is printed elsewhere; some orders print their total above the table.

    A single row adds up to whatever repeats it, so that must be called a sum.
    """
    total, within = _sum(rows), {id(each) for each in rows}
    elsewhere = (each for each in amounts if id(each) not in within and (len(rows) > 1 or each.line in sums))
    return any(each.amount and abs(each.amount) == total for each in elsewhere)


def _item(view: View, amount: Candidate, taken: set[int]) -> LineItem:
    line = view.lines[amount.line]
    dates = [
        each.day
        for each in view.candidates[CandidateKind.DATE]
        if each.line == amount.line and not each.rank and each.day
    ]
    others = [
        each for each in view.candidates[CandidateKind.AMOUNT] if each.line == amount.line and each.last <= amount.first
    ]
    prices = [each.amount for each in others if not each.bare and each.amount]
    return LineItem(
        description=_description(view, line, taken),
        quantity=_quantity(line, prices[-1] if prices else None, amount.amount),
        unit_price=prices[-1] if prices else None,
        amount=amount.amount,
        start=min(dates, default=None),
        end=max(dates, default=None),
        page=amount.page,
        box=line.box,
    )


def _description(view: View, line: Line, taken: set[int]) -> str:
    """Return the line's longest run of words with letters, and what of it stands in the lines below."""
    first = max((cell for cell in line.cells if _is_wordy(cell)), key=lambda cell: len(cell.text), default=None)
    if first is None:
        return ""
    texts, above = [first.text], line
    for below in view.lines[line.number + 1 : line.number + 4]:
        if below.number in taken or not _goes_on(above, below, first):
            break
        texts.append(below.text)
        above = below
    return " ".join(texts)[:LONGEST_DESCRIPTION]


def _is_wordy(cell: Cell) -> bool:
    return sum(map(str.isalpha, cell.text)) >= len(cell.text) / 2


def _goes_on(above: Line, below: Line, first: Cell) -> bool:
    """Tell whether a line holds nothing but words that begin where the description does, right below it."""
    near = below.box.top - above.box.bottom <= (WRAPPED - 1) * (above.box.bottom - above.box.top)
    return (
        below.page == above.page
        and near
        and len(below.cells) == 1
        and _is_wordy(below.cells[0])
        and abs(below.box.left - first.box.left) <= SAME_EDGE
    )


def _quantity(line: Line, price: Decimal | None, amount: Decimal | None) -> Decimal | None:
    """Return the number that makes the price the amount, where one is printed."""
    if not price or amount is None:
        return None
    numbers = (Decimal(word.text.replace(",", ".")) for word in line.words if SMALL_NUMBER.match(word.text))
    return next((number for number in numbers if number and number * price == amount), None)
