"""Checks of claimed amounts against documents, shares, caps and rates."""

from __future__ import annotations

from decimal import Decimal

from extractors.model import DocumentKind, FieldName, Money
from matchers.checks.answers import cannot_tell, failed, passed, printed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, Facts
from matchers.model import Claim, PlanLine
from matchers.programme_model import TaxBasis


def partial_proof(case: CaseFile, line: PlanLine) -> Outcome | None:
    """7: what is allocated to the line reaches the approved amount."""
    amounts = [each.amount for each in case.allocations_of_line.get(line.line_id, ()) if each.amount]
    if not amounts:
        return None
    if any(amount.currency != line.approved.currency for amount in amounts):
        return cannot_tell("amounts in other currencies are allocated to the line")
    proven = sum(amounts[1:], amounts[0])
    short = line.approved - proven
    if short.amount <= case.programme.tolerance.of(line.approved):
        return passed(f"{printed(proven)} of {printed(line.approved)} is proven")
    reason = f"{printed(proven)} of {printed(line.approved)} is proven"
    return failed(reason, printed(line.approved), printed(proven), short)


def gross_claimed(case: CaseFile, claim: Claim) -> Outcome | None:
    """29: where tax is not reimbursed, the claim is not for the amounts with tax."""
    documents = _cost_documents(case, claim)
    if case.programme.tax_basis is not TaxBasis.NET or not documents:
        return None
    net = _sum(documents, FieldName.NET_AMOUNT, claim.claimed.currency)
    gross = _sum(documents, FieldName.TOTAL_AMOUNT, claim.claimed.currency)
    if net is None or gross is None:
        return cannot_tell("net and total were not both read, in the claim's currency")
    tolerance = case.programme.tolerance.of(claim.claimed)
    if abs((claim.claimed - gross).amount) > tolerance or (gross - net).amount <= tolerance:
        return passed(f"{printed(net)} before tax, {printed(gross)} with tax")
    return failed("the claim is for the amount with tax", printed(net), printed(claim.claimed), claim.claimed - net)


def share_exceeded(case: CaseFile, claim: Claim) -> Outcome | None:
    """32: the claim keeps to the share of the documents' amounts that the programme reimburses."""
    share, documents = _share(case, claim), _cost_documents(case, claim)
    if share == 1 or not documents:
        return None
    field = _reimbursed(case)
    spent = _sum(documents, field, claim.claimed.currency)
    if spent is None:
        return cannot_tell(f"{field.value} was not read in the claim's currency")
    limit = Money(spent.amount * share, spent.currency)
    excess = claim.claimed - limit
    if excess.amount <= case.programme.tolerance.of(claim.claimed):
        return passed(f"{printed(claim.claimed)} of {printed(spent)}")
    reason = f"{printed(claim.claimed)} is more than {share:.0%} of {printed(spent)}"
    return failed(reason, printed(limit), printed(claim.claimed), excess)


def credit_not_deducted(case: CaseFile, claim: Claim) -> Outcome | None:
    """35: a credit note among the claim's documents is taken off."""
    documents = case.documents_of(claim)
    credits_ = [each for each in documents if each and each.kind is DocumentKind.CREDIT_NOTE]
    if not credits_:
        return None
    costs = _sum(_cost_documents(case, claim), _reimbursed(case), claim.claimed.currency)
    credited = _sum(credits_, _reimbursed(case), claim.claimed.currency)
    if costs is None or credited is None:
        return cannot_tell("the amounts were not all read, in the claim's currency")
    limit = costs - Money(abs(credited.amount), credited.currency)
    excess = claim.claimed - limit
    if excess.amount <= case.programme.tolerance.of(claim.claimed):
        return passed(f"{printed(limit)} is left after credit")
    return failed("the credit note is not deducted", printed(limit), printed(claim.claimed), excess)


def shared_too_far(case: CaseFile, document: Facts) -> Outcome | None:
    """34: claims that bring this document and no other stay together within the amount that is reimbursed."""
    claims = case.claims_of_document.get(document.name, ())
    if len(claims) < 2 or document.kind not in COST_KINDS:
        return None
    total = document.money(_reimbursed(case))
    if total is None or any(claim.claimed.currency != total.currency for claim in claims):
        return cannot_tell("no amount in the currency of all its claims was read")
    amounts = (claim.claimed.amount for claim in claims if len(claim.documents) == 1)
    claimed = Money(sum(amounts, Decimal(0)), total.currency)
    excess = claimed - total
    if excess.amount > case.programme.tolerance.of(total):
        reason = f"{len(claims)} claims take {printed(claimed)} of {printed(total)}"
        return failed(reason, printed(total), printed(claimed), excess, (FieldName.TOTAL_AMOUNT,))
    if any(len(claim.documents) > 1 for claim in claims):
        return cannot_tell("a claim brings other documents too, so its part of this one is not known")
    return passed(f"{printed(claimed)} of {printed(total)} is claimed")


