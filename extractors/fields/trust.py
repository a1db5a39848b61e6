"""How sure a choice is: what speaks for it and against it, weighed as it proved right on layouts never seen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy

from extractors.fields.candidates import CandidateKind
from extractors.fields.decision import ENDS, Choice
from extractors.fields.rules import NEAR_LINES, RULES
from extractors.fields.view import View
from extractors.model import FieldName

# In the order in which `signals_of` returns them; the model file has a weight for each by its place.
SIGNALS = (
    "score",
    "lead over the next value",
    "places of the same value",
    "misread letters",
    "read by OCR",
    "borne out",
    "second choice",
    "another number is named",
    "another range goes further",
    "another period is billed",
    "the same period is billed",
    "is a labelled flight",
)
MOST_SURE = 0.998
LEAST = 1e-6
MOST_BETWEEN = 2
"""A label names a number over no more words than this."""


@dataclass(frozen=True)
class Trust:
    """The weight of each signal for each field, and how often a field is right where nothing speaks either way."""

    weights: Mapping[FieldName, tuple[float, ...]]
    fields: Mapping[FieldName, float]

    def confidence(self, name: FieldName, signals: tuple[float, ...]) -> float:
        """Return how likely a choice with such signals is right."""
        weighed = (weight * signal for weight, signal in zip(self.weights[name], signals, strict=True))
        return min(1.0 / (1.0 + math.exp(-self.fields[name] - sum(weighed))), MOST_SURE)


NO_TRUST = Trust({}, {})


def trust_of(record: Mapping[str, Any]) -> Trust:
    """Build the trust from its record in the model file."""
    return Trust(
        {FieldName(name): tuple(weights) for name, weights in record["weights"].items()},
        {FieldName(name): value for name, value in record["fields"].items()},
    )


def signals_of(view: View, choice: Choice) -> tuple[float, ...]:
    """Return what speaks for a choice and against it."""
    candidates = view.candidates[RULES[choice.name].kind]
    chosen = candidates[choice.places[0]]
    rival = max((float(choice.scores[place]) for place in choice.places[1:]), default=0.0)
    alike = [place for place, each in enumerate(candidates) if each.value == chosen.value]
    support = sum(float(choice.scores[place]) for place in alike) - choice.score
    return (
        _drawn_in(_log_odds(choice.score)),
        _drawn_in(_log_odds(choice.score) - _log_odds(rival)),
        min(support, 2.0),
        1.0 - chosen.confidence,
        float(chosen.page in view.scanned),
        float(choice.borne_out),
        float(rival > choice.score),
        float(choice.name is FieldName.DOCUMENT_NUMBER and _another_is_named(view, chosen.value)),
        *(_other_periods(view, choice) if choice.name in ENDS else (0.0,) * 4),
    )


def _another_is_named(view: View, value: str) -> bool:
    """Tell whether labels call another number the invoice's or the contract's: who books it may take either."""
    numbers, near = view.candidates[CandidateKind.NUMBER], view.neighbours(CandidateKind.NUMBER)
    naming = near.labels.having("invoice_number") | near.labels.having("contract_number")
    named = naming[near.left.label] & (near.left.between <= MOST_BETWEEN)
    named |= naming[near.above.label] & (near.above.distance < NEAR_LINES)
    return any(numbers[place].value != value for place in numpy.flatnonzero(named))


def _other_periods(view: View, choice: Choice) -> tuple[float, float, float, float]:
    """Say which other readings the page leaves: weeks that begin earlier, a billed period that ends otherwise."""
    kind = RULES[choice.name].kind
    dates, near = view.candidates[kind], view.neighbours(kind)
    billed, flight = (near.labels.having(role) for role in ("invoice_period", "flight"))
    chosen, side = dates[choice.places[0]], 1 if choice.name is ENDS[0] else -1
    ends = [place for place, each in enumerate(dates) if each.partner == side and not each.rank]
    days = [day.toordinal() * side for place in ends if (day := dates[place].day)]
    own = chosen.day.toordinal() * side if chosen.day else 0
    labels = {place: (near.left.label[place], near.above.label[place]) for place in (*ends, choice.places[0])}
    bills = {dates[place].value for place in ends if billed[list(labels[place])].any()}
    return (
        float(any(day < own for day in days)),
        float(bool(bills - {chosen.value})),
        float(chosen.value in bills),
        float(chosen.partner == side and bool(flight[list(labels[choice.places[0]])].any())),
    )


def _log_odds(score: float) -> float:
    bounded = min(max(score, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


def _drawn_in(odds: float) -> float:
    """Return log odds by their order of size: forests are very sure of some choices that prove wrong."""
    return math.copysign(2.0 * math.log1p(abs(odds)), odds)
