"""Which findings are graver than others, and which count when the money at risk is added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from extractors.model import Money
from matchers.model import Finding, Reconciliation, Severity

SEVERITIES = (Severity.BLOCK, Severity.REVIEW, Severity.INFO)
Gravity = tuple[int, Decimal, str, str, str, str]


class Shares:
    """Makes amounts of different currencies comparable, as shares of all that the plan approves in their currency.

    It needs no exchange rate; it serves to put things in order and for nothing else.
    """

    def __init__(self, found: Reconciliation) -> None:
        self._approved: dict[str, Decimal] = defaultdict(Decimal)
        for status in found.lines:
            self._approved[status.line.approved.currency] += status.line.approved.amount

    def of(self, money: Money | None) -> Decimal:
        """Return an amount's share; no money at all has the share 0."""
        return money.amount / max(self._approved[money.currency], Decimal(1)) if money else Decimal(0)


def gravest_first(found: Reconciliation) -> tuple[Finding, ...]:
    """Return the findings by severity, then by money at risk (see `Shares`)."""
    shares = Shares(found)
    return tuple(sorted(found.findings, key=lambda finding: _gravity(finding, shares)))


def primary_findings(found: Reconciliation) -> frozenset[Finding]:
    """Return the gravest finding about each claim, else document, else line.

    One amount may be at risk for several reasons; only these findings add up without counting it twice.
    """
    claims = {item.document: item.claim_id for item in found.allocations if item.claim_id}
    gravest: dict[str, Finding] = {}
    for finding in gravest_first(found):
        if finding.at_risk:
            gravest.setdefault(_subject(finding, claims), finding)
    return frozenset(gravest.values())


def _subject(finding: Finding, claims: Mapping[str, str]) -> str:
    claim = finding.claim_id or claims.get(finding.document, "")
    return f"claim {claim}" if claim else f"document {finding.document}" if finding.document else finding.line_id


def _gravity(finding: Finding, shares: Shares) -> Gravity:
    subject = (finding.code, finding.line_id, finding.claim_id, finding.document)
    return SEVERITIES.index(finding.severity), -shares.of(finding.at_risk), *subject