def no_conversion(case: CaseFile, claim: Claim) -> Outcome | None:
    """51: every document in another currency than its claim can be converted by a rate on record."""
    foreign = _foreign(case, claim)
    if not foreign:
        return None
    lacking = [each for each, money in foreign if _converted(case, claim, each, money) is None]
    if not lacking:
        return passed("every currency has a rate on record")
    if any(each.day(FieldName.DOCUMENT_DATE) is None for each in lacking):
        return cannot_tell("the day of the rate is not known: no date was read from the document")
    found = ", ".join(sorted({each.text(FieldName.CURRENCY) or "" for each in lacking}))
    return failed(f"no rate from {found} to {claim.claimed.currency}", claim.claimed.currency, found)


def exchange_gain(case: CaseFile, claim: Claim) -> Outcome | None:
    """37: a claim for one document in another currency is not above what the programme's rate of its day gives."""
    foreign = _foreign(case, claim)
    if len(foreign) != 1 or len(claim.documents) != 1:
        return None
    document, money = foreign[0]
    converted = _converted(case, claim, document, money)
    if converted is None:
        return cannot_tell(f"no rate from {money.currency} to {claim.claimed.currency}")
    excess = claim.claimed - converted
    if excess.amount <= converted.amount * case.programme.tolerance.conversion_share:
        return passed(f"{printed(money)} is {printed(converted)}")
    reason = f"{printed(money)} is {printed(converted)} at the programme's rate"
    return failed(reason, printed(converted), printed(claim.claimed), excess)


def exactly_approved(case: CaseFile, claim: Claim) -> Outcome | None:
    """79: the claim is not exactly what was approved: a hint only."""
    line = case.line_of(claim)
    if line is None:
        return None
    if claim.claimed.currency != line.approved.currency:
        return cannot_tell("claim and plan are in two currencies")
    if claim.claimed != line.approved:
        return passed(f"{printed(claim.claimed)} of {printed(line.approved)}")
    return failed("the claim is exactly what was approved", found=printed(claim.claimed))


def amount_disagrees(case: CaseFile, document: Facts) -> Outcome | None:
    """56: the data inside an e-invoice and its page state the same."""
    problems = [problem for problem in document.problems if problem.code == "einvoice_differs"]
    if problems:
        return failed(
            problems[0].message, at_risk=document.money(FieldName.TOTAL_AMOUNT), fields=(FieldName.TOTAL_AMOUNT,)
        )
    if not any(reading.page is None for reading in document.readings.values()):
        return None
    return cannot_tell("its page could not be read") if document.fatal else passed("its data and its page agree")


def _share(case: CaseFile, claim: Claim) -> Decimal:
    line = case.line_of(claim)
    activity = case.rule_of(line) if line else None
    of_activity = activity.reimbursement if activity else None
    return case.programme.reimbursement if of_activity is None else of_activity


def _reimbursed(case: CaseFile) -> FieldName:
    """Return which of a document's amounts claims are measured against: where either may be claimed, the larger."""
    return FieldName.NET_AMOUNT if case.programme.tax_basis is TaxBasis.NET else FieldName.TOTAL_AMOUNT


def _cost_documents(case: CaseFile, claim: Claim) -> list[Facts]:
    return [each for each in case.documents_of(claim) if each and each.kind in COST_KINDS]


def _sum(documents: list[Facts], field: FieldName, currency: str) -> Money | None:
    amounts = [document.money(field) for document in documents]
    known = [amount for amount in amounts if amount and amount.currency == currency]
    return sum(known[1:], known[0]) if known and len(known) == len(amounts) else None


def _foreign(case: CaseFile, claim: Claim) -> list[tuple[Facts, Money]]:
    amounts = ((each, each.money(FieldName.TOTAL_AMOUNT)) for each in _cost_documents(case, claim))
    return [(each, money) for each, money in amounts if money and money.currency != claim.claimed.currency]


def _converted(case: CaseFile, claim: Claim, document: Facts, money: Money) -> Money | None:
    day = document.day(FieldName.DOCUMENT_DATE)
    return case.programme.convert(money, claim.claimed.currency, day) if day else None
