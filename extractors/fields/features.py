"""What is known about a candidate, in numbers: labels, place, arithmetic, repetition. Never what it says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy
from numpy.typing import NDArray

from extractors.fields.arithmetic import Sums, line_sums, sums_of
from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.date_features import DATE_NAMES, date_features
from extractors.fields.name_features import NAME_NAMES, name_features
from extractors.fields.neighbours import NOBODY, Floats, Neighbours, Side
from extractors.fields.number_features import NUMBER_NAMES, number_features
from extractors.fields.rules import RULES, rule_scores, weights_of
from extractors.fields.surroundings import FAR
from extractors.fields.view import View
from extractors.model import FieldName, Page, PageSource

Matrix = NDArray[numpy.float32]


def features_of(view: View, name: FieldName) -> Matrix:
    """Return one row of numbers for each candidate of a field's kind."""
    candidates = view.candidates[RULES[name].kind]
    if not candidates:
        return numpy.zeros((0, len(feature_names(name))), dtype=numpy.float32)
    ruled = _ruled(candidates, rule_scores(view, name))
    return numpy.concatenate([_labels(view, name), ruled, _kept_features(view, RULES[name].kind)], axis=1)


def feature_names(name: FieldName) -> tuple[str, ...]:
    """Return the names of a field's features, in order."""
    return (*LABEL_NAMES, *RULED_NAMES, *PLACE_NAMES, *NAMES_OF_KIND[RULES[name].kind])


def _kept_features(view: View, kind: CandidateKind) -> Matrix:
    """Return what does not depend on the field, worked out once for a document."""
    if kind not in view.kept:
        candidates = view.candidates[kind]
        of_kind, places = OF_KIND[kind](view, candidates), _places(view, candidates)
        rows = [place + own for place, own in zip(places, of_kind, strict=True)]
        view.kept[kind] = numpy.asarray(rows, dtype=numpy.float32)
    return view.kept[kind]


LABEL_NAMES = (
    "left for",
    "left against",
    "left distance",
    "left words between",
    "left is a label of others",
    "second left for",
    "second left against",
    "above for",
    "above against",
    "above distance",
    "above cells between",
    "above is a label of others",
    "second above for",
    "line for",
    "line against",
    "label words within",
    "left label's times",
    "above label's times",
    "left is firm",
)


def _labels(view: View, name: FieldName) -> Matrix:
    near = view.neighbours(RULES[name].kind)
    weights = weights_of(view, name)
    left, second, above, higher = (weights[side.label] for side in (near.left, near.second, near.above, near.higher))
    times = near.labels.times / max(len(view.document.pages), 1)
    columns = (
        *_for_and_against(left),
        numpy.minimum(near.left.distance, FAR),
        near.left.between,
        near.left.present & (left == 0),
        *_for_and_against(second),
        *_for_and_against(above),
        numpy.minimum(near.above.distance, FAR),
        near.above.between,
        near.above.present & (above == 0),
        numpy.maximum(higher, 0.0),
        *_line_for_and_against(near, name),
        near.within,
        # How often a page prints the label: those of tables come again and again.
        times[near.left.label],
        times[near.above.label],
        near.labels.firm[near.left.label],
    )
    return numpy.column_stack(columns).astype(numpy.float32)


def _for_and_against(weights: Floats) -> tuple[Floats, Floats]:
    return numpy.maximum(weights, 0.0), numpy.minimum(weights, 0.0)


def _line_for_and_against(near: Neighbours, name: FieldName) -> tuple[Floats, Floats]:
    """Return how much the labels of the whole line speak for a field and against it."""
    own = RULES[name].roles
    weights = [[0.0, *(own.get(role, 0.0) for role in roles)] for roles in near.line_role_sets]
    strongest = numpy.asarray([(max(each), min(each)) for each in weights], dtype=numpy.float64)[near.line_roles]
    return strongest[:, 0], strongest[:, 1]


RULED_NAMES = ("score of rules", "lead by rules", "place by rules", "best of same value")


def _ruled(candidates: Sequence[Candidate], scores: Floats) -> Matrix:
    """Return how a candidate fares by rules, alone and among the others."""
    best_of_value: dict[str, float] = {}
    for candidate, score in zip(candidates, scores.tolist(), strict=True):
        best_of_value[candidate.value] = max(best_of_value.get(candidate.value, 0.0), score)
    ranked = sorted(best_of_value.values(), reverse=True)
    second = ranked[1] if len(ranked) > 1 else 0.0
    best = ranked[0]
    of_value = numpy.asarray([best_of_value[candidate.value] for candidate in candidates])
    lead = scores - numpy.where(scores == best, second, best)
    # The place of a score is the number of higher ones.
    place = numpy.minimum(len(ranked) - numpy.searchsorted(ranked[::-1], of_value, side="right"), 9)
    return numpy.column_stack((scores, lead, place, of_value)).astype(numpy.float32)


