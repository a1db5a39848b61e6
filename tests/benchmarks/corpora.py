"""Extraction by the `extract` verb, scored on the three shared corpora."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
CORPORA = ("adbuy", "receipts", "einvoices")


def main() -> None:
    """Print micro F1, the share answered exactly as printed, and coverage at 99 % precision for each corpus."""
    if not SHARED.is_dir():
        print("The shared corpora are not beside this clone; nothing was measured.")
        return
    print("| corpus | documents | values | precision | recall | micro F1 | strict F1 | coverage at 99 % |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for corpus in CORPORA:
            print(row(corpus, Path(folder)), flush=True)


def row(corpus: str, folder: Path) -> str:
    """Extract one corpus and return its row of the table."""
    source = SHARED / "corpus" / corpus
    records = folder / f"{corpus}.jsonl"
    verb = [sys.executable, "-m", "flows.cli", "extract", str(source / "documents"), "--out", str(records)]
    subprocess.run(verb, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    scorer = [sys.executable, str(SHARED / "bench" / "score_extraction.py"), "--json"]
    answer = subprocess.run([*scorer, str(source / "truth.csv"), str(records)], check=True, capture_output=True)
    figures = json.loads(answer.stdout)
    micro = figures["fields"]["micro"]
    strict = 2 * micro["strict"] / (micro["answered"] + micro["truths"])
    documents = len(list((source / "documents").iterdir()))
    return (
        f"| {corpus} | {documents} | {micro['truths']} | {micro['precision']:.4f} | {micro['recall']:.4f} "
        f"| {micro['f1']:.4f} | {strict:.4f} | {figures['coverage_at_99']:.4f} |"
    )


if __name__ == "__main__":
    main()
