"""Train the field ranker: `python -m extractors.training CORPUS... [--out FILE] [--held-out] [--readings DIR]`.

A corpus is a folder with `documents/` and a `truth.csv` of `document,field,value` (ISO dates, plain decimals; an empty
value says that the document does not print the field). Invented invoices in all languages are added to them. The same
documents give the same file, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from extractors.fields.ranker import MODEL_FILE


def main() -> None:
    """Train on everything and write the model file, or print how well layouts are read that were left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=MODEL_FILE, help="the model file (default: %(default)s)")
    parser.add_argument("--readings", type=Path, help="folder in which documents once read are kept")
    parser.add_argument("--held-out", action="store_true", help="judge on left-out layouts; write nothing")
    parser.add_argument("--judged", type=Path, help="with --held-out: also write each judged value to this CSV file")
    args = parser.parse_args()
    # One thread: results do not depend on how sums are split among cores.
    os.environ["OMP_NUM_THREADS"] = "1"
    from extractors.training.run import judge, train

    if args.held_out:
        judge(args.corpus, args.readings, args.judged)
        return
    content = json.dumps(train(args.corpus, args.readings), separators=(",", ":"), sort_keys=True) + "\n"
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(content, encoding="utf-8")
    print(f"{args.out}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
