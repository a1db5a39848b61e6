"""What Prefect adds to a night: the same documents by `nightly`, and by `reconcile`, which uses no Prefect.

usage: python -m tests.benchmarks.prefect_cost [DOCUMENTS]

Costs are CPU seconds of all processes of a run, Prefect's embedded server and its start among them.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from pathlib import Path

from flows.workspace import Workspace
from tests.benchmarks._cost import Cost, cost_of
from tests.flows_batch import AS_OF, TinyBatch, tiny_batch

DOCUMENTS = 1_000


def main(documents: int = DOCUMENTS) -> None:
    """Print what a night of so many documents costs with Prefect and without, and what each keeps of its task runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        batch = tiny_batch(folder / "batch", documents)
        plain = cost(batch, folder / "plain", "reconcile", "--history")
        night = cost(batch, folder / "night", "nightly")
        ours, theirs = task_runs(folder / "night" / "workspace")
    print("| documents | no Prefect, CPU s | Prefect, CPU s | added | task runs | in our record | in Prefect's |")
    print("|---:" * 7 + "|")
    added = f"{night.cpu - plain.cpu:.1f} s, {night.cpu / plain.cpu - 1:.2%}"
    print(f"| {documents:,} | {plain.cpu:.1f} | {night.cpu:.1f} | {added} | {ours} | {ours} | {theirs} |")


def cost(batch: TinyBatch, folder: Path, *verb: str) -> Cost:
    """Run one verb over the batch, in a process of its own."""
    tables = ["--plan", batch.plan, "--claims", batch.claims, "--evidence", batch.evidence]
    where = ["--out", folder / "out", "--workspace", folder / "workspace", "--as-of", AS_OF]
    return cost_of([*verb, *map(str, (*tables, *where))])


def task_runs(workspace: Path) -> tuple[int, int]:
    """Return the task runs of the last night by our record, and by Prefect's own database."""
    with Workspace(workspace).ledger() as ledger:
        ours = ledger.runs(1)[0].counts["task_runs"]
    with sqlite3.connect(workspace / "prefect" / "prefect.db") as database:
        # A flow that another one runs has a task run of its own, which stands for it there.
        (theirs,) = database.execute(
            "SELECT count(*) FROM task_run WHERE state_type = 'COMPLETED' AND id NOT IN "
            "(SELECT parent_task_run_id FROM flow_run WHERE parent_task_run_id IS NOT NULL)"
        ).fetchone()
    return ours, theirs


if __name__ == "__main__":
    os.nice(10)
    main(*map(int, sys.argv[1:2]))
