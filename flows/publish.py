"""The publish flow: what a run found is written for people and programs, and shown in Prefect's UI."""

from __future__ import annotations

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.chunks import TASK
from flows.steps.artifacts import summary_markdown, top_findings
from flows.steps.assignment import Assignment
from flows.steps.outcome import Outcome, publish_run
from flows.steps.standing import Inputs
from flows.steps.verdict import Verdict
from flows.workspace import Workspace


@task(name="write report", **TASK)
def write_report(assignment: Assignment, workspace: Workspace, run: str, inputs: Inputs) -> Verdict:
    """Write the report of what a run found, and show it in Prefect's UI."""
    with workspace.open() as held:
        outcome = publish_run(assignment, run, inputs, held)
        show(outcome)
    return outcome.verdict


def show(outcome: Outcome) -> None:
    """Make one summary, one table and one link for people who look at Prefect's UI."""
    create_markdown_artifact(summary_markdown(outcome), key="summary", description="What the batch came to")
    create_table_artifact(top_findings(outcome.batch), key="top-findings", description="What to look at first")
    create_link_artifact(outcome.files.report.resolve().as_uri(), link_text="report.html", key="report")


@flow(name="publish", flow_run_name="publish {assignment.batch}")
def publish(assignment: Assignment, workspace: Workspace, run: str, inputs: Inputs) -> Verdict:
    """Write the report; return what the batch came to in a few numbers."""
    return write_report(assignment, workspace, run, inputs)
