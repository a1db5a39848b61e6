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
"""


class ExitCode(IntEnum):
    """How a run went, for the program that started it."""

    CLEAN = 0
    USAGE = 1
    FINDINGS = 2
    UNREAD = 3
    TOOL_MISSING = 4


GRAVITY = (ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.UNREAD, ExitCode.USAGE, ExitCode.TOOL_MISSING)
"""Exit codes from the least to the gravest, for several runs that end with one."""


class RunError(Exception):
    """A run cannot go on. The message says what is wrong and what to do next."""

    exit_code = ExitCode.USAGE


class UsageError(RunError):
    """What was asked for makes no sense: a file that is not there, a table with faults, a wrong key."""


class BusyError(RunError):
    """Another run is writing to the same place."""


class ToolMissingError(RunError):
    """A program that is needed is not installed."""

    exit_code = ExitCode.TOOL_MISSING
