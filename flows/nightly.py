"""The whole night: take in, read, reconcile, publish."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow

from flows.chunks import Done
from flows.cluster import runner_of
from flows.configuration import workspace_at
from flows.extract import extract
from flows.ingest import ingest
from flows.publish import publish
from flows.reconcile import reconcile
from flows.steps.assignment import Assignment, today
from flows.steps.night import night_of
from flows.steps.standing import last_verdict, untouched_verdict


@flow(name="nightly", flow_run_name="night of {batch}")
def nightly(
    plan: Path,
    evidence: tuple[str, ...],
    out: Path,
    batch: str,
    claims: Path | None = None,
    programme: str = "generic",
    as_of: date | None = None,
    stand_days: int = 0,
    history: bool = True,
    workspace: Path = Path("workspace"),
) -> int:
    """Reconcile everything that was handed in to a batch so far, and publish the report.

    What is known is neither taken in nor read again, so a night that was stopped goes on where it was; where nothing
    changed at all the last report stands.

    Args:
        plan: The approved plan, CSV or XLSX.
        evidence: The inboxes: folders, archives, mails or documents, fsspec URLs and mail folders (imaps://user@host/Folder).
        out: The folder that the report is written to.
        batch: What to call the batch.
        claims: The claims, CSV or XLSX; without them the documents are the claims.
        programme: A programme that comes with proofdesk, or a TOML file.
        as_of: The day to judge by; empty for the day of the run.
        stand_days: For how many days a report stands to which nothing was added, before a later day is judged by.
        history: Whether documents are compared with those of earlier batches, also of other partners.
        workspace: The folder of ledger and documents.

    Returns:
        The exit code: 0 clean, 2 findings, 3 some documents could not be read, 4 a tool is missing.
    """
    night = Assignment(batch, plan, evidence, out, as_of or today(), claims, programme, stand_days, history)
    place = workspace_at(workspace)
    with night_of(night, place) as record:
        standing = untouched_verdict(night, place)
        if standing is None:
            record.did("taken_in", ingest(night, place))
            record.did("read", extract.with_options(task_runner=runner_of(place))(batch, place))
            standing = last_verdict(night, place)
        verdict = standing or publish(night, place, record.run, reconcile(night, place, record.run))
        if standing is None:
            # Reconciling and publishing are a task run each.
            record.did("reported", Done(verdict.documents, 2))
        record.end(verdict, unchanged=standing is not None)
    return int(verdict.exit_code)
