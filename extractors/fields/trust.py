"""How sure a choice is: what speaks for it and against it, weighed as it proved right on layouts never seen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractors.fields.decision import Choice
from extractors.fields.rules import RULES, rule_scores
from extractors.fields.view import View
from extractors.model import FieldName

SIGNALS = (
    "score",
    "lead over the next value",
    "places of the same value",
    "misread letters",
    "read by OCR",
    "borne out",
    "second choice",
    "rules agree",
)
MOST_SURE = 0.998
LEAST = 1e-6


@dataclass(frozen=True)
class Trust:
    """The weight of each signal, and of each field as such, and the most that a field is ever believed.

    Some fields are mistaken, or mistold, now and then for reasons that no signal shows: dates beside other dates.
    """

    weights: tuple[float, ...]
    fields: Mapping[FieldName, float]
    ceilings: Mapping[FieldName, float]

    def confidence(self, name: FieldName, signals: tuple[float, ...]) -> float:
        """Return how likely a choice with such signals is right."""
        odds = self.fields[name] + sum(weight * signal for weight, signal in zip(self.weights, signals, strict=True))
        return min(self.ceilings.get(name, 1.0) / (1.0 + math.exp(-odds)), MOST_SURE)


NO_TRUST = Trust((0.0,) * len(SIGNALS), {}, {})


def trust_of(record: Mapping[str, Any]) -> Trust:
    """Build the trust from its record in the model file."""
    fields, ceilings = (
        {FieldName(name): value for name, value in record[part].items()} for part in ("fields", "ceilings")
    )
    return Trust(tuple(record["weights"]), fields, ceilings)


def signals_of(view: View, choice: Choice) -> tuple[float, ...]:
    """Return what speaks for a choice and against it."""
    candidates = view.candidates[RULES[choice.name].kind]
    chosen = candidates[choice.places[0]]
    rival = max((float(choice.scores[place]) for place in choice.places[1:]), default=0.0)
    alike = [place for place, each in enumerate(candidates) if each.value == chosen.value]
    support = sum(float(choice.scores[place]) for place in alike) - choice.score
    return (
        _log_odds(choice.score),
        _log_odds(choice.score) - _log_odds(rival),
        min(support, 2.0),
        1.0 - chosen.confidence,
        float(chosen.page in view.scanned),
        float(choice.borne_out),
        float(rival > choice.score),
        float(_rules_agree(view, choice, chosen.value)),
    )


def _rules_agree(view: View, choice: Choice, value: str) -> bool:
    """Tell whether the labels alone, without what was learnt, would give the same value."""
    scores = rule_scores(view, choice.name)
    return bool(scores.any()) and view.candidates[RULES[choice.name].kind][int(scores.argmax())].value == value


def _log_odds(score: float) -> float:
    bounded = min(max(score, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))
