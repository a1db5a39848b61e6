"""Columns of counts, such as impressions and clicks: whole numbers that are no amounts and no documents' numbers."""

from __future__ import annotations

import re

import numpy

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.neighbours import NOBODY, Booleans
from extractors.fields.surroundings import PlacedLabel
from extractors.fields.view import View

WHOLE = re.compile(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})*|\d+")
COUNTS = frozenset({"total_count"})
ALIGNED = 0.8
"""A column's head and values begin or end at one place, to this share of their height."""


def are_counts(view: View, kind: CandidateKind) -> Booleans:
    """Tell for each candidate whether it is a whole number, without a currency, in a column that a count heads."""
    heads, labels = view.neighbours(kind).above.label.tolist(), view.page_map.labels
    found = [
        head != NOBODY and labels[head].roles == COUNTS and _is_below(each, labels[head])
        for each, head in zip(view.candidates[kind], heads, strict=True)
    ]
    return numpy.asarray(found, dtype=numpy.bool_)


def _is_below(candidate: Candidate, head: PlacedLabel) -> bool:
    """Tell whether a whole number stands in the column of a head and not merely somewhere below it."""
    if candidate.currency or not WHOLE.fullmatch(candidate.text):
        return False
    own, above = candidate.box, head.box
    apart = min(abs(own.left - above.left), abs(own.right - above.right))
    return apart < ALIGNED * (own.bottom - own.top)
