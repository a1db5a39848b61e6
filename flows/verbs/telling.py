"""What a verb tells when it is done: on standard output the result, on standard error what people must know."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from flows.steps.outcome import Outcome
    from flows.steps.verdict import Reading

WIDE = 200


def tell_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """Print what a batch came to, for a person or for a program."""
    from rich.console import Console

    from review.summary import as_json as summary_as_json
    from review.summary import print_summary

    if as_json:
        print(json.dumps(summary_as_json(outcome.batch, outcome.files)))
    else:
        print_summary(outcome.batch, outcome.files, Console())
        tell_reading(outcome.verdict.reading)


def tell_reading(reading: Reading) -> None:
    """Say what could not be read, and what this machine lacks."""
    if reading.unread:
        print(f"{reading.unread} documents could not be read in full.", file=sys.stderr)
    for lack in filter(None, (reading.tool_missing, reading.languages_missing)):
        print(lack, file=sys.stderr)


def print_table(table: Table) -> None:
    """Print a table as wide as the terminal; where there is none, so wide that nothing is broken."""
    from rich.console import Console

    console = Console()
    console.print(table) if console.is_terminal else Console(width=WIDE).print(table)
