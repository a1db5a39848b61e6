"""Where a document (for a claim, or by itself) was placed, how much of it counts, and why."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from extractors.model import DocumentKind, Money, Reading
from matchers.batch import Batch
from matchers.blocking import Candidate
from matchers.comparisons import LABELS, LABELS_OF_CLAIMS, days_printed, money_printed, names_printed
from matchers.gazetteer import NameLevel
from matchers.model import Allocation, Comparison, PlanLine
from matchers.packs import Pack, softened
from matchers.profiles import AmountOption, Profile, Span
from matchers.subsets import Choice

CENT = Decimal("0.01")
SUREST = 0.995
"""No reading is taken to be surer than this before the plan agrees with it."""
# A level of `dates_level`.
OVERLAPS = 3
PARTLY_OUTSIDE = -6.5
"""Bits against days that lie in a window in part: a misread end gives such days far oftener than a real one.

In decided batches all of them were misread, and of right readings one in two hundred is assumed to be such.
"""
PROOF_ONLY = frozenset(
    {
        DocumentKind.AGENDA,
        DocumentKind.ATTENDEE_LIST,
        DocumentKind.BUNDLE,
        DocumentKind.EMAIL,
        DocumentKind.INVITATION,
        DocumentKind.LANDING_PAGE,
        DocumentKind.PHOTOGRAPH,
        DocumentKind.PRESENTATION,
        DocumentKind.REMINDER,
        DocumentKind.REPORT,
        DocumentKind.SCREENSHOT,
        DocumentKind.SCRIPT,
        DocumentKind.STATEMENT,
        DocumentKind.STATEMENT_OF_WORK,
    }
)
"""Kinds that show that something was done, and are no cost documents."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One document's place. `line` is its place in the plan, None where no line fits.

    `option` and `span` are the readings that were settled on; `amount_bits` and `date_bits` are what the plan's or the
    claim's agreement adds to them. `money` is in the document's currency; `counted` is what counts towards the line, in
    the line's. `maybe` is the line that a document without one comes closest to, `shared_with` the other lines of one
    that is split by its rows.
    """

    document: str
    line: int | None
    claim_id: str = ""
    naming: NameLevel = NameLevel.MISSING
    printed_name: str = ""
    reference: int = 0
    option: AmountOption | None = None
    span: Span | None = None
    money: Money | None = None
    counted: Money | None = None
    left_over: Money | None = None
    dates: int = 0
    amount: int = 0
    amount_bits: float = 0.0
    date_bits: float = 0.0
    score: float = 0.0
    probability: float = 0.0
    runner_up: str = ""
    maybe: int | None = None
    maybe_probability: float = 0.0
    comparisons: tuple[Comparison, ...] = ()
    shared_with: tuple[str, ...] = ()

    @property
    def amount_confidence(self) -> float:
        """Return how sure the amount is, given that it agrees with plan or claim as it does."""
        return settled(self.option.probability, self.amount_bits) if self.option else 0.0

    @property
    def date_confidence(self) -> float:
        """Return how sure the days are, given that they agree with the line's window as they do."""
        if self.span is None:
            return 0.0
        return settled(self.span.probability, PARTLY_OUTSIDE if self.dates == OVERLAPS else self.date_bits)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Return the places on the document that the placement rests on."""
        amount = (self.option.reading,) if self.option else ()
        return (*amount, *(self.span.readings if self.span else ()))

    def allocation(self, batch: Batch) -> Allocation:
        """Return the placement as others see it."""
        line = batch.lines[self.line].line_id if self.line is not None else None
        counts = self.money if line else None
        return Allocation(
            self.document,
            line,
            self.claim_id or None,
            counts,
            round(self.score, 4),
            round(self.probability, 6),
            self.comparisons,
            self.left_over,
            self.runner_up or self._closest(batch),
        )

    def _closest(self, batch: Batch) -> str:
        if self.maybe is None or not self.maybe_probability:
            return ""
        return f"{batch.lines[self.maybe].line_id} ({self.maybe_probability:.0%})"


def settled(probability: float, bits: float) -> float:
    """Return how sure a reading is once something independent of it speaks for it (or against it) by so many bits."""
    prior = min(max(probability, 1 - SUREST), SUREST)
    odds: float = prior / (1 - prior) * 2.0**bits
    return odds / (1 + odds)


def counts_money(batch: Batch, profile: Profile) -> bool:
    """Return whether a document of this kind is a cost document."""
    return profile.kind not in PROOF_ONLY and profile.kind not in batch.programme.refused_kinds


def in_line_currency(batch: Batch, profile: Profile, option: AmountOption | None, line: PlanLine) -> Money | None:
    """Return what a reading of the amount makes in the line's currency, to the cent."""
    amount = batch.packer.in_currency(option, profile, line.approved.currency) if option else None
    return Money(amount.quantize(CENT, ROUND_HALF_UP), line.approved.currency) if amount is not None else None


