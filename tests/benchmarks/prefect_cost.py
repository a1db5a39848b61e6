"""What Prefect adds to a night: the same documents by `nightly`, and by `reconcile`, which uses no Prefect.

usage: python -m tests.benchmarks.prefect_cost [DOCUMENTS]

Costs are CPU seconds of all processes of a run, Prefect's embedded server and its start among them.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flows.workspace import Workspace
from tests.flows_batch import AS_OF, TinyBatch, tiny_batch

DOCUMENTS = 1_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost: CPU seconds of all its processes, and the memory of the largest in MB."""

    cpu: float
    memory: float


def main(documents: int = DOCUMENTS) -> None:
    """Print what a night of so many documents costs with Prefect and without, and what each keeps of its task runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        batch = tiny_batch(folder / "batch", documents)
        plain = cost(batch, folder / "plain", "reconcile")
        night = cost(batch, folder / "night", "nightly")
        ours, theirs = task_runs(folder / "night" / "workspace")
    print("| documents | no Prefect, CPU s | Prefect, CPU s | added | task runs | in our record | in Prefect's |")
    print("|---:" * 7 + "|")
    added = f"{night.cpu - plain.cpu:.1f} s, {night.cpu / plain.cpu - 1:.2%}"
    print(f"| {documents:,} | {plain.cpu:.1f} | {night.cpu:.1f} | {added} | {ours} | {ours} | {theirs} |")


def cost(batch: TinyBatch, folder: Path, verb: str) -> Cost:
    """Run one verb over the batch, in a process of its own."""
    tables = ["--plan", batch.plan, "--claims", batch.claims, "--evidence", batch.evidence]
    where = ["--out", folder / "out", "--workspace", folder / "workspace", "--as-of", AS_OF]
    return cost_of([verb, *map(str, (*tables, *where))])


def cost_of(arguments: list[str]) -> Cost:
    """Run proofdesk with these arguments, and return what it and all that it started cost."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "flows.cli", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 2):
        raise RuntimeError(ended.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, after.ru_maxrss / 1024)


def task_runs(workspace: Path) -> tuple[int, int]:
    """Return the task runs of the last night by our record, and by Prefect's own database."""
    with Workspace(workspace).ledger() as ledger:
        ours = ledger.runs(1)[0].counts["task_runs"]
    with sqlite3.connect(workspace / "prefect" / "prefect.db") as database:
        (theirs,) = database.execute("SELECT count(*) FROM task_run WHERE state_type = 'COMPLETED'").fetchone()
    return ours, theirs


if __name__ == "__main__":
    os.nice(10)
    main(*map(int, sys.argv[1:2]))
