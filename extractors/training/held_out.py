"""What the ranker answers on layouts that it was not trained on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy
from sklearn.model_selection import GroupKFold

from extractors.fields.decision import Choice
from extractors.fields.features import feature_names
from extractors.fields.ranker import Ranker, ranker_of
from extractors.fields.rules import RULES
from extractors.fields.trust import Trust, doubt_of, signals_of, trust_of
from extractors.model import LEAST_LIKELY, FieldName
from extractors.training.fit import Held, Rows, fit, forest_record, learnable, model_record, rows_of, trust_record
from extractors.training.score import Judged, compared
from extractors.training.truth import Sample

FOLDS = 5
INVENTED = "invented"
AllRows = Mapping[FieldName, Mapping[int, Rows]]
Answers = dict[int, dict[FieldName, Choice]]


def all_rows(samples: Sequence[Sample]) -> AllRows:
    """Return for each learnable field the rows of the samples, by sample number, that know it."""
    return {
        name: {number: rows_of(sample, name) for number, sample in enumerate(samples) if name in sample.truth}
        for name in learnable(samples)
    }


def forests(rows: AllRows, allowed: frozenset[int]) -> dict[FieldName, dict[str, Any]]:
    """Fit a forest for each field on the samples of the given numbers."""
    found = {}
    for name, by_sample in rows.items():
        own = [each for number, each in by_sample.items() if number in allowed]
        if any(each.right.any() for each in own):
            found[name] = forest_record(fit(own, feature_names(name)), name)
    return found


def folds_of(samples: Sequence[Sample]) -> list[list[int]]:
    """Part the real samples so that no layout lies in two parts; invented ones are in none."""
    real = [number for number, sample in enumerate(samples) if sample.corpus != INVENTED]
    layouts = numpy.asarray([samples[number].layout for number in real])
    folds = GroupKFold(min(FOLDS, len(set(layouts.tolist())))).split(layouts, groups=layouts)
    return [[real[place] for place in test] for _, test in folds]


def held_out_choices(samples: Sequence[Sample], rows: AllRows, folds: Sequence[Sequence[int]]) -> Answers:
    """Return what is chosen in each sample by forests that never saw its layout."""
    answers: Answers = {}
    for fold, ranker in zip(folds, rankers_without(samples, rows, folds), strict=True):
        answers |= {number: ranker.choices(samples[number].view) for number in fold}
    return answers


def rankers_without(samples: Sequence[Sample], rows: AllRows, folds: Sequence[Sequence[int]]) -> Iterator[Ranker]:
    """Yield for each fold the forests that never saw its layouts; they say what they choose, and not how sure."""
    for fold in folds:
        allowed = frozenset(range(len(samples))) - frozenset(fold)
        yield ranker_of(model_record(forests(rows, allowed), {"weights": {}, "fields": {}, "doubts": {}}), "held out")


def held_choices(samples: Sequence[Sample], answers: Answers, numbers: Sequence[int]) -> list[Held]:
    """Return the choices of some samples with their signals, as far as the truth is known."""
    found = []
    for number in numbers:
        sample = samples[number]
        for name, choice in answers[number].items():
            if name in sample.truth:
                value = sample.view.candidates[RULES[name].kind][choice.places[0]].value
                right = compared(name, sample.truth[name], value)[0]
                signals, doubt = signals_of(sample.view, choice), doubt_of(sample.view, choice)
                found.append(Held(sample.layout, name, signals, doubt, right))
    return found


def judged(samples: Sequence[Sample], answers: Answers, folds: Sequence[Sequence[int]]) -> list[Judged]:
    """Judge the choices of held-out layouts; how sure they are follows from the other layouts' choices."""
    found: list[Judged] = []
    for fold in folds:
        others = [number for other in folds if other is not fold for number in other]
        trust = trust_of(trust_record(held_choices(samples, answers, others)))
        for number in fold:
            found += _judge(samples[number], answers[number], trust)
    return found


def _judge(sample: Sample, choices: Mapping[FieldName, Choice], trust: Trust) -> Iterator[Judged]:
    for name, truth in sample.truth.items():
        if not truth or name not in RULES:
            continue
        answer, confidence = None, 0.0
        if name in choices:
            choice = choices[name]
            answer = sample.view.candidates[RULES[name].kind][choice.places[0]].value
            signals, doubt = signals_of(sample.view, choice), doubt_of(sample.view, choice)
            confidence = trust.confidence(name, signals, doubt) if name in trust.fields else choice.score
        if confidence < LEAST_LIKELY:
            answer = None
        right, strict = compared(name, truth, answer)
        yield Judged(
            sample.corpus, sample.name, sample.layout, name, truth, answer, round(confidence, 4), right, strict
        )