def document_money(profile: Profile, option: AmountOption | None, line: PlanLine | None) -> Money | None:
    """Return an amount in the document's currency; one that prints none is taken to be in the line's."""
    currency = profile.currency or (line.approved.currency if line else None)
    return Money(option.amount, currency) if option and currency else None


def placed(
    batch: Batch, name: str, candidate: Candidate, pack: Pack, choice: Choice, claimed: Money | None = None
) -> Placement:
    """Return a document's place in a pack, its whole amount counting towards the line.

    `claimed` is what a claim asks for, where that is what the pack is to make up.
    """
    profile, at = batch.profiles[name], pack.documents.index(candidate.document)
    line, option, span = batch.lines[candidate.line], _option(profile, pack, at), _span(profile, pack, at)
    money = document_money(profile, option, line)
    costs = counts_money(batch, profile)
    nothing = Money(Decimal(0), money.currency) if money else None
    return Placement(
        name,
        candidate.line,
        naming=candidate.naming.level,
        printed_name=candidate.naming.printed,
        reference=dict(candidate.levels)["reference"],
        option=option,
        span=span,
        money=money if costs else nothing,
        counted=in_line_currency(batch, profile, option, line) if costs else Money(Decimal(0), line.approved.currency),
        left_over=nothing if costs else money,
        dates=pack.dates[at],
        amount=pack.amount,
        amount_bits=batch.weights.of("amount", pack.amount),
        date_bits=batch.weights.of("dates", pack.dates[at]) + batch.weights.of("period", pack.period),
        score=pack.score,
        probability=choice.probability,
        runner_up=_runner_up(batch, choice),
        comparisons=compare(batch, profile, candidate, pack, at, claimed),
    )


def _option(profile: Profile, pack: Pack, at: int) -> AmountOption | None:
    return profile.amounts[pack.amounts[at]] if profile.amounts else None


def _span(profile: Profile, pack: Pack, at: int) -> Span | None:
    return profile.spans[pack.spans[at]] if profile.spans else None


def _runner_up(batch: Batch, choice: Choice) -> str:
    if choice.runner_up is None:
        return ""
    return f"{batch.lines[choice.runner_up.line].line_id} ({choice.runner_up_probability:.0%})"


def as_copy(placement: Placement, copy: str, claim_id: str = "") -> Placement:
    """Return the place of a document that repeats another: on the same line, with nothing that counts."""
    whole = placement.money + placement.left_over if placement.money and placement.left_over else placement.money
    nothing = Money(Decimal(0), whole.currency) if whole else None
    uncounted = Money(Decimal(0), placement.counted.currency) if placement.counted else None
    return replace(placement, document=copy, claim_id=claim_id, money=nothing, counted=uncounted, left_over=whole)


