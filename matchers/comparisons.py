"""Named comparisons of documents with a plan line, each in levels that a person can follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.model import Money
from matchers.model import PlanLine
from matchers.names import agreement, words_of
from matchers.profiles import Profile, bare_number, number_key
from matchers.programme import Programme

WEEK = 7
NEAR_DAYS = 50
STEPS = (1_000_000, 500_000, 100_000, 50_000, 10_000, 5_000, 1_000)
"""Planners round up to such steps (in thousandths)."""
STEP_SHARE = 0.25
"""A step larger than this share of the amount is no rounding."""
CLOSE_SHARE = 0.01
NEAR_SHARE = 0.05
FAR_ABOVE = 1.75
SAME_PARTNER = 0.8


def reference_level(profile: Profile, own: frozenset[str], bare: frozenset[str]) -> int:
    """Return how the plan line's references stand on a document; `own` are their keys, `bare` without revisions."""
    if not own:
        return 0
    if profile.number_keys & own:
        return 4
    if bare & {bare_number(reading.value) for reading in profile.numbers}:
        return 3
    return 2 if profile.reference_keys & own else 1


def line_references(line: PlanLine) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of a line's references and pre-approval, as they are and without revisions."""
    texts = [text for text in (*line.references, line.preapproval_id) if number_key(text)]
    return frozenset(map(number_key, texts)), frozenset(map(bare_number, texts))


def currency_level(profile: Profile, line: PlanLine, programme: Programme, day: date) -> int:
    """Return whether a document's currency is the line's, or can be converted to it."""
    if profile.currency is None:
        return 0
    if profile.currency == line.approved.currency:
        return 3
    return 2 if programme.rate(profile.currency, line.approved.currency, day) else 1


def partner_level(profile: Profile, line: PlanLine) -> int:
    """Return whether a document names the line's partner among its parties."""
    wanted = words_of(line.partner)
    if not wanted or not profile.names:
        return 0
    best = max(agreement(wanted, words_of(reading.value), {}, 1.0) for reading in profile.names)
    return 2 if best >= SAME_PARTNER else 1


def kind_level(profile: Profile, line: PlanLine) -> int:
    """Return whether the plan expects this kind of evidence."""
    if not line.expected_evidence:
        return 0
    return 2 if profile.kind.value in line.expected_evidence else 1


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a plan line, as day numbers, and by how many days evidence may lie outside."""

    start: int
    end: int
    grace: int


def window_of(line: PlanLine, grace: int) -> Window | None:
    """Return a line's window, or None where the plan does not say both days."""
    return Window(line.start.toordinal(), line.end.toordinal(), grace) if line.start and line.end else None


def dates_level(first: int, last: int, window: Window) -> int:
    """Return how one document's days lie in a line's window: 0 is for days that are not known."""
    if first >= window.start - window.grace and last <= window.end + window.grace:
        return 4
    if last >= window.start and first <= window.end:
        return 3
    return 2 if max(window.start - last, first - window.end) <= NEAR_DAYS else 1


def period_level(first: int, last: int, window: Window) -> int:
    """Return how well all documents together fill a line's window from its first to its last day."""
    lead, rest = first - window.start, window.end - last
    if lead < -window.grace or rest < -window.grace:
        return 0
    if lead == 0 and rest == 0:
        return 3
    return 2 if lead <= WEEK and rest <= WEEK else 1


def amount_level(amount: int, approved: int, tolerance: int) -> int:
    """Return how the amounts of all documents together fit the approved amount; all are in thousandths."""
    spare = approved - amount
    if abs(spare) <= tolerance:
        return 7
    if spare < 0:
        return 2 if amount <= approved * FAR_ABOVE else 1
    if is_rounded_up(amount, approved):
        return 6 if spare <= approved * CLOSE_SHARE else 5
    return 4 if spare <= approved * NEAR_SHARE else 3


def fits_closely(amount: int, approved: int) -> bool:
    """Return whether an amount alone is what was approved, or what the plan has rounded up."""
    return amount == approved or (amount < approved and is_rounded_up(amount, approved))


def thousandths(amount: Decimal) -> int:
    """Return an amount as a whole number of thousandths, which no currency divides further."""
    return round(amount * 1000)


def is_rounded_up(amount: int, approved: int) -> bool:
    """Return whether the approved amount is this amount rounded up to a round figure, as planners do."""
    spare = approved - amount
    return any(spare < step and approved % step == 0 and step <= approved * STEP_SHARE for step in STEPS)


LABELS: dict[str, tuple[str, ...]] = {
    "belongs": ("", "most documents belong to a plan line"),
    "campaign": (
        "no name was read",
        "another name",
        "few words agree",
        "most words agree",
        "a part of the name, and nothing else",
        "named in the document's text",
        "the whole name within a longer one",
        "same but for slips or small words",
        "same name",
    ),
    "other_names": ("", "another campaign's name fits better", "no other campaign's name fits better"),
    "reference": (
        "the plan gives none",
        "the plan names other numbers",
        "printed on the document",
        "its own number, another revision",
        "its own number",
    ),
    "currency": (
        "not read",
        "another currency, no rate on record",
        "converted by the programme's rate",
        "same currency",
    ),
    "partner": ("not known", "the partner is not among its names", "the partner is named"),
    "kind": ("the plan expects no kind", "not a kind that the plan expects", "a kind that the plan expects"),
    "dates": (
        "not known",
        "far from the line's dates",
        "outside the line's dates",
        "partly outside the line's dates",
        "inside the line's dates",
    ),
    "period": (
        "not known or not inside",
        "a part of the line's days",
        "all of the line's days but a week at most at either end",
        "from the line's first day to its last",
    ),
    "amount": (
        "not known",
        "far above what was approved",
        "above what was approved",
        "a part of what was approved",
        "a little less than approved",
        "rounded up in the plan",
        "rounded up a little in the plan",
        "same amount",
    ),
    "together": ("", "several documents together", "one document"),
    "claim": ("", "the claim names this line"),
}
"""What a person reads for each level of each comparison."""

LABELS_OF_CLAIMS = (
    "not known",
    "far above what is claimed",
    "above what is claimed",
    "a part of what is claimed",
    "a little less than is claimed",
    "rounded up in the claim",
    "rounded up a little in the claim",
    "same amount",
)
"""What a person reads for each level of `amount` where documents are to make up what a claim asks for."""


def days_printed(first: date | None, last: date | None) -> str:
    """Return two days as comparisons show them."""
    if first is None or last is None:
        return ""
    return f"{first} to {last}" if first != last else str(first)


def money_printed(money: Money | None) -> str:
    """Return an amount as comparisons show it."""
    return f"{money.amount:.2f} {money.currency}" if money else ""


def names_printed(profile: Profile) -> str:
    """Return the names a document prints, each once."""
    return "; ".join(dict.fromkeys(reading.value for reading in profile.names[:2]))
