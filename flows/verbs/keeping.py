"""`proofdesk backup`, `restore`, `purge` and `forget`: what is kept, where else, and for how long."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.faults import ExitCode, RunError
from flows.verbs.options import Verbs, add_json, add_workspace, day, positive, verb

if TYPE_CHECKING:
    from flows.workspace import Holdings
    from ledger.model import Erased

BACKUP = """
Copies the ledger as it is at one moment, also while others write, and the documents that the folder has not yet.
PostgreSQL is copied by pg_dump. The configuration and the reports are files of yours: copy them as you copy others."""
RESTORE = """
Brings a backup back to a workspace without a ledger (or to the empty database that is configured), and checks that
every document is there and the audit trail is whole. Restore to another place now and then, to know that you can."""
PURGE = """
Erases documents handed in longer ago than their programme is kept: 24 months, or what [retention] in the configuration
says. With them go what was read, plan lines, claims and findings about them, decisions' words and pictures. Digests,
runs and the audit trail's chain stay, with tombstones. Reports are written anew without it, where they were written.
Files in inboxes stay; as they are, they are not taken in again. Backups, and a standing Prefect server, are yours.
"""
FORGET = """
Erases the documents of a partner, or those that name a person, and whatever else mentions either: plan lines, claims,
findings, words of decisions, an account at the desk with what it did but for decisions. Reports are written anew
without it, where they were written. Look at --dry-run first. Files in inboxes, backups, and what a standing Prefect
server shows are yours to remove."""
SHOWN = 50


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verbs."""
    backup = verb(verbs, "backup", "copy the ledger and the documents into a folder", BACKUP)
    backup.add_argument("folder", type=Path, metavar="DIR", help="where to; given again, only what is new is copied")
    restore = verb(verbs, "restore", "bring a backup back", RESTORE)
    restore.add_argument("folder", type=Path, metavar="DIR", help="the backup")
    purge = verb(verbs, "purge", "erase what need not be kept any longer", PURGE)
    purge.add_argument("--months", type=positive, metavar="N", help="how long to keep, whatever the configuration says")
    purge.add_argument("--as-of", type=day, metavar="DATE", help="the day to count back from (default: today)")
    forget = verb(verbs, "forget", "erase a partner or a person", FORGET)
    whom = forget.add_mutually_exclusive_group(required=True)
    whom.add_argument("--partner", default="", metavar="NAME", help="a partner, as plan or claims name it")
    whom.add_argument("--person", default="", metavar="NAME", help="a person, as documents name them")
    for parser, run in ((backup, run_backup), (restore, run_restore), (purge, run_purge), (forget, run_forget)):
        add_workspace(parser)
        add_json(parser)
        parser.set_defaults(run=run)
    for parser in (purge, forget):
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")


def run_backup(options: argparse.Namespace) -> int:
    """Make a backup and say what was new."""
    from flows.configuration import workspace_at
    from ledger.backup import back_up
    from ledger.model import LedgerError

    workspace = workspace_at(options.workspace)
    try:
        copied = back_up(workspace.address, workspace.documents(), options.folder)
    except LedgerError as error:
        raise RunError(str(error)) from error
    _tell(options, {"documents": copied}, f"The ledger and {copied} new documents are in {options.folder}")
    return ExitCode.CLEAN


def run_restore(options: argparse.Namespace) -> int:
    """Bring a backup back."""
    from flows.configuration import workspace_at
    from ledger.backup import restore
    from ledger.model import LedgerError

    workspace = workspace_at(options.workspace)
    try:
        copied = restore(options.folder, workspace.address, workspace.documents())
    except LedgerError as error:
        raise RunError(str(error)) from error
    told = f"The ledger and {copied} documents are back in {options.workspace}; the audit trail is whole"
    _tell(options, {"documents": copied}, told)
    return ExitCode.CLEAN


def run_purge(options: argparse.Namespace) -> int:
    """Purge, or say what a purge would erase."""
    from flows.configuration import Retention, configuration_at, workspace_at
    from flows.steps.assignment import today
    from flows.steps.erasing import purge_old

    retention = configuration_at(options.workspace).retention
    if options.months:
        retention = Retention(options.months)
    with workspace_at(options.workspace).open() as held:
        erased = purge_old(retention, options.as_of or today(), held, rehearse=options.dry_run)
        _tell_erased(options, erased, held, names=False)
    return ExitCode.CLEAN


def run_forget(options: argparse.Namespace) -> int:
    """Forget somebody, or say what that would erase."""
    from flows.configuration import workspace_at
    from flows.steps.erasing import forget

    with workspace_at(options.workspace).open() as held:
        erased = forget(options.partner, options.person, held, rehearse=options.dry_run)
        _tell_erased(options, erased, held, names=True)
    return ExitCode.CLEAN


def _tell_erased(options: argparse.Namespace, erased: Erased, held: Holdings, *, names: bool) -> None:
    from flows.steps.erasing import still_there

    left = still_there(erased.gone, held)
    told = {
        "dry_run": options.dry_run,
        "documents": erased.documents,
        "reconciliations": erased.reconciliations,
        "records": erased.records,
        "accounts": erased.accounts,
        "by_batch": dict(sorted(Counter(each.batch for each in erased.gone).items())),
        "names": [f"{each.batch}: {each.name}" for each in erased.gone],
        "left_in_inboxes": [str(path) for path in left],
    }
    lines = [f"  {batch}: {count} documents" for batch, count in told["by_batch"].items()]
    lines += [f"    {name}" for name in told["names"][:SHOWN]] if names else []
    lines += [f"  left in an inbox, for you to remove: {path}" for path in told["left_in_inboxes"][:SHOWN]]
    _tell(options, told, "\n".join([_sentence(erased, rehearsed=options.dry_run), *lines]))


def _sentence(erased: Erased, *, rehearsed: bool) -> str:
    counts = f"{erased.documents} documents, {erased.reconciliations} results, {erased.records} records of the trail"
    accounts = f" and {erased.accounts} accounts" if erased.accounts else ""
    return f"{'Would erase' if rehearsed else 'Erased'} {counts}{accounts}"


def _tell(options: argparse.Namespace, told: dict[str, Any], words: str) -> None:
    print(json.dumps(told) if options.json else words)
