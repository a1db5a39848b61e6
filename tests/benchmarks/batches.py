"""Reconciliation by the `reconcile` verb, scored on batches with planted discrepancies, loose and with claims."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
BENCH = SHARED / "bench"
SEEDS = (1, 2, 3)
MODES = ("loose", "claims")
SCANS = {0.1: SEEDS, 0.5: SEEDS[:1]}
"""The shares of documents redone as scans, with the seeds that are taken: each scan costs seconds."""


def main() -> None:
    """Print matching, findings and clearing for each batch."""
    if not SHARED.is_dir():
        print("The shared benches are not beside this clone; nothing was measured.")
        return
    print("| batch | scans | documents matched | findings F1 | that need reading F1 | clear rate | false clears |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for scans, seeds in SCANS.items():
            for mode in MODES:
                for seed in seeds:
                    print(row(seed, mode, scans, Path(folder)), flush=True)


def row(seed: int, mode: str, scans: float, folder: Path) -> str:
    """Make one batch, reconcile it and return its row. The workspace is shared, so that nothing is read twice."""
    batch, out = folder / f"{mode}-{seed}-{scans}", folder / f"{mode}-{seed}-{scans}-out"
    maker = [sys.executable, str(BENCH / "make_batch.py"), str(SHARED / "corpus" / "adbuy"), str(batch)]
    subprocess.run(
        [*maker, "--seed", str(seed), "--mode", mode, "--scans", str(scans)], check=True, stdout=subprocess.DEVNULL
    )
    verb = [sys.executable, "-m", "flows.cli", "reconcile", "--plan", str(batch / "plan.csv"), "--out", str(out)]
    claims = ["--claims", str(batch / "claims.csv")] if mode == "claims" else []
    evidence = ["--evidence", str(batch / "evidence"), "--workspace", str(folder / "workspace")]
    subprocess.run([*verb, *claims, *evidence], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    scorer = [sys.executable, str(BENCH / "score_batch.py"), str(batch / "truth.json"), str(out), "--json"]
    figures = json.loads(subprocess.run(scorer, check=True, capture_output=True).stdout)
    return (
        f"| {mode}, seed {seed} | {scans} | {figures['matching']:.4f} | {figures['findings_f1']:.4f} "
        f"| {figures['evidence_f1']:.4f} | {figures['clear_rate']:.4f} | {figures['false_clears']} |"
    )


if __name__ == "__main__":
    main()
