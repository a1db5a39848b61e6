"""`proofdesk nightly` and `proofdesk serve`: the scheduled run, once now or on its cron, under Prefect."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.faults import GRAVITY, ExitCode, RunError, UsageError, unfinished
from flows.verbs.options import Verbs, add_json, add_workspace, verb
from flows.verbs.reconcile import add_batch, assignment

if TYPE_CHECKING:
    from flows.nights import Night
    from flows.steps.assignment import Assignment
    from flows.workspace import Holdings, Workspace

log = logging.getLogger("proofdesk")

NIGHTLY = """
Takes in what is new, reads it, reconciles everything handed in so far and writes the report, under Prefect: with the
server that PREFECT_API_URL names, else with an embedded one whose files lie in the workspace. Where nothing came and
nothing changed the last report stands, and Prefect is not started. What was handed in once
stays in the batch, also when it is removed from the inbox. Two runs of one batch at once are refused. Without --plan it
runs all batches of the configuration, proofdesk.toml in the workspace; it ends with the gravest of their exit codes."""
SERVE = """
Stays, and runs `nightly` for the batch, or for all batches of the configuration, on their crons. Prefect's UI, where
a server is named by PREFECT_API_URL, shows the runs and starts them by hand, for a day of the past by the parameter
as_of. A run that is due while another of its batch is under way is cancelled."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verbs."""
    once = verb(verbs, "nightly", "run the night now, under Prefect", NIGHTLY)
    add_batch(once, needed=False)
    add_workspace(once)
    add_json(once)
    once.set_defaults(run=run_nightly)
    stay = verb(verbs, "serve", "stay, and run the night on its cron", SERVE)
    add_batch(stay, needed=False)
    stay.add_argument("--cron", default="15 2 * * *", help="when to run (default: %(default)s)")
    stay.add_argument("--timezone", default="UTC", help="the time zone of the cron (default: %(default)s)")
    add_workspace(stay)
    stay.set_defaults(run=run_serve)


def run_nightly(options: argparse.Namespace) -> int:
    """Run each night once and show what it came to; one that fails does not keep the others from running."""
    from flows.configuration import workspace_at

    workspace = workspace_at(options.workspace)
    codes = [_code_of(night.assignment, workspace, as_json=options.json) for night in _nights(options)]
    return max(codes, key=GRAVITY.index)


def run_night(night: Assignment, workspace: Workspace, *, as_json: bool) -> int:
    """Run a night and show what it came to; where nothing changed Prefect is not even started."""
    from flows.steps.night import quiet_night
    from flows.steps.programmes import load_programme

    load_programme(night.programme)
    verdict = quiet_night(night, workspace)
    code = int(verdict.exit_code) if verdict else _under_prefect(night, workspace)
    with workspace.open() as held:
        _show(night, held, as_json=as_json)
    return code


def _under_prefect(night: Assignment, workspace: Workspace) -> int:
    """Run a night under Prefect; faulty tables are told before a server is started."""
    from flows.prefect_settings import prepare_prefect
    from flows.steps.tables import are_in_force, load_tables

    with workspace.open() as held:
        if not are_in_force(night.plan, night.claims, night.batch, held):
            load_tables(night.plan, night.claims)
    prepare_prefect(workspace)
    log.info("Starting Prefect")
    from flows.nightly import nightly

    code: int = nightly(**night.as_parameters(), workspace=workspace.folder)
    return code


def _show(night: Assignment, held: Holdings, *, as_json: bool) -> None:
    from flows.steps.record import UNCHANGED

    (last,) = held.ledger.runs(1)
    if (last.outcome or "").startswith(UNCHANGED) and not as_json:
        print(f"Nothing changed; the last report stands: {night.out / 'report.html'}")
        return
    from flows.steps.outcome import outcome_as_published
    from flows.verbs.telling import tell_outcome

    tell_outcome(outcome_as_published(night, held), as_json=as_json)


def run_serve(options: argparse.Namespace) -> int:
    """Serve the nights until it is stopped."""
    from flows.configuration import workspace_at
    from flows.prefect_settings import prepare_prefect

    nights = _nights(options)
    prepare_prefect(workspace_at(options.workspace))
    from flows.serve import serve_nights

    serve_nights(nights, options.workspace)
    return 0


def _code_of(night: Assignment, workspace: Workspace, *, as_json: bool) -> int:
    try:
        return run_night(night, workspace, as_json=as_json)
    except RunError as error:
        print(f"proofdesk: {night.batch}: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"proofdesk: {night.batch}: {unfinished(error)}", file=sys.stderr)
        return ExitCode.UNFINISHED


def _nights(options: argparse.Namespace) -> Sequence[Night]:
    """Return the night that the options describe, or those of the configuration."""
    from flows.nights import Night, nights_at
    from flows.steps.assignment import today

    if options.plan is None:
        return nights_at(options.workspace, options.as_of or today())
    if options.evidence is None or options.out is None:
        raise UsageError("with --plan name also --evidence and --out")
    return (Night(assignment(options), getattr(options, "cron", ""), getattr(options, "timezone", "")),)
