"""`proofdesk replay`: what clearing would have done on batches that people decided."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.verbs.options import Verbs, add_json, add_workspace, verb

if TYPE_CHECKING:
    from matchers.replay import Threshold

MORE = """
Takes every batch of the workspace that people decided about at the desk, as it was reconciled last, and counts for each
confidence how many of the lines that people found right would have been cleared, and which that they found wrong: false
clears, of which there must be none. Lines cleared and drawn for quality control tell the most. Ends with 2 where any
line was cleared that people found wrong."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "replay", "say what clearing would have done on batches that people decided", MORE)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Replay and show what came of it."""
    from flows.configuration import workspace_at
    from flows.faults import ExitCode
    from flows.steps.replaying import replayed

    with workspace_at(options.workspace).open() as held:
        thresholds = replayed(held)
    if options.json:
        print(json.dumps([_plain(each) for each in thresholds]))
    else:
        _show(thresholds)
    return ExitCode.FINDINGS if any(each.false_clears for each in thresholds) else ExitCode.CLEAN


def _plain(each: Threshold) -> dict[str, object]:
    about = {"confidence": each.confidence, "right": each.right, "cleared": each.cleared}
    return {**about, "share": round(each.share, 4), "false_clears": list(each.false_clears)}


def _show(thresholds: Sequence[Threshold]) -> None:
    from rich.table import Table
    from rich.text import Text

    from flows.verbs.telling import print_table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("cleared from", "right lines", "cleared of them", "share"):
        table.add_column(heading, justify="right")
    table.add_column("cleared though wrong")
    for each in thresholds:
        counts = (f"{each.confidence:.2f}", str(each.right), str(each.cleared), f"{each.share:.1%}")
        table.add_row(*map(Text, (*counts, ", ".join(each.false_clears) or "none")))
    print_table(table)
