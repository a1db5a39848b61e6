"""Checks of claims against caps, funds and persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractors.model import Money
from matchers.checks.answers import cannot_tell, failed, passed, printed
from matchers.checks.context import CaseFile, Outcome
from matchers.model import Claim, PlanLine
from matchers.programme_model import PerHead

PERSONS = ("persons", "attendees", "registrations")


def caps_exceeded(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """30: claims of a partner in a period stay within the caps, claim by claim in order of submission."""
    for _, cap in sorted(case.programme.caps.items()):
        groups = _by_partner_and_period(case, cap.activities)
        for partner, period in sorted(groups):
            limit, claims = cap.limit(case.fund_of(partner, period)), groups[partner, period]
            if limit is None:
                unknown = cannot_tell(
                    f"the cap is a share of what {partner or 'the partner'} earned, which is not known"
                )
                yield from ((claim.claim_id, unknown) for claim in claims)
            else:
                yield from _within(case, limit, claims, f"the cap of {printed(limit)}")


def fund_balance(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """28: claims of a partner stay within what is left of its fund of the period, in order of submission."""
    groups = _by_partner_and_period(case, ())
    for partner, period in sorted(groups):
        fund = case.fund_of(partner, period)
        if fund and fund.remaining is not None:
            left = Money(fund.remaining, fund.currency)
            yield from _within(case, left, groups[partner, period], f"the fund's balance of {printed(left)}")
        elif fund or case.known(partner):
            unknown = cannot_tell(f"what is left of the fund of {partner} in {period or 'its period'} is not known")
            yield from ((claim.claim_id, unknown) for claim in groups[partner, period])


def ledger_balance(case: CaseFile, line: PlanLine) -> Outcome | None:
    """63: what the fund says is claimed and what is left together are what was earned."""
    fund = case.fund_of(line.partner, line.period)
    if fund is None:
        return None
    if fund.earned is None or fund.claimed is None or fund.remaining is None:
        return cannot_tell("the fund lacks what is earned, claimed or left")
    earned, known = Money(fund.earned, fund.currency), Money(fund.claimed + fund.remaining, fund.currency)
    if abs((earned - known).amount) <= case.programme.tolerance.of(earned):
        return passed(f"{printed(known)} is claimed or left")
    return failed(f"{printed(known)} is claimed or left of {printed(earned)}", printed(earned), printed(known))


def plan_limit(case: CaseFile, line: PlanLine) -> Outcome | None:
    """39: the lines of a partner's period are approved for what was earned, so that nothing earned stays unpaid."""
    fund = case.fund_of(line.partner, line.period)
    if fund is None:
        return None
    lines = [each for each in case.context.plan if (each.partner, each.period) == (line.partner, line.period)]
    if fund.earned is None or any(each.approved.currency != fund.currency for each in lines):
        return cannot_tell("what was earned is not known in the plan's currency")
    limit = Money(sum((each.approved.amount for each in lines), Decimal(0)), fund.currency)
    earned = Money(fund.earned, fund.currency)
    if earned.amount - limit.amount <= case.programme.tolerance.of(earned):
        return passed(f"{printed(limit)} is planned, {printed(earned)} was earned")
    reason = f"{printed(limit)} is planned, less than the {printed(earned)} that was earned"
    return failed(reason, printed(earned), printed(limit))


def per_head(case: CaseFile, claim: Claim) -> Outcome | None:
    """31: a claim keeps to the activity's amount for each person, and to its number of persons."""
    line = case.line_of(claim)
    rule = case.rule_of(line) if line else None
    if rule is None or rule.per_head is None:
        return None
    persons = next((metric.value for metric in claim.metrics if metric.name in PERSONS), None)
    if persons is None:
        return cannot_tell("the claim does not say for how many persons it is")
    claimed = case.programme.convert(claim.claimed, rule.per_head.currency, claim.submitted or case.context.as_of)
    if claimed is None:
        return cannot_tell(f"no rate from {claim.claimed.currency} to {rule.per_head.currency}")
    return _for_persons(case, rule.per_head, persons, claimed)


def _for_persons(case: CaseFile, cap: PerHead, persons: Decimal, claimed: Money) -> Outcome:
    paid_for = min(persons, Decimal(cap.persons)) if cap.persons else persons
    limit = Money(cap.amount * paid_for, cap.currency)
    excess = claimed - limit
    if excess.amount <= case.programme.tolerance.of(claimed):
        return passed(f"{printed(claimed)} for {persons:f} persons")
    reason = f"{printed(claimed)} for {persons:f} persons is more than {printed(limit)}"
    return failed(reason, printed(limit), printed(claimed), excess)


def _by_partner_and_period(case: CaseFile, activities: tuple[str, ...]) -> dict[tuple[str, str], list[Claim]]:
    rules = [case.programme.activities[code] for code in activities]
    groups: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.context.claims:
        line = case.line_of(claim)
        if line and (not activities or any(case.rule_of(line) is rule for rule in rules)):
            groups[case.partner_of(claim), line.period].append(claim)
    return groups


def _within(case: CaseFile, limit: Money, claims: list[Claim], what: str) -> Iterator[tuple[str, Outcome]]:
    left = limit
    for claim in sorted(claims, key=lambda each: (each.submitted or case.context.as_of, each.claim_id)):
        claimed = case.programme.convert(claim.claimed, limit.currency, claim.submitted or case.context.as_of)
        if claimed is None:
            yield claim.claim_id, cannot_tell(f"no rate from {claim.claimed.currency} to {limit.currency}")
            continue
        excess = min(claimed - left, claimed, key=lambda money: money.amount)
        left = left - claimed if claimed < left else Money(Decimal(0), limit.currency)
        if excess.amount <= case.programme.tolerance.of(claimed):
            yield claim.claim_id, passed(f"{printed(left)} of {what} is left")
        else:
            yield claim.claim_id, failed(f"{what} is exceeded", printed(claimed - excess), printed(claimed), excess)
