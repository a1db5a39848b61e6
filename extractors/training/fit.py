"""Fitting the ranker: a forest for each field, and the trust in what the forests choose together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from extractors.fields.features import Matrix, feature_names, features_of
from extractors.fields.rules import RULES
from extractors.fields.trees import MOST_LEAVES, Floats
from extractors.fields.trust import SIGNALS, Doubt
from extractors.model import FieldName
from extractors.training.truth import Sample, right_ones

SEED = 20240229
FORESTS = 3
"""So many forests of different seeds vote: what one of them sees by chance the others outvote."""
RISING = {
    *("left for", "above for", "second left for", "second above for", "line for"),
    *("left against", "second left against", "above against", "line against"),
    *("score of rules", "lead by rules", "best of same value", "ocr confidence"),
    *("commission taken off", "is net plus tax", "is sum of column", "is largest behind its label"),
    "share of dates within its range",
}
FALLING = {
    *("place by rules", "left distance", "above distance", "left words between", "above cells between", "is zero"),
    *("lines to registration", "is a title", "has half a bracket"),
}
"""Features of which more (less) can only speak for a candidate: what holds on layouts never seen."""

MOST_WRONG = 60
"""Of one document's wrong candidates no more take part, else long documents outweigh the rest."""
BELIEVED = {"read by OCR": -1.0, "borne out": 1.0}
"""What is believed of signals beforehand."""
TOWARDS_BELIEVED, TOWARDS_OTHERS = 1.0, 10.0
"""How strongly weights are drawn to what is believed, and those of a field to those of all, as precisions."""
SHARES = {
    Doubt.SUMS: 0.2,
    Doubt.NUMBER: 0.2,
    Doubt.LONGER: 0.1,
    Doubt.BILLED: 0.05,
    Doubt.UNNAMED: 0.05,
    Doubt.FURTHER: 0.03,
}
"""How often the other one of two readings that a page leaves is believed to be meant, as if seen so often before."""
SEEN_BEFORE = 10.0
MOST_STEPS, LONGEST_STEP, SMALL_STEP = 100, 1.0, 1e-9
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
    doubt: Doubt | None
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
    """Return the weights of signals for each field, by logistic regression on choices of held-out layouts.

    Only such take part as leave no doubt what is meant. A field's weights are those of all fields and what is its own;
    both are drawn towards what is believed beforehand, the own part more, for few choices of a field are wrong.
    """
    names = sorted({each.name for each in held})
    clear = [each for each in held if not each.doubt]
    signals = numpy.asarray([each.signals for each in clear])
    fields = numpy.asarray([[float(each.name == name) for name in names] for each in clear])
    own = [signals * fields[:, [place]] for place in range(len(names))]
    sizes = Counter((each.layout, each.name) for each in clear)
    weights = numpy.asarray([sizes[each.layout, each.name] ** -0.5 for each in clear])
    believed = numpy.zeros(len(SIGNALS) + len(names) * (1 + len(SIGNALS)))
    believed[: len(SIGNALS)] = [BELIEVED.get(signal, 0.0) for signal in SIGNALS]
    pull = numpy.full(len(believed), TOWARDS_BELIEVED)
    pull[len(SIGNALS) + len(names) :] = TOWARDS_OTHERS
    right = numpy.asarray([float(each.right) for each in clear])
    found = regression(numpy.concatenate([signals, fields, *own], axis=1), right, weights, believed, pull)
    shared, base, rest = numpy.split(found, [len(SIGNALS), len(SIGNALS) + len(names)])
    by_field = (shared + rest.reshape(len(names), len(SIGNALS))).round(4).tolist()
    return {
        "weights": dict(zip(names, by_field, strict=True)),
        "fields": dict(zip(names, base.round(4).tolist(), strict=True)),
        "doubts": {doubt: _share(doubt, held) for doubt in Doubt},
    }


def _share(doubt: Doubt, held: Sequence[Held]) -> float:
    """Return how often a choice with a doubt is wrong, layouts weighed as for the signals."""
    doubted = [each for each in held if each.doubt is doubt]
    sizes = Counter((each.layout, each.name) for each in doubted)
    weights = [sizes[each.layout, each.name] ** -0.5 for each in doubted]
    wrong = sum((weight for weight, each in zip(weights, doubted, strict=True) if not each.right), 0.0)
    share = (SHARES[doubt] * SEEN_BEFORE + wrong) / (SEEN_BEFORE + sum(weights))
    return round(float(share), 4)


def regression(rows: Floats, right: Floats, weights: Floats, believed: Floats, pull: Floats) -> Floats:
    """Return the weights of a logistic regression with a normal prior, by Newton's method.

    See Bishop, Pattern Recognition and Machine Learning, 4.3.3 and 4.5.1.
    """
    found = believed.copy()
    for _ in range(MOST_STEPS):
        likely = 1.0 / (1.0 + numpy.exp(-rows @ found))
        slope = rows.T @ (weights * (right - likely)) - pull * (found - believed)
        bend = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + numpy.diag(pull)
        step = numpy.linalg.solve(bend, slope)
        length = numpy.abs(step).max()
        # Far from the end Newton's steps may be too long by far.
        found = found + step * min(1.0, LONGEST_STEP / max(length, SMALL_STEP))
        if length < SMALL_STEP:
            break
    return found


def model_record(forests: Mapping[FieldName, dict[str, Any]], trust: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of the model file."""
    return {"trust": dict(trust), "fields": {str(name): forests[name] for name in sorted(forests)}}
