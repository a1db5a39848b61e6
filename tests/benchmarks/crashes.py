"""Runs killed by SIGKILL at random moments and run again, on each database, against the same run left alone.

usage: python -m tests.benchmarks.crashes [KILLS]
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.flows_batch import AS_OF, TinyBatch, tiny_batch
from tests.ledger_databases import programs, running_server

DOCUMENTS = 2_000
KILLS = 100
SEED = 11
PHASES = ("starting", "taking in", "reading", "reconciling and writing")


@dataclass(slots=True)
class Pace:
    """How long undisturbed runs take: until the first file, with everything to do, and with everything known."""

    starting: float
    first: float
    known: float


@dataclass(slots=True)
class Killed:
    """What became of many runs: how many were killed in which phase, and how many ended before that."""

    phases: Counter[str] = field(default_factory=Counter)
    ended: int = 0


def main(kills: int = KILLS) -> None:
    """Print how many kills there were in which phase, and whether the files are the same byte for byte."""
    columns = ("ledger", "documents", "SIGKILLs", *PHASES, "ended before", "read by the last run", "same files")
    print(f"| {' | '.join(columns)} |\n|---|{'---:|' * (len(columns) - 2)}---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        batch = tiny_batch(Path(name) / "batch", DOCUMENTS)
        pace = calm(batch, Path(name) / "calm")
        for ledger, environment in ledgers():
            print(row(ledger, batch, Path(name) / ledger, kills, pace, environment, Path(name) / "calm"), flush=True)


def ledgers() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give each kind of ledger with the environment that names it."""
    yield "SQLite", {}
    folder = programs()
    if folder:
        with running_server(folder) as server:
            yield "PostgreSQL", {"PROOFDESK_LEDGER": server.url(server.new_database())}


def row(
    ledger: str,
    batch: TinyBatch,
    folder: Path,
    kills: int,
    pace: Pace,
    environment: Mapping[str, str],
    undisturbed: Path,
) -> str:
    """Kill so many runs, run once more to the end, and return what came of it."""
    killed = killed_at_random(batch, folder, kills, pace, SEED, environment)
    again = run(batch, folder, environment)
    same = "yes, byte for byte" if files(folder) == files(undisturbed) else "NO"
    counts = [DOCUMENTS, killed.phases.total(), *(killed.phases[phase] for phase in PHASES), killed.ended, again]
    return f"| {ledger} | {' | '.join(f'{count:,}' for count in counts)} | {same} |"


def command(batch: TinyBatch, folder: Path) -> list[str]:
    """Return the command that reconciles a batch in a folder of its own."""
    verb = [sys.executable, "-m", "flows.cli", "reconcile", "--plan", batch.plan, "--claims", batch.claims]
    where = ["--evidence", batch.evidence, "--out", folder / "out", "--workspace", folder / "workspace"]
    return [str(part) for part in (*verb, *where, "--as-of", AS_OF, "--json")]


def run(batch: TinyBatch, folder: Path, environment: Mapping[str, str] | None = None) -> int:
    """Reconcile a batch to the end; return how many documents had to be read."""
    variables = {**os.environ, **(environment or {})}
    ended = subprocess.run(command(batch, folder), env=variables, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 2):
        raise RuntimeError(ended.stderr)
    begun = [line for line in ended.stderr.splitlines() if "Reading documents" in line and "to do" in line]
    return int(begun[0].split(": ")[1].split()[0]) if begun else 0


def calm(batch: TinyBatch, folder: Path) -> Pace:
    """Reconcile a batch undisturbed, twice, and return how long that took."""
    began = monotonic()
    running = subprocess.Popen(command(batch, folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert running.stderr
    running.stderr.readline()
    starting = monotonic() - began
    running.communicate()
    first = monotonic() - began
    run(batch, folder)
    return Pace(starting, first, monotonic() - began - first)


def killed_at_random(
    batch: TinyBatch, folder: Path, kills: int, pace: Pace, seed: int, environment: Mapping[str, str] | None = None
) -> Killed:
    """Begin runs and kill each at a random moment, until so many were killed before they ended.

    The first half goes through a run about once, from its start until all is read. The others come at moments of a run
    that has nothing left to read, until its last file.
    """
    chance, killed = random.Random(seed), Killed()
    folder.mkdir(parents=True, exist_ok=True)
    while killed.phases.total() < kills:
        reading = killed.phases.total() < kills // 2
        longest = pace.starting + 4 * (pace.first - pace.known) / kills if reading else pace.known
        phase = killed_after(chance.uniform(0, longest), batch, folder, environment or {})
        killed.ended += phase is None
        killed.phases.update([phase] if phase else [])
    return killed


def killed_after(seconds: float, batch: TinyBatch, folder: Path, environment: Mapping[str, str]) -> str | None:
    """Begin a run and kill it after so many seconds; return the phase that it was in, or None where it had ended."""
    said = folder / "said"
    with said.open("wb") as errors:
        running = subprocess.Popen(
            command(batch, folder), env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=errors
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(seconds)
        ended = running.poll() is not None
        running.kill()
        running.wait()
    return None if ended else phase_of(said.read_text(encoding="utf-8").splitlines())


def phase_of(said: list[str]) -> str:
    """Return the phase that a run was in by what it said last."""
    if not said:
        return "starting"
    if " done" in said[-1]:
        return "reconciling and writing"
    return "reading" if "Reading" in said[-1] else "taking in"


def files(folder: Path) -> dict[str, str]:
    """Return the digests of the files that a run wrote, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "out").iterdir())}


if __name__ == "__main__":
    os.nice(10)
    main(*map(int, sys.argv[1:2]))
