"""How much to pay: the least of what is claimed, proven, approved and capped, with every reason in order.

Nothing here decides: a person does. What is not known is never counted in a partner's favour: a document whose currency
has no rate proves nothing, and a cap that cannot be told holds everything back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from extractors.model import Money
from matchers.checks.answers import printed
from matchers.checks.caps import PERSONS
from matchers.checks.catalogue import EXCLUDING
from matchers.checks.context import CaseFile
from matchers.evidenced import Evidenced, evidenced
from matchers.model import Bound, Claim, Finding, PlanLine, Recommendation, Severity
from matchers.programme_model import Cap

_CENT = Decimal("0.01")
# A finding about lines of an invoice takes those lines off, and holds nothing else back.
_ABOUT_ITEMS = EXCLUDING | {"expense_code"}


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit that several claims share. `full` is None where it cannot be told."""

    name: str
    key: tuple[str, ...]
    full: Money | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What the claims are held against; `left` is what they have left of each limit while they are gone through."""

    case: CaseFile
    proof: Evidenced
    blocks: Mapping[tuple[str, str], tuple[str, ...]]
    left: dict[tuple[str, ...], Money] = field(default_factory=dict)

    def rest_of(self, limit: _Limit, full: Money) -> Money:
        """Return what is left of a limit, which is `full` where nothing was taken yet."""
        return self.left.setdefault(limit.key, full)

    def take(self, limit: _Limit, amount: Money) -> None:
        """Take what is paid off a limit, in the limit's currency."""
        taken = self.converted(amount, limit.full.currency) if limit.full else None
        if taken:
            self.left[limit.key] = Money(max(self.left[limit.key].amount - taken.amount, Decimal(0)), taken.currency)

    def converted(self, money: Money, currency: str) -> Money | None:
        """Return an amount in another currency at the rate of the day, or None without one."""
        return self.case.programme.convert(money, currency, self.case.context.as_of)


def recommend(case: CaseFile, findings: Sequence[Finding]) -> tuple[Recommendation, ...]:
    """Return what to pay of each claim, then of each line; without claims of each line by what is allocated to it.

    Claims are gone through in order of submission, so that the first takes of what is approved and capped first.
    """
    ledger = _Ledger(case, evidenced(case, findings), _blocks(findings))
    if not case.context.claims:
        return tuple(_of_line(ledger, line) for line in _by_id(case.context.plan))
    claims = sorted(case.context.claims, key=lambda each: (each.submitted or case.context.as_of, each.claim_id))
    of_claims = [_of_claim(ledger, claim) for claim in claims]
    return (*sorted(of_claims, key=lambda each: each.claim_id), *_sums(ledger, of_claims))


def _of_claim(ledger: _Ledger, claim: Claim) -> Recommendation:
    line = ledger.case.line_of(claim)
    proven, notes = ledger.proof.of_claim(claim)
    subjects = [("claim", claim.claim_id), *(("document", name) for name in claim.documents)]
    bounds = [
        Bound("claimed", claim.claimed, f"{printed(claim.claimed)} is claimed"),
        Bound("evidenced", proven, f"{printed(proven)} is proven"),
        *_held_back(ledger, [*subjects, ("line", claim.line_id)], claim.claimed.currency),
    ]
    if line is None:
        bounds.append(Bound("approved", _none(claim.claimed.currency), "No approved line is named"))
        return _least(ledger, (claim.line_id, claim.claim_id), bounds, [], notes)
    limits = [*_limits(ledger.case, line, ledger.case.partner_of(claim)), *_per_head(ledger.case, line, claim)]
    return _least(ledger, (claim.line_id, claim.claim_id), bounds, limits, notes)


def _of_line(ledger: _Ledger, line: PlanLine) -> Recommendation:
    proven, notes = ledger.proof.of_line(line)
    bounds = [
        Bound("evidenced", proven, f"{printed(proven)} is proven"),
        *_held_back(ledger, [("line", line.line_id)], line.approved.currency),
    ]
    return _least(ledger, (line.line_id, ""), bounds, [*_limits(ledger.case, line, line.partner)], notes)


