"""What was read, seen again in the light of what documents of the same layout taught. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.layouts.memory import LayoutMemory, Votes
from extractors.model import LEAST_LIKELY, RUNNERS_UP, Evidence, Extraction, FieldName, Marked, Reading

MOST_BELIEVED = 0.85
"""What is believed for its layout's sake is believed no more than a rule is: nothing is cleared by memory alone."""
WEIGHT = 2.0
"""How much the mean over a value's marks weighs, in log odds, beside what was read."""
LEAD = 1.0
"""A runner-up must be so much likelier than what was chosen, in log odds, to take its place."""
LEAST, MOST = 0.03, 0.97
"""Beside what people agreed on elsewhere no reading counts as surer than that, nor as less likely."""
# Odds of what is certain have no end, and nothing said against it would count.
SUREST = 0.999
ENDS = (FieldName.ACTIVITY_START, FieldName.ACTIVITY_END)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading with what its layout's lessons say of it, and how likely that makes it, both in log odds."""

    reading: Reading
    said: float
    odds: float


def recalled(extraction: Extraction, memory: LayoutMemory, arrived: datetime | None = None) -> Extraction:
    """Return what was read with its readings weighed anew by what other documents of the layout taught."""
    votes = memory.votes(extraction.layout, extraction.sha256, arrived)
    if not votes:
        return extraction
    marked: dict[FieldName, list[Marked]] = defaultdict(list)
    for each in extraction.layout.marked:
        marked[each.name].append(each)
    known = {each.name for each in extraction.evidence}
    weighed = [_again(each, marked[each.name], votes.get(each.name)) for each in extraction.evidence]
    found = [_found(name, marked[name], votes[name]) for name in sorted(votes) if name not in known]
    evidence = (*weighed, *(each for each in found if each))
    return replace(extraction, evidence=evidence if _is_forward(evidence) else extraction.evidence)


def _is_forward(evidence: Sequence[Evidence]) -> bool:
    """Tell whether the activity does not end before it starts."""
    start, end = (next((each.value for each in evidence if each.name is name), "") for name in ENDS)
    return not start or not end or start <= end


def _again(evidence: Evidence, marked: Sequence[Marked], votes: Votes | None) -> Evidence:
    """Return a field's evidence weighed anew; what an e-invoice says, or nobody taught, stands."""
    if votes is None or evidence.chosen.page is None:
        return evidence
    marks = {each.reading.value: each.marks for each in marked}
    read = (evidence.chosen, *evidence.others)
    values = {each.value for each in read}
    further = [each.reading for each in marked if each.reading.value not in values]
    return _chosen(evidence.name, [_weighed(each, votes, marks) for each in (*read, *further)])


def _found(name: FieldName, marked: Sequence[Marked], votes: Votes) -> Evidence | None:
    """Return evidence of a field that was not read, where a reading too unlikely before is likely enough now."""
    marks = {each.reading.value: each.marks for each in marked}
    weighed = sorted((_weighed(each.reading, votes, marks) for each in marked), key=lambda each: -each.odds)
    evidence = _chosen(name, weighed) if weighed else None
    return evidence if evidence and weighed[0].said > 0 and evidence.confidence >= LEAST_LIKELY else None


def _weighed(reading: Reading, votes: Votes, marks: Mapping[str, Sequence[int]]) -> Weighed:
    said = votes.of(marks.get(reading.value, ()))
    return Weighed(reading, said, _odds(min(max(reading.confidence, LEAST), MOST)) + WEIGHT * said)


def _chosen(name: FieldName, weighed: Sequence[Weighed]) -> Evidence:
    """Return the first as chosen, or another that is clearly likelier; the others after it, best first."""
    best = max(weighed[1:], key=lambda each: each.odds, default=weighed[0])
    first = best if best.odds > weighed[0].odds + LEAD and best.said > 0 else weighed[0]
    chosen = _believed(first)
    rest = sorted((each for each in weighed if each is not first), key=lambda each: -each.odds)
    others = [_no_surer(_believed(each), chosen) for each in rest]
    return Evidence(name, chosen, tuple(each for each in others if each.confidence >= LEAST_LIKELY)[:RUNNERS_UP])


def _believed(weighed: Weighed) -> Reading:
    """Return a reading as sure as it is now: surer than it was read only up to a limit.

    What is said against it counts by its square: on layouts held out, values that were read surely are right as often
    where earlier documents speak a little against them.
    """
    before, said = weighed.reading.confidence, weighed.said
    if said > 0:
        confidence = max(before, min(round(_probability(weighed.odds), 4), MOST_BELIEVED))
    else:
        confidence = min(before, round(_probability(_odds(min(before, SUREST)) - said * said), 4))
    return weighed.reading if confidence == before else replace(weighed.reading, confidence=confidence)


def _no_surer(reading: Reading, chosen: Reading) -> Reading:
    return replace(reading, confidence=min(reading.confidence, chosen.confidence))


def _probability(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _odds(probability: float) -> float:
    return math.log(max(probability, 1e-6) / (1 - probability))
