"""Extraction of layouts that training has not seen: every layout is left out once, whole.

Documents once read are kept in the folder that PROOFDESK_READINGS names; without it all are read, which takes long.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from extractors.training.held_out import all_rows, folds_of, held_out_choices, judged
from extractors.training.run import samples
from extractors.training.score import Judged, Score, score
from extractors.training.truth import Sample
from tests.benchmarks._confidence_figure import figure

ROOT = Path(__file__).parent.parent.parent
CORPORA = ROOT.parent / "shared" / "corpus"
NAMES = {"adbuy": "ad buys", "receipts": "receipts", "einvoices": "e-invoices, XML removed"}
FIGURE = ROOT / "docs" / "confidence.svg"
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99, 1.01)


def main() -> None:
    """Print the figures of each corpus and of how sure answers were; draw docs/confidence.svg."""
    if not CORPORA.is_dir():
        print("The shared corpora are not beside this clone; nothing was measured.")
        return
    kept = os.environ.get("PROOFDESK_READINGS")
    everything = samples([CORPORA / name for name in NAMES], Path(kept) if kept else None)
    rows, folds = all_rows(everything), folds_of(everything)
    found = judged(everything, held_out_choices(everything, rows, folds), folds)
    print("\n".join((*_by_corpus(found, everything), "", *_by_confidence(found))))
    FIGURE.write_text(figure({NAMES[name]: _answers(found, name) for name in ("adbuy", "receipts")}), encoding="utf-8")


def _by_corpus(found: Sequence[Judged], everything: Sequence[Sample]) -> list[str]:
    scanned = {sample.name for sample in everything if sample.view.scanned}
    lines = ["| corpus | values | micro F1 | strict F1 | coverage at 99 % |", "|---|---:|---:|---:|---:|"]
    for corpus, name in NAMES.items():
        own = [each for each in found if each.corpus == corpus]
        lines.append(_row(name, score(own)))
        if corpus == "adbuy":
            born = [each for each in own if each.document not in scanned]
            lines.append(_row("of these, all pages from text layers", score(born)))
            lines.append(_row("of these, with OCR pages", score([each for each in own if each.document in scanned])))
            lines += [_row(f"of these, {field}", score([each for each in own if each.field == field])) for field in
                      sorted({each.field for each in own})]  # fmt: skip
    return lines


def _row(name: str, figures: Score) -> str:
    return f"| {name} | {figures.truths} | {figures.f1:.4f} | {figures.strict_f1:.4f} | {figures.coverage:.4f} |"


def _by_confidence(found: Sequence[Judged]) -> list[str]:
    lines = ["| confidence | answers | right |", "|---|---:|---:|"]
    for least, below in pairwise(BANDS):
        band = [each.right for each in found if each.answer and least <= each.confidence < below]
        if band:
            lines.append(f"| {least:.2f} to {min(below, 1.0):.2f} | {len(band)} | {sum(band) / len(band):.4f} |")
    return lines


def _answers(found: Sequence[Judged], corpus: str) -> list[tuple[float, bool]]:
    return [(each.confidence, each.right) for each in found if each.corpus == corpus and each.answer]


if __name__ == "__main__":
    main()
