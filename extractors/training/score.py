"""How right answers are: by field and over all, and what share may go through without a reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.fields.candidates import CandidateKind
from extractors.fields.rules import RULES
from extractors.model import FieldName
from extractors.training.truth import alike, plain, same_amount

ALLOWED_WRONG = 0.01


@dataclass(frozen=True)
class Judged:
    """A field of a document: what is true, what was answered and how sure, and whether it is right."""

    corpus: str
    document: str
    layout: int
    field: FieldName
    truth: str
    answer: str | None
    confidence: float
    right: bool
    strict: bool


@dataclass(frozen=True)
class Score:
    """Figures of many fields."""

    truths: int
    answered: int
    right: int
    strict: int
    coverage: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / max(self.answered + self.truths, 1)

    @property
    def strict_f1(self) -> float:
        """Return the same where names count only as printed."""
        return 2 * self.strict / max(self.answered + self.truths, 1)


def compared(field: FieldName, truth: str, answer: str | None) -> tuple[bool, bool]:
    """Return whether an answer is right, and whether it is so to the letter."""
    if not answer:
        return False, False
    kind = RULES[field].kind if field in RULES else CandidateKind.NUMBER
    if kind is CandidateKind.AMOUNT:
        right = same_amount(answer, truth)
        return right, right
    if kind is CandidateKind.DATE:
        return answer == truth, answer == truth
    equal = plain(answer) == plain(truth)
    return equal or (kind is CandidateKind.NAME and alike(answer, truth)), equal


def score(judged: Sequence[Judged]) -> Score:
    """Return the figures of some judged fields."""
    answered = [each for each in judged if each.answer]
    return Score(
        len(judged),
        len(answered),
        sum(each.right for each in judged),
        sum(each.strict for each in judged),
        coverage(answered, len(judged)),
    )


def coverage(answered: Iterable[Judged], truths: int) -> float:
    """Return the share of truths answered rightly by answers so sure that one in a hundred of their like is wrong."""
    by_confidence: dict[float, list[bool]] = defaultdict(list)
    for each in answered:
        by_confidence[each.confidence].append(each.right)
    right = count = 0
    best = 0.0
    for confidence in sorted(by_confidence, reverse=True):
        right += sum(by_confidence[confidence])
        count += len(by_confidence[confidence])
        if count - right <= ALLOWED_WRONG * count:
            best = right / truths
    return best


def table(judged: Sequence[Judged]) -> list[str]:
    """Return the lines of a Markdown table: each corpus, and each of its fields."""
    lines = [
        "| corpus | field | truths | right | F1 | strict F1 | coverage at 99 % |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for corpus in dict.fromkeys(each.corpus for each in judged):
        own = [each for each in judged if each.corpus == corpus]
        lines.append(_row(corpus, "all", score(own)))
        for field in sorted({each.field for each in own}):
            lines.append(_row(corpus, field, score([each for each in own if each.field == field])))
    return lines


def _row(corpus: str, field: str, score: Score) -> str:
    return (
        f"| {corpus} | {field} | {score.truths} | {score.right} | {score.f1:.4f} | {score.strict_f1:.4f} "
        f"| {score.coverage:.4f} |"
    )
