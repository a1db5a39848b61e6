"""How far long work has come: bars on a terminal, plain lines in a log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

log = logging.getLogger("proofdesk")

Advance = Callable[[], None]
Progress = Callable[[str, int], AbstractContextManager[Advance]]
"""Begins a step by its title and how many things it has to do; what it gives is called once for each thing done."""

LINES_A_STEP = 10
FEWEST_A_LINE = 25


def progress_of_this_terminal(*, quiet: bool) -> Progress:
    """Return bars where standard error is a terminal that a person watches, else plain lines."""
    return bars if sys.stderr.isatty() and not quiet else lines


@contextmanager
def lines(title: str, total: int) -> Iterator[Advance]:
    """Log a line at the beginning of a step, about ten while it lasts, and one at its end."""
    done = 0
    every = max(FEWEST_A_LINE, -(-total // LINES_A_STEP))
    log.info("%s: %d to do", title, total)

    def advance() -> None:
        nonlocal done
        done += 1
        if done % every == 0 and done < total:
            log.info("%s: %d of %d", title, done, total)

    yield advance
    log.info("%s: %d done", title, done)


@contextmanager
def bars(title: str, total: int) -> Iterator[Advance]:
    """Show a bar on standard error that stays when its step is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<24}"), BarColumn(40), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task(title, total=total)
        yield lambda: shown.advance(task)
