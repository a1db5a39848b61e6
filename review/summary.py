"""What a batch came to, in a terminal: for a person who has waited for it, or for a program that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractors.model import Money
from matchers.model import Finding, Status
from review.batch import PublishedBatch, PublishedFiles
from review.overview import Overview, RiskGroup
from review.priority import gravest_first
from review.wording import STATUS_WORDS, figure, money, tally, title, visible

COLOURS = {Status.CLEARED: "blue", Status.REVIEW: "yellow", Status.FLAGGED: "red"}
BAR = 40
MOST = 5


def print_summary(batch: PublishedBatch, files: PublishedFiles, console: Console) -> None:
    """Print what the batch came to; without colours or bars where the console is no terminal."""
    figures = files.figures
    parts = [_heading(batch, figures), _statuses(figures, bars=console.is_terminal)]
    if figures.codes:
        parts += [_money(figures), _first(batch)]
    if figures.unread:
        parts.append(_unread(figures))
    console.print(Group(*(Padding(part, (1, 0, 0, 1), expand=False) for part in parts)))
    # Paths are not broken over lines: people copy them.
    console.print(_files(files), soft_wrap=True)


def as_json(batch: PublishedBatch, files: PublishedFiles) -> dict[str, Any]:
    """Return what the batch came to as plain JSON values; amounts are decimal strings by currency."""
    figures = files.figures
    found = batch.reconciliation
    return {
        "name": batch.name,
        "as_of": found.as_of.isoformat(),
        "programme": found.programme,
        "lines": {status.value: count for status, count in figures.statuses},
        "claims": len(found.claims),
        "documents": figures.documents,
        "unread": sorted({name for name, _ in figures.unread}),
        "findings": {group.name: group.findings for group in figures.codes},
        "at_risk": {group.name: _plain(group.at_risk) for group in figures.codes},
        "at_risk_once": {currency: format(figures.once(currency), "f") for currency in figures.currencies},
        "report": str(files.report),
        "workbook": str(files.workbook),
        "tables": [str(table) for table in files.tables],
    }


def _plain(amounts: tuple[Money, ...]) -> dict[str, str]:
    return {amount.currency: format(amount.amount, "f") for amount in amounts}


def _heading(batch: PublishedBatch, figures: Overview) -> RenderableType:
    found = batch.reconciliation
    told = " · ".join((f"as of {found.as_of}", *tally(found, figures.documents)))
    return Text.assemble((visible(batch.name), "bold"), "\n", (told, "dim"))


def _statuses(figures: Overview, *, bars: bool) -> RenderableType:
    most = max((count for _, count in figures.statuses), default=0)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, min_width=max(map(len, STATUS_WORDS.values())))
    table.add_column(justify="right", no_wrap=True, min_width=len(str(most)))
    for status, count in figures.statuses:
        bar = "█" * round(BAR * count / most) if bars and most else ""
        table.add_row(Text(STATUS_WORDS[status], COLOURS[status]), str(count), Text(bar, COLOURS[status]))
    return table


def _money(figures: Overview) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("Money at risk", header_style="bold")
    for heading in ("findings", *figures.currencies):
        table.add_column(heading, justify="right", header_style="dim")
    for group in figures.codes:
        table.add_row(title(group.name), str(group.findings), *_amounts(group, figures))
    everything = sum(group.findings for group in figures.codes)
    once = (figure(figures.once(currency), currency) for currency in figures.currencies)
    table.add_row("each amount once", str(everything), *once, style="bold")
    return table


def _amounts(group: RiskGroup, figures: Overview) -> Iterator[str]:
    return (figure(group.amount(currency), currency) for currency in figures.currencies)


def _first(batch: PublishedBatch) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("Look at these first", "", "", ""):
        table.add_column(heading, header_style="bold")
    for finding in islice(gravest_first(batch.reconciliation), MOST):
        table.add_row(
            title(finding.code), Text(money(finding.at_risk)), _subject(finding), Text(visible(finding.message))
        )
    return table


def _subject(finding: Finding) -> Text:
    named = (finding.line_id, finding.claim_id) if finding.line_id or finding.claim_id else (finding.document,)
    return Text(visible(" ".join(filter(None, named))))


def _unread(figures: Overview) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column(f"Documents that need attention ({len(figures.unread)})", header_style="bold", overflow="fold")
    table.add_column("")
    for name, problem in figures.unread[:MOST]:
        table.add_row(Text(visible(name)), Text(visible(problem.message)))
    if len(figures.unread) > MOST:
        table.add_row(f"and {len(figures.unread) - MOST} more", "in documents.csv", style="dim")
    return table


def _files(files: PublishedFiles) -> RenderableType:
    tables = ", ".join(table.name for table in files.tables)
    places = (("Report  ", str(files.report)), ("Workbook", str(files.workbook)), ("Tables  ", tables))
    return Text.assemble(*(part for name, where in places for part in ("\n ", (name, "bold"), f"  {where}")), "\n")
