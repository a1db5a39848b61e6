"""`proofdesk nightly` and `proofdesk serve`: the scheduled run, once now or on its cron, under Prefect."""

from __future__ import annotations

import argparse
import logging
from typing import TYPE_CHECKING

from flows.verbs.options import Verbs, add_json, add_workspace, verb
from flows.verbs.reconcile import add_batch, assignment

if TYPE_CHECKING:
    from flows.steps.assignment import Assignment
    from flows.workspace import Workspace

log = logging.getLogger("proofdesk")

NIGHTLY = """
Takes in what is new, reads it, reconciles everything handed in so far and writes the report, under Prefect: with the
server that PREFECT_API_URL names, else with an embedded one whose files lie in the workspace. What was handed in once
stays in the batch, also when it is removed from the inbox. Two runs of one batch at once are refused."""
SERVE = """
Stays, and runs `nightly` for the batch on its cron. Prefect's UI, where a server is named by PREFECT_API_URL, shows the
runs and starts them by hand, for a day of the past by the parameter as_of. A run that is due while another is under way
is cancelled."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verbs."""
    once = verb(verbs, "nightly", "run the night now, under Prefect", NIGHTLY)
    add_batch(once, needed=True)
    add_workspace(once)
    add_json(once)
    once.set_defaults(run=run_nightly)
    stay = verb(verbs, "serve", "stay, and run the night on its cron", SERVE)
    add_batch(stay, needed=True)
    stay.add_argument("--cron", default="15 2 * * *", help="when to run (default: %(default)s)")
    stay.add_argument("--timezone", default="UTC", help="the time zone of the cron (default: %(default)s)")
    add_workspace(stay)
    stay.set_defaults(run=run_serve)


def run_nightly(options: argparse.Namespace) -> int:
    """Run the night once and show what it came to."""
    from flows.configuration import workspace_at

    return run_night(assignment(options), workspace_at(options.workspace), as_json=options.json)


def run_night(night: Assignment, workspace: Workspace, *, as_json: bool) -> int:
    """Run a night under Prefect and show what it came to. Faulty tables are told before a server is started."""
    from flows.prefect_settings import prepare_prefect
    from flows.steps.outcome import outcome_as_published
    from flows.steps.programmes import load_programme
    from flows.steps.record import UNCHANGED
    from flows.steps.tables import load_tables
    from flows.verbs.telling import tell_outcome

    load_programme(night.programme)
    load_tables(night.plan, night.claims)
    prepare_prefect(workspace)
    log.info("Starting Prefect")
    from flows.nightly import nightly

    code: int = nightly(**night.as_parameters(), workspace=workspace.folder)
    with workspace.open() as held:
        (last,) = held.ledger.runs(1)
        if (last.outcome or "").startswith(UNCHANGED) and not as_json:
            print(f"Nothing changed; the last report stands: {night.out / 'report.html'}")
        else:
            tell_outcome(outcome_as_published(night, held), as_json=as_json)
    return code


def run_serve(options: argparse.Namespace) -> int:
    """Serve the night until it is stopped."""
    from flows.configuration import workspace_at
    from flows.prefect_settings import prepare_prefect

    prepare_prefect(workspace_at(options.workspace))
    from flows.serve import serve_night

    serve_night(assignment(options), options.workspace, options.cron, options.timezone)
    return 0
