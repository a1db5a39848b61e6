"""Options that several verbs have."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path

from flows.faults import EXIT_CODES
from flows.logs import KINDS, TEXT, VARIABLE

Verbs = argparse._SubParsersAction


def verb(verbs: Verbs[argparse.ArgumentParser], name: str, does: str, more: str = "") -> argparse.ArgumentParser:
    """Declare a verb: its name, what it does in a line, and what else its help says."""
    raw = argparse.RawDescriptionHelpFormatter
    described = f"{does[0].upper()}{does[1:]}.\n{more}"
    parser = verbs.add_parser(name, help=does, description=described, epilog=EXIT_CODES, formatter_class=raw)
    told = f"log lines for people or as JSON, with run, batch and document (default: {VARIABLE}, else {TEXT})"
    parser.add_argument("--log", choices=KINDS, default=os.environ.get(VARIABLE) or TEXT, help=told)
    return parser


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Let the workspace be chosen."""
    told = "where documents, the ledger and Prefect's files are kept (default: %(default)s)"
    parser.add_argument("--workspace", type=Path, default=Path("workspace"), metavar="DIR", help=told)


def add_running(parser: argparse.ArgumentParser) -> None:
    """Let the number of processes be chosen, and what is printed."""
    parser.add_argument("--workers", type=positive, metavar="N", help="reading processes (default: one a core)")
    add_json(parser)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let a program read the answer."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON on standard output")


def day(text: str) -> date:
    """Return a day that was typed as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a day as YYYY-MM-DD, found {text}") from error


def positive(text: str) -> int:
    """Return a number from 1 that was typed."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"expected a number from 1, found {text}")
    return int(text)