PLACE_NAMES = (
    "on first page",
    "on last page",
    "height on page",
    "line from start",
    "letter height",
    "times in document",
    "words on line",
    "is ocr",
    "ocr confidence",
    "is image",
    "is about media",
    "left on page",
)


def _places(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    pages = {page.number: page for page in view.document.pages}
    return [_place(view, candidate, pages[candidate.page]) for candidate in candidates]


def _place(view: View, candidate: Candidate, page: Page) -> list[float]:
    document, box = view.document, candidate.box
    return [
        float(candidate.page == 1),
        float(candidate.page == len(document.pages)),
        box.top / max(page.height, 1.0),
        float(min(candidate.line, 40)),
        (box.bottom - box.top) / view.line_height,
        float(view.occurrences[candidate.kind, candidate.value]),
        float(len(view.lines[candidate.line].words)),
        float(page.source is PageSource.OCR),
        candidate.confidence,
        float(document.media_type.startswith("image/")),
        float(view.is_about_media),
        box.left / max(page.width, 1.0),
    ]


AMOUNT_NAMES = (
    "is largest",
    "rank",
    "share of largest",
    "is zero",
    "is negative",
    "is bare",
    "has currency",
    "has cents",
    "digits",
    "amounts on line",
    "is last of line",
    "commission taken off",
    "is after commission",
    "is net plus tax",
    "is a summand",
    "is sum of column",
    "follows largest",
    "is cash less change",
    "is rounded",
    "is rounded away",
    "is taxed at a usual rate",
    "is tax at a usual rate",
    "is net with tax at a usual rate",
    "is largest behind its label",
    "is largest below its label",
    "is a part of its line's sum",
    "is its line's sum",
)


def _amounts(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    sums = sums_of(candidates)
    on_line: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        on_line.setdefault(candidate.line, []).append(candidate)
    near = view.neighbours(CandidateKind.AMOUNT)
    sizes = numpy.asarray([float(abs(each.amount or Decimal(0))) for each in candidates])
    largest = zip(_are_largest(sizes, near.left), _are_largest(sizes, near.above), strict=True)
    of_lines = {line: line_sums(each) for line, each in on_line.items()}
    return [
        [*_amount(candidate, sums, on_line[candidate.line]), *own, *_in_line(candidate, *of_lines[candidate.line])]
        for candidate, own in zip(candidates, largest, strict=True)
    ]


def _in_line(candidate: Candidate, parts: frozenset[Decimal], totals: frozenset[Decimal]) -> list[float]:
    amount = abs(candidate.amount or Decimal(0))
    return [float(amount in parts), float(amount in totals)]


def _are_largest(sizes: Floats, side: Side) -> list[float]:
    """Tell for each amount whether no other of the same label is larger."""
    # One more than there are labels: the last one is for `NOBODY`, which is -1.
    most = numpy.zeros(int(side.label.max(initial=NOBODY)) + 2)
    numpy.maximum.at(most, side.label, sizes)
    found: list[float] = (side.present & (sizes == most[side.label])).astype(float).tolist()
    return found


def _amount(candidate: Candidate, sums: Sums, neighbours: Sequence[Candidate]) -> list[float]:
    amount = abs(candidate.amount or Decimal(0))
    rank = sums.rank.get(amount, len(sums.rank))
    return [
        float(rank == 0),
        float(min(rank, 50)),
        float(amount / sums.largest) if sums.largest else 0.0,
        float(amount == 0),
        float((candidate.amount or 0) < 0),
        float(candidate.bare),
        float(candidate.currency is not None or "$" in candidate.text),
        float("." in candidate.value),
        float(len(candidate.value)),
        float(len(neighbours)),
        float(neighbours[-1] is candidate),
        float(amount in sums.before_commission),
        float(amount in sums.after_commission),
        float(amount in sums.gross),
        float(amount in sums.summands),
        float(amount in sums.column_totals),
        float(rank == 1),
        float(amount in sums.cash_less_change),
        float(amount in sums.rounded),
        float(amount in sums.before_rounding),
        float(amount in sums.taxed),
        float(amount in sums.taxes),
        float(amount in sums.with_tax),
    ]


OF_KIND = {
    CandidateKind.AMOUNT: _amounts,
    CandidateKind.DATE: date_features,
    CandidateKind.NUMBER: number_features,
    CandidateKind.NAME: name_features,
}
NAMES_OF_KIND = {
    CandidateKind.AMOUNT: AMOUNT_NAMES,
    CandidateKind.DATE: DATE_NAMES,
    CandidateKind.NUMBER: NUMBER_NAMES,
    CandidateKind.NAME: NAME_NAMES,
}
