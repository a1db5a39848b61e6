"""Which function decides which check, of which kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from matchers.checks import (
    amounts,
    caps,
    dates,
    documents,
    expenses,
    history,
    metrics,
    outliers,
    parties,
    proof,
    shown,
    twins,
)
from matchers.checks.catalogue import EXCLUDING, SHOWN
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.exclusions import excluding
from matchers.checks.facts import Facts
from matchers.model import Claim, PlanLine

LINE_CHECKS: Mapping[str, Callable[[CaseFile, PlanLine], Outcome | None]] = {
    "proof_kinds": proof.proof_kinds,
    "preapproval_id": proof.preapproval_id,
    "partial_proof": amounts.partial_proof,
    "vendor_content": shown.vendor_content,
    "landing_url": proof.landing_url,
    "sponsor_benefits": shown.sponsor_benefits,
    **{code: shown.showing(code) for code in sorted(SHOWN)},
    "plan_limit": caps.plan_limit,
    "deposit_and_final": expenses.deposit_and_final,
    "after_the_fact": dates.after_the_fact,
    "ledger_balance": caps.ledger_balance,
    "product_scope": shown.product_scope,
    "unlisted_activity": proof.unlisted_activity,
}
CLAIM_CHECKS: Mapping[str, Callable[[CaseFile, Claim], Outcome | None]] = {
    "metrics": metrics.metrics,
    "proof_note": proof.proof_note,
    "proof_of_payment": proof.proof_of_payment,
    "payment_profile": parties.payment_profile,
    "gross_claimed": amounts.gross_claimed,
    "per_head": caps.per_head,
    "share_exceeded": amounts.share_exceeded,
    "credit_not_deducted": amounts.credit_not_deducted,
    "exchange_gain": amounts.exchange_gain,
    "outside_usage": dates.outside_usage,
    "late_claim": dates.late_claim,
    "no_conversion": amounts.no_conversion,
    "country": parties.country,
    "metric_mismatch": metrics.metric_mismatch,
    "wrong_period": dates.wrong_period,
    "exactly_approved": amounts.exactly_approved,
    "implausible_metrics": metrics.implausible_metrics,
    "enrolment": parties.enrolment,
    "other_programme": shown.other_programme_claim,
}
DOCUMENT_CHECKS: Mapping[str, Callable[[CaseFile, Facts], Outcome | None]] = {
    "invoice_fields": documents.invoice_fields,
    "service_date": documents.service_date,
    "sending_date": documents.sending_date,
    "cost_certificate": shown.cost_certificate,
    "unreadable": documents.unreadable,
    "missing_pages": documents.missing_pages,
    "unread_language": documents.unread_language,
    "other_brands": shown.hiding("other_brands"),
    "shared_too_far": amounts.shared_too_far,
    "unrelated_lines": expenses.unrelated_lines,
    "invoice_outside_usage": dates.invoice_outside_usage,
    "paid_in_advance": dates.paid_in_advance,
    "future_invoice": dates.future_invoice,
    "other_customer": parties.other_customer,
    "expected_vendor": parties.expected_vendor,
    "activity_mismatch": shown.activity_mismatch,
    "arithmetic": documents.arithmetic,
    "amount_disagrees": amounts.amount_disagrees,
    "attendee_count": metrics.attendee_count,
    "event_date": dates.event_date,
    "expense_category": expenses.expense_category,
    "own_vendor": parties.own_vendor,
    "tax_id": documents.tax_id,
    "mail_header": dates.mail_header,
    "refused_kind": proof.refused_kind,
    "expense_code": expenses.expense_code,
    **{code: excluding(code) for code in sorted(EXCLUDING)},
    "competitor": shown.hiding("competitor"),
    "file_type": documents.file_type,
    "personal_data": documents.personal_data,
    "other_programme": shown.other_programme_document,
}
CLAIMS_TOGETHER: Mapping[str, Callable[[CaseFile], Iterator[tuple[str, Outcome]]]] = {
    "fund_balance": caps.fund_balance,
    "cap_exceeded": caps.caps_exceeded,
    "activity_twice": twins.activity_twice,
    "partner_outlier": outliers.partner_outlier,
    "self_certified": outliers.self_certified,
}
DOCUMENTS_TOGETHER: Mapping[str, Callable[[CaseFile], Iterator[tuple[str, Outcome]]]] = {
    "unit_price": outliers.unit_price,
    "handed_in_before": history.handed_in_before,
    "billed_before": history.billed_before,
    "lookalike_number": lambda case: chain(twins.lookalike_number(case), history.lookalike_before(case)),
    "other_partner": history.other_partner,
    "reused_picture": lambda case: chain(twins.reused_picture(case), history.picture_before(case)),
    "reused_list": lambda case: chain(twins.reused_list(case), history.list_before(case)),
    "resubmission": history.resubmission,
    "sequential_numbers": outliers.sequential_numbers,
    "bank_account": history.bank_account,
}
# Earlier versions of rules, for programmes that pin one: a run under them gives what it gave then.
EARLIER: Mapping[tuple[str, int], Callable[[CaseFile, Any], Outcome | None]] = {
    ("preapproval_id", 1): proof.preapproval_id_1,
    ("other_customer", 1): parties.other_customer_1,
    ("arithmetic", 1): documents.arithmetic_1,
}
