"""Documents with known answers, and which candidates are right."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from pathlib import Path

import numpy
from numpy.typing import NDArray

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.view import View
from extractors.model import FieldName

NOT_LETTERS = re.compile(r"[\W_]+")
CLIENT_CODE = re.compile(r"\s*\(\d+\)?\s*$")
ALIKE = 0.90


@dataclass(frozen=True)
class Sample:
    """A document's view, its known values, and the group of documents laid out like it."""

    corpus: str
    name: str
    view: View
    truth: Mapping[FieldName, str]
    layout: int
    weight: float = 1.0


def read_truth(path: Path) -> dict[str, dict[FieldName, str]]:
    """Read a table of `document,field,value` into values by document and field."""
    answers: dict[str, dict[FieldName, str]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            answers.setdefault(row["document"], {})[FieldName(row["field"])] = row["value"]
    return answers


def right_ones(candidates: Sequence[Candidate], kind: CandidateKind, truth: str) -> NDArray[numpy.bool_]:
    """Return which candidates have the true value; of names the equal ones, else those that are alike."""
    if kind is CandidateKind.AMOUNT:
        return numpy.asarray([same_amount(candidate.value, truth) for candidate in candidates], dtype=bool)
    if kind is CandidateKind.DATE:
        return numpy.asarray([candidate.value == truth for candidate in candidates], dtype=bool)
    equal = numpy.asarray([plain(candidate.value) == plain(truth) for candidate in candidates], dtype=bool)
    if equal.any() or kind is CandidateKind.NUMBER:
        return equal
    return numpy.asarray([alike(candidate.value, truth) for candidate in candidates], dtype=bool)


def same_amount(value: str, truth: str) -> bool:
    """Tell whether two amounts are equal to the cent, sign aside."""
    try:
        return round(abs(Decimal(value)), 2) == round(abs(Decimal(truth)), 2)
    except InvalidOperation:
        return False


def alike(value: str, truth: str) -> bool:
    """Tell whether two names are alike, a client code at the end aside."""
    ours, theirs = plain(value), plain(truth)
    longest, shortest = max(len(ours), len(theirs), 1), min(len(ours), len(theirs))
    # The ratio cannot exceed what the lengths allow; most pairs are told apart without comparing letters.
    if 2 * shortest < ALIKE * (longest + shortest):
        return False
    return ours == theirs or SequenceMatcher(None, ours, theirs).ratio() >= ALIKE


def plain(text: str) -> str:
    """Return a name without case, punctuation, spacing and client code."""
    return NOT_LETTERS.sub("", CLIENT_CODE.sub("", text).casefold())
