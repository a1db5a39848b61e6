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
    (3, "metrics", D, "the claim states the figures that the activity needs", "review"),
    (4, "preapproval_id", D, "an activity that needs pre-approval has its ID", "review"),
    (7, "partial_proof", D, "the whole approved amount is proven", "off"),
    (8, "proof_note", D, "a claim that brings proof has a note that explains it", "off"),
    (9, "invoice_fields", I, "an invoice prints number, date, issuer, customer, amount and description", "info"),
    (10, "service_date", I, "an invoice says when the service was given", "off"),
    (11, "vendor_content", D, "the proof shows the vendor's content", "review"),
    (12, "landing_url", D, "the proof shows the landing page's address", "review"),
    (13, "sending_date", D, "an e-mail shown as proof prints its date", "info"),
    (14, "statement_of_work", D, "a statement of work is there where the activity needs one", "review"),
    (15, "participant_costs", D, "the costs by participant are listed", "review"),
    (16, "course_code", D, "the code of the course or exam is shown", "review"),
    (17, "vendor_conference", D, "the conference is one of the vendor's", "review"),
    (18, "cost_certificate", I, "a certificate of own costs names who certifies it", "review"),
    (19, "offer_terms", D, "an offer is shown with its terms", "review"),
    (20, "proof_of_payment", P, "a proof of payment is there where the programme asks for it", "review"),
    (21, "sponsor_benefits", P, "each benefit that the plan expects is named in the proof", "off"),
    (22, "unreadable", I, "every page can be read", "review"),
    (23, "missing_pages", I, "all the pages that the document counts are there", "review"),
    (24, "payment_profile", D, "the partner's payment profile is complete", "info"),
    (25, "unread_language", I, "the language of the document can be read here", "review"),
    (28, "fund_balance", D, "the partner's claims stay within what is left of its fund", "review"),
    (29, "gross_claimed", I, "the claim is for the amount before tax", "review"),
    (30, "cap_exceeded", D, "the activity's cap per partner and period is kept", "review"),
    (31, "per_head", D, "the cap for each person and the number of persons are kept", "review"),
    (32, "share_exceeded", P, "the claim keeps to the share that is reimbursed", "review"),
    (33, "other_brands", P, "no other brands are shown that would have to bear a share", "review"),
    (34, "shared_too_far", I, "claims that share a document stay within its amount", "review"),
    (35, "credit_not_deducted", P, "credit notes are deducted", "review"),
    (36, "unrelated_lines", P, "no line of the invoice names another planned campaign", "review"),
    (37, "exchange_gain", D, "the claim was converted at the programme's rate", "review"),
    (38, "unit_price", I, "a vendor's unit price is not far above what it charges for the same elsewhere", "off"),
    (39, "plan_limit", D, "the plan's limit is not below what the partner earned", "info"),
    (40, "deposit_and_final", I, "a deposit is not claimed beside the final invoice", "review"),
    (42, "outside_usage", D, "the activity lies in the usage period", "review"),
    (43, "invoice_outside_usage", I, "the invoice is dated in the usage period or its grace", "review"),
    (44, "after_the_fact", P, "the activity started after its approval", "review"),
    (45, "late_claim", D, "the claim came before the window closed", "review"),
    (46, "paid_in_advance", P, "the invoice was not written long before the service", "info"),
    (47, "future_invoice", I, "the invoice is not dated after its claim or in the future", "review"),
    (49, "other_customer", P, "the invoice is billed to the claiming partner", "info"),
    (50, "expected_vendor", I, "the invoice comes from the planned vendor", "info"),
    (51, "no_conversion", D, "amounts in other currencies have a rate on record", "info"),
    (53, "activity_mismatch", I, "the proof does not speak of another type of activity only", "info"),
    (54, "country", D, "the claim is for one of the activity's countries", "review"),
    (55, "arithmetic", I, "lines add up to net, net and tax to the total", "review"),
    (56, "amount_disagrees", I, "the data inside the invoice and its page state the same", "review"),
    (57, "metric_mismatch", I, "the claim's figures are those of its reports", "info"),
    (58, "attendee_count", I, "the attendee list has as many persons as the claim states", "info"),
    (59, "event_date", D, "the event's agenda has the claimed date", "review"),
    (60, "expense_category", P, "the invoice's lines are of the claimed category", "info"),
    (62, "wrong_period", D, "the claim's period was open when it was submitted", "review"),
    (63, "ledger_balance", D, "what the fund says is claimed and left is what was earned", "review"),
    (64, "handed_in_before", I, "no file was handed in in an earlier batch", "review"),
    (65, "billed_before", D, "no invoice was handed in in an earlier batch", "review"),
    (66, "lookalike_number", I, "no other invoice has the same content and a number that looks alike", "review"),
    (67, "other_partner", P, "no invoice was handed in by another partner before", "review"),
    (68, "reused_picture", I, "no picture proves two plan lines", "review"),
    (69, "activity_twice", P, "no activity is claimed on two plan lines", "review"),
    (70, "reused_list", I, "no attendee list or report proves two plan lines", "review"),
    (73, "resubmission", D, "no document of a claim comes from one that was refused", "info"),
    (74, "own_vendor", I, "the vendor is not the partner itself", "review"),
    (75, "tax_id", I, "tax IDs have the right check digits", "info"),
    (78, "sequential_numbers", I, "the vendor has other customers than this partner", "info"),
    (79, "exactly_approved", I, "the claim is not exactly the approved amount", "off"),
    (82, "mail_header", I, "an e-mail shown as proof was not sent after the claim", "info"),
    (83, "bank_account", I, "the vendor's bank account is the one on its other invoices", "info"),
    (84, "implausible_metrics", I, "the claim's figures are plausible together", "info"),
    (85, "partner_outlier", I, "the partner's claims do not crowd the last days of the window", "off"),
    (86, "self_certified", I, "the partner certifies few of its claims itself", "info"),
    (87, "refused_kind", P, "no money is claimed on quotes, pro formas and the like", "review"),
    (88, "alcohol", D, "no alcohol among the invoice's lines", "review"),
    (89, "expense_code", D, "the invoice's lines are expenses that the activity covers", "review"),
    (90, "agency_lines", P, "no commission, artwork or production where only media is paid", "review"),
    (91, "excluded_goods", P, "none of the programme's excluded goods", "review"),
    (92, "gifts", P, "no large gifts and nothing like cash", "review"),
    (93, "fees_and_interest", I, "no interest, late, bank or exchange fees", "review"),
    (94, "own_labour", D, "no salaries or overhead among a vendor's lines", "review"),
    (95, "booth_labour", P, "no freight, drayage or labour for booths", "review"),
    (96, "hotel_extras", D, "of hotels the room rate only", "review"),
    (97, "competitor", D, "no competitor is named in the proof", "review"),
    (98, "product_scope", D, "programme and products are in scope", "review"),
    (99, "unlisted_activity", D, "the activity type is on the programme's list", "review"),
    (100, "enrolment", D, "the partner was enrolled when the activity took place", "review"),
    (101, "file_type", P, "the file's type is one that the programme accepts", "review"),
    (102, "personal_data", I, "attendee lists hold no addresses of persons", "off"),
    # Not of the domain's list: its scope (1.1) leaves these claims to their own rules.
    (103, "other_programme", D, "the claim does not belong to another incentive", "review"),
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
    (71, "duplicate_evidence", I, "copies, corrections and reminders count once"),
)
# Within a batch these are found as duplicate evidence; the checks of the same numbers look at earlier batches.
_ALSO_FOUND_BY = {64: "duplicate_evidence", 65: "duplicate_evidence", 67: "duplicate_evidence"}

