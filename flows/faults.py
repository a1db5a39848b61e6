"""What ends a run before its time, and the exit codes that say how a run went."""

from __future__ import annotations

from enum import IntEnum

EXIT_CODES = """\
exit codes:
  0  clean: all was read, nothing was found
  1  wrong usage: a faulty table, programme or configuration, or an option that makes no sense; nothing was changed
  2  there are findings to look at
  3  some documents could not be read; documents.csv names them (whether there are findings or not)
  4  a tool is missing, such as Tesseract; `proofdesk doctor` says how to install it
  5  it could not be finished: a full disk, or a database, share or server that is away; the next run goes on
"""


class ExitCode(IntEnum):
    """How a run went, for the program that started it."""

    CLEAN = 0
    USAGE = 1
    FINDINGS = 2
    UNREAD = 3
    TOOL_MISSING = 4
    UNFINISHED = 5


GRAVITY = (
    *(ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.UNREAD),
    *(ExitCode.USAGE, ExitCode.UNFINISHED, ExitCode.TOOL_MISSING),
)
"""Exit codes from the least to the gravest, for several runs that end with one."""


class RunError(Exception):
    """A run cannot go on. The message says what is wrong and what to do next."""

    exit_code = ExitCode.USAGE


class UsageError(RunError):
    """What was asked for makes no sense: a file that is not there, a table with faults, a wrong key."""


class BusyError(RunError):
    """Another run is writing to the same place."""


class UnfinishedError(RunError, OSError):
    """Something is full or away that is needed; later it may not be, so to try again can help."""

    exit_code = ExitCode.UNFINISHED


def unfinished(error: OSError) -> str:
    """Return what to tell of a disk, share or server that failed in the middle of a run."""
    return f"not finished: {error}. What was done is kept; see that there is room and all is there, then run again."


class ToolMissingError(RunError):
    """A program that is needed is not installed."""

    exit_code = ExitCode.TOOL_MISSING