def _blocks(findings: Iterable[Finding]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the messages of findings that stop payment, by the narrowest thing that each is about."""
    messages: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in findings:
        if each.severity is Severity.BLOCK and each.code not in _ABOUT_ITEMS:
            kind = "claim" if each.claim_id else "document" if each.document else "line"
            messages[kind, each.claim_id or each.document or each.line_id].append(each.message)
    return {subject: tuple(several) for subject, several in messages.items()}


def _held_back(ledger: _Ledger, subjects: Iterable[tuple[str, str]], currency: str) -> Iterator[Bound]:
    for subject in subjects:
        for message in ledger.blocks.get(subject, ()):
            yield Bound("blocked", _none(currency), message)


def _limits(case: CaseFile, line: PlanLine, partner: str) -> Iterator[_Limit]:
    fund, period = case.fund_of(partner, line.period), line.period
    yield _Limit("approved", ("line", line.line_id), line.approved, "is left of the approved amount")
    if fund and fund.remaining is not None:
        yield _Limit("fund", ("fund", partner, period), Money(fund.remaining, fund.currency), "is left of the fund")
    for name, cap in sorted(case.programme.caps.items()):
        if _is_for(case, cap, line):
            yield _Limit("cap", ("cap", name, partner, period), cap.limit(fund), f"is left of the cap {name}")


def _is_for(case: CaseFile, cap: Cap, line: PlanLine) -> bool:
    rule = case.rule_of(line)
    return not cap.activities or any(case.programme.activities[code] is rule for code in cap.activities)


def _per_head(case: CaseFile, line: PlanLine, claim: Claim) -> Iterator[_Limit]:
    rule = case.rule_of(line)
    cap = rule.per_head if rule else None
    if cap is None:
        return
    persons = next((metric.value for metric in claim.metrics if metric.name in PERSONS), None)
    paid_for = None if persons is None else min(persons, Decimal(cap.persons)) if cap.persons else persons
    full = None if paid_for is None else Money(cap.amount * paid_for, cap.currency)
    yield _Limit("per_head", ("persons", claim.claim_id), full, "is paid for so many persons")


def _least(
    ledger: _Ledger, about: tuple[str, str], bounds: list[Bound], limits: list[_Limit], notes: tuple[str, ...]
) -> Recommendation:
    currency = bounds[0].limit.currency
    bounds += [_bound(ledger, limit, currency) for limit in limits]
    least = min(bound.limit.amount for bound in bounds)
    amount = Money(max(least, Decimal(0)), currency)
    for limit in limits:
        ledger.take(limit, amount)
    return Recommendation(*about, amount, tuple(bounds), notes)


def _bound(ledger: _Ledger, limit: _Limit, currency: str) -> Bound:
    """Return a limit in the currency of a claim: the most that, converted, is not more than what is left."""
    if limit.full is None:
        return Bound(limit.name, _none(currency), f"How much {limit.reason} cannot be told")
    left = ledger.rest_of(limit, limit.full)
    if left.currency == currency:
        return Bound(limit.name, left, f"{printed(left)} {limit.reason}")
    rate = ledger.case.programme.rate(currency, left.currency, ledger.case.context.as_of)
    if rate is None:
        reason = f"{printed(left)} {limit.reason}, and no rate from {currency} is on record"
        return Bound(limit.name, _none(currency), reason)
    own = Money((left.amount / rate.rate).quantize(_CENT, ROUND_DOWN), currency)
    return Bound(limit.name, own, f"{printed(left)} {limit.reason}: {printed(own)} at {rate.rate} of {rate.day}")


def _sums(ledger: _Ledger, of_claims: Iterable[Recommendation]) -> Iterator[Recommendation]:
    by_line: defaultdict[str, list[Recommendation]] = defaultdict(list)
    for each in of_claims:
        by_line[each.line_id].append(each)
    return (_sum(ledger, line, by_line.get(line.line_id, [])) for line in _by_id(ledger.case.context.plan))


def _sum(ledger: _Ledger, line: PlanLine, of_claims: Iterable[Recommendation]) -> Recommendation:
    total, notes = Decimal(0), list[str]()
    for each in sorted(of_claims, key=lambda each: each.claim_id):
        money = ledger.converted(each.amount, line.approved.currency)
        if money is None:
            notes.append(f"{each.claim_id} is not counted: no rate to {line.approved.currency} is on record")
        else:
            total += money.amount.quantize(_CENT, ROUND_DOWN)
    whole = Money(total, line.approved.currency)
    reason = f"{printed(whole)} is recommended for its claims"
    return Recommendation(line.line_id, "", whole, (Bound("claims", whole, reason),), tuple(notes))


def _by_id(plan: Iterable[PlanLine]) -> list[PlanLine]:
    return sorted(plan, key=lambda line: line.line_id)


def _none(currency: str) -> Money:
    return Money(Decimal(0), currency)
