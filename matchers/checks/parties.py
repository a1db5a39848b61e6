"""Checks of who bills whom."""

from __future__ import annotations

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from extractors.model import DocumentKind, FieldName
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, Facts
from matchers.model import Claim
from matchers.programme_model import in_force

# Names of one firm differ in legal form, places and slips of reading; names of two firms rarely share so much.
SAME_NAME = 85


def other_customer(case: CaseFile, document: Facts) -> Outcome | None:
    """49: an invoice is billed to a partner that claims it, by its name or another legal name of its."""
    partners = case.partners_of(document)
    aliases = [alias for partner in partners if (known := case.known(partner)) for alias in known.aliases]
    return _billed_to(document, partners, (*partners, *aliases))


def other_customer_1(case: CaseFile, document: Facts) -> Outcome | None:
    """49, version 1: an invoice is billed to a partner that claims it, by its name on claim or plan."""
    partners = case.partners_of(document)
    return _billed_to(document, partners, partners)


def _billed_to(document: Facts, partners: tuple[str, ...], names: tuple[str, ...]) -> Outcome | None:
    if document.kind is not DocumentKind.INVOICE or not partners:
        return None
    customer = document.text(FieldName.BILL_TO)
    if not customer:
        return cannot_tell("the customer was not read")
    if any(_same(customer, name) for name in names):
        return passed(f"billed to {customer}")
    expected = ", ".join(partners)
    return failed(f"billed to {customer}, claimed by {expected}", expected, customer, fields=(FieldName.BILL_TO,))


def expected_vendor(case: CaseFile, document: Facts) -> Outcome | None:
    """50: an invoice comes from the vendor that its line was approved for."""
    lines = [case.lines[line_id] for line_id in case.lines_of(document) if line_id in case.lines]
    planned = sorted({line.vendor for line in lines if line.vendor})
    if document.kind not in COST_KINDS or not planned:
        return None
    vendor = document.text(FieldName.VENDOR)
    if not vendor:
        return cannot_tell("the vendor was not read")
    if any(_same(vendor, name) for name in planned):
        return passed(f"written by {vendor}")
    expected = ", ".join(planned)
    return failed(f"written by {vendor}, planned with {expected}", expected, vendor, fields=(FieldName.VENDOR,))


def country(case: CaseFile, claim: Claim) -> Outcome | None:
    """54: the claim's countries are among those of its activity."""
    line = case.line_of(claim)
    if line is None or not claim.countries:
        return None
    if not line.countries:
        return cannot_tell("the plan names no countries")
    planned = {name.casefold() for name in line.countries}
    others = [name for name in claim.countries if name.casefold() not in planned]
    if not others:
        return passed(", ".join(claim.countries))
    expected = ", ".join(line.countries)
    return failed(f"{', '.join(others)} is not among {expected}", expected, ", ".join(claim.countries), claim.claimed)


def enrolment(case: CaseFile, claim: Claim) -> Outcome | None:
    """100: the partner was enrolled on the day of the activity."""
    partner = case.known(case.partner_of(claim))
    if partner is None or (partner.enrolled_from is None and partner.enrolled_until is None):
        return None
    line = case.line_of(claim)
    day = claim.poe_date or (line.start if line else None)
    if day is None:
        return cannot_tell("the day of the activity is not known")
    if in_force(partner.enrolled_from, partner.enrolled_until, day):
        return passed(f"enrolled on {day}")
    enrolled = f"{partner.enrolled_from or 'ever'} to {partner.enrolled_until or 'now'}"
    return failed(f"not enrolled on {day}", enrolled, str(day), claim.claimed)


def payment_profile(case: CaseFile, claim: Claim) -> Outcome | None:
    """24: the partner's bank and tax profiles allow it to be paid."""
    partner = case.known(case.partner_of(claim))
    if partner is None:
        return None
    if partner.payable is None:
        return cannot_tell("the state of the partner's profiles is not known")
    if partner.payable:
        return passed("the partner can be paid")
    return failed("a bank or tax profile is pending", "complete profiles", "pending", claim.claimed)


def own_vendor(case: CaseFile, document: Facts) -> Outcome | None:
    """74: the vendor of an invoice is not the partner that claims it."""
    partners = case.partners_of(document)
    if document.kind is not DocumentKind.INVOICE or not partners:
        return None
    vendor = document.text(FieldName.VENDOR)
    if not vendor:
        return cannot_tell("the vendor was not read")
    partner = next((each for each in partners if default_process(each) == default_process(vendor)), None)
    if partner is None:
        return passed(f"written by {vendor}")
    return failed(f"{vendor} claims its own invoice", "another firm", vendor, fields=(FieldName.VENDOR,))


def _same(ours: str, theirs: str) -> bool:
    return token_set_ratio(ours, theirs, processor=default_process) >= SAME_NAME
