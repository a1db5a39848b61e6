"""`proofdesk demo`: the sample batch through the night, as a new user first sees proofdesk."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.verbs.options import Verbs, add_json, verb

MORE = """
Makes some thirty documents of an invented partner programme, with a plan and claims that hold one of each kind of
finding, and reconciles them under Prefect with its embedded server. Nothing leaves this machine. Run again, it reads
nothing twice. Findings are what a demo is for: with them it ends with 0 all the same."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "demo", "make the sample batch and reconcile it", MORE)
    parser.add_argument("--folder", type=Path, default=Path("demo"), metavar="DIR", help="where (default: %(default)s)")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the batch, run the night, say where everything lies."""
    from flows.configuration import workspace_at
    from flows.faults import ExitCode
    from flows.sample.batch import make_sample
    from flows.steps.assignment import Assignment
    from flows.verbs.night import run_night

    folder: Path = options.folder
    sample = make_sample(folder / "sample")
    night = Assignment(
        batch="Sample batch",
        plan=sample.plan,
        claims=sample.claims,
        evidence=(str(sample.evidence),),
        out=folder / "report",
        as_of=sample.as_of,
        programme=str(sample.programme.resolve()),
        history=True,
    )
    code = run_night(night, workspace_at(folder / "workspace"), as_json=options.json)
    if not options.json:
        _tell_places(folder)
    return ExitCode.CLEAN if code in (ExitCode.FINDINGS, ExitCode.UNREAD) else code


def _tell_places(folder: Path) -> None:
    print(f" Batch     {folder / 'sample'}: plan.xlsx, claims.csv and the evidence, to try things with")
    print(f" Workspace {folder / 'workspace'}: the ledger, the documents by content, Prefect's files")
    print(f" Desk      proofdesk review --workspace {folder / 'workspace'}")
