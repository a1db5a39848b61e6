"""`proofdesk audit`: that nothing in the audit trail was changed, here and on an auditor's machine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flows.faults import ExitCode, UsageError
from flows.verbs.options import Verbs, add_workspace, verb

if TYPE_CHECKING:
    from ledger.model import ChainReport

MORE = """
Reads every record from first to last and recomputes its digest; needs no desk. Note the last digest elsewhere:
together they prove the whole trail. With --to the trail is written as well, a record a line, for an auditor, who checks
it with --of on any machine. Ends with 2 where a record was edited, removed, inserted or moved."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "audit", "check that nothing in the audit trail was changed", MORE)
    add_workspace(parser)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--to", type=Path, metavar="FILE", help="also write the trail to a file, as lines of JSON")
    either.add_argument("--of", type=Path, metavar="FILE", help="check such a file instead of a workspace")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the audit trail and say what came of it."""
    report = _report_of_file(options.of) if options.of else _report_of_workspace(options.workspace, options.to)
    for fault in report.faults:
        print(f"record {fault.number}: {fault.message}")
    print(f"{report.records} records, {report.erased} contents erased by order, last digest {report.head or 'none'}")
    print("the chain is intact" if report.intact else "THE CHAIN IS BROKEN")
    return ExitCode.CLEAN if report.intact else ExitCode.FINDINGS


def _report_of_workspace(workspace: Path, to: Path | None) -> ChainReport:
    from flows.configuration import workspace_at
    from flows.steps.files import write_whole
    from ledger.chain import check_lines

    with workspace_at(workspace).ledger() as ledger:
        if to is None:
            return ledger.verify_chain()
        # What is checked is what was written: others may add to the trail meanwhile.
        written = list(ledger.export_chain())
    write_whole(to, "".join(f"{line}\n" for line in written).encode())
    return check_lines(written)


def _report_of_file(path: Path) -> ChainReport:
    from ledger.chain import check_lines

    written_by = "Give a file that `proofdesk audit --to` wrote."
    try:
        return check_lines(path.read_text("utf-8").splitlines())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). {written_by}") from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise UsageError(f"{path}: is no audit trail. {written_by}") from error
