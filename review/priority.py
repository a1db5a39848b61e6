"""Which findings are graver than others, and which count when the money at risk is added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from matchers.model import Finding, Reconciliation, Severity

SEVERITIES = (Severity.BLOCK, Severity.REVIEW, Severity.INFO)
Gravity = tuple[int, Decimal, str, str, str, str]


def gravest_first(found: Reconciliation) -> tuple[Finding, ...]:
    """Return the findings by severity, then by money at risk.

    Amounts of different currencies are compared as shares of all that the plan approves in their currency: no rate is
    needed, and the order is all that it is used for.
    """
    approved = _approved(found)
    return tuple(sorted(found.findings, key=lambda finding: _gravity(finding, approved)))


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


def _approved(found: Reconciliation) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for status in found.lines:
        total[status.line.approved.currency] += status.line.approved.amount
    return total


def _gravity(finding: Finding, approved: Mapping[str, Decimal]) -> Gravity:
    share = Decimal(0)
    if finding.at_risk:
        share = finding.at_risk.amount / max(approved.get(finding.at_risk.currency, Decimal(0)), Decimal(1))
    subject = (finding.code, finding.line_id, finding.claim_id, finding.document)
    return SEVERITIES.index(finding.severity), -share, *subject
