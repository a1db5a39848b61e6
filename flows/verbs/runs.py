"""`proofdesk runs`: what was run when, and how it ended."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows.verbs.options import Verbs, add_json, add_workspace, positive, verb

if TYPE_CHECKING:
    from ledger.model import RunRecord

MORE = """
The record is the ledger's own; Prefect's may lose task runs. A run without an outcome is under way or was killed."""

COUNTED = ("documents", "read", "findings")


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "runs", "list the last runs and how they ended", MORE)
    add_workspace(parser)
    parser.add_argument("--limit", type=positive, default=20, metavar="N", help="how many (default: %(default)s)")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List the runs, the last one first."""
    from flows.configuration import workspace_at

    with workspace_at(options.workspace).ledger() as ledger:
        records = ledger.runs(options.limit)
    if options.json:
        print(json.dumps([_plain(record) for record in records]))
    else:
        _show(records)
    return 0


def _plain(record: RunRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.kind,
        "batch": record.batch,
        "as_of": record.as_of.isoformat(),
        "started_at": record.started_at.isoformat(),
        "finished_at": record.finished_at.isoformat() if record.finished_at else None,
        "outcome": record.outcome,
        "counts": dict(record.counts),
        "parameters": dict(record.parameters),
    }


def _show(records: Sequence[RunRecord]) -> None:
    from rich.table import Table
    from rich.text import Text

    from flows.verbs.telling import print_table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("started (UTC)", "what", "batch", "as of", "outcome"):
        table.add_column(heading)
    for heading in ("seconds", *COUNTED):
        table.add_column(heading, justify="right")
    for record in records:
        lasted = f"{(record.finished_at - record.started_at).total_seconds():.1f}" if record.finished_at else ""
        about = (f"{record.started_at:%Y-%m-%d %H:%M:%S}", record.kind, record.batch, record.as_of.isoformat())
        counts = (str(record.counts.get(name, "")) for name in COUNTED)
        table.add_row(*map(Text, (*about, record.outcome or "did not end", lasted, *counts)))
    print_table(table)
