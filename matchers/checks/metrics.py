"""Checks of the figures that a claim states of its activity: how many were reached, called, registered, there."""

from __future__ import annotations

from decimal import Decimal

from extractors.model import DocumentKind
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.caps import PERSONS
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, Facts
from matchers.model import Claim

# Of a hundred who see an advertisement a few click it, and no caller reaches everybody.
_MOST_CLICKS = Decimal("0.2")
_MOST_CONTACTS = Decimal("0.95")
# Of fewer a share says nothing.
_SURE = 20
# Some come who did not register, and some stay away.
_COUNT_MAY_DIFFER = Decimal("0.1")


def metrics(case: CaseFile, claim: Claim) -> Outcome | None:
    """3: the claim states each figure that its activity needs."""
    line = case.line_of(claim)
    rule = case.rule_of(line) if line else None
    if rule is None or not rule.metrics:
        return None
    stated = {metric.name for metric in claim.metrics}
    if any(each and each.kind is DocumentKind.REPORT for each in case.documents_of(claim)):
        stated.add("results")
    missing = [name for name in rule.metrics if name not in stated]
    if not missing:
        return passed(f"{', '.join(rule.metrics)} are stated")
    if not any(each.metrics for each in case.context.claims):
        return cannot_tell("the table of claims states no figures at all")
    return failed(f"not stated: {', '.join(missing)}", ", ".join(rule.metrics), ", ".join(sorted(stated)) or "none")


def metric_mismatch(case: CaseFile, claim: Claim) -> Outcome | None:
    """57: where the claim's proof prints figures of its metrics, the claimed ones are among them."""
    proof = [each for each in case.documents_of(claim) if each and each.kind not in COST_KINDS]
    if not claim.metrics or not proof:
        return None
    found = {name: figures for each in proof for name, figures in each.figures.items()}
    compared = [(metric, found[metric.name]) for metric in claim.metrics if metric.name in found]
    if not compared:
        return cannot_tell("no figures were read from the claim's proof")
    for metric, figures in compared:
        if metric.value not in figures:
            seen = ", ".join(str(figure) for figure in sorted(figures))
            return failed(
                f"{metric.name} is {metric.value:f} on the claim, {seen} in its proof", seen, f"{metric.value:f}"
            )
    return passed(f"{', '.join(metric.name for metric, _ in compared)} agree")


def attendee_count(case: CaseFile, document: Facts) -> Outcome | None:
    """58: a list of attendees has about as many persons as the claim that brings it states."""
    if document.kind is not DocumentKind.ATTENDEE_LIST:
        return None
    claims = case.claims_of_document.get(document.name, ())
    stated = [metric.value for claim in claims for metric in claim.metrics if metric.name in PERSONS]
    if not stated:
        return None
    if not document.mail_addresses:
        return cannot_tell("persons are counted by their e-mail addresses, and the list has none")
    listed = document.mail_addresses
    if any(abs(value - listed) <= value * _COUNT_MAY_DIFFER for value in stated):
        return passed(f"{listed} persons are listed")
    return failed(f"{listed} persons are listed, the claim states {stated[0]:f}", f"{stated[0]:f}", str(listed))


def implausible_metrics(case: CaseFile, claim: Claim) -> Outcome | None:
    """84: no more clicks than views allow, no more contacts than calls can reach, no more guests than registered."""
    stated = {metric.name: metric.value for metric in claim.metrics}
    pairs = (
        ("clicks", "impressions", _MOST_CLICKS),
        ("contacts", "calls", _MOST_CONTACTS),
        ("attendees", "registrations", Decimal(1)),
    )
    known = [
        (stated[part], stated[whole], most, part, whole)
        for part, whole, most in pairs
        if {part, whole} <= stated.keys()
    ]
    if not known:
        return cannot_tell("no two figures that bear on each other are stated") if stated else None
    for part, whole, most, of, among in known:
        if part > whole * most and part >= _SURE:
            return failed(f"{part:f} {of} among {whole:f} {among}", f"at most {most:.0%}", f"{part:f} of {whole:f}")
    return passed("the figures are plausible together")
