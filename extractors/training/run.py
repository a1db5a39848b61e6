"""The whole of training, and the whole of judging."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from extractors.training.corpus import read_corpus, samples_of
from extractors.training.fit import model_record, trust_record
from extractors.training.held_out import all_rows, folds_of, forests, held_choices, held_out_choices, judged
from extractors.training.invented import invented, invented_buys, invented_slips
from extractors.training.score import Judged, table
from extractors.training.truth import Sample

INVENTED_INVOICES, INVENTED_BUYS, INVENTED_SLIPS = 480, 160, 160


def samples(folders: Sequence[Path], kept: Path | None) -> list[Sample]:
    """Return the samples of all folders."""
    real = [known for folder in folders for known in read_corpus(folder, kept)]
    made_up = [*invented(INVENTED_INVOICES), *invented_buys(INVENTED_BUYS), *invented_slips(INVENTED_SLIPS)]
    return samples_of([*real, *made_up])


def train(folders: Sequence[Path], kept: Path | None) -> dict[str, Any]:
    """Return the model file's content for all folders."""
    return trained(samples(folders, kept))


def trained(everything: Sequence[Sample]) -> dict[str, Any]:
    """Return the model file's content: forests fitted on everything, trust on what was held out."""
    rows, folds = all_rows(everything), folds_of(everything)
    answers = held_out_choices(everything, rows, folds)
    trust = trust_record(held_choices(everything, answers, sorted(answers)))
    return model_record(forests(rows, frozenset(range(len(everything)))), trust)


def judge(folders: Sequence[Path], kept: Path | None, out: Path | None) -> None:
    """Print how well layouts are read that training has not seen."""
    everything = samples(folders, kept)
    rows, folds = all_rows(everything), folds_of(everything)
    found = judged(everything, held_out_choices(everything, rows, folds), folds)
    print("\n".join(table(found)))
    if out:
        _write(found, out)


def _write(found: Sequence[Judged], out: Path) -> None:
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Judged)])
        writer.writerows(astuple(each) for each in found)
