"""The report that people read: one file, no network, what matters first."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from matchers.model import Comparison, Finding, LineStatus
from review.batch import PublishedBatch
from review.links import reference
from review.overview import Overview
from review.pictures import Picture, Place, PlaceFinder, pictures
from review.priority import gravest_first
from review.tables import Cell, Column, Kind, Table
from review.wording import SEVERITY_WORDS, STATUS_MEANINGS, STATUS_WORDS, figure, money, place, tally, title, visible

TEMPLATES = Path(__file__).parent / "templates"
MOST_FINDINGS = 2_000
MOST_LINES = 5_000
MOST_ADDED = 200
ON_SCREEN = {
    "changes": ("change", "code", "line_id", "claim_id", "document", "amount_at_risk", "amount_before", "why"),
    "missing": ("line_id", "campaign_name", "partner", "state", "proof", "missing", "approved", "closes", "days_left"),
}
"""The columns of added tables that fit on a page; the rest stands in the files."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the report shows it: with its plan line, and its places with a picture where there was room."""

    finding: Finding
    line: LineStatus | None
    places: tuple[tuple[Place, Picture | None], ...]


def report_html(batch: PublishedBatch, figures: Overview) -> str:
    """Return the report as one HTML page that loads nothing from anywhere."""
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    shown = _shown(batch)
    lines = batch.reconciliation.lines[:MOST_LINES]
    return (
        _environment(batch)
        .get_template("report.html")
        .render(
            batch=batch,
            found=batch.reconciliation,
            figures=figures,
            tally=tally(batch.reconciliation, figures.documents),
            shown=shown,
            unshown=len(batch.reconciliation.findings) - len(shown),
            unpictured=sum(picture is None for item in shown for _, picture in item.places),
            lines=lines,
            recommended={
                each.line_id: each.amount for each in batch.reconciliation.recommendations if not each.claim_id
            },
            added=[_on_screen(table) for table in batch.added if table.rows],
            most_added=MOST_ADDED,
            anchors={line.line.line_id: number for number, line in enumerate(lines, start=1)},
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            style_digest=_digest(style),
            script_digest=_digest(script),
        )
    )


def _on_screen(table: Table) -> tuple[Table, list[list[tuple[Column, str]]]]:
    """Return a table with its first rows as texts, money with its currency."""
    places = [table.position(name) for name in ON_SCREEN.get(table.name, [each.name for each in table.columns])]
    currency = next((place for place, column in enumerate(table.columns) if column.name == "currency"), None)
    rows = [
        [
            (table.columns[place], _text(row[place], table.columns[place], row[currency] if currency else ""))
            for place in places
        ]
        for row in table.rows[:MOST_ADDED]
    ]
    return table, rows


def _text(cell: Cell, column: Column, currency: Cell) -> str:
    if column.kind is Kind.MONEY and isinstance(cell, Decimal) and currency:
        return f"{currency} {figure(cell, str(currency))}"
    if column.name in ("code", "state") and cell:
        return title(str(cell))
    return "" if cell is None else str(cell)


def _shown(batch: PublishedBatch) -> list[Shown]:
    lines = {line.line.line_id: line for line in batch.reconciliation.lines}
    findings = gravest_first(batch.reconciliation)[:MOST_FINDINGS]
    finder = PlaceFinder(batch)
    seen = {finding: finder.places(finding) for finding in findings}
    taken = pictures(batch, [place for finding in findings for place in seen[finding]])
    return [
        Shown(finding, lines.get(finding.line_id), tuple((place, taken.get(place)) for place in seen[finding]))
        for finding in findings
    ]


def _environment(batch: PublishedBatch) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Markup is a text as well, and has to stay as it is.
    environment.finalize = lambda value: visible(value) if type(value) is str else value
    environment.filters |= {"title": title, "money": money, "figure": figure, "origin": place, "strongest": _strongest}
    environment.globals |= {
        "status_words": STATUS_WORDS,
        "status_meanings": STATUS_MEANINGS,
        "severity_words": SEVERITY_WORDS,
        "link": lambda name: reference(batch.links[name]) if name in batch.links else None,
    }
    return environment


def _strongest(comparisons: Iterable[Comparison]) -> list[Comparison]:
    return sorted(comparisons, key=lambda item: (-abs(item.weight), item.field))


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
