"""What a partner is told about a finding: what it is about, what to send or to put right.

Findings ask for a few things only, so each code has an ask, and each ask a text in each language. Signs of fraud and
matters of the programme's own have no ask: the partner is told nothing before a person has looked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from babel.numbers import format_currency

from matchers.model import Finding, Reconciliation
from matchers.phrasebook import ENGLISH, Phrasebook
from matchers.programme_model import Partner, Programme

# Which findings ask what; the last ones ask nothing of the partner.
_CODES_OF_ASK: Mapping[str, tuple[str, ...]] = {
    "send_invoice": (
        "missing_evidence",
        "partial_proof",
        "refused_kind",
    ),
    "claim_or_say": ("missing_claim",),
    "name_line": (
        "unplanned_claim",
        "country",
        "product_scope",
        "unlisted_activity",
    ),
    "lower_amount": (
        "excess_claim",
        "overclaimed",
        "fund_balance",
        "gross_claimed",
        "cap_exceeded",
        "per_head",
        "share_exceeded",
        "shared_too_far",
        "credit_not_deducted",
        "exchange_gain",
        "deposit_and_final",
    ),
    "show_dates": (
        "outside_window",
        "service_date",
        "sending_date",
        "outside_usage",
        "invoice_outside_usage",
        "after_the_fact",
        "paid_in_advance",
        "event_date",
    ),
    "right_document": (
        "wrong_campaign",
        "activity_mismatch",
    ),
    "another_document": (
        "duplicate_evidence",
        "handed_in_before",
        "billed_before",
        "lookalike_number",
        "activity_twice",
    ),
    "send_proof": (
        "proof_kinds",
        "vendor_content",
        "statement_of_work",
        "participant_costs",
        "course_code",
        "vendor_conference",
        "offer_terms",
        "proof_of_payment",
        "sponsor_benefits",
    ),
    "state_figures": ("metrics",),
    "preapproval": ("preapproval_id",),
    "add_note": ("proof_note",),
    "full_invoice": (
        "invoice_fields",
        "future_invoice",
        "other_customer",
        "arithmetic",
        "amount_disagrees",
    ),
    "show_address": ("landing_url",),
    "sign_certificate": ("cost_certificate",),
    "readable_copy": (
        "unreadable",
        "file_type",
    ),
    "all_pages": ("missing_pages",),
    "payment_profile": ("payment_profile",),
    "take_off": (
        "unrelated_lines",
        "alcohol",
        "expense_code",
        "agency_lines",
        "excluded_goods",
        "gifts",
        "fees_and_interest",
        "own_labour",
        "booth_labour",
        "hotel_extras",
    ),
    "raise_limit": ("plan_limit",),
    "late": (
        "late_claim",
        "wrong_period",
    ),
    "check_figures": (
        "metric_mismatch",
        "attendee_count",
    ),
    "enrolment": ("enrolment",),
    "other_programme": ("other_programme",),
    "": (
        "unread_language",
        "other_brands",
        "unit_price",
        "expected_vendor",
        "no_conversion",
        "expense_category",
        "ledger_balance",
        "other_partner",
        "reused_picture",
        "reused_list",
        "resubmission",
        "own_vendor",
        "tax_id",
        "sequential_numbers",
        "exactly_approved",
        "mail_header",
        "bank_account",
        "implausible_metrics",
        "partner_outlier",
        "self_certified",
        "competitor",
        "personal_data",
    ),
}
ASK_OF_CODE: Mapping[str, str] = {code: ask for ask, codes in _CODES_OF_ASK.items() for code in codes}
# Only of these is what was expected or found a list of things that the partner has names for.
_NAMING_EXPECTED = frozenset({"proof_kinds", "metrics"})
_NAMING_FOUND = frozenset({"invoice_fields"})


def compose(finding: Finding, language: str, phrasebooks: Mapping[str, Phrasebook] | None = None) -> Finding:
    """Return the finding with its message for the partner, in English where there is no phrasebook of the language.

    Findings that ask nothing of the partner keep an empty message; one that was filled in stays.
    """
    ask = ASK_OF_CODE.get(finding.code, "")
    if not ask or finding.partner_message:
        return finding
    book = (phrasebooks or {}).get(language, ENGLISH)
    subject = finding.document or finding.claim_id or finding.line_id
    sentences = [book.asks[ask], _needed(finding, book), _amount(finding, book)]
    about = book.about.format(subject=subject) if subject else ""
    return replace(finding, partner_message=about + " ".join(sentence for sentence in sentences if sentence))


def with_messages(
    reconciliation: Reconciliation, programme: Programme, phrasebooks: Mapping[str, Phrasebook]
) -> Reconciliation:
    """Return the reconciliation with its messages in the language of each partner.

    That is the plan line's language, else the one that the programme knows of the partner, else the programme's own.
    """
    partners = dict(_partners(programme))
    languages = {
        status.line.line_id: status.line.language or _language(partners.get(status.line.partner.casefold()))
        for status in reconciliation.lines
    }
    findings = tuple(
        _said(finding, languages.get(finding.line_id, "") or programme.language, phrasebooks)
        for finding in reconciliation.findings
    )
    return replace(reconciliation, findings=findings)


def _said(finding: Finding, language: str, phrasebooks: Mapping[str, Phrasebook]) -> Finding:
    silent = replace(finding, partner_message="")
    # A message of somebody's own words stays; the English one of ours is said again.
    if finding.partner_message and finding.partner_message != compose(silent, "en").partner_message:
        return finding
    return compose(silent, language, phrasebooks)


def _partners(programme: Programme) -> list[tuple[str, Partner]]:
    return [
        (alias.casefold(), partner)
        for name, partner in programme.partners.items()
        for alias in (*partner.aliases, name)
    ]


def _language(partner: Partner | None) -> str:
    return partner.language if partner else ""


def _needed(finding: Finding, book: Phrasebook) -> str:
    listed = finding.expected if finding.code in _NAMING_EXPECTED else ""
    listed = finding.found if finding.code in _NAMING_FOUND else listed
    things = dict.fromkeys(book.things[word] for word in re.findall(r"[a-z_]+", listed) if word in book.things)
    return book.needed.format(things=", ".join(things)) if things else ""


def _amount(finding: Finding, book: Phrasebook) -> str:
    if finding.at_risk is None or not finding.at_risk.amount:
        return ""
    return book.amount.format(
        amount=format_currency(finding.at_risk.amount, finding.at_risk.currency, locale=book.language)
    )
