"""`proofdesk doctor`: what this machine has and lacks."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.verbs.options import Verbs, add_json, add_workspace, verb

if TYPE_CHECKING:
    from flows.steps.examination import Check

MORE = """
Looks at Python and its packages, Tesseract and its languages, the second OCR engine, the sandbox, fonts, the workspace,
the ledger and Prefect. What is missing is told with the line that installs it; it ends with 4 where that is needed."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "doctor", "say what is installed and what is missing", MORE)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look at the machine and say what was found."""
    from flows.configuration import workspace_at
    from flows.faults import ExitCode
    from flows.steps.examination import examine

    checks = tuple(examine(workspace_at(options.workspace)))
    if options.json:
        print(json.dumps([_plain(check) for check in checks]))
    else:
        _show(checks)
    return ExitCode.TOOL_MISSING if any(check.needed and not check.ok for check in checks) else ExitCode.CLEAN


def _plain(check: Check) -> dict[str, str | bool]:
    remedy = "" if check.ok else check.remedy
    return {"name": check.name, "ok": check.ok, "needed": check.needed, "found": check.found, "remedy": remedy}


def _show(checks: Sequence[Check]) -> None:
    from rich.table import Table
    from rich.text import Text

    from flows.verbs.telling import print_table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for check in checks:
        mark = Text("ok", "green") if check.ok else Text("missing" if check.needed else "optional", _colour(check))
        told = Text(check.found) if check.ok else Text.assemble(check.found, "\n", (check.remedy, "bold"))
        table.add_row(mark, Text(check.name), told)
    print_table(table)


def _colour(check: Check) -> str:
    return "red" if check.needed else "yellow"