_NOT_AUTOMATED = (
    (61, "expense_change", P, "needs expense types by receipt, and mails that confirm a change"),
    (72, "paid_elsewhere", I, "needs payments of other incentives"),
    (76, "edited_document", I, "a document's producer and revisions are not kept when it is read"),
    (77, "handwriting", P, "needs handwriting to be recognised in pages"),
    (80, "picture_origin", I, "needs image look-ups and EXIF data; the program works offline"),
    (81, "dead_page", I, "needs the network; the program works offline"),
)

# A rule's version counts up when its answers can change on the same data; earlier ones stay in the registry.
_VERSIONS = {"preapproval_id": 2, "other_customer": 2, "arithmetic": 2}

# The checks that look for a programme's own words: among an invoice's lines, in the proof of an activity.
EXCLUDING = frozenset(
    {"alcohol", "agency_lines", "excluded_goods", "gifts", "fees_and_interest", "own_labour", "booth_labour"}
    | {"hotel_extras"}
)
SHOWN = frozenset({"statement_of_work", "participant_costs", "course_code", "vendor_conference", "offer_terms"})

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *(
                Rule(number, code, tag, title, setting, _ALSO_FOUND_BY.get(number, ""), "", _VERSIONS.get(code, 1))
                for number, code, tag, title, setting in _CHECKS
            ),
            *(Rule(number, code, tag, title, found_by=code) for number, code, tag, title in _FOUND_BY),
            *(Rule(number, code, tag, "", reason=reason) for number, code, tag, reason in _NOT_AUTOMATED),
        ),
        key=lambda rule: rule.number,
    )
)

BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES if rule.setting or rule.reason}
