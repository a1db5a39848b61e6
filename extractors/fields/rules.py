"""Which labels speak for which field: for fields without a trained model, or without a model file at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.neighbours import Booleans, Floats, Neighbours
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
        {"net_amount": 1.0, "subtotal": 0.8, "net_due": 0.6, "total": -0.3, "unit_price": -1.0, "tax_amount": -0.5},
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
    if name not in view.ruled:
        scores = BELIEVED * numpy.maximum(_scores(view, name), 0.0)
        if name is FieldName.DOCUMENT_NUMBER and view.is_about_media:
            scores = _by_contract(view, scores)
        view.ruled[name] = scores
    return view.ruled[name]


def weights_of(view: View, name: FieldName) -> Floats:
    """Return how much each label speaks for a field: its strongest role for it, else its strongest against it."""
    if name not in view.weights:
        labels = view.label_columns
        strongest = numpy.asarray([_strongest(roles, name) for roles in labels.role_sets], dtype=numpy.float64)
        own = strongest[labels.role_set]
        view.weights[name] = numpy.where(labels.firm, own, own * IN_PASSING)
    return view.weights[name]


def _strongest(roles: frozenset[str], name: FieldName) -> float:
    weights = [RULES[name].roles.get(role, 0.0) for role in roles]
    return max(weights) if max(weights, default=0.0) > 0 else min(weights, default=0.0)


def _by_contract(view: View, scores: Floats) -> Floats:
    """Prefer a contract's number, where one is printed, to the number of the invoice for a part of it."""
    near = view.neighbours(CandidateKind.NUMBER)
    named = near.labels.having("contract_number")
    contracts = (named[near.left.label] | named[near.above.label]) & (scores > 0)
    return numpy.where(contracts, scores, scores * BESIDE_CONTRACT) if contracts.any() else scores


def _scores(view: View, name: FieldName) -> Floats:
    near, candidates = view.neighbours(RULES[name].kind), view.candidates[RULES[name].kind]
    weights = weights_of(view, name)
    by_left = weights[near.left.label] / (1.0 + 0.3 * near.left.between)
    by_above = weights[near.above.label] / (1.0 + 0.5 * near.above.between)
    by_above = numpy.where(near.above.distance < NEAR_LINES, by_above, 0.0)
    behind_label = near.labels.firm[near.left.label] & (near.left.between == 0)
    by_above = numpy.where(behind_label & (by_left <= 0), by_above * OF_ANOTHER_LABEL, by_above)
    scores = numpy.maximum(by_left, 0.9 * by_above)
    if name in RANGE_ENDS:
        side = numpy.asarray([each.partner for each in candidates], dtype=numpy.intp)
        fits = side >= 0 if name is FieldName.ACTIVITY_START else side <= 0
        scores = numpy.where(fits, scores, 0.0)
    if name in PARTIES:
        by_section = numpy.maximum(scores, _by_section(near, weights))
        scores = numpy.where(behind_label & (by_left < 0), scores, by_section)
    if name is FieldName.TOTAL_AMOUNT:
        to_pay = TO_PAY * numpy.maximum(by_left, by_above) / AMOUNT_DUE
        scores = numpy.where(_asks_for_all(view, near), numpy.maximum(scores, to_pay), scores)
    return scores * _suited(near, candidates)


def _suited(near: Neighbours, candidates: Sequence[Candidate]) -> Floats:
    """Return less than 1 for a candidate that looks unlike a value: a bare number, a doubtful date, a label's words."""
    if not candidates or candidates[0].kind is not CandidateKind.NAME:
        return numpy.asarray([0.5 if each.bare or each.rank else 1.0 for each in candidates], dtype=numpy.float64)
    words = numpy.asarray([max(each.last - each.first, 1) for each in candidates], dtype=numpy.float64)
    # One more line goes on with the name; several are an address, of which the first is the name.
    other_line = [each.below == 1 or (each.joined and each.below > 1) for each in candidates]
    return (1.0 - 0.7 * near.within / words) * numpy.where(other_line, 0.95, 1.0)


def _by_section(near: Neighbours, weights: Floats) -> Floats:
    """Return how much a heading some lines above speaks for a name, the more the nearer; other headings end it."""
    return 0.8 * weights[near.section.label] / (1.0 + 0.3 * (near.section.between - 1))


def _asks_for_all(view: View, near: Neighbours) -> Booleans:
    """Tell where the amount to pay is the total: nothing was paid before, and no commission is taken off."""
    asks = not view.is_about_media and not view.mentions("deposit")
    nearest = numpy.where(near.left.present, near.left.label, near.above.label)
    return near.labels.having("amount_due")[nearest] & asks
