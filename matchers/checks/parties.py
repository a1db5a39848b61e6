"""Checks of who bills whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from extractors.model import DocumentKind, FieldName
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Facts, Outcome

# Names of one firm differ in legal form, places and slips of reading; names of two firms rarely share so much.
SAME_NAME = 85
_RUN = 3


def other_customer(case: CaseFile, document: Facts) -> Outcome | None:
    """49: an invoice is billed to a partner that claims it."""
    partners = case.partners_of(document)
    if document.kind is not DocumentKind.INVOICE or not partners:
        return None
    customer = document.text(FieldName.BILL_TO)
    if not customer:
        return cannot_tell("the customer was not read")
    if any(_same(customer, partner) for partner in partners):
        return passed(f"billed to {customer}")
    expected = ", ".join(partners)
    return failed(f"billed to {customer}, claimed by {expected}", expected, customer, fields=(FieldName.BILL_TO,))


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


def sequential_numbers(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """78: a vendor's invoices to one partner do not follow each other number by number."""
    groups: defaultdict[tuple[str, str], dict[int, Facts]] = defaultdict(dict)
    for name in sorted(case.facts):
        document = case.facts[name]
        number, vendor = document.text(FieldName.DOCUMENT_NUMBER), document.text(FieldName.VENDOR)
        partners = case.partners_of(document)
        if document.kind is DocumentKind.INVOICE and vendor and number and number.isdecimal() and len(partners) == 1:
            groups[default_process(vendor), partners[0]][int(number)] = document
    for key in sorted(groups):
        yield from _runs(groups[key])


def _runs(by_number: dict[int, Facts]) -> Iterator[tuple[str, Outcome]]:
    for number, document in sorted(by_number.items()):
        first = number
        while first - 1 in by_number and number - first < _RUN - 1:
            first -= 1
        if number - first == _RUN - 1:
            reason = f"the numbers {first} to {number} went to the same partner"
            yield document.name, failed(reason, found=str(number), fields=(FieldName.DOCUMENT_NUMBER,))


def _same(ours: str, theirs: str) -> bool:
    return token_set_ratio(ours, theirs, processor=default_process) >= SAME_NAME
