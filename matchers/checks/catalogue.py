"""All 102 numbered checks of the domain: how each is decided, or which data it would need.

`found by` rows belong to findings that reconciling raises itself. Settings are those of a programme that sets none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Provenance(StrEnum):
    """Where a rule comes from; only documented ones (in the vendor's own documents) may block."""

    DOCUMENTED = "documented"
    PEER = "peer"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered check. `reason` says which data a check that is not automated would need, else it is empty.

    `setting` is what a failure does by default: off, info or review. `found_by` names the finding of the reconciliation
    that covers the rule, where it is not a check of its own.
    """

    number: int
    code: str
    provenance: Provenance
    title: str
    setting: str = ""
    found_by: str = ""
    reason: str = ""
    version: int = 1

    @property
    def rule(self) -> str:
        """Return what findings cite, such as "C55@1"."""
        return f"C{self.number}@{self.version}"


D, P, I = Provenance.DOCUMENTED, Provenance.PEER, Provenance.INFERRED  # noqa: E741 - the domain's own tags

_CHECKS = (
    (2, "proof_kinds", D, "the kinds of proof that the activity needs are there", "review"),
    (4, "preapproval_id", D, "an activity that needs pre-approval has its ID", "review"),
    (7, "partial_proof", D, "the whole approved amount is proven", "off"),
    (9, "invoice_fields", I, "an invoice prints number, date, issuer, customer, amount and description", "info"),
    (10, "service_date", I, "an invoice says when the service was given", "off"),
    (11, "vendor_content", D, "the proof shows the vendor's content", "review"),
    (12, "landing_url", D, "the proof shows the landing page's address", "review"),
    (13, "sending_date", D, "an e-mail shown as proof prints its date", "info"),
    (20, "proof_of_payment", P, "a proof of payment is there where the programme asks for it", "review"),
    (22, "unreadable", I, "every page can be read", "review"),
    (23, "missing_pages", I, "all the pages that the document counts are there", "review"),
    (25, "unread_language", I, "the language of the document can be read here", "review"),
    (29, "gross_claimed", I, "the claim is for the amount before tax", "review"),
    (30, "cap_exceeded", D, "the activity's cap per partner and period is kept", "review"),
    (32, "share_exceeded", P, "the claim keeps to the share that is reimbursed", "review"),
    (34, "shared_too_far", I, "claims that share a document stay within its amount", "review"),
    (35, "credit_not_deducted", P, "credit notes are deducted", "review"),
    (37, "exchange_gain", D, "the claim was converted at the programme's rate", "review"),
    (42, "outside_usage", D, "the activity lies in the usage period", "review"),
    (43, "invoice_outside_usage", I, "the invoice is dated in the usage period or its grace", "review"),
    (45, "late_claim", D, "the claim came before the window closed", "review"),
    (46, "paid_in_advance", P, "the invoice was not written long before the service", "info"),
    (47, "future_invoice", I, "the invoice is not dated after its claim or in the future", "review"),
    (49, "other_customer", P, "the invoice is billed to the claiming partner", "info"),
    (51, "no_conversion", D, "amounts in other currencies have a rate on record", "info"),
    (55, "arithmetic", I, "lines add up to net, net and tax to the total", "review"),
    (59, "event_date", D, "the event's agenda has the claimed date", "review"),
    (62, "wrong_period", D, "the claim's period was open when it was submitted", "review"),
    (66, "lookalike_number", I, "no other invoice has the same content and a number that looks alike", "review"),
    (68, "reused_picture", I, "no picture proves two plan lines", "review"),
    (69, "activity_twice", P, "no activity is claimed on two plan lines", "review"),
    (70, "reused_list", I, "no attendee list or report proves two plan lines", "review"),
    (74, "own_vendor", I, "the vendor is not the partner itself", "review"),
    (75, "tax_id", I, "tax IDs have the right check digits", "info"),
    (78, "sequential_numbers", I, "the vendor has other customers than this partner", "info"),
    (79, "exactly_approved", I, "the claim is not exactly the approved amount", "off"),
    (87, "refused_kind", P, "no money is claimed on quotes, pro formas and the like", "review"),
    (88, "alcohol", D, "no alcohol among the invoice's lines", "review"),
    (90, "agency_lines", P, "no commission, artwork or production where only media is paid", "review"),
    (91, "excluded_goods", P, "none of the programme's excluded goods", "review"),
    (93, "fees_and_interest", I, "no interest, late, bank or exchange fees", "review"),
    (95, "booth_labour", P, "no freight, drayage or labour for booths", "review"),
    (96, "hotel_extras", D, "of hotels the room rate only", "review"),
    (99, "unlisted_activity", D, "the activity type is on the programme's list", "review"),
    (101, "file_type", P, "the file's type is one that the programme accepts", "review"),
    (102, "personal_data", I, "attendee lists hold no addresses of persons", "off"),
)

_FOUND_BY = (
    (1, "missing_evidence", D, "every claim has a cost document"),
    (5, "unplanned_claim", D, "everything claimed was planned"),
    (6, "missing_claim", I, "every approved activity that has ended was claimed"),
    (26, "excess_claim", D, "claims on a line stay within the approved amount"),
    (27, "overclaimed", P, "a claim stays within what its documents prove"),
    (41, "outside_window", D, "the activity lies in the campaign's dates"),
    (48, "outside_window", D, "the evidence is dated in the campaign's dates"),
    (52, "wrong_campaign", I, "the evidence names the planned campaign"),
    (64, "duplicate_evidence", I, "no file is handed in twice"),
    (65, "duplicate_evidence", D, "no invoice is handed in twice"),
    (67, "duplicate_evidence", P, "no invoice is handed in by two partners"),
    (71, "duplicate_evidence", I, "copies, corrections and reminders count once"),
)

_NOT_AUTOMATED = (
    (3, "metrics", D, "claims carry no metrics; needs the claim form's reach, calls, registrations"),
    (8, "proof_note", D, "submissions carry no explanatory note; needs the portal's export of notes"),
    (14, "statement_of_work", D, "statements of work are not told from other texts; needs a kind for them"),
    (15, "participant_costs", D, "costs per participant are not read from lists; needs a table with both"),
    (16, "course_code", D, "course and exam codes are not read; needs the vendor's list of codes"),
    (17, "vendor_conference", D, "hosts and itineraries are not read; needs the vendor's list of its conferences"),
    (18, "cost_certificate", I, "certification reports are not told from other texts; needs the programme's form"),
    (19, "offer_terms", D, "offers and their terms are not told from other texts; needs a kind for them"),
    (21, "sponsor_benefits", P, "benefits of a contract are not read; needs a list of the benefits agreed on"),
    (24, "payment_profile", D, "needs the state of bank and tax profiles from the portal"),
    (28, "fund_balance", D, "needs the fund's ledger: earned, claimed and remaining by period"),
    (31, "per_head", D, "needs the number of persons by claim"),
    (33, "other_brands", P, "needs the other brands in pictures to be recognised, and the agreed shares"),
    (36, "unrelated_lines", P, "needs expense codes on invoice lines and which of them the activity covers"),
    (38, "unit_price", I, "needs past prices by vendor, activity and country"),
    (39, "plan_limit", D, "needs earnings by plan"),
    (40, "deposit_and_final", I, "deposit invoices are not told from final ones; needs their type codes"),
    (44, "after_the_fact", P, "needs the day on which the plan or the activity was approved"),
    (50, "expected_vendor", I, "plan lines name no expected vendor"),
    (53, "activity_mismatch", I, "kinds of document do not tell activity types apart; needs a classifier of artifacts"),
    (54, "country", D, "places of activities are not read from documents"),
    (56, "amount_in_words", I, "amounts in words are not read"),
    (57, "metric_mismatch", I, "claims carry no metrics to compare with reports"),
    (58, "attendee_count", I, "claims carry no number of guests to compare with lists"),
    (60, "expense_category", P, "claims carry no expense category"),
    (61, "expense_change", P, "needs expense types by receipt, and mails that confirm a change"),
    (63, "ledger_balance", D, "needs the fund's ledger"),
    (72, "paid_elsewhere", I, "needs payments of other incentives"),
    (73, "resubmission", D, "needs the rejected claims of the past"),
    (76, "edited_document", I, "a document's producer and revisions are not kept when it is read"),
    (77, "handwriting", P, "needs handwriting to be recognised in pages"),
    (80, "picture_origin", I, "needs image look-ups and EXIF data; the program works offline"),
    (81, "dead_page", I, "needs the network; the program works offline"),
    (82, "mail_header", I, "mail headers beyond sender, subject and date are not kept"),
    (83, "bank_account", I, "bank accounts are not read; needs a history by vendor"),
    (84, "implausible_metrics", I, "metrics are not read"),
    (85, "partner_outlier", I, "needs the history of a partner's claims and decisions"),
    (86, "self_certified", I, "certification reports are not told from other texts"),
    (89, "expense_code", D, "needs expense codes on invoice lines"),
    (92, "gifts", P, "needs values of gifts by person"),
    (94, "own_labour", D, "needs certification reports, and labour told from other lines"),
    (97, "competitor", D, "needs competitors' brands to be recognised"),
    (98, "product_scope", D, "needs the products in scope, and products on claims"),
    (100, "enrolment", D, "needs the partner's enrolment at the time"),
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *(Rule(number, code, tag, title, setting=setting) for number, code, tag, title, setting in _CHECKS),
            *(Rule(number, code, tag, title, found_by=code) for number, code, tag, title in _FOUND_BY),
            *(Rule(number, code, tag, "", reason=reason) for number, code, tag, reason in _NOT_AUTOMATED),
        ),
        key=lambda rule: rule.number,
    )
)

BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in reversed(RULES) if not rule.found_by}
