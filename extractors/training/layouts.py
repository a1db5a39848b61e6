"""Documents laid out alike, found by the labels that they share: what is held out together when a model is judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from sklearn.cluster import AgglomerativeClustering

from extractors.fields.view import View
from extractors.language.plain import fold

FURTHEST = 0.55
"""Jaccard distance between label sets up to which two documents count as one layout."""


def layouts_of(views: Sequence[View]) -> list[int]:
    """Return for each view the number of its layout."""
    if len(views) < 2:
        return [0] * len(views)
    signatures = [signature(view) for view in views]
    distances = numpy.asarray([[_distance(a, b) for b in signatures] for a in signatures])
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=FURTHEST, metric="precomputed", linkage="average"
    )
    return [int(label) for label in clustering.fit_predict(distances)]


def signature(view: View) -> frozenset[str]:
    """Return a layout's signature: the texts of the labels on a document's first page."""
    return frozenset(fold(label.text) for label in view.labels if label.page == 1)


def _distance(ours: frozenset[str], theirs: frozenset[str]) -> float:
    union = len(ours | theirs)
    return 1.0 - len(ours & theirs) / union if union else 0.0
