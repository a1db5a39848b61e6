"""Nights over growing batches: the first, one with nothing new, one with 1 % new; and what Prefect adds to each.

usage: python -m tests.benchmarks.nightly [DOCUMENTS ...]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from tests.flows_batch import AS_OF, TinyBatch, invoice, tiny_batch

SIZES = (100, 1_000)


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print seconds of each night, and of the same work by the verb that uses no Prefect."""
    columns = ("documents", "first night, s", "a document, ms", "no change, s", "1 % new, s", "no Prefect, s", "MB")
    print(f"| {' | '.join(columns)} |")
    print("|---:" * len(columns) + "|")
    for documents in sizes:
        with tempfile.TemporaryDirectory() as folder:
            print(row(documents, Path(folder)), flush=True)


def row(documents: int, folder: Path) -> str:
    """Run the nights of one batch and return its row."""
    late = max(1, documents // 100)
    batch = tiny_batch(folder / "batch", documents)
    for number in range(1, late + 1):
        (batch.evidence / f"invoice-{number:04}.pdf").unlink()
    first = night(batch, folder, "nightly")
    unchanged = night(batch, folder, "nightly")
    for number in range(1, late + 1):
        (batch.evidence / f"invoice-{number:04}.pdf").write_bytes(invoice(number))
    some = night(batch, folder, "nightly")
    plain = night(batch, folder / "plain", "reconcile")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    each = 1000 * first / (documents - late)
    return f"| {documents:,} | {first:.1f} | {each:.1f} | {unchanged:.1f} | {some:.1f} | {plain:.1f} | {memory:.0f} |"


def night(batch: TinyBatch, folder: Path, verb: str) -> float:
    """Run one verb over the batch; return its seconds."""
    tables = ["--plan", batch.plan, "--claims", batch.claims, "--evidence", batch.evidence]
    where = ["--out", folder / "out", "--workspace", folder / "workspace", "--as-of", AS_OF]
    command = [sys.executable, "-m", "flows.cli", verb, *tables, *where]
    began = monotonic()
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 2):
        raise RuntimeError(ended.stderr)
    return monotonic() - began


if __name__ == "__main__":
    os.nice(10)
    main([int(size) for size in sys.argv[1:]] or SIZES)
