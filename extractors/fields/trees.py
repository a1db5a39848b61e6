"""Gradient-boosted trees as plain numbers: what training leaves behind, and all that is needed to use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]


@dataclass(frozen=True)
class Forest:
    """Trees side by side, padded to the same number of nodes; a leaf's children are itself.

    All arrays have the shape (trees, nodes). A row goes left where its feature is at most the threshold.
    """

    feature: NDArray[numpy.int32]
    threshold: Floats
    left: NDArray[numpy.int32]
    right: NDArray[numpy.int32]
    value: Floats
    depth: int
    base: float

    def probability(self, rows: NDArray[numpy.float32]) -> Floats:
        """Return for each row the probability of being right, before calibration."""
        trees, nodes = self.feature.shape
        # Nodes are numbered through all trees: looking up one number is several times faster than two.
        first = numpy.arange(0, trees * nodes, nodes)[None, :]
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = (self.left + first.T).ravel(), (self.right + first.T).ravel()
        cells, row = rows.ravel(), numpy.arange(0, rows.size, max(rows.shape[1], 1))[:, None]
        node = numpy.repeat(first, len(rows), axis=0)
        for _ in range(self.depth):
            goes_left = cells.take(row + feature.take(node)) <= threshold.take(node)
            node = numpy.where(goes_left, left.take(node), right.take(node))
        score = self.base + self.value.ravel().take(node).sum(axis=1)
        probability: Floats = 1.0 / (1.0 + numpy.exp(-score))
        return probability


def forest_of(trees: Sequence[Sequence[Sequence[float]]], depth: int, base: float) -> Forest:
    """Build a forest from trees as lists of nodes (feature, threshold, left, right, value); leaves have feature -1."""
    most = max((len(tree) for tree in trees), default=1)
    shape = (len(trees), most)
    forest = Forest(
        numpy.zeros(shape, dtype=numpy.int32),
        numpy.zeros(shape),
        numpy.zeros(shape, dtype=numpy.int32),
        numpy.zeros(shape, dtype=numpy.int32),
        numpy.zeros(shape),
        depth,
        base,
    )
    for number, tree in enumerate(trees):
        for place, (feature, threshold, left, right, value) in enumerate(tree):
            leaf = feature < 0
            forest.feature[number, place] = 0 if leaf else int(feature)
            forest.threshold[number, place] = threshold
            forest.left[number, place] = place if leaf else int(left)
            forest.right[number, place] = place if leaf else int(right)
            forest.value[number, place] = value if leaf else 0.0
    return forest


@dataclass(frozen=True)
class FieldModel:
    """A field's forest over the named features."""

    features: tuple[str, ...]
    forest: Forest


def field_model(record: Mapping[str, Any]) -> FieldModel:
    """Build a field's model from its record in the model file."""
    return FieldModel(tuple(record["features"]), forest_of(record["trees"], record["depth"], record["base"]))
