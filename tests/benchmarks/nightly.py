"""Nights over ledgers that grow: with nothing new, with 1 % new, and what a batch costs among so many documents.

usage: python -m tests.benchmarks.nightly [DOCUMENTS ...]

Batches have a thousand documents each. Of all but the last what was read, filed and reported is put in, not made. Costs
are CPU seconds of all processes of a run. What is new in the night with 1 % is read, reconciled and published for real.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks._cost import Cost, cost_of
from tests.benchmarks._known import as_reported, known_batches
from tests.flows_batch import AS_OF, TinyBatch, invoice

SIZES = (1_000, 10_000)
BATCH = 1_000
COLUMNS = (
    "documents known",
    "a known batch of 1,000, CPU s",
    "MB",
    "no change, CPU s",
    "MB",
    "1 % new, CPU s",
    "documents read",
)


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print what nights cost where so many documents are known."""
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---:" * len(COLUMNS) + "|")
    for documents in sizes:
        with tempfile.TemporaryDirectory() as folder:
            print(row(documents, Path(folder)), flush=True)


def row(documents: int, folder: Path) -> str:
    """Make a ledger of so many documents, run the nights and return the row."""
    batches = known_batches(folder, documents, BATCH)
    *others, last = batches
    for name in others:
        as_reported(folder, name, batches[name])
    first = reconciled(folder, last, batches[last])
    as_reported(folder, last, batches[last])
    unchanged = night(folder)
    late = hand_in_late(batches, documents // 100)
    some = night(folder)
    known, quiet = (f"{each.cpu:.1f} | {each.memory:.0f}" for each in (first, unchanged))
    return f"| {documents:,} | {known} | {quiet} | {some.cpu:.1f} | {late:,} |"


def hand_in_late(batches: Mapping[str, TinyBatch], count: int) -> int:
    """Put new documents into one of each hundred batches, at least into one; return how many."""
    touched = tuple(batches.values())[: max(1, len(batches) // 100)]
    for number in range(count):
        place = touched[number % len(touched)].evidence / f"late-{number:06}.pdf"
        place.write_bytes(invoice(900_000 + number))
    return count


def reconciled(folder: Path, name: str, batch: TinyBatch) -> Cost:
    """Reconcile and publish a batch of which all is read, without Prefect."""
    tables = ["--plan", batch.plan, "--claims", batch.claims, "--evidence", batch.evidence, "--batch", name]
    where = ["--out", folder / name / "first", "--workspace", folder / "workspace", "--as-of", AS_OF]
    return cost_of(["reconcile", *map(str, (*tables, *where))])


def night(folder: Path) -> Cost:
    """Run the night of all batches."""
    return cost_of(["nightly", "--workspace", str(folder / "workspace"), "--as-of", str(AS_OF)])


if __name__ == "__main__":
    os.nice(10)
    main([int(size) for size in sys.argv[1:]] or SIZES)
