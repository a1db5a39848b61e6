"""Which labels speak for which field: for fields without a trained model, or without a model file at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.surroundings import Beside
from extractors.fields.trees import Floats
from extractors.fields.view import View
from extractors.model import FieldName

BELIEVED = 0.85
"""A label right beside a value is believed about so often; no rule by itself is enough to clear anything."""


AMOUNT_DUE, TO_PAY = 0.7, 0.97
"""Weight of an amount to pay as the total: where it may differ from it, and where it is the last word."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """The kind of a field's values, and how much each role of a label speaks for it (up to 1) or against it (to -1)."""

    kind: CandidateKind
    roles: Mapping[str, float]


ACTIVITY_ROLES = {
    "flight": 1.0,
    "service_period": 0.9,
    "delivery_date": 0.6,
    "invoice_period": 0.4,
    "invoice_date": -0.8,
    "document_date": -0.6,
    "order_date": -0.9,
    "print_date": -0.9,
    "due_date": -1.0,
}

RULES: Mapping[FieldName, FieldRule] = {
    FieldName.TOTAL_AMOUNT: FieldRule(
        CandidateKind.AMOUNT,
        {
            "gross_total": 1.0,
            "total": 0.95,
            "amount_due": AMOUNT_DUE,
            "net_due": 0.3,
            "net_amount": -0.3,
            "subtotal": -0.3,
            "tax_amount": -0.6,
            "tax_rate": -0.6,
            "cash": -0.5,
            "deposit": -0.6,
            "brought_forward": -0.6,
            "discount": -0.8,
            "commission": -1.0,
            "change": -1.0,
            "rounding": -1.0,
            "total_count": -1.0,
            "unit_price": -1.0,
        },
    ),
    FieldName.NET_AMOUNT: FieldRule(
        CandidateKind.AMOUNT,
        {"net_amount": 1.0, "subtotal": 0.8, "net_due": 0.2, "total": -0.3, "unit_price": -1.0, "tax_amount": -0.5},
    ),
    FieldName.TAX_AMOUNT: FieldRule(
        CandidateKind.AMOUNT,
        {"tax_amount": 1.0, "tax_rate": 0.4, "total": -0.3, "net_amount": -0.4, "subtotal": -0.4, "unit_price": -1.0},
    ),
    FieldName.DOCUMENT_NUMBER: FieldRule(
        CandidateKind.NUMBER,
        {
            "invoice_number": 1.0,
            "contract_number": 1.0,
            "order_number": 0.9,
            "receipt_number": 0.9,
            "document_number": 0.8,
            "reference": -0.2,
            "estimate_number": -0.6,
            "alternative_number": -0.8,
            "purchase_order_number": -0.5,
            "payment_reference": -0.5,
            "customer_number": -1.0,
            "account_number": -1.0,
            "phone": -1.0,
            "page": -1.0,
            "tax_id": -1.0,
        },
    ),
    FieldName.REFERENCE: FieldRule(
        CandidateKind.NUMBER,
        {
            "reference": 1.0,
            "purchase_order_number": 1.0,
            "alternative_number": 0.8,
            "estimate_number": 0.7,
            "order_number": 0.6,
            "invoice_number": 0.5,
            "phone": -1.0,
            "page": -1.0,
            "account_number": -1.0,
        },
    ),
    FieldName.TAX_ID: FieldRule(CandidateKind.NUMBER, {"tax_id": 1.0, "phone": -1.0, "account_number": -1.0}),
    FieldName.DOCUMENT_DATE: FieldRule(
        CandidateKind.DATE,
        {
            "invoice_date": 1.0,
            "document_date": 0.9,
            "order_date": 0.7,
            "print_date": 0.3,
            "due_date": -1.0,
            "delivery_date": -0.5,
            "service_period": -0.7,
            "invoice_period": -0.7,
            "flight": -0.9,
            "start_date": -0.6,
            "end_date": -0.6,
        },
    ),
    FieldName.DUE_DATE: FieldRule(CandidateKind.DATE, {"due_date": 1.0, "invoice_date": -1.0, "flight": -1.0}),
    FieldName.ACTIVITY_START: FieldRule(CandidateKind.DATE, {**ACTIVITY_ROLES, "start_date": 0.8, "end_date": -0.4}),
    FieldName.ACTIVITY_END: FieldRule(CandidateKind.DATE, {**ACTIVITY_ROLES, "end_date": 0.8, "start_date": -0.4}),
    FieldName.ADVERTISER: FieldRule(
        CandidateKind.NAME, {"advertiser": 1.0, "agency": -0.8, "contact": -0.8, "vendor": -0.6, "product": -0.3}
    ),
    FieldName.CAMPAIGN: FieldRule(
        CandidateKind.NAME, {"campaign": 1.0, "product": 0.7, "agency": -0.8, "contact": -0.8}
    ),
    FieldName.VENDOR: FieldRule(CandidateKind.NAME, {"vendor": 1.0, "bill_to": -0.8, "contact": -0.5, "agency": -0.5}),
    FieldName.BILL_TO: FieldRule(CandidateKind.NAME, {"bill_to": 1.0, "agency": 0.4, "vendor": -0.8, "ship_to": -0.5}),
}