def compare(
    batch: Batch, profile: Profile, candidate: Candidate, pack: Pack, at: int, claimed: Money | None = None
) -> tuple[Comparison, ...]:
    """Return all comparisons of a document in a pack with the pack's line; their weights add up to the pack's share.

    Period, amounts and company weigh once for the whole pack, so each document bears its part.
    """
    line, size = batch.lines[candidate.line], len(pack.documents)
    shown = _shown(profile, candidate, line, pack, at)
    if claimed:
        shown["amount"] = (shown["amount"][0], money_printed(claimed))
    own = [_comparison(batch, field, level, shown, 1) for field, level in candidate.levels]
    crowd = Comparison(
        "crowd", 1, f"one of {candidate.crowd} lines with such a name", -math.log2(max(candidate.crowd, 1)), "", ""
    )
    days = [batch.packer.days_trust[document] for document in pack.documents]
    amounts = [batch.packer.amount_trust[document] for document in pack.documents]
    together = [
        _comparison(batch, "dates", pack.dates[at], shown, 1, days[at]),
        _comparison(batch, "period", pack.period, shown, size, min(days)),
        _amount_compared(_comparison(batch, "amount", pack.amount, shown, size, min(amounts)), claimed),
    ]
    company = [_comparison(batch, "together", 1, shown, 1)] if at else []
    return (*own, *([crowd] if candidate.crowd > 1 else []), *together, *company)


def _comparison(
    batch: Batch, field: str, level: int, shown: dict[str, tuple[str, str]], size: int, trust: float = 1.0
) -> Comparison:
    weight = softened(batch.weights.of(field, level), trust) / size
    return _written(field, level, LABELS[field][level], round(weight, 4), *shown.get(field, ("", "")))


def _amount_compared(comparison: Comparison, claimed: Money | None) -> Comparison:
    """Return how an amount compares, told of the claim where it was compared with what that asks for."""
    return replace(comparison, label=LABELS_OF_CLAIMS[comparison.level]) if claimed else comparison


@lru_cache(maxsize=10_000)
def _written(field: str, level: int, label: str, weight: float, ours: str, theirs: str) -> Comparison:
    """Return a comparison, the same one wherever the same was compared: many documents are alike in most of them."""
    return Comparison(field, level, label, weight, ours, theirs)


def _shown(profile: Profile, candidate: Candidate, line: PlanLine, pack: Pack, at: int) -> dict[str, tuple[str, str]]:
    span, option = _span(profile, pack, at), _option(profile, pack, at)
    days = days_printed(span.first, span.last) if span else ""
    number = profile.numbers[0].value if profile.numbers else ""
    return {
        "campaign": (candidate.naming.printed or names_printed(profile), line.campaign_name),
        "reference": (number, "; ".join(line.references)),
        "currency": (profile.currency or "", line.approved.currency),
        "partner": (names_printed(profile), line.partner),
        "kind": (profile.kind.value, "; ".join(line.expected_evidence)),
        "dates": (days, days_printed(line.start, line.end)),
        "amount": (money_printed(document_money(profile, option, line)), money_printed(line.approved)),
    }


def balanced(batch: Batch, placements: Sequence[Placement]) -> list[Placement]:
    """Return the placements with what is left over of each document told once, so that every cent is somewhere.

    It stands with the first placement that settled on an amount; the others of the document leave nothing over.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(placements):
        groups[each.document].append(number)
    found = list(placements)
    for name, numbers in groups.items():
        first = next((number for number in numbers if found[number].counted), numbers[0])
        rest = _rest(batch, name, [found[number] for number in numbers], found[first])
        for number in numbers:
            found[number] = replace(found[number], left_over=rest if number == first else None)
    return found


def _rest(batch: Batch, name: str, placements: Sequence[Placement], first: Placement) -> Money | None:
    profile = batch.profiles[name]
    option = profile.amounts[0] if profile.amounts else None
    if name not in batch.twins and first.option is not None:
        option = first.option
    used = [each.money for each in placements if each.line is not None and each.money]
    currency = used[0].currency if used else profile.currency
    if name in batch.twins and profile.currency:
        currency = profile.currency  # its place is its original's, which may be in another currency
    if option is None or currency is None:
        return None
    return Money(option.amount - sum((money.amount for money in used), Decimal(0)), currency)


def nowhere(batch: Batch, name: str, probability: float, closest: Sequence[Comparison] = ()) -> Placement:
    """Return the place of a document that fits no line: all of it is left over."""
    profile = batch.profiles[name]
    option = profile.amounts[0] if profile.amounts else None
    money = document_money(profile, option, None)
    span = profile.spans[0] if profile.spans else None
    return Placement(
        name, None, option=option, span=span, left_over=money, probability=probability, comparisons=tuple(closest)
    )
