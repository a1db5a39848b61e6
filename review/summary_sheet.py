"""The workbook's first sheet, which says how the batch stands, and its last, which explains every column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from extractors.model import Money
from matchers.model import Finding, Reconciliation, Status
from review.batch import PublishedBatch
from review.overview import CurrencyTotals, Overview, RiskGroup
from review.priority import gravest_first
from review.sheets import prepare_to_print, write_cell
from review.styles import BAR, SOFT, TINTS, Styles, number_format
from review.tables import Kind, Table
from review.wording import SEVERITY_MEANINGS, SEVERITY_WORDS, STATUS_MEANINGS, STATUS_WORDS, tally, title

Entry = str | int | Money | None
Row = tuple[Entry, ...]
ABOUT = (("Sheet", 14), ("Column", 24), ("In the CSV file", 36), ("What it says", 90))


@dataclass(frozen=True, slots=True)
class Block:
    """A small table of the summary.

    `tints` colour the rows' first cells; `total` sets the last row off; `bars` draws bars behind the amounts above it.
    """

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    tints: tuple[str, ...] = ()
    total: bool = False
    bars: bool = False


def summary_blocks(found: Reconciliation, figures: Overview) -> Iterator[Block]:
    """Return the summary's tables, what matters most first."""
    yield _by_status(figures)
    yield _by_currency(figures)
    yield _by_code(figures)
    yield _by_group("Money at risk by partner", "Partner", figures, figures.partners)
    yield _by_group("Money at risk by period", "Period", figures, figures.periods)
    yield _gravest(found)
    if figures.unread:
        header = ("Document", "What happened, and what to do")
        rows = tuple((name, problem.message) for name, problem in figures.unread[:20])
        yield Block(f"Documents that could not be read in full ({len(figures.unread)})", "", header, rows)
    yield _colours()


def write_summary(workbook: Workbook, styles: Styles, batch: PublishedBatch, figures: Overview) -> None:
    """Write the first sheet."""
    sheet = workbook.add_worksheet("Summary")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 9, 16)
    sheet.set_row(0, 24)
    found = batch.reconciliation
    sheet.write_string(
        0, 0, f"{batch.name}: what was claimed, and what is proven", styles.make(bold=True, font_size=16)
    )
    programme = f", programme {found.programme}" if found.programme else ""
    told = f"As of {found.as_of}{programme}: {', '.join(tally(found, figures.documents))}."
    sheet.write_string(1, 0, told, styles.make(font_color=SOFT))
    row = 3
    for block in summary_blocks(found, figures):
        row = _write_block(sheet, styles, row, block)
    prepare_to_print(sheet)


def write_about(workbook: Workbook, styles: Styles, tables: tuple[Table, ...]) -> None:
    """Write the last sheet: every sheet and column in a sentence."""
    sheet = workbook.add_worksheet("About")
    sheet.hide_gridlines(2)
    for place, (heading, width) in enumerate(ABOUT):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, styles.heading())
    described = ((table, column) for table in tables for column in table.columns)
    for row, (table, column) in enumerate(described, start=1):
        cells = (table.title, column.heading, f"{table.name}.csv: {column.name}", column.about)
        for position, text in enumerate(cells):
            sheet.write_string(row, position, text, styles.cell(Kind.PROSE))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    prepare_to_print(sheet)


def _by_status(figures: Overview) -> Block:
    rows = tuple((STATUS_WORDS[status], count, STATUS_MEANINGS[status]) for status, count in figures.statuses)
    tints = tuple(status.value for status, _ in figures.statuses)
    return Block("Lines by status", "", ("Status", "Lines", "Meaning"), rows, tints)


def _by_currency(figures: Overview) -> Block:
    header = ("Currency", "Approved", *(STATUS_WORDS[status] for status in Status), "Claimed", "Evidenced", "At risk")
    note = "Approved is the sum of cleared, to review and flagged. Currencies are never added together."
    return Block("Money by status of its line", note, header, tuple(map(_currency_row, figures.totals)))


def _currency_row(total: CurrencyTotals) -> Row:
    by_status = (amount for _, amount in total.by_status)
    amounts = (total.approved, *by_status, total.claimed, total.evidenced, total.at_risk)
    return total.currency, *(Money(amount, total.currency) for amount in amounts)


