"""Matching at scale: time, memory and accuracy on made batches with crowded campaigns, beside a plain fuzzy join.

Each size runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date

from extractors.model import FieldName
from flows.steps.weights import load_weights
from flows.sweeping import seldom_swept
from matchers.programme_model import Programme
from matchers.reconcile import reconcile
from tests.benchmarks._matching_data import MadeBatch, make_batch
from tests.benchmarks._matching_splink import linked

SIZES = (1_000, 10_000, 100_000)
LIMIT_OF_BASELINE = 10_000
SEED = 1
PROGRAMME = Programme("benchmark", "1")
AS_OF = date(2027, 6, 30)


def main() -> None:
    """Print a row for each size: documents, lines, seconds of the processor, memory and shares matched rightly."""
    print("| documents | lines | method | processor seconds | memory, MiB | matched rightly |")
    print("|---:|---:|---|---:|---:|---:|")
    for size in SIZES:
        print(apart(matched, size), flush=True)
        if size <= LIMIT_OF_BASELINE:
            print(apart(fuzzily_joined, size), flush=True)
            print(apart(by_splink, size), flush=True)


def apart(measure: Callable[[int], str], size: int) -> str:
    """Run one measurement in a fresh process and return its row."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (size,))


def matched(documents: int) -> str:
    """Reconcile a batch and return its row."""
    batch = make_batch(documents // 2, documents, SEED)
    before = time.process_time()
    with seldom_swept():  # as the flows do
        found = reconcile(batch.plan, (), batch.submissions, batch.exhibits, PROGRAMME, AS_OF, load_weights())
    seconds = time.process_time() - before
    return row(batch, "proofdesk", seconds, {each.document: each.line_id for each in found.allocations})


def fuzzily_joined(documents: int) -> str:
    """Join each document to the line whose name, by rapidfuzz, and then amount are nearest; return the row."""
    from rapidfuzz import fuzz, process

    batch = make_batch(documents // 2, documents, SEED)
    before = time.process_time()
    names = [line.campaign_name.casefold() for line in batch.plan]
    found: dict[str, str | None] = {}
    for submission in batch.submissions:
        extraction = batch.exhibits[submission.sha256].extraction
        campaign, total = extraction.find(FieldName.CAMPAIGN), extraction.find(FieldName.TOTAL_AMOUNT)
        if campaign and total:
            scored = process.extract(campaign.value.casefold(), names, scorer=fuzz.token_sort_ratio, limit=50)
            best = min(scored, key=lambda each: (-each[1], abs(batch.plan[each[2]].approved.amount - total.amount)))
            found[submission.name] = batch.plan[best[2]].line_id
    return row(batch, "rapidfuzz, best name, then amount", time.process_time() - before, found)


def by_splink(documents: int) -> str:
    """Link documents to lines by splink, fitted on the batch itself, and return the row."""
    batch = make_batch(documents // 2, documents, SEED)
    before = time.process_time()
    found = linked(batch)
    return row(batch, "splink, likeliest line", time.process_time() - before, found)


def row(batch: MadeBatch, method: str, seconds: float, found: Mapping[str, str | None]) -> str:
    """Return one row of the table."""
    right = sum(found.get(name) == line for name, line in batch.belongs.items()) / len(batch.belongs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    documents = len(batch.submissions)
    return f"| {documents:,} | {len(batch.plan):,} | {method} | {seconds:.1f} | {memory:.0f} | {right:.4f} |"


if __name__ == "__main__":
    main()
