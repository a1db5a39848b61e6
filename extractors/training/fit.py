"""Fitting one field's ranker, and the calibration that makes its scores probabilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from extractors.fields.features import Matrix, feature_names, features_of
from extractors.fields.rules import RULES
from extractors.fields.trees import Floats, forest_of
from extractors.model import FieldName
from extractors.training.truth import Sample, right_ones

FOLDS = 5
SEED = 20240229
MOST_NEGATIVES = 120
"""Of one document's wrong candidates no more take part, else long documents outweigh the rest."""


@dataclass(frozen=True)
class Rows:
    """One document's candidates for a field."""

    features: Matrix
    right: NDArray[numpy.bool_]
    layout: int


@dataclass(frozen=True)
class Held:
    """The best candidate of a document when its layout was held out: its score and whether it was right."""

    document: int
    score: float
    right: bool
    place: int


def rows_of(samples: Sequence[Sample], name: FieldName) -> list[tuple[int, Rows]]:
    """Return the candidates of every sample that has the field, with the sample's number."""
    kind = RULES[name].kind
    found = []
    for number, sample in enumerate(samples):
        if name in sample.truth:
            right = right_ones(sample.view.candidates[kind], kind, sample.truth[name])
            found.append((number, Rows(features_of(sample.view, name), right, sample.layout)))
    return found


def fit(rows: Sequence[Rows]) -> HistGradientBoostingClassifier:
    """Fit a classifier of right and wrong candidates; the same rows give the same classifier."""
    generator = numpy.random.default_rng(SEED)
    kept = [_thinned(each, generator) for each in rows if each.right.any()]
    features = numpy.concatenate([each.features for each in kept])
    right = numpy.concatenate([each.right for each in kept])
    model = HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.08,
        max_leaf_nodes=8,
        min_samples_leaf=12,
        l2_regularization=2.0,
        max_features=0.4,
        early_stopping=False,
        random_state=SEED,
    )
    return model.fit(features, right, sample_weight=_weights(kept))


def _weights(rows: Sequence[Rows]) -> Floats:
    """Let a layout with many documents weigh as the root of their number, so that no layout rules the rest."""
    sizes = Counter(each.layout for each in rows)
    return numpy.concatenate([numpy.full(len(each.right), sizes[each.layout] ** -0.5) for each in rows])


def _thinned(rows: Rows, generator: numpy.random.Generator) -> Rows:
    wrong = numpy.flatnonzero(~rows.right)
    if len(wrong) > MOST_NEGATIVES:
        wrong = generator.choice(wrong, MOST_NEGATIVES, replace=False)
    kept = numpy.sort(numpy.concatenate([wrong, numpy.flatnonzero(rows.right)]))
    return Rows(rows.features[kept], rows.right[kept], rows.layout)


def held_out(rows: Sequence[tuple[int, Rows]]) -> list[Held]:
    """Return every document's best candidate as chosen by a model that never saw its layout."""
    layouts = numpy.asarray([each.layout for _, each in rows])
    folds = GroupKFold(min(FOLDS, len(set(layouts.tolist()))))
    found: list[Held] = []
    for train, test in folds.split(layouts, groups=layouts):
        model = fit([rows[place][1] for place in train])
        for place in test:
            number, each = rows[place]
            if len(each.right):
                scores = forest_of(*exported(model)).probability(each.features)
                best = int(scores.argmax())
                found.append(Held(number, float(scores[best]), bool(each.right[best]), best))
    return found


def calibration(held: Sequence[Held]) -> tuple[Floats, Floats]:
    """Return scores and the share right at them, rising (isotonic regression on held-out layouts).

    Two imagined answers, one right and one wrong, are added at each end, so that nothing is ever certain.
    """
    scores = numpy.asarray([0.0, 0.0, *(each.score for each in held), 1.0, 1.0])
    right = numpy.asarray([0.0, 0.3, *(float(each.right) for each in held), 1.0, 0.9])
    steps = IsotonicRegression(y_min=0.0, y_max=0.998, out_of_bounds="clip").fit(scores, right)
    grid = numpy.unique(numpy.concatenate([numpy.linspace(0, 0.98, 50), 1 - numpy.geomspace(0.02, 1e-5, 50)]))
    smooth = numpy.maximum.accumulate(steps.predict(grid) + grid * 1e-3)
    return grid, numpy.minimum(smooth, 0.999)


def exported(model: HistGradientBoostingClassifier) -> tuple[list[list[list[float]]], int, float]:
    """Return a classifier's trees as lists of nodes, their greatest depth, and the base score."""
    trees, depth = [], 1
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        depth = max(depth, int(nodes["depth"].max()))
        trees.append([_node(node) for node in nodes])
    return trees, depth, float(model._baseline_prediction.ravel()[0])


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [-1, 0, 0, 0, round(float(node["value"]), 5)]
    return [int(node["feature_idx"]), float(f"{node['num_threshold']:.7g}"), int(node["left"]), int(node["right"]), 0]


def record_of(rows: Sequence[tuple[int, Rows]], held: Sequence[Held], name: FieldName) -> dict[str, Any]:
    """Return the field's record for the model file."""
    trees, depth, base = exported(fit([each for _, each in rows]))
    scores, confidences = calibration(held)
    return {
        "features": list(feature_names(name)),
        "trees": trees,
        "depth": depth,
        "base": round(base, 6),
        "scores": [round(float(score), 6) for score in scores],
        "confidences": [round(float(confidence), 5) for confidence in confidences],
    }
