"""Orders and invoices for advertising time laid out on pages: heads of several makes over rows, weeks and sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from extractors.training.invented_buys import WEEK, Buy, Spots
from extractors.training.invented_pages import Pair, Sheet

DAY = timedelta(days=1)
WEEKDAYS = "MTWTFSS"


def schedule(sheet: Sheet, buy: Buy) -> bool:
    """Print a whole document; tell whether its head prints the flight."""
    rng = sheet.rng
    sheet.size = min(sheet.size, 8.0)
    # An order always says when it runs; of invoices many say only what they bill.
    has_flight = not buy.is_invoice or rng.random() < 0.6
    title = (
        buy.words.label("invoice_number") if buy.is_invoice else rng.choice(("ORDER", "CONTRACT", "Order Confirmation"))
    )
    sheet.line(title.upper(), size=sheet.size + rng.choice((0, 4)), left=rng.choice((sheet.left, 250.0, 400.0)))
    rng.choice((_beside_address, _in_columns, _in_boxes))(sheet, buy.details(has_flight), buy)
    if rng.random() < 0.25 and buy.gross:
        _months(sheet, buy)
    rng.choice((_rows_with_weeks, _rows, _airings))(sheet, buy)
    if rng.random() < 0.3 and not buy.is_invoice and buy.gross:
        _months(sheet, buy)
    sheet.sums(buy.totals())
    if buy.is_called_off:
        before, after = (buy.words.money(amount) for amount in (buy.ordered, buy.gross))
        sheet.line(
            f"{buy.words.label('alternative_number')} {buy.words.on(buy.bought)}: Total from {before} to {after}"
        )
    return has_flight


def _beside_address(sheet: Sheet, details: list[Pair], buy: Buy) -> None:
    """The seller's and the agency's address at the left, what the document is about at the right of them."""
    left = [buy.station, *buy.seller.lines, buy.seller.phone, "", *buy.agency.lines]
    beside = sheet.rng.choice((230.0, 280.0, 320.0))
    end = sheet.stack(left, sheet.left)
    if sheet.rng.random() < 0.5:
        sheet.top = max(end, sheet.details(details, beside)) + 10
        return
    step = (sheet.right - beside) / 2
    _boxed(sheet, details, beside, step)
    sheet.top = max(end, sheet.top) + 10


def _in_columns(sheet: Sheet, details: list[Pair], buy: Buy) -> None:
    """Labels with their values behind them in two or three columns."""
    count = sheet.rng.choice((2, 2, 3))
    sheet.size = min(sheet.size, 10.0 - count)
    step = (sheet.right - sheet.left) / count
    each = -(-len(details) // count)
    ends = [
        sheet.details(details[place * each : (place + 1) * each], sheet.left + place * step) for place in range(count)
    ]
    sheet.top = max(ends) + 10
    if sheet.rng.random() < 0.5:
        sheet.beside([(sheet.left, buy.agency.lines), (300.0, buy.seller.lines)])


def _in_boxes(sheet: Sheet, details: list[Pair], buy: Buy) -> None:
    """Labels with their values below them over the whole width, addresses above."""
    if sheet.rng.random() < 0.6:
        sheet.beside([(sheet.left, [buy.station, *buy.seller.lines]), (320.0, buy.agency.lines)])
    _boxed(sheet, details, sheet.left, sheet.rng.choice((130.0, 165.0, 240.0)))
    sheet.down(8)


def _boxed(sheet: Sheet, pairs: list[Pair], left: float, step: float) -> None:
    each = max(int((sheet.right - left) / step), 1)
    small = sheet.size - sheet.rng.choice((0, 1, 1.5))
    for start in range(0, len(pairs), each):
        for place, (label, value) in enumerate(pairs[start : start + each]):
            sheet.put(label, left + place * step, sheet.top, small)
            sheet.put(value, left + place * step, sheet.top + 1.25 * sheet.size)
        sheet.top += 2.7 * sheet.size


def _rows(sheet: Sheet, buy: Buy) -> None:
    """One row a line of the schedule, mostly with the days on which it begins and ends."""
    words, rng = buy.words, sheet.rng
    dated = rng.random() < 0.7
    heads = [words.label("product"), *([words.label("start_date"), words.label("end_date")] if dated else [])]
    heads += [words.label(role) for role in ("total_count", "unit_price", "total")]
    sheet.table(heads, [_row(buy, line, dated) for line in buy.lines])


def _row(buy: Buy, line: Spots, dated: bool) -> list[str]:
    days = list(map(buy.words.on, line.days)) if dated else []
    return [line.program, *days, str(line.times), buy.words.money(line.rate), buy.words.money(line.amount)]


def _rows_with_weeks(sheet: Sheet, buy: Buy) -> None:
    """Each line of the schedule, and below it the weeks in which it runs, from Monday to Sunday."""
    rng, step = sheet.rng, (sheet.right - sheet.left) / 6
    lead = rng.choice(("Week:", "", "Wk"))
    for number, line in enumerate(buy.lines, 1):
        for place, text in enumerate((f"{number} {line.program}", "", *_row(buy, line, True)[1:])):
            sheet.put(text, sheet.left + place * step, sheet.top, 7)
        sheet.down(9)
        for first in _weeks(line.days):
            days = (first, first + WEEK - DAY)
            text = (
                f"{lead} {buy.between(days)}"
                if number % 2
                else f"{lead} {buy.words.on(days[0])}  {buy.words.on(days[1])}"
            )
            sheet.put(text, sheet.left + 20, sheet.top, 7)
            sheet.put("".join(rng.choice((day, "-")) for day in WEEKDAYS), sheet.left + 3 * step, sheet.top, 7)
            sheet.down(9)
    sheet.down(8)


def _weeks(days: tuple[date, date]) -> Iterator[date]:
    """Yield the Mondays of the weeks that days lie in."""
    first = days[0] - days[0].weekday() * DAY
    while first <= days[1]:
        yield first
        first += WEEK


def _airings(sheet: Sheet, buy: Buy) -> None:
    """Each spot with the day and the time at which it went on air."""
    words, rng = buy.words, sheet.rng
    heads = [words.label("product"), words.label("document_date"), "Time", words.label("unit_price")]
    rows = []
    for line in buy.lines:
        for _ in range(line.times):
            day = line.days[0] + rng.randrange((line.days[1] - line.days[0]).days + 1) * DAY
            rows.append(
                [
                    line.program,
                    words.on(day),
                    f"{rng.randrange(1, 13)}:{rng.randrange(10, 60)} PM",
                    words.money(line.rate),
                ]
            )
    sheet.table(heads, rows)


def _months(sheet: Sheet, buy: Buy) -> None:
    """What falls on each month, with the sum of all; ratings that nobody measured are nought."""
    words, (start, end) = buy.words, buy.flight
    middle = min(end, (start.replace(day=28) + 4 * DAY).replace(day=1) - DAY)
    part = buy.gross if middle == end else (buy.gross / 3).quantize(Decimal(1))
    parts = [((start.replace(day=1), middle), part), ((middle + DAY, end), buy.gross - part)]
    heads = ["", words.label("start_date"), words.label("end_date"), words.label("total_count")]
    heads += [words.label("gross_total"), words.label("net_amount"), "Rating"]
    rows = [["", *map(words.on, days), "", *_sums(buy, amount)] for days, amount in parts if amount]
    total = words.label("total")
    sheet.table(
        heads, [*rows, [total, "", "", str(sum(line.times for line in buy.lines)), *_sums(buy, buy.gross)]], 0.12
    )


def _sums(buy: Buy, gross: Decimal) -> list[str]:
    net = gross * (buy.gross - buy.commission) / buy.gross
    return [buy.words.money(gross), buy.words.money(net.quantize(Decimal("0.01"))), "0.00"]
