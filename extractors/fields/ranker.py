"""Which candidate is the field's value, and how sure that is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy

from extractors.fields.decision import Choice, decide
from extractors.fields.features import feature_names, features_of
from extractors.fields.proof import proofs
from extractors.fields.rules import BELIEVED, RULES, rule_scores
from extractors.fields.surroundings import Surroundings
from extractors.fields.trees import FieldModel, Floats, field_model
from extractors.fields.trust import NO_TRUST, Trust, doubt_of, signals_of, trust_of
from extractors.fields.view import View
from extractors.model import LEAST_LIKELY, RUNNERS_UP, Evidence, FieldName, Reading
from extractors.settings import DATA

MODEL_FILE = DATA / "models" / "fields.json"
# What no rule speaks for scores 0, which has no logarithm.
RULES_SHARE, LEAST_RULED = 0.3, 0.02
REMEDY = "Restore data/models/fields.json from the release, or train it anew: python -m extractors.training --help"
MOST_REFERENCES = 6
MOST_CONSIDERED = 4
"""On layouts held out, a right value that was not chosen is hardly ever further down."""


@dataclass(frozen=True)
class Ranker:
    """The trained models by field, and how far their choices are to be trusted; rules choose the other fields.

    `fault` says, where models cannot be used, why that is so and what to do; else it is empty.
    """

    models: Mapping[FieldName, FieldModel]
    trust: Trust
    digest: str
    fault: str = ""

    def choose(self, view: View) -> tuple[Evidence, ...]:
        """Return the document's evidence, at most one for each field, the references all."""
        return self.evidence(view, self.choices(view))

    def evidence(self, view: View, choices: Mapping[FieldName, Choice]) -> tuple[Evidence, ...]:
        """Return choices as evidence."""
        return tuple(evidence for name in RULES if name in choices for evidence in self._evidence(view, choices[name]))

    def considered(self, view: View, choices: Mapping[FieldName, Choice]) -> Iterator[tuple[FieldName, Reading]]:
        """Yield the likeliest readings of each field, the chosen first, however unlikely they are."""
        for name, choice in choices.items():
            if name is not FieldName.REFERENCE:
                for place, each in self._sure(view, choice, MOST_CONSIDERED):
                    yield name, self._reading(view, name, place, each)

    def choices(self, view: View) -> dict[FieldName, Choice]:
        """Return what is chosen for each field, and what else might be."""
        return decide(view, {name: self._scores(view, name) for name in RULES})

    def _scores(self, view: View, name: FieldName) -> Floats:
        model = self.models.get(name)
        ruled = rule_scores(view, name)
        return _blended(model.forest.probability(features_of(view, name)), ruled) if model else ruled

    def _evidence(self, view: View, choice: Choice) -> list[Evidence]:
        readings = [
            self._reading(view, choice.name, place, each)
            for place, each in self._sure(view, choice, MOST_REFERENCES + 1)
            if each >= LEAST_LIKELY
        ]
        if choice.name is FieldName.REFERENCE:
            return [Evidence(choice.name, reading) for reading in readings[:MOST_REFERENCES]]
        return [Evidence(choice.name, readings[0], tuple(readings[1 : RUNNERS_UP + 1]))] if readings else []

    def _sure(self, view: View, choice: Choice, most: int) -> list[tuple[int, float]]:
        """Return the first places of a choice with how sure each is."""
        confidence = self._confidence(view, choice)
        # Where the chosen one is trusted less than it scored, the others must not look surer than it.
        scale = confidence / max(choice.score, confidence, 1e-9)
        others = [(place, min(float(choice.scores[place]) * scale, confidence)) for place in choice.places[1:most]]
        return [(choice.places[0], confidence), *others]

    def _confidence(self, view: View, choice: Choice) -> float:
        if choice.name not in self.trust.fields:
            # Learnt from invented documents alone, or by rules: believed no more than a rule is.
            return min(choice.score, BELIEVED)
        return self.trust.confidence(choice.name, signals_of(view, choice), doubt_of(view, choice))

    def _reading(self, view: View, name: FieldName, place: int, confidence: float) -> Reading:
        candidate = view.candidates[RULES[name].kind][place]
        why = ", ".join((*_why(view.around(candidate)), *proofs(view, name, candidate)))
        rule = (
            f"{'ranked first' if name in self.models else 'rule'}: {why}" if why else "ranked by place and arithmetic"
        )
        return Reading(candidate.value, candidate.text, candidate.page, candidate.box, round(confidence, 4), rule)


def _blended(learned: Floats, ruled: Floats) -> Floats:
    """Return the model's scores, tilted a little to what the rules say: it settles what the model finds alike."""
    bounded = numpy.clip(learned, 1e-6, 1 - 1e-6)
    odds = numpy.log(bounded / (1 - bounded)) + RULES_SHARE * numpy.log(numpy.maximum(ruled, LEAST_RULED))
    blended: Floats = 1.0 / (1.0 + numpy.exp(-odds))
    return blended


def _why(around: Surroundings) -> list[str]:
    """Say which labels stand by a value, in a reader's words."""
    parts = []
    if around.left:
        parts.append(f"right of '{around.left[0].label.text}'")
    if around.above:
        parts.append(f"below '{around.above[0].label.text}'")
    return parts


@cache
def load_ranker(path: Path = MODEL_FILE) -> Ranker:
    """Read the model file, once. Without it, or where it was trained on other features, the rules decide."""
    if not path.exists():
        return Ranker({}, NO_TRUST, "rules", f"{path.name} is missing: rules choose all fields. {REMEDY}")
    content = path.read_bytes()
    return ranker_of(json.loads(content), hashlib.sha256(content).hexdigest()[:12])


def ranker_of(record: Mapping[str, Any], digest: str) -> Ranker:
    """Build the ranker from a model file's content."""
    models = {FieldName(name): field_model(entry) for name, entry in record["fields"].items()}
    fitting = {name: model for name, model in models.items() if model.features == feature_names(name)}
    unfit = ", ".join(name.replace("_", " ") for name in models if name not in fitting)
    fault = f"The trained models do not fit this version: rules choose {unfit}. {REMEDY}" if unfit else ""
    return Ranker(fitting, trust_of(record["trust"]), digest, fault)
