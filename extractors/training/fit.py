"""Fitting the ranker: a forest for each field, and the trust in what the forests choose together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from extractors.fields.features import Matrix, feature_names, features_of
from extractors.fields.rules import RULES
from extractors.fields.trees import MOST_LEAVES, Floats
from extractors.model import FieldName
from extractors.training.truth import Sample, right_ones

SEED = 20240229
FORESTS = 3
"""So many forests of different seeds vote: what one of them sees by chance the others outvote."""
RISING = {
    *("left for", "above for", "second left for", "second above for", "line for"),
    *("left against", "second left against", "above against", "line against"),
    *("score of rules", "lead by rules", "best of same value", "ocr confidence"),
    *("commission taken off", "is net plus tax", "is sum of column"),
}
FALLING = {"place by rules", "left distance", "above distance", "left words between", "above cells between"}
"""Features of which more (less) can only speak for a candidate: what holds on layouts never seen."""

MOST_WRONG = 60
"""Of one document's wrong candidates no more take part, else long documents outweigh the rest."""
USUALLY_RIGHT, USUAL = 0.995, 50
"""What the surest half of a field's choices is like, and how many choices that knowledge is worth."""
FEWEST_DOCUMENTS = 8
"""A field with fewer known values than this is left to the rules."""


@dataclass(frozen=True)
class Rows:
    """One document's candidates for a field."""

    features: Matrix
    right: NDArray[numpy.bool_]
    layout: int
    weight: float


@dataclass(frozen=True)
class Held:
    """A choice made on a layout that was held out: its field, its signals, and whether it was right."""

    layout: int
    name: FieldName
    signals: tuple[float, ...]
    right: bool


def rows_of(sample: Sample, name: FieldName) -> Rows:
    """Return a sample's candidates for a field; of a field known to be absent all are wrong."""
    candidates = sample.view.candidates[RULES[name].kind]
    truth = sample.truth[name]
    right = right_ones(candidates, RULES[name].kind, truth) if truth else numpy.zeros(len(candidates), dtype=bool)
    return Rows(features_of(sample.view, name), right, sample.layout, sample.weight)


def learnable(samples: Iterable[Sample]) -> list[FieldName]:
    """Return the fields that enough samples know the value of."""
    known = Counter(name for sample in samples for name, value in sample.truth.items() if value)
    return [name for name in RULES if known[name] >= FEWEST_DOCUMENTS]


def fit(rows: Sequence[Rows], names: Sequence[str]) -> list[HistGradientBoostingClassifier]:
    """Fit classifiers of right and wrong candidates; the same rows give the same classifiers."""
    return [_fit(rows, names, SEED + number) for number in range(FORESTS)]


def _fit(rows: Sequence[Rows], names: Sequence[str], seed: int) -> HistGradientBoostingClassifier:
    generator = numpy.random.default_rng(seed)
    kept = [_thinned(each, generator) for each in rows if len(each.right)]
    features = numpy.concatenate([each.features for each in kept])
    right = numpy.concatenate([each.right for each in kept])
    model = HistGradientBoostingClassifier(
        max_iter=90,
        learning_rate=0.1,
        max_leaf_nodes=MOST_LEAVES,
        max_bins=64,
        min_samples_leaf=12,
        l2_regularization=2.0,
        max_features=0.4,
        early_stopping=False,
        random_state=seed,
        monotonic_cst=[(name in RISING) - (name in FALLING) for name in names],
    )
    return model.fit(features, right, sample_weight=_weights(kept))


def _weights(rows: Sequence[Rows]) -> Floats:
    """Let a layout with many documents weigh as the root of their number, so that no layout rules the rest."""
    sizes = Counter(each.layout for each in rows)
    return numpy.concatenate([numpy.full(len(each.right), each.weight * sizes[each.layout] ** -0.5) for each in rows])


def _thinned(rows: Rows, generator: numpy.random.Generator) -> Rows:
    wrong = numpy.flatnonzero(~rows.right)
    if len(wrong) > MOST_WRONG:
        wrong = generator.choice(wrong, MOST_WRONG, replace=False)
    kept = numpy.sort(numpy.concatenate([wrong, numpy.flatnonzero(rows.right)]))
    return Rows(rows.features[kept], rows.right[kept], rows.layout, rows.weight)


def forest_record(models: Sequence[HistGradientBoostingClassifier], name: FieldName) -> dict[str, Any]:
    """Return a field's classifiers as they stand in the model file: as one forest that gives their mean."""
    predictors = [predictor for model in models for (predictor,) in model._predictors]
    trees = [[_node(node, len(models)) for node in predictor.nodes] for predictor in predictors]
    base = round(float(numpy.mean([model._baseline_prediction for model in models])), 6)
    return {"features": list(feature_names(name)), "base": base, "trees": trees}


def _node(node: Any, voters: int) -> list[float]:
    if node["is_leaf"]:
        return [-1, 0, 0, 0, round(float(node["value"]) / voters, 4)]
    return [int(node["feature_idx"]), float(f"{node['num_threshold']:.6g}"), int(node["left"]), int(node["right"]), 0]


def trust_record(held: Sequence[Held]) -> dict[str, Any]:
    """Return the weights of signals and fields, by logistic regression on choices of held-out layouts."""
    names = sorted({each.name for each in held})
    signals = numpy.asarray([each.signals for each in held])
    fields = numpy.asarray([[float(each.name == name) for name in names] for each in held])
    sizes = Counter((each.layout, each.name) for each in held)
    weights = [sizes[each.layout, each.name] ** -0.5 for each in held]
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
    model.fit(numpy.concatenate([signals, fields], axis=1), [each.right for each in held], sample_weight=weights)
    found = [round(float(weight), 5) for weight in model.coef_[0]]
    count = signals.shape[1]
    odds = numpy.concatenate([signals, fields], axis=1) @ numpy.asarray(found)
    by_field: dict[FieldName, list[tuple[float, bool]]] = {name: [] for name in names}
    for odd, each in zip(odds.tolist(), held, strict=True):
        by_field[each.name].append((odd, each.right))
    ceilings = {name: _ceiling(choices) for name, choices in by_field.items()}
    return {"weights": found[:count], "fields": dict(zip(names, found[count:], strict=True)), "ceilings": ceilings}


def _ceiling(choices: Sequence[tuple[float, bool]]) -> float:
    """Return how often a field's surest half is right, few choices drawn towards what is usual."""
    surest = sorted(choices, reverse=True)[: (len(choices) + 1) // 2]
    right = sum(right for _, right in surest) + USUALLY_RIGHT * USUAL
    return round(right / (len(surest) + USUAL), 5)


def model_record(forests: Mapping[FieldName, dict[str, Any]], trust: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of the model file."""
    return {"trust": dict(trust), "fields": {str(name): forests[name] for name in sorted(forests)}}