NEAR_LINES = 4.0
PARTIES = frozenset({FieldName.VENDOR, FieldName.BILL_TO})
RANGE_ENDS = frozenset({FieldName.ACTIVITY_START, FieldName.ACTIVITY_END})
IN_PASSING = 0.5
"""How much of its weight a label keeps that does not stand as labels do."""

OF_ANOTHER_LABEL = 0.3
"""How much a label above still says of a value that stands right behind another label."""

BESIDE_CONTRACT = 0.8
"""Weight of other numbers where advertising time is billed under a contract: the contract's number tells."""


def rule_scores(view: View, name: FieldName) -> Floats:
    """Return for each candidate of a field's kind how much the labels around it speak for the field, 0 to 1."""
    rule = RULES[name]
    scores = [BELIEVED * max(_score(view, candidate, name), 0.0) for candidate in view.candidates[rule.kind]]
    if name is FieldName.DOCUMENT_NUMBER and view.is_about_media:
        scores = _by_contract(view, scores)
    return numpy.asarray(scores, dtype=numpy.float64)


def _by_contract(view: View, scores: Sequence[float]) -> list[float]:
    """Prefer a contract's number, where one is printed, to the number of the invoice for a part of it."""
    candidates = view.candidates[CandidateKind.NUMBER]
    contracts = [_is_contracts(view, each) and score > 0 for each, score in zip(candidates, scores, strict=True)]
    if not any(contracts):
        return list(scores)
    return [score if own else score * BESIDE_CONTRACT for own, score in zip(contracts, scores, strict=True)]


def _is_contracts(view: View, candidate: Candidate) -> bool:
    around = view.around(candidate)
    return any("contract_number" in beside.label.roles for beside in (*around.left[:1], *around.above[:1]))


def _score(view: View, candidate: Candidate, name: FieldName) -> float:
    around = view.around(candidate)
    left = around.left[0] if around.left else None
    above = around.above[0] if around.above else None
    by_left = weight(left, name) / (1.0 + 0.3 * left.between) if left else 0.0
    by_above = weight(above, name) / (1.0 + 0.5 * above.between) if above and above.distance < NEAR_LINES else 0.0
    if left and left.label.firm and not left.between and by_left <= 0:
        by_above *= OF_ANOTHER_LABEL
    score = max(by_left, 0.9 * by_above)
    if name in RANGE_ENDS and candidate.partner:
        fits = candidate.partner > 0 if name is FieldName.ACTIVITY_START else candidate.partner < 0
        score = score if fits else 0.0
    if name in PARTIES and not (left and left.label.firm and not left.between and by_left < 0):
        score = max(score, _by_section(view, candidate, name))
    if name is FieldName.TOTAL_AMOUNT and _asks_for_all(view, candidate):
        score = max(score, TO_PAY * max(by_left, by_above) / AMOUNT_DUE)
    return score * _suited(view, candidate)


def _suited(view: View, candidate: Candidate) -> float:
    """Return less than 1 for a candidate that looks unlike a value: a bare number, a doubtful date, a label's words."""
    if candidate.kind is CandidateKind.NAME:
        labelled = view.page_map.within(candidate.line, candidate.first, candidate.last)
        # One more line goes on with the name; several are an address, of which the first is the name.
        other_line = candidate.below == 1 or (candidate.joined and candidate.below > 1)
        return (1.0 - 0.7 * labelled / max(candidate.last - candidate.first, 1)) * (0.95 if other_line else 1.0)
    return 0.5 if candidate.bare or candidate.rank else 1.0


def _by_section(view: View, candidate: Candidate, name: FieldName) -> float:
    """Return how much a heading some lines above speaks for a name, the more the nearer; other headings end it."""
    section = view.page_map.section(candidate.line, candidate.box)
    return 0.8 * weight(section, name) / (1.0 + 0.3 * (section.between - 1)) if section else 0.0


def _asks_for_all(view: View, candidate: Candidate) -> bool:
    """Tell whether the amount to pay is the total: nothing was paid before, and no commission is taken off."""
    return not view.is_about_media and not view.mentions("deposit") and "amount_due" in _nearest_roles(view, candidate)


def _nearest_roles(view: View, candidate: Candidate) -> frozenset[str]:
    around = view.around(candidate)
    nearest = (*around.left[:1], *around.above[:1])[:1]
    return nearest[0].label.roles if nearest else frozenset()


def weight(beside: Beside, name: FieldName) -> float:
    """Return how much a label speaks for a field: its strongest role for it, else its strongest against it."""
    weights = [RULES[name].roles.get(role, 0.0) for role in beside.label.roles]
    strongest = max(weights) if max(weights, default=0.0) > 0 else min(weights, default=0.0)
    return strongest if beside.label.firm else strongest * IN_PASSING
