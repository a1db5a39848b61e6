"""Which candidate is the field's value, and how sure that is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.fields.candidates import Candidate
from extractors.fields.features import feature_names, features_of
from extractors.fields.rules import RULES, rule_scores
from extractors.fields.surroundings import Surroundings
from extractors.fields.trees import FieldModel, Floats, field_model
from extractors.fields.view import View
from extractors.model import Evidence, FieldName, Reading
from extractors.settings import DATA

MODEL_FILE = DATA / "models" / "fields.json"
LEAST = 0.08
"""An answer less likely than this helps nobody."""
RUNNERS_UP = 3


@dataclass(frozen=True)
class Ranker:
    """The trained models by field; fields without one are chosen by rules."""

    models: Mapping[FieldName, FieldModel]
    digest: str

    def choose(self, view: View) -> tuple[Evidence, ...]:
        """Return the document's evidence, at most one for each field, the references all."""
        return tuple(evidence for name in RULES for evidence in self._evidence(view, name, self.scores(view, name)))

    def scores(self, view: View, name: FieldName) -> Floats:
        """Return a score for each candidate of the field's kind: the model's, or the rules'."""
        model = self.models.get(name)
        return model.forest.probability(features_of(view, name)) if model else rule_scores(view, name)

    def _evidence(self, view: View, name: FieldName, scores: Floats) -> list[Evidence]:
        candidates = view.candidates[RULES[name].kind]
        order = sorted(range(len(candidates)), key=lambda place: (-scores[place], place))
        readings: list[Reading] = []
        for place in order[:40]:
            confidence = self._confidence(name, float(scores[place]))
            reading = _reading(view, name, candidates[place], confidence, name in self.models)
            if confidence >= LEAST and reading.value not in {other.value for other in readings}:
                readings.append(reading)
        if not readings:
            return []
        if name is FieldName.REFERENCE:
            return [Evidence(name, reading) for reading in readings[:6]]
        return [Evidence(name, readings[0], tuple(readings[1 : RUNNERS_UP + 1]))]

    def _confidence(self, name: FieldName, score: float) -> float:
        model = self.models.get(name)
        return round(model.calibrated(score) if model else score, 4)


def _reading(view: View, name: FieldName, candidate: Candidate, confidence: float, trained: bool) -> Reading:
    why = _why(view.around(candidate))
    rule = f"{'ranked first' if trained else 'rule'}: {why}" if why else "ranked by place and arithmetic"
    return Reading(candidate.value, candidate.text, candidate.page, candidate.box, confidence, rule)


def _why(around: Surroundings) -> str:
    """Say which labels stand by a value, in a reader's words."""
    parts = []
    if around.left:
        parts.append(f"right of '{around.left[0].label.text}'")
    if around.above:
        parts.append(f"below '{around.above[0].label.text}'")
    return ", ".join(parts)


@cache
def load_ranker(path: Path = MODEL_FILE) -> Ranker:
    """Read the model file, once. Without it, or where it was trained on other features, the rules decide."""
    if not path.exists():
        return Ranker({}, "rules")
    content = path.read_bytes()
    models = {FieldName(name): field_model(record) for name, record in json.loads(content)["fields"].items()}
    fitting = {name: model for name, model in models.items() if model.features == feature_names(name)}
    return Ranker(fitting, hashlib.sha256(content).hexdigest()[:12])
