"""`proofdesk reconcile`: one batch, from plan and evidence to the report."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flows.verbs.options import Verbs, add_running, add_workspace, day, verb

if TYPE_CHECKING:
    from flows.steps.assignment import Assignment

MORE = """
Writes report.html, report.xlsx, and findings, lines, claims_report, documents, matches, evidence and
missing as CSV files.
Nothing is read twice: a run that was stopped goes on where it was. The same inputs give the same bytes."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "reconcile", "reconcile a plan, claims and evidence, and write the report", MORE)
    add_batch(parser, needed=True)
    told = "compare documents with those of earlier batches, as nights do, and keep them for later ones"
    parser.add_argument("--history", action="store_true", help=told)
    add_workspace(parser)
    add_running(parser)
    parser.set_defaults(run=run)


def add_batch(parser: argparse.ArgumentParser, *, needed: bool) -> None:
    """Let a batch be described."""
    parser.add_argument("--plan", type=Path, required=needed, metavar="FILE", help="the approved plan, CSV or XLSX")
    told = "the claims, CSV or XLSX; without them the documents are the claims"
    parser.add_argument("--claims", type=Path, metavar="FILE", help=told)
    told = "folders (also by fsspec URL), archives, mails or documents"
    parser.add_argument("--evidence", nargs="+", action="extend", required=needed, metavar="PATH", help=told)
    parser.add_argument("--out", type=Path, required=needed, metavar="DIR", help="where the report is written")
    told = "a programme that comes with proofdesk, or a TOML file (default: generic)"
    parser.add_argument("--program", metavar="NAME", help=told)
    parser.add_argument("--as-of", type=day, metavar="DATE", help="the day to judge by, YYYY-MM-DD (default: today)")
    parser.add_argument("--batch", metavar="NAME", help="what to call the batch (default: after the plan's file)")


def assignment(options: argparse.Namespace) -> Assignment:
    """Return what the options ask for."""
    from flows.steps.assignment import Assignment, today
    from flows.steps.programmes import DEFAULT

    return Assignment(
        batch=options.batch or _called(options.plan),
        plan=options.plan,
        evidence=tuple(options.evidence),
        out=options.out,
        as_of=options.as_of or today(),
        claims=options.claims,
        programme=_programme(options.program) or DEFAULT,
        history=getattr(options, "history", True),
    )


def run(options: argparse.Namespace) -> int:
    """Reconcile the batch and show what it came to."""
    from flows.configuration import workspace_at
    from flows.progress import progress_of_this_terminal
    from flows.steps.batch import reconciled
    from flows.verbs.telling import tell_outcome

    progress = progress_of_this_terminal(quiet=options.json)
    workspace = workspace_at(options.workspace, options.workers)
    with reconciled(assignment(options), workspace, progress) as outcome:
        tell_outcome(outcome, as_json=options.json)
    return outcome.verdict.exit_code


def _called(plan: Path) -> str:
    """Return a batch's name from its plan's: most plans are called plan, their folders are not."""
    return plan.resolve().parent.name if plan.stem.lower() == "plan" else plan.stem


def _programme(name: str | None) -> str | None:
    """Return a programme's name, or its file's whole path, since runs are also started from elsewhere."""
    return str(Path(name).resolve()) if name and Path(name).is_file() else name
