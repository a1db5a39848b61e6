"""How sure a choice is: what speaks for it and against it, weighed as it proved right on layouts never seen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.commission import commission_of
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
)


class Doubt(StrEnum):
    """Why a page leaves two readings, however well it was read: who books it may take the other one."""

    SUMS = "sums say otherwise"
    NUMBER = "another number is named"
    LONGER = "a longer range is printed"
    BILLED = "another period is billed"
    UNNAMED = "no flight is named"
    FURTHER = "another range goes further"


MOST_SURE = 0.998
LEAST = 1e-6
MOST_BETWEEN = 2
"""A label names a number over no more words than this."""


@dataclass(frozen=True)
class Trust:
    """The weight of each signal for each field, how often a field is right where nothing speaks either way, and doubts.

    A doubt's share says how often the other reading is meant: no score, however high, takes that away.
    """

    weights: Mapping[FieldName, tuple[float, ...]]
    fields: Mapping[FieldName, float]
    doubts: Mapping[Doubt, float]

    def confidence(self, name: FieldName, signals: tuple[float, ...], doubt: Doubt | None = None) -> float:
        """Return how likely a choice with such signals is right."""
        weighed = (weight * signal for weight, signal in zip(self.weights[name], signals, strict=True))
        read = 1.0 / (1.0 + math.exp(-self.fields[name] - sum(weighed)))
        return min(read, MOST_SURE) * (1.0 - self.doubts[doubt] if doubt else 1.0)


NO_TRUST = Trust({}, {}, {})


def trust_of(record: Mapping[str, Any]) -> Trust:
    """Build the trust from its record in the model file."""
    return Trust(
        {FieldName(name): tuple(weights) for name, weights in record["weights"].items()},
        {FieldName(name): value for name, value in record["fields"].items()},
        {Doubt(name): share for name, share in record["doubts"].items()},
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
    )


def doubt_of(view: View, choice: Choice) -> Doubt | None:
    """Return the gravest reason why another value may be meant, if there is one."""
    if choice.name is FieldName.TOTAL_AMOUNT:
        return Doubt.SUMS if not choice.borne_out and commission_of(view).is_named else None
    if choice.name is FieldName.DOCUMENT_NUMBER:
        chosen = view.candidates[CandidateKind.NUMBER][choice.places[0]]
        return Doubt.NUMBER if _another_is_named(view, chosen.value) else None
    return _doubt_of_end(view, choice) if choice.name in ENDS else None


def _another_is_named(view: View, value: str) -> bool:
    """Tell whether labels call another number the invoice's or the contract's: who books it may take either."""
    numbers, near = view.candidates[CandidateKind.NUMBER], view.neighbours(CandidateKind.NUMBER)
    naming = near.labels.having("invoice_number") | near.labels.having("contract_number")
    named = naming[near.left.label] & (near.left.between <= MOST_BETWEEN)
    named |= naming[near.above.label] & (near.above.distance < NEAR_LINES)
    return any(numbers[place].value != value for place in numpy.flatnonzero(named))


def _doubt_of_end(view: View, choice: Choice) -> Doubt | None:
    """Tell whether weeks go further, another period is billed, or only a day or a period is named and no flight."""
    dates, near = view.candidates[CandidateKind.DATE], view.neighbours(CandidateKind.DATE)
    billed, flight = (near.labels.having(role) for role in ("invoice_period", "flight"))
    place, side = choice.places[0], 1 if choice.name is ENDS[0] else -1
    ends = [end for end, each in enumerate(dates) if each.partner == side and not each.rank]
    bills = {dates[end].value for end in ends if billed[near.left.label[end]] or billed[near.above.label[end]]}
    further = _goes_further(dates, dates[place], side)
    if further and any(_goes_further(dates, each, -side) for each in _partners(dates, dates[place])):
        return Doubt.LONGER
    if bills - {dates[place].value}:
        return Doubt.BILLED
    named = flight[near.left.label[place]] or flight[near.above.label[place]]
    if view.is_about_media and not (named and dates[place].partner == side):
        return Doubt.UNNAMED
    return Doubt.FURTHER if further else None


def _goes_further(dates: Sequence[Candidate], chosen: Candidate, side: int) -> bool:
    """Tell whether a printed range begins before a day (1), or ends after it (-1)."""
    own = chosen.day.toordinal() * side if chosen.day else 0
    days = [each.day.toordinal() * side for each in dates if each.partner == side and not each.rank and each.day]
    return any(day < own for day in days)


def _partners(dates: Sequence[Candidate], chosen: Candidate) -> Iterator[Candidate]:
    """Yield what stands at the other end of the range that a date begins or ends, as it is likeliest read."""
    for each in dates if chosen.partner else ():
        same_range = (each.line, each.anchor, each.partner) == (chosen.line, chosen.anchor, -chosen.partner)
        if same_range and not each.rank:
            yield each


def _log_odds(score: float) -> float:
    bounded = min(max(score, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


def _drawn_in(odds: float) -> float:
    """Return log odds by their order of size: forests are very sure of some choices that prove wrong."""
    return math.copysign(2.0 * math.log1p(abs(odds)), odds)
