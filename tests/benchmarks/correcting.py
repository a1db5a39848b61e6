"""A correction in a batch of 1,000 lines: how long until it is heeded, and what others at the desk feel of it.

The batch is handed in, read and reconciled as the desk does it. Then pages are asked for, first while nothing else goes
on and then while the batch is reconciled again, and corrections come by the dozen.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import httpx

from flows.review import desk
from flows.workspace import Workspace
from ledger.case_model import Wanted
from ledger.people import Person
from review.desk.app import make_app
from review.desk.laying import lay_out
from review.desk.services import Services, Settings, Upload
from tests.flows_batch import tiny_batch
from tests.review_browser import served

LINES = 1_000
CALM = 10.0
A_DOZEN = 12
READING = 0.1
"""Seconds between two pages: who asks faster than the desk's pace for a person is refused."""
BATCH = "tiny"


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=LINES)
    lines = parser.parse_known_args()[0].lines
    with tempfile.TemporaryDirectory() as folder:
        made = tiny_batch(Path(folder) / "batch", lines)
        with desk(Workspace(Path(folder) / "workspace", workers=2), Settings()) as services:
            for kind, files in (
                ("plan", [made.plan]),
                ("claims", [made.claims]),
                ("evidence", made.evidence.iterdir()),
            ):
                services.ingest(BATCH, kind, [_upload(path, Path(folder)) for path in sorted(files)])
            services.work(BATCH)
            services.again(BATCH).result()
            lay_out(services)
            measure(services, lines)


def measure(services: Services, lines: int) -> None:
    """Time one reconciliation after a correction, and pages before and meanwhile."""
    person = services.people.add(Person(0, "lead", "Lead", "lead"), None, services.now())
    secret = services.people.begin(person, services.now())
    numbers = [case.id for case in services.desk.page(Wanted(shelf=None), 0, 200)]
    with served(make_app(services)) as address, httpx.Client(base_url=address, timeout=60) as client:
        client.cookies.set("proofdesk", secret)
        until = time.perf_counter() + CALM
        calm = pages(client, numbers, lambda: time.perf_counter() > until)
        began = time.perf_counter()
        again = services.again(BATCH)
        meanwhile = pages(client, numbers, again.done)
        heeded = time.perf_counter() - began
        lay_out(services)
        shown = time.perf_counter() - began - heeded
    runs = len(services.ledger.runs(1_000))
    for each in [services.again(BATCH) for _ in range(A_DOZEN)]:
        each.result()
    print(f"{lines:,} lines reconciled again in {heeded:.1f} s, laid out in {shown:.2f} s;", end=" ")
    print(f"{A_DOZEN} corrections at once made {len(services.ledger.runs(1_000)) - runs} reconciliations.")
    print("\n| pages | number | median | 95 % |\n|---|---:|---:|---:|")
    for name, times in (("while nothing else goes on", calm), ("while the batch is reconciled again", meanwhile)):
        median, high = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
        print(f"| {name} | {len(times)} | {median * 1000:.0f} ms | {high * 1000:.0f} ms |")


def pages(client: httpx.Client, numbers: list[int], done: Callable[[], bool]) -> list[float]:
    """Ask for queue and cases in turn; return how long each took."""
    times = []
    for turn in count():
        for path in ("/queue", f"/cases/{numbers[turn % len(numbers)]}"):
            began = time.perf_counter()
            assert client.get(path).status_code == 200
            times.append(time.perf_counter() - began)
            time.sleep(READING)
        if done():
            break
    return times


def _upload(path: Path, folder: Path) -> Upload:
    """Uploads are moved away; the batch's own files stay."""
    kept = folder / "handed in" / path.name
    kept.parent.mkdir(exist_ok=True)
    return Upload(path.name, Path(shutil.copy(path, kept)))


if __name__ == "__main__":
    main()
