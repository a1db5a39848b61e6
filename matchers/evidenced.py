"""How much of each claim and line the documents prove: on the programme's tax basis, less what is not paid for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from extractors.model import FieldName, Money
from matchers.checks.answers import printed
from matchers.checks.catalogue import EXCLUDING
from matchers.checks.context import CaseFile
from matchers.model import Allocation, Claim, Finding, PlanLine, Severity
from matchers.programme_model import TaxBasis

_CENT = Decimal("0.01")
_WHOLE = Decimal(1)
# What these findings are about proves nothing.
_WORTHLESS = frozenset({"duplicate_evidence", "unplanned_claim", "refused_kind", "handed_in_before", "billed_before"})
_AMOUNTS = (FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT)
_TAKEN_OFF = EXCLUDING | {"expense_code"}


@dataclass(frozen=True, slots=True)
class Evidenced:
    """What documents prove, with the share of each document's amounts that is eligible and why not more."""

    case: CaseFile
    eligible: dict[str, tuple[Decimal, tuple[str, ...]]]

    def of_claim(self, claim: Claim) -> tuple[Money, tuple[str, ...]]:
        """Return what is proven for a claim, in its currency, and notes on what was not counted."""
        brought = {each for name in claim.documents for each in self.case.allocations_of_document.get(name, ())}
        own = [each for each in brought if each.claim_id == claim.claim_id]
        return self._sum(own, claim.claimed.currency, self._share(self.case.line_of(claim)))

    def of_line(self, line: PlanLine) -> tuple[Money, tuple[str, ...]]:
        """Return what is proven for a line, in its currency, and notes on what was not counted."""
        own = self.case.allocations_of_line.get(line.line_id, ())
        return self._sum(own, line.approved.currency, self._share(line))

    def _share(self, line: PlanLine | None) -> Decimal:
        rule = self.case.rule_of(line) if line else None
        return self.case.programme.reimbursement if rule is None or rule.reimbursement is None else rule.reimbursement

    def _sum(self, own: Iterable[Allocation], currency: str, share: Decimal) -> tuple[Money, tuple[str, ...]]:
        total, notes = Decimal(0), list[str]()
        for each in sorted(own, key=lambda each: (each.document, each.line_id or "", each.claim_id or "")):
            part, why = self.eligible.get(each.document, (_WHOLE, ()))
            notes += why
            money = self._converted(each, currency)
            if money is None and each.amount is not None:
                notes.append(
                    f"{printed(each.amount)} on {each.document} is not counted: no rate to {currency} is on record"
                )
            elif money is not None:
                total += _rounded(money.amount * part)
        if share != _WHOLE:
            notes.append(f"{share:.0%} of the cost is paid")
        return Money(max(_rounded(total * share), Decimal(0)), currency), tuple(dict.fromkeys(notes))

    def _converted(self, each: Allocation, currency: str) -> Money | None:
        if each.amount is None or each.amount.currency == currency:
            return each.amount
        facts = self.case.facts.get(each.document)
        day = (facts.day(FieldName.DOCUMENT_DATE) if facts else None) or self.case.context.as_of
        return self.case.programme.convert(each.amount, currency, day)


def evidenced(case: CaseFile, findings: Sequence[Finding]) -> Evidenced:
    """Return what the documents prove, given what was found about them."""
    about: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.document:
            about[finding.document].append(finding)
    names = about.keys() | case.allocations_of_document.keys()
    return Evidenced(case, {name: _eligible(case, name, about[name]) for name in sorted(names)})


def _eligible(case: CaseFile, name: str, findings: Iterable[Finding]) -> tuple[Decimal, tuple[str, ...]]:
    """Return the share of a document's allocated amounts that is eligible, and why it is not all."""
    amounts = [each.amount.amount for each in case.allocations_of_document.get(name, ()) if each.amount]
    allocated, net = sum(amounts, Decimal(0)), _net(case, name)
    share, notes = _WHOLE, list[str]()
    for finding in findings:
        if finding.code in _WORTHLESS:
            return Decimal(0), (f"{name} is not counted: {finding.message}",)
        if finding.code in _TAKEN_OFF and finding.severity is not Severity.INFO and finding.at_risk and allocated > 0:
            share -= finding.at_risk.amount / (net.amount if net else allocated)
            notes.append(f"{printed(finding.at_risk)} on {name} is taken off: {finding.message}")
    if net and case.programme.tax_basis is TaxBasis.NET and net.amount < allocated:
        share *= net.amount / allocated
        notes.append(f"of {name} the amount before tax is counted: {printed(net)}")
    return max(share, Decimal(0)), tuple(notes)


def _net(case: CaseFile, name: str) -> Money | None:
    """Return a document's amount before tax, where it adds up with the tax to the total."""
    facts = case.facts.get(name)
    amounts = [facts.money(field) for field in _AMOUNTS] if facts else [None]
    if None in amounts:
        return None
    net, tax, total = (amount for amount in amounts if amount)
    adds_up = net.amount > 0 and abs((net + tax - total).amount) <= case.programme.tolerance.of(total)
    return net if adds_up else None


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_DOWN)
