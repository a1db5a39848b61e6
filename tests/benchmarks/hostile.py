"""Thousands of damaged files and ten thousand small ones through one pool: what they cost and leave behind."""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import psutil

from extractors.isolation.pool import Job, ReadingPool
from extractors.settings import Limits, ReaderSettings
from tests.faults.formats import made
from tests.faults.hostile import HOSTILE, mutations

DAMAGED_EACH = 100
SMALL = 10_000
SECONDS = 20
SETTINGS = replace(ReaderSettings(second_engine=False), limits=Limits(seconds=SECONDS, memory_bytes=2_000_000_000))


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        tempfile.tempdir = name
        many(Path(name))
        damaged(Path(name))
        tempfile.tempdir = None


def damaged(folder: Path) -> None:
    """Read damaged copies of all formats, and the hostile files."""
    before = children()
    outcomes: Counter[str] = Counter()
    with ReadingPool(SETTINGS) as pool:
        begin = time.monotonic()
        for read in pool.read(written(folder)):
            outcomes[read.extraction.status.value] += 1
            outcomes["neither read nor a problem"] += not read.document.pages and not read.extraction.problems
            outcomes.update(f"stopped: {each.code}" for each in read.extraction.problems if each.code in STOPPED)
        seconds = time.monotonic() - begin
    outcomes["processes left"] = len(children() - before)
    outcomes["temporary folders left"] = len([path for path in folder.iterdir() if path.is_dir() and path.name != "in"])
    print(f"\nDamaged and hostile files, at most {SECONDS} s each, in {seconds:.0f} s\n")
    print("| | files |\n|---|---:|")
    for outcome, count in sorted(outcomes.items()):
        print(f"| {outcome} | {count} |")


STOPPED = ("too_slow", "too_much_memory", "reader_crashed")


def written(folder: Path) -> Iterator[Job]:
    """Write one file after the other as the pool asks for it."""
    (folder / "in").mkdir()
    hostile = ((name, make()) for name, make in HOSTILE.items())
    for name, content in chain(hostile, mutations(11, DAMAGED_EACH)):
        path = folder / "in" / name
        path.write_bytes(content)
        yield Job(name, name, path)


def many(folder: Path) -> None:
    """Read so many small documents and look at memory on the way."""
    path = folder / "one.pdf"
    path.write_bytes(made("invoice.pdf"))
    print(f"\n{SMALL:,} small documents through one pool\n")
    print("| documents | parent MB | largest worker MB |\n|---:|---:|---:|")
    with ReadingPool(SETTINGS) as pool:
        for number, _ in enumerate(pool.read(Job(str(each), "one.pdf", path) for each in range(SMALL)), 1):
            if number in (SMALL // 100, SMALL // 10, SMALL // 2, SMALL):
                largest = max(map(megabytes, children()))
                print(f"| {number:,} | {megabytes(os.getpid()):.0f} | {largest:.0f} |", flush=True)


def children() -> set[int]:
    """Return the processes below this one."""
    return {process.pid for process in psutil.Process().children(recursive=True)}


def megabytes(process: int) -> float:
    """Return the resident memory of a process."""
    return float(psutil.Process(process).memory_info().rss) / 1e6


if __name__ == "__main__":
    main()
