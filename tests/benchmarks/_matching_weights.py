"""The weights of comparisons, estimated anew from batches with known answers: prints the file for data/models.

Reading takes minutes the first time. Seeds 1 to 3 are left for scoring.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from flows.steps.weights import load_weights
from matchers.batch import open_batch
from matchers.intake.plan import read_plan
from matchers.model import Exhibit, Submission
from matchers.programme import parse_programme
from matchers.training import Tally, as_text

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
SEEDS = range(11, 21)
MADE = "counted on batches of seeds 11 to 20 by python -m tests.benchmarks._matching_weights"


def main() -> None:
    """Print the weights."""
    if not SHARED.is_dir():
        print("The shared benches are not beside this clone; nothing was measured.")
        return
    tally, known = Tally(), dict[str, Exhibit]()
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            count(tally, made(seed, Path(folder) / str(seed)), known)
    print(as_text(tally.weights(load_weights()), MADE))


def made(seed: int, batch: Path) -> Path:
    """Make one batch without scans but for those handed in twice, and return its folder."""
    maker = [sys.executable, str(SHARED / "bench" / "make_batch.py"), str(SHARED / "corpus" / "adbuy"), str(batch)]
    subprocess.run([*maker, "--seed", str(seed), "--scans", "0"], check=True, stdout=subprocess.DEVNULL)
    return batch


def count(tally: Tally, folder: Path, known: dict[str, Exhibit]) -> None:
    """Read one batch and count it; what was read before is not read again."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    submissions = []
    for path in sorted((folder / "evidence").iterdir()):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        submissions.append(Submission(path.name, digest))
        if digest not in known:
            known[digest] = exhibit(path.name, content)
    plan = read_plan("plan.csv", (folder / "plan.csv").read_bytes())
    generic = parse_programme((ROOT / "data" / "programs" / "generic.toml").read_text(encoding="utf-8"))
    batch = open_batch(plan, (), submissions, known, generic, date(2026, 12, 31), load_weights())
    tally.add(batch, truth["matches"])


def exhibit(name: str, content: bytes) -> Exhibit:
    """Read one document and extract its evidence."""
    from extractors.pipeline import read_and_extract
    from extractors.settings import ReaderSettings

    return Exhibit(*read_and_extract(name, content, ReaderSettings()))


if __name__ == "__main__":
    main()
