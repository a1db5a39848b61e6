"""Which labels speak for which field: for fields without a trained model, or without a model file at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.surroundings import Beside
from extractors.fields.view import View
from extractors.model import FieldName

NEAR_LINES = 3.0
BELIEVED = 0.85
"""A label right beside a value is believed about so often; no rule by itself is enough to clear anything."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """The kind of a field's values, and how much each role of a label speaks for it (0 to 1)."""

    kind: CandidateKind
    roles: Mapping[str, float]


RULES: Mapping[FieldName, FieldRule] = {
    FieldName.TOTAL_AMOUNT: FieldRule(
        CandidateKind.AMOUNT, {"gross_total": 1.0, "total": 0.95, "amount_due": 0.7, "net_due": 0.3}
    ),
    FieldName.NET_AMOUNT: FieldRule(CandidateKind.AMOUNT, {"net_amount": 1.0, "subtotal": 0.8}),
    FieldName.TAX_AMOUNT: FieldRule(CandidateKind.AMOUNT, {"tax_amount": 1.0}),
    FieldName.DOCUMENT_NUMBER: FieldRule(
        CandidateKind.NUMBER,
        {"invoice_number": 1.0, "order_number": 0.95, "receipt_number": 0.9, "document_number": 0.8},
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
        },
    ),
    FieldName.TAX_ID: FieldRule(CandidateKind.NUMBER, {"tax_id": 1.0}),
    FieldName.DOCUMENT_DATE: FieldRule(
        CandidateKind.DATE, {"invoice_date": 1.0, "document_date": 0.9, "order_date": 0.7, "print_date": 0.3}
    ),
    FieldName.DUE_DATE: FieldRule(CandidateKind.DATE, {"due_date": 1.0}),
    FieldName.ACTIVITY_START: FieldRule(
        CandidateKind.DATE,
        {"flight": 1.0, "service_period": 0.9, "start_date": 0.8, "delivery_date": 0.7, "invoice_period": 0.4},
    ),
    FieldName.ACTIVITY_END: FieldRule(
        CandidateKind.DATE,
        {"flight": 1.0, "service_period": 0.9, "end_date": 0.8, "delivery_date": 0.7, "invoice_period": 0.4},
    ),
    FieldName.ADVERTISER: FieldRule(CandidateKind.NAME, {"advertiser": 1.0}),
    FieldName.CAMPAIGN: FieldRule(CandidateKind.NAME, {"campaign": 1.0, "product": 0.7}),
    FieldName.VENDOR: FieldRule(CandidateKind.NAME, {"vendor": 1.0}),
    FieldName.BILL_TO: FieldRule(CandidateKind.NAME, {"bill_to": 1.0, "agency": 0.4}),
}


def rule_scores(view: View, name: FieldName) -> NDArray[numpy.float64]:
    """Return for each candidate of a field's kind how much the labels around it speak for the field."""
    rule = RULES[name]
    return numpy.asarray([_score(view, candidate, rule, name) for candidate in view.candidates[rule.kind]])


def _score(view: View, candidate: Candidate, rule: FieldRule, name: FieldName) -> float:
    around = view.around(candidate)
    left = _left_score(around.left[0], rule) if around.left else 0.0
    above = _above_score(around.above[0], rule) if around.above else 0.0
    if candidate.kind is CandidateKind.DATE and candidate.partner:
        begins = name is FieldName.ACTIVITY_START
        fits = candidate.partner > 0 if begins else candidate.partner < 0
        left, above = (left, above) if fits or name not in RANGE_ENDS else (0.0, 0.0)
    unsuited = 0.5 if candidate.bare or view.page_map.within(candidate.line, candidate.first, candidate.last) else 1.0
    return BELIEVED * unsuited * max(left, above)


RANGE_ENDS = frozenset({FieldName.ACTIVITY_START, FieldName.ACTIVITY_END})


def _left_score(beside: Beside, rule: FieldRule) -> float:
    weight = _role_weight(beside, rule)
    return weight / (1.0 + 0.3 * beside.between)


def _above_score(beside: Beside, rule: FieldRule) -> float:
    weight = _role_weight(beside, rule)
    far = beside.distance > NEAR_LINES
    return 0.0 if far else 0.9 * weight / (1.0 + 0.5 * beside.between)


def _role_weight(beside: Beside, rule: FieldRule) -> float:
    return max((rule.roles.get(role, 0.0) for role in beside.label.roles), default=0.0)