def _by_code(figures: Overview) -> Block:
    everything = sum(group.findings for group in figures.codes)
    once = tuple(Money(figures.once(currency), currency) for currency in figures.currencies)
    rows: tuple[Row, ...] = (*_group_rows(figures, figures.codes), ("Each amount once", everything, *once))
    note = "One amount can be at risk for several reasons, so the rows overlap; the last row counts each amount once."
    return Block(
        "Money at risk by finding", note, ("Finding", "Findings", *figures.currencies), rows, total=True, bars=True
    )


def _by_group(heading: str, name: str, figures: Overview, groups: tuple[RiskGroup, ...]) -> Block:
    rows = tuple(_group_rows(figures, groups))
    return Block(heading, "Each amount once.", (name, "Findings", *figures.currencies), rows)


def _group_rows(figures: Overview, groups: tuple[RiskGroup, ...]) -> Iterator[Row]:
    for group in groups:
        amounts = ((currency, group.amount(currency)) for currency in figures.currencies)
        money = (None if amount is None else Money(amount, currency) for currency, amount in amounts)
        yield title(group.name), group.findings, *money


def _gravest(found: Reconciliation) -> Block:
    top = tuple(islice(gravest_first(found), 10))
    tints = tuple(finding.severity.value for finding in top)
    header = ("Finding", "At risk", "Currency", "Line", "Claim", "Reason")
    note = "By severity, then by the amount's share of all that is approved in its currency."
    return Block("The ten gravest findings", note, header, tuple(map(_gravest_row, top)), tints)


def _gravest_row(finding: Finding) -> Row:
    currency = finding.at_risk.currency if finding.at_risk else ""
    return title(finding.code), finding.at_risk, currency, finding.line_id, finding.claim_id, finding.message


def _colours() -> Block:
    severities = tuple((words, SEVERITY_MEANINGS[severity]) for severity, words in SEVERITY_WORDS.items())
    tints = tuple(severity.value for severity in SEVERITY_WORDS)
    doubtful = ("Confidence in yellow", "less than 0.80: read it on the page before relying on it")
    return Block("What the colours say", "", ("Severity", "Meaning"), (*severities, doubtful), (*tints, "review"))


def _write_block(sheet: Worksheet, styles: Styles, row: int, block: Block) -> int:
    """Write a block and return the row where the next one begins; a block without rows is left out."""
    if not block.rows:
        return row
    sheet.write_string(row, 0, block.title, styles.make(bold=True, font_size=13))
    if block.note:
        row += 1
        sheet.write_string(row, 0, block.note, styles.make(font_color=SOFT, italic=True))
    amounts = [any(isinstance(line[column], Money | int) for line in block.rows) for column in range(len(block.header))]
    for column, heading in enumerate(block.header):
        sheet.write_string(row + 1, column, heading, styles.heading(right=amounts[column]))
    for number, line in enumerate(block.rows):
        tint = block.tints[number] if number < len(block.tints) else ""
        total = block.total and number == len(block.rows) - 1
        _write_line(sheet, styles, row + 2 + number, line, tint, total=total)
    if block.bars:
        _draw_bars(sheet, row + 2, block)
    return row + 3 + len(block.rows)


def _draw_bars(sheet: Worksheet, first: int, block: Block) -> None:
    """Draw bars behind the amounts, a scale for each currency; the last row is no part of it."""
    for column in range(2, len(block.header)):
        look = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
        sheet.conditional_format(first, column, first + len(block.rows) - 2, column, look)


def _write_line(sheet: Worksheet, styles: Styles, row: int, line: Row, tint: str, *, total: bool) -> None:
    for column, entry in enumerate(line):
        properties: dict[str, object] = {"bold": True, "top": 1} if total else {}
        if not isinstance(entry, Money | int):
            properties |= {"align": "left", "indent": 1}
        if column == 0 and tint in TINTS:
            properties |= {"bg_color": TINTS[tint], "bold": True}
        if isinstance(entry, Money):
            properties["num_format"] = number_format(Kind.MONEY, entry.currency)
        write_cell(sheet, row, column, entry.amount if isinstance(entry, Money) else entry, styles.make(**properties))
