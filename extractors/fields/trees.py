"""Gradient-boosted trees as plain numbers: what training leaves behind, and all that is needed to use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Leaves = NDArray[numpy.uint8]
Node = Sequence[float]

MOST_LEAVES = 8
"""The leaves of a tree are the bits of a byte."""
ALL_LEAVES = (1 << MOST_LEAVES) - 1
FIRST_LEAF = numpy.asarray([0, *((bits & -bits).bit_length() - 1 for bits in range(1, 1 << MOST_LEAVES))])
"""The number of the lowest bit that is set in a byte."""
NO_QUESTION = (0, 0.0)
"""Fills up trees with fewer leaves: whatever the answer, it takes none away."""


@dataclass(frozen=True)
class Forest:
    """Trees side by side. A question asks whether a row's feature is at most a threshold.

    Each different question is answered once for a row. A "no" takes the leaves on its left side from a tree, and the
    first of those that remain is the row's: that is QuickScorer (Lucchese and others, SIGIR 2015). `question` and
    `remaining`, the leaves that a "no" leaves standing, have the shape (trees, nodes), `value` (trees, leaves).
    """

    feature: NDArray[numpy.intp]
    threshold: Floats
    question: NDArray[numpy.intp]
    remaining: Leaves
    value: Floats
    base: float

    def probability(self, rows: NDArray[numpy.float32]) -> Floats:
        """Return for each row the probability of being right, before calibration."""
        trees, nodes = self.question.shape
        columns = numpy.ascontiguousarray(rows.T, dtype=numpy.float64)
        yes = columns.take(self.feature, axis=0) <= self.threshold[:, None]
        # Of a byte of nought or one, its negative: no leaf, or all of them.
        answers = numpy.negative(yes.view(numpy.uint8))
        leaves = numpy.full((trees, len(rows)), ALL_LEAVES, dtype=numpy.uint8)
        for node in range(nodes):
            asked = answers.take(self.question[:, node], axis=0)
            asked |= self.remaining[:, node, None]
            leaves &= asked
        places = FIRST_LEAF.take(leaves.T) + numpy.arange(0, trees * MOST_LEAVES, MOST_LEAVES)
        score = self.base + self.value.take(places).sum(axis=1)
        probability: Floats = 1.0 / (1.0 + numpy.exp(-score))
        return probability


def forest_of(trees: Sequence[Sequence[Node]], base: float) -> Forest:
    """Build a forest from trees as lists of nodes (feature, threshold, left, right, value); leaves have feature -1."""
    asked = sorted({NO_QUESTION, *((int(node[0]), node[1]) for tree in trees for node in tree if node[0] >= 0)})
    number = {question: place for place, question in enumerate(asked)}
    shape = (len(trees), MOST_LEAVES - 1)
    forest = Forest(
        numpy.asarray([feature for feature, _ in asked], dtype=numpy.intp),
        numpy.asarray([threshold for _, threshold in asked], dtype=numpy.float64),
        numpy.full(shape, number[NO_QUESTION], dtype=numpy.intp),
        numpy.full(shape, ALL_LEAVES, dtype=numpy.uint8),
        numpy.zeros((len(trees), MOST_LEAVES)),
        base,
    )
    for place, tree in enumerate(trees):
        leaves = _leaves_below(tree, 0)
        inner = [node for node, (feature, *_) in enumerate(tree) if feature >= 0]
        forest.value[place, : len(leaves)] = [tree[leaf][4] for leaf in leaves]
        for column, node in enumerate(inner):
            feature, threshold, left, _, _ = tree[node]
            lost = sum(1 << leaves.index(leaf) for leaf in _leaves_below(tree, int(left)))
            forest.question[place, column] = number[int(feature), threshold]
            forest.remaining[place, column] = ALL_LEAVES - lost
    return forest


def _leaves_below(tree: Sequence[Node], node: int) -> list[int]:
    """Return the leaves under a node, from the left."""
    feature, _, left, right, _ = tree[node]
    if feature < 0:
        return [node]
    return _leaves_below(tree, int(left)) + _leaves_below(tree, int(right))


@dataclass(frozen=True)
class FieldModel:
    """A field's forest over the named features."""

    features: tuple[str, ...]
    forest: Forest


def field_model(record: Mapping[str, Any]) -> FieldModel:
    """Build a field's model from its record in the model file."""
    return FieldModel(tuple(record["features"]), forest_of(record["trees"], record["base"]))
