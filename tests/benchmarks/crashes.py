"""Runs killed by SIGKILL at random moments and run again, against the same run left alone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.flows_batch import AS_OF, TinyBatch, tiny_batch

DOCUMENTS = 1_000
KILLS = 10
SEED = 11
STARTING = 5.0
"""Seconds that a run takes at most before it reads its first document."""


def main() -> None:
    """Print how many kills there were, what was lost and whether the files are the same byte for byte."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        batch = tiny_batch(folder / "batch", DOCUMENTS)
        began = monotonic()
        run(batch, folder / "calm")
        seconds = monotonic() - began
        kills = killed_at_random(batch, folder / "killed", KILLS, seconds, SEED)
        again = run(batch, folder / "killed")
        same = files(folder / "calm") == files(folder / "killed")
        print("| documents | SIGKILLs | ended by themselves before | documents read by the last run | same files |")
        print("|---:|---:|---:|---:|---|")
        print(f"| {DOCUMENTS} | {kills} | {KILLS - kills} | {again} | {'yes, byte for byte' if same else 'NO'} |")


def command(batch: TinyBatch, folder: Path) -> list[str]:
    """Return the command that reconciles a batch in a folder of its own."""
    verb = [sys.executable, "-m", "flows.cli", "reconcile", "--plan", batch.plan, "--claims", batch.claims]
    where = ["--evidence", batch.evidence, "--out", folder / "out", "--workspace", folder / "workspace"]
    return [str(part) for part in (*verb, *where, "--as-of", AS_OF, "--json")]


def run(batch: TinyBatch, folder: Path) -> int:
    """Reconcile a batch to the end; return how many documents had to be read."""
    ended = subprocess.run(command(batch, folder), capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 2):
        raise RuntimeError(ended.stderr)
    begun = [line for line in ended.stderr.splitlines() if "Reading documents" in line and "to do" in line]
    return int(begun[0].split(": ")[1].split()[0]) if begun else 0


def killed_at_random(batch: TinyBatch, folder: Path, kills: int, seconds: float, seed: int) -> int:
    """Begin as many runs and kill each at a random moment; return how many had not ended by then.

    The moments are such that all kills together go through a run about once, from its start to its last file.
    """
    chance = random.Random(seed)
    killed = 0
    for _ in range(kills):
        moment = chance.uniform(0, STARTING + 2 * seconds / kills)
        running = subprocess.Popen(command(batch, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(moment)
        killed += running.poll() is None
        running.kill()
        running.wait()
    return killed


def files(folder: Path) -> dict[str, str]:
    """Return the digests of the files that a run wrote, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "out").iterdir())}


if __name__ == "__main__":
    os.nice(10)
    main()
