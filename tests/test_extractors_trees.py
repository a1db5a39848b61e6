"""Forests give what walking down each of their trees gives."""

from __future__ import annotations

import math

import numpy
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.trees import MOST_LEAVES, Node, forest_of

FEATURES = 4
NUMBERS = st.floats(-2, 2, width=32)
SPLITS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, FEATURES - 1), NUMBERS), max_size=MOST_LEAVES - 1)
ROWS = st.lists(st.lists(NUMBERS, min_size=FEATURES, max_size=FEATURES), min_size=1, max_size=5)


def grown(splits: list[tuple[int, int, float]]) -> list[list[float]]:
    """Return a tree of which leaves were split one after the other; a leaf's value tells its number."""
    tree: list[list[float]] = [[-1, 0, 0, 0, 0.5]]
    for choice, feature, threshold in splits:
        leaves = [place for place, node in enumerate(tree) if node[0] < 0]
        tree[leaves[choice % len(leaves)]] = [feature, threshold, len(tree), len(tree) + 1, 0]
        tree += [[-1, 0, 0, 0, len(tree) / 8], [-1, 0, 0, 0, -len(tree) / 8]]
    return tree


def walked(tree: list[list[float]], row: list[float]) -> float:
    """Return the value of the leaf that a row comes to, node by node."""
    node: Node = tree[0]
    while node[0] >= 0:
        node = tree[int(node[2] if row[int(node[0])] <= node[1] else node[3])]
    return node[4]


@given(st.lists(SPLITS, min_size=1, max_size=6), ROWS)
def test_a_forest_gives_what_its_trees_give(
    splits: list[list[tuple[int, int, float]]], rows: list[list[float]]
) -> None:
    trees = [grown(each) for each in splits]
    found = forest_of(trees, 0.25).probability(numpy.asarray(rows, dtype=numpy.float32))
    scores = [0.25 + sum(walked(tree, row) for tree in trees) for row in rows]
    assert numpy.allclose(found, [1 / (1 + math.exp(-score)) for score in scores])


def test_no_rows_have_no_probabilities() -> None:
    forest = forest_of([[[0, 1.0, 1, 2, 0], [-1, 0, 0, 0, 1], [-1, 0, 0, 0, -1]]], 0.0)
    assert forest.probability(numpy.zeros((0, FEATURES), dtype=numpy.float32)).shape == (0,)
