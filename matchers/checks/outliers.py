"""Checks of what stands out among many documents or claims: hints for a person, never a refusal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from statistics import median

from rapidfuzz.utils import default_process

from extractors.model import DocumentKind, FieldName
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.dates import window_of
from matchers.checks.facts import COST_KINDS, Facts
from matchers.checks.shown import CERTIFICATE
from matchers.model import Claim

_RUN = 3
# Fewer than this are chance.
_ENOUGH = 4
_ENOUGH_CLAIMS = 10
_FAR_ABOVE = Decimal(2)
_LAST_DAYS = 3
_CROWDED = Decimal("0.8")
_MANY_CERTIFICATES = Decimal("0.5")


def sequential_numbers(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """78: a vendor's invoices to one partner do not follow each other number by number."""
    groups: defaultdict[tuple[str, str], list[Facts]] = defaultdict(list)
    for name in sorted(case.facts):
        document = case.facts[name]
        vendor, partners = document.text(FieldName.VENDOR), case.partners_of(document)
        if document.kind is DocumentKind.INVOICE and vendor and len(partners) == 1:
            groups[default_process(vendor), partners[0]].append(document)
    for key in sorted(groups):
        if len(groups[key]) >= _RUN:
            yield from _runs(groups[key])


def _runs(documents: list[Facts]) -> Iterator[tuple[str, Outcome]]:
    numbers = {each.name: each.text(FieldName.DOCUMENT_NUMBER) or "" for each in documents}
    known = {int(number) for number in numbers.values() if number.isdecimal()}
    for name, number in numbers.items():
        if not number.isdecimal():
            yield name, cannot_tell("its number is no plain number")
        elif {int(number) - back for back in range(_RUN)} <= known:
            reason = f"the numbers {int(number) - _RUN + 1} to {number} went to the same partner"
            yield name, failed(reason, found=number, fields=(FieldName.DOCUMENT_NUMBER,))
        else:
            yield name, passed("its number follows no two others")


def unit_price(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """38: a vendor's price for a unit is not more than twice what it usually charges for the same."""
    prices: defaultdict[tuple[str, str, str], list[tuple[Decimal, str]]] = defaultdict(list)
    for name in sorted(case.facts):
        document = case.facts[name]
        vendor, currency = document.text(FieldName.VENDOR), document.text(FieldName.CURRENCY)
        if document.kind in COST_KINDS and vendor and currency:
            for item in document.items:
                if item.unit_price:
                    prices[default_process(vendor), item.description.casefold(), currency].append(
                        (item.unit_price, name)
                    )
    for (_, description, currency), priced in sorted(prices.items()):
        yield from _compared(description, currency, priced)


def _compared(description: str, currency: str, priced: list[tuple[Decimal, str]]) -> Iterator[tuple[str, Outcome]]:
    usual = median(price for price, _ in priced)
    for price, name in priced:
        if len(priced) < _ENOUGH:
            yield name, cannot_tell(f"too few prices of {description} to compare")
        elif price <= usual * _FAR_ABOVE:
            yield name, passed(f"{description} at {price} {currency}")
        else:
            reason = f"{description} at {price} {currency}, usually {usual}"
            yield name, failed(reason, f"about {usual} {currency}", f"{price} {currency}")


def partner_outlier(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """85: a partner's claims do not nearly all come in the last days of their window; told of its last claim."""
    for claims in _by_partner(case):
        late = [claim for claim in claims if _is_last_minute(case, claim)]
        subject = claims[-1].claim_id
        if any(claim.submitted is None or window_of(case, claim) is None for claim in claims):
            yield subject, cannot_tell("some claims have no date of submission or no window")
        elif len(late) > len(claims) * _CROWDED:
            yield (
                subject,
                failed(f"{len(late)} of {len(claims)} claims came in the last {_LAST_DAYS} days of their window"),
            )
        else:
            yield subject, passed(f"{len(late)} of {len(claims)} claims came in the last days of their window")


def _is_last_minute(case: CaseFile, claim: Claim) -> bool:
    window = window_of(case, claim)
    if window is None or claim.submitted is None:
        return False
    return window.claims_close - timedelta(_LAST_DAYS) < claim.submitted <= window.claims_close


def self_certified(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """86: a partner does not certify most of its claims itself; told of each claim that it does."""
    for claims in _by_partner(case):
        documents = {claim.claim_id: [each for each in case.documents_of(claim) if each] for claim in claims}
        certified = [claim for claim in claims if any(CERTIFICATE in each.marks for each in documents[claim.claim_id])]
        for claim in certified:
            if any(not documents[each.claim_id] for each in claims):
                yield claim.claim_id, cannot_tell("some of the partner's claims have no document that was read")
            elif len(certified) > len(claims) * _MANY_CERTIFICATES:
                yield claim.claim_id, failed(f"{len(certified)} of {len(claims)} claims are certified by the partner")
            else:
                yield claim.claim_id, passed(f"{len(certified)} of {len(claims)} claims are certified by the partner")


def _by_partner(case: CaseFile) -> Iterator[list[Claim]]:
    groups: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(case.context.claims, key=lambda each: each.claim_id):
        groups[case.partner_of(claim)].append(claim)
    return (groups[partner] for partner in sorted(groups) if partner and len(groups[partner]) >= _ENOUGH_CLAIMS)
