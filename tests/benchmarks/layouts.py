"""Layout memory: documents of one layout come one after another, and what the last few say is known.

Layouts are those that the ranker is judged by, each left out of its training whole; the baseline is the same reader
without memory. Rules alone stand for a reader to which everything is new. Documents once read are kept in the folder
that PROOFDESK_READINGS names.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.fields.decision import Choice
from extractors.fields.ranker import Ranker
from extractors.fields.trust import NO_TRUST, trust_of
from extractors.layouts.learning import lesson_of
from extractors.layouts.marks import layout_of
from extractors.layouts.memory import LayoutMemory
from extractors.layouts.recall import recalled
from extractors.model import DocumentKind, Extraction, FieldName, Lesson
from extractors.training.fit import trust_record
from extractors.training.held_out import all_rows, folds_of, held_choices, held_out_choices
from extractors.training.run import samples
from extractors.training.score import Judged, compared, score
from extractors.training.truth import Sample
from tests.benchmarks.heldout import CORPORA, NAMES

KNOWN = (0, 1, 2, 3)
SURE = 0.9


@dataclass(frozen=True)
class Read:
    """A document as it was read, and what it would teach."""

    sample: Sample
    extraction: Extraction
    lesson: Lesson


def main() -> None:
    """Print how documents are read after none, one, two and three others of their layouts are known."""
    if not CORPORA.is_dir():
        print("The shared corpora are not beside this clone; nothing was measured.")
        return
    kept = os.environ.get("PROOFDESK_READINGS")
    everything = samples([CORPORA / name for name in NAMES], Path(kept) if kept else None)
    print("| corpus | reader | documents known | values | F1 | read surely | of these wrong | squared error |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for reader, documents in (("ranker", by_ranker(everything)), ("rules alone", by_rules(everything))):
        for corpus, name in NAMES.items():
            own = [each for each in documents if each.sample.corpus == corpus]
            for known in KNOWN:
                print(_row(name, reader, known, list(judged_after(own, known))))


def by_ranker(everything: Sequence[Sample]) -> list[Read]:
    """Return real documents as rankers read them that never saw their layouts."""
    rows, folds = all_rows(everything), folds_of(everything)
    answers = held_out_choices(everything, rows, folds)
    found = []
    for fold in folds:
        others = [number for other in folds if other is not fold for number in other]
        trust = trust_of(trust_record(held_choices(everything, answers, others)))
        ranker = Ranker({}, trust, "held out")
        found += [read(everything[number], ranker, answers[number]) for number in fold]
    return found


def by_rules(everything: Sequence[Sample]) -> list[Read]:
    """Return real documents as rules read them."""
    rules = Ranker({}, NO_TRUST, "rules")
    real = [sample for sample in everything if sample.corpus in NAMES]
    return [read(sample, rules, rules.choices(sample.view)) for sample in real]


def read(sample: Sample, ranker: Ranker, choices: Mapping[FieldName, Choice]) -> Read:
    """Return a document with its evidence and its layout."""
    name = f"{sample.corpus}/{sample.name}"
    layout = layout_of(sample.view, ranker.considered(sample.view, choices))
    evidence = ranker.evidence(sample.view, choices)
    extraction = Extraction(name, DocumentKind.OTHER, None, evidence, (), (), "", layout=layout)
    agreed = {field: value for field, value in sample.truth.items() if value}
    return Read(sample, extraction, lesson_of(name, layout, agreed))


def judged_after(documents: Sequence[Read], known: int) -> Iterator[Judged]:
    """Yield answers on the documents of all layouts that have enough of them, after so many others are known."""
    of_layout: dict[int, list[Read]] = defaultdict(list)
    for each in sorted(documents, key=lambda each: each.sample.name):
        of_layout[each.sample.layout].append(each)
    for alike in of_layout.values():
        for place, each in enumerate(alike if len(alike) > max(KNOWN) else ()):
            before = [alike[(place - back) % len(alike)].lesson for back in range(1, known + 1)]
            yield from _judged(each, recalled(each.extraction, LayoutMemory(before)))


def _judged(document: Read, found: Extraction) -> Iterator[Judged]:
    sample = document.sample
    for field, truth in sample.truth.items():
        if truth:
            evidence = found.find(field)
            answer, sure = (evidence.value, evidence.confidence) if evidence else (None, 0.0)
            right = compared(field, truth, answer)
            yield Judged(sample.corpus, sample.name, sample.layout, field, truth, answer, sure, *right)


def _row(corpus: str, reader: str, known: int, found: Sequence[Judged]) -> str:
    sure = [each for each in found if each.confidence >= SURE]
    wrong = sum(not each.right for each in sure)
    error = sum((each.confidence - each.right) ** 2 for each in found) / len(found)
    figures = (len(found), f"{score(found).f1:.4f}", len(sure), wrong, f"{error:.4f}")
    return f"| {corpus} | {reader} | {known} | {' | '.join(map(str, figures))} |"
