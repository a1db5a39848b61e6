"""Each automated check on a good claim that one change spoils: it passes, fails, or cannot tell."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractors.model import LineItem, Money, Problem
from matchers.checks.catalogue import BY_CODE, EXCLUDING, RULES
from matchers.checks.deciding import (
    CLAIM_CHECKS,
    CLAIMS_TOGETHER,
    DOCUMENT_CHECKS,
    DOCUMENTS_TOGETHER,
    EARLIER,
    LINE_CHECKS,
)
from matchers.model import Severity
from tests.checks_batch import (
    CLAIM,
    INVOICE,
    LINE,
    BatchMade,
    Case,
    DocumentMade,
    check,
    claim,
    euros,
    proof,
    share,
    without,
)
from tests.checks_cases_history import HISTORY_CASES
from tests.checks_cases_programme import PROGRAMME_CASES

WINDOW = """
[windows.H1]
usage_start = 2026-01-01
usage_end = 2026-06-30
claims_open = 2026-02-16
claims_close = 2026-08-15
"""
RATE = '[[rates]]\nsource = "USD"\ntarget = "EUR"\nrate = 0.5\nday = 2026-01-01\n'
AD = "[activities.ad]\n"
CAP = '[caps.all]\namount = {}\ncurrency = "{}"\n'
WORDS = '[excluded]\n{} = ["forbidden"]\n'
AGENDA = {"document_date": "2026-03-05"}
LOCKED = Problem("password_protected", "It is locked", None, True)
TWO = (LINE, replace(LINE, line_id="L2"))
PAIR = [CLAIM, replace(CLAIM, claim_id="K2", line_id="L2", documents=("b",), poe_name="Other")]
SCAN: dict[str, DocumentMade] = {"a": {"fields": without("document_number"), "source": "ocr"}}
FOREIGN: dict[str, DocumentMade] = {"a": {"fields": INVOICE | {"currency": "USD"}}}
PIN: DocumentMade = {"kind": "photograph", "fields": {}, "finger": "0123456789abcdef"}
LIST: DocumentMade = {"kind": "attendee_list", "fields": {}, "text": "Ann Bob"}
OLD: dict[str, DocumentMade] = {"a": {"fields": {"document_date": "2025-01-01"}}}
MAILED: dict[str, DocumentMade] = {"a": {**LIST, "text": "a@b.se"}}
PARTIAL = 'checks.partial_proof = "info"\n'
PREAPPROVED = AD + "preapproval = true"
TWO_IDS = claim(preapproval_id="Q")
VENDOR = 'vendor_names = ["Widget"]\n' + AD + "vendor_content = true"
CROWNS = Money(Decimal(1000), "SEK")
DATELESS = {**without("document_date"), "currency": "USD"}
BAD_LINE = (LineItem("forbidden thing", amount=Decimal(5)),)
GOOD_LINE = (LineItem("printing", amount=Decimal(800)),)

CASES: list[Case] = [
    ("proof_kinds", "passed", {"documents": proof("photograph"), "line": {"expected_evidence": ("photograph",)}}),
    ("proof_kinds", "failed", {"line": {"expected_evidence": ("photograph",)}}),
    ("proof_kinds", "cannot_tell", {"documents": proof("other"), "line": {"expected_evidence": ("photograph",)}}),
    ("preapproval_id", "passed", {"rules": AD + "preapproval = true", "line": {"preapproval_id": "P1"}}),
    ("preapproval_id", "failed", {"rules": AD + "preapproval = true"}),
    ("partial_proof", "passed", {"rules": PARTIAL, "allocations": share(1000)}),
    ("partial_proof", "failed", {"rules": PARTIAL, "allocations": share(900)}),
    (
        "partial_proof",
        "cannot_tell",
        {"rules": PARTIAL, "allocations": share(9), "line": {"approved": Money(Decimal(9), "SEK")}},
    ),
    ("invoice_fields", "passed", {}),
    ("invoice_fields", "failed", {"documents": {"a": {"fields": without("document_number", "vendor")}}}),
    ("invoice_fields", "cannot_tell", {"documents": {"a": {"fields": without("vendor")}}}),
    ("invoice_fields", "cannot_tell", {"documents": SCAN}),
    ("service_date", "passed", {"rules": 'checks.service_date = "info"'}),
    (
        "service_date",
        "failed",
        {"rules": 'checks.service_date = "info"', "documents": {"a": {"fields": without("activity_start")}}},
    ),
    (
        "service_date",
        "cannot_tell",
        {"rules": 'checks.service_date = "info"', "documents": {"a": {"fields": {}, "source": "ocr"}}},
    ),
    (
        "vendor_content",
        "passed",
        {
            "documents": proof("report", text="Try Widget now"),
            "rules": 'vendor_names = ["Widget"]\n' + AD + "vendor_content = true",
        },
    ),
    (
        "vendor_content",
        "cannot_tell",
        {"documents": proof("photograph"), "rules": 'vendor_names = ["Widget"]\n' + AD + "vendor_content = true"},
    ),
    ("landing_url", "passed", {"documents": proof("report", text="www.acme.se"), "rules": AD + "landing_url = true"}),
    ("landing_url", "failed", {"documents": proof("report"), "rules": AD + "landing_url = true"}),
    (
        "landing_url",
        "cannot_tell",
        {
            "documents": {"a": {}, "b": {"kind": "report", "fields": {}, "problems": (LOCKED,)}},
            "rules": AD + "landing_url = true",
        },
    ),
    ("sending_date", "passed", {"documents": proof("email", AGENDA)}),
    ("sending_date", "failed", {"documents": proof("email")}),
    ("proof_of_payment", "passed", {"documents": proof("receipt"), "rules": "proof_of_payment = true"}),
    ("proof_of_payment", "failed", {"rules": "proof_of_payment = true"}),
    ("proof_of_payment", "cannot_tell", {"rules": "proof_of_payment = true", "claims": claim(documents=("gone",))}),
    ("unreadable", "passed", {}),
    ("unreadable", "failed", {"documents": {"a": {"problems": (LOCKED,)}}}),
    ("missing_pages", "passed", {"documents": {"a": {"text": "Page 1 of 1"}}}),
    ("missing_pages", "failed", {"documents": {"a": {"text": "Sida 1 av 3"}}}),
    ("unread_language", "failed", {"documents": {"a": {"problems": (Problem("language_pack_missing", "No fin"),)}}}),
    ("gross_claimed", "passed", {"rules": 'tax_basis = "net"', "claims": claim(claimed=euros(800))}),
    ("gross_claimed", "failed", {"rules": 'tax_basis = "net"'}),
    (
        "gross_claimed",
        "cannot_tell",
        {"rules": 'tax_basis = "net"', "documents": {"a": {"fields": without("net_amount")}}},
    ),
    ("cap_exceeded", "passed", {"rules": CAP.format(1000, "EUR")}),
    ("cap_exceeded", "failed", {"rules": CAP.format(900, "EUR")}),
    ("cap_exceeded", "cannot_tell", {"rules": CAP.format(900, "USD")}),
    ("share_exceeded", "passed", {"rules": "reimbursement = 0.5", "claims": claim(claimed=euros(500))}),
    ("share_exceeded", "failed", {"rules": "reimbursement = 0.5"}),
    (
        "share_exceeded",
        "cannot_tell",
        {"rules": "reimbursement = 0.5", "documents": {"a": {"fields": without("total_amount")}}},
    ),
    ("shared_too_far", "failed", {"claims": [CLAIM, replace(CLAIM, claim_id="K2")]}),
    (
        "shared_too_far",
        "passed",
        {"claims": [replace(CLAIM, claim_id=i, claimed=euros(9)) for i in "xy"]},
    ),
    ("shared_too_far", "cannot_tell", {"claims": [CLAIM, replace(CLAIM, claim_id="K2", documents=("a", "b"))]}),
    (
        "credit_not_deducted",
        "passed",
        {
            "documents": proof("credit_note", INVOICE),
            "claims": claim(claimed=euros(0), documents=("a", "b")),
        },
    ),
    ("credit_not_deducted", "failed", {"documents": proof("credit_note", INVOICE)}),
    ("credit_not_deducted", "cannot_tell", {"documents": proof("credit_note")}),
    (
        "exchange_gain",
        "passed",
        {"documents": FOREIGN, "rules": RATE, "claims": claim(claimed=euros(505))},
    ),
    ("exchange_gain", "failed", {"documents": FOREIGN, "rules": RATE}),
    ("exchange_gain", "cannot_tell", {"documents": FOREIGN}),
    ("no_conversion", "passed", {"documents": FOREIGN, "rules": RATE}),
    ("no_conversion", "failed", {"documents": FOREIGN}),
    ("outside_usage", "passed", {"rules": WINDOW}),
    ("outside_usage", "failed", {"rules": WINDOW, "claims": claim(poe_date=date(2026, 7, 1))}),
    ("outside_usage", "cannot_tell", {"rules": WINDOW, "claims": claim(poe_date=None)}),
    ("invoice_outside_usage", "passed", {"rules": WINDOW, "documents": {"a": {"fields": without("activity_start")}}}),
    (
        "invoice_outside_usage",
        "failed",
        {"rules": WINDOW, "documents": OLD},
    ),
    ("invoice_outside_usage", "cannot_tell", {"rules": WINDOW, "documents": {"a": {"fields": {}}}}),
    ("late_claim", "passed", {"rules": WINDOW, "claims": claim(submitted=date(2026, 8, 15))}),
    ("late_claim", "failed", {"rules": WINDOW, "claims": claim(submitted=date(2026, 8, 16))}),
    ("late_claim", "failed", {"rules": "claim_days_after_end = 0"}),
    ("late_claim", "cannot_tell", {"rules": WINDOW, "claims": claim(submitted=None)}),
    ("paid_in_advance", "passed", {}),
    ("paid_in_advance", "failed", {"documents": {"a": {"fields": INVOICE | {"activity_start": "2027-03-01"}}}}),
    ("paid_in_advance", "cannot_tell", {"documents": {"a": {"fields": without("activity_start")}}}),
    ("future_invoice", "passed", {}),
    ("future_invoice", "failed", {"documents": {"a": {"fields": INVOICE | {"document_date": "2026-04-02"}}}}),
    ("future_invoice", "cannot_tell", {"documents": {"a": {"fields": without("document_date")}}}),
    ("other_customer", "passed", {"documents": {"a": {"fields": INVOICE | {"bill_to": "ACME Partner"}}}}),
    ("other_customer", "failed", {"documents": {"a": {"fields": INVOICE | {"bill_to": "Somebody Else Inc"}}}}),
    ("other_customer", "cannot_tell", {"documents": {"a": {"fields": without("bill_to")}}}),
    ("arithmetic", "passed", {}),
    ("arithmetic", "failed", {"documents": {"a": {"fields": INVOICE | {"total_amount": "1001.00"}}}}),
    ("arithmetic", "cannot_tell", {"documents": {"a": {"fields": without("total_amount")}}}),
    (
        "arithmetic",
        "cannot_tell",
        {"documents": {"a": {"fields": INVOICE | {"tax_amount": "7.00"}, "confidence": 0.6}}},
    ),
    ("event_date", "passed", {"documents": proof("agenda", AGENDA)}),
    ("event_date", "failed", {"documents": proof("agenda", {"document_date": "2026-03-09"})}),
    ("event_date", "cannot_tell", {"documents": proof("agenda")}),
    ("wrong_period", "passed", {"rules": WINDOW}),
    ("wrong_period", "failed", {"rules": WINDOW, "claims": claim(submitted=date(2026, 2, 15))}),
    ("wrong_period", "cannot_tell", {"rules": WINDOW, "claims": claim(submitted=None)}),
    ("lookalike_number", "failed", {"documents": {"a": {}, "b": {"fields": INVOICE | {"document_number": "I0O1"}}}}),
    ("reused_picture", "failed", {"documents": {"a": PIN, "b": PIN}, "lines": TWO, "claims": PAIR}),
    ("reused_picture", "passed", {"documents": {"a": PIN, "b": PIN}}),
    ("reused_list", "failed", {"documents": {"a": LIST, "b": LIST}, "lines": TWO, "claims": PAIR}),
    ("reused_list", "passed", {"documents": {"a": LIST, "b": LIST}}),
    ("activity_twice", "failed", {"lines": TWO, "claims": [CLAIM, replace(CLAIM, claim_id="K2", line_id="L2")]}),
    ("own_vendor", "passed", {}),
    ("own_vendor", "failed", {"documents": {"a": {"fields": INVOICE | {"vendor": "ACME Partner AB"}}}}),
    ("own_vendor", "cannot_tell", {"documents": {"a": {"fields": without("vendor")}}}),
    ("tax_id", "passed", {"documents": {"a": {"fields": INVOICE | {"tax_id": "DE136695976"}}}}),
    ("tax_id", "failed", {"documents": {"a": {"fields": INVOICE | {"tax_id": "DE136695977"}}}}),
    ("tax_id", "cannot_tell", {"documents": {"a": {"fields": INVOICE | {"tax_id": "12-34"}}}}),
    (
        "sequential_numbers",
        "failed",
        {"documents": {name: {"fields": INVOICE | {"document_number": f"10{name}"}} for name in "123"}},
    ),
    ("exactly_approved", "failed", {"rules": 'checks.exactly_approved = "info"'}),
    (
        "exactly_approved",
        "passed",
        {"rules": 'checks.exactly_approved = "info"', "claims": claim(claimed=euros(9))},
    ),
    ("refused_kind", "failed", {"documents": {"a": {"kind": "quote"}}}),
    ("refused_kind", "passed", {"documents": proof("quote")}),
    ("unlisted_activity", "passed", {"rules": "closed_activities = true\n" + AD}),
    ("unlisted_activity", "failed", {"rules": "closed_activities = true"}),
    ("unlisted_activity", "cannot_tell", {"rules": "closed_activities = true", "line": {"activity_type": ""}}),
    ("file_type", "passed", {"rules": 'accepted_media_types = ["application/pdf"]'}),
    ("file_type", "failed", {"rules": 'accepted_media_types = ["image/png"]'}),
    (
        "personal_data",
        "failed",
        {"rules": 'checks.personal_data = "info"', "documents": MAILED},
    ),
    ("personal_data", "passed", {"rules": 'checks.personal_data = "info"', "documents": {"a": LIST}}),
    *PROGRAMME_CASES,
    *HISTORY_CASES,
    ("preapproval_id", "cannot_tell", {"rules": PREAPPROVED, "line": {"preapproval_id": "P"}, "claims": TWO_IDS}),
    ("preapproval_id", "passed", {"rules": PREAPPROVED, "claims": claim(preapproval_id="P1")}),
    ("vendor_content", "failed", {"documents": proof("report"), "rules": VENDOR}),
    ("sending_date", "cannot_tell", {"documents": {"a": {"kind": "email", "fields": {}, "source": "ocr"}}}),
    ("unreadable", "cannot_tell", {"documents": {"a": {"problems": (Problem("einvoice_value", "Odd"),)}}}),
    ("missing_pages", "cannot_tell", {"documents": {"a": {"text": "Page 1 of 1 Page 1 of 2"}}}),
    ("unread_language", "passed", {}),
    ("unread_language", "cannot_tell", {"documents": {"a": {"problems": (LOCKED,), "language": None}}}),
    ("no_conversion", "cannot_tell", {"documents": {"a": {"fields": DATELESS}}}),
    ("exactly_approved", "cannot_tell", {"rules": 'checks.exactly_approved = "info"', "line": {"approved": CROWNS}}),
    (
        "refused_kind",
        "cannot_tell",
        {"documents": {"a": {"kind": "quote"}, "b": {"problems": (LOCKED,), "kind": "other"}}},
    ),
    (
        "file_type",
        "cannot_tell",
        {"rules": 'accepted_media_types = ["image/png"]', "documents": {"a": {"media": "application/octet-stream"}}},
    ),
    (
        "personal_data",
        "cannot_tell",
        {"rules": 'checks.personal_data = "info"', "documents": {"a": {**LIST, "source": "ocr"}}},
    ),
]
for excluded in sorted(EXCLUDING):
    CASES += [
        (excluded, "passed", {"rules": WORDS.format(excluded), "documents": {"a": {"items": GOOD_LINE}}}),
        (excluded, "failed", {"rules": WORDS.format(excluded), "documents": {"a": {"items": BAD_LINE}}}),
        (excluded, "cannot_tell", {"rules": WORDS.format(excluded)}),
    ]


@pytest.mark.parametrize(("code", "answer", "made"), CASES)
def test_a_check_answers(code: str, answer: str, made: BatchMade) -> None:
    report = check(made)
    rule = BY_CODE[code].rule
    assert answer in {result.answer.value for result in report.results if result.rule == rule}
    assert any(finding.code == code for finding in report.findings) is (answer == "failed")


@pytest.mark.parametrize("code", sorted(rule.code for rule in RULES if rule.setting))
def test_every_automated_check_has_a_case_of_each_answer(code: str) -> None:
    assert {answer for each, answer, _ in CASES if each == code} == {"passed", "failed", "cannot_tell"}


def test_every_number_is_a_check_or_says_why_not() -> None:
    decided = {*LINE_CHECKS, *CLAIM_CHECKS, *DOCUMENT_CHECKS, *CLAIMS_TOGETHER, *DOCUMENTS_TOGETHER}
    assert [rule.number for rule in RULES] == list(range(1, 104))
    assert decided == {rule.code for rule in RULES if rule.setting}
    assert all(rule.setting or rule.found_by or rule.reason for rule in RULES)


def test_an_ordinary_good_claim_raises_nothing() -> None:
    report = check({"documents": proof("photograph"), "allocations": share(1000)})
    assert report.findings == ()
    assert report.results


def test_what_was_never_read_passes_nothing() -> None:
    report = check({"claims": claim(documents=("gone",)), "line": {"expected_evidence": ("photograph",)}})
    assert [each.answer for each in report.results if each.subject == "L1"] == ["cannot_tell"]


def test_the_order_of_the_batch_changes_nothing() -> None:
    claims = [replace(CLAIM, claim_id=f"K{number}") for number in range(9)]
    shuffled = random.Random(1).sample(claims, 9)
    rules = CAP.format(2500, "EUR")
    assert check({"rules": rules, "claims": claims}) == check({"rules": rules, "claims": shuffled})


VERSIONS = [
    ("preapproval_id", {"rules": PREAPPROVED, "claims": claim(preapproval_id="P1")}),
    (
        "other_customer",
        {
            "rules": 'partners."Acme Partner AB".aliases = ["Nordic Cloud"]',
            "documents": {"a": {"fields": {**INVOICE, "bill_to": "Nordic Cloud"}}},
        },
    ),
    (
        "arithmetic",
        {"rules": "", "documents": {"a": {"fields": {**INVOICE, "tax_amount": "7.00"}, "confidence": 0.6}}},
    ),
]


@pytest.mark.parametrize(("code", "made"), VERSIONS)
def test_a_run_under_an_earlier_version_of_a_rule_gives_the_earlier_result(code: str, made: BatchMade) -> None:
    newest, earlier = check(made), check({**made, "rules": f"rule_versions.{code} = 1\n{made['rules']}"})
    number = BY_CODE[code].number
    assert not [finding for finding in newest.findings if finding.code == code]
    assert [finding.rule for finding in earlier.findings if finding.code == code] == [f"C{number}@1"]
    assert {result.rule for result in newest.results if result.rule.startswith(f"C{number}@")} == {f"C{number}@2"}


def test_every_earlier_version_of_a_rule_is_kept() -> None:
    earlier = {(rule.code, version) for rule in RULES if rule.setting for version in range(1, rule.version)}
    assert EARLIER.keys() == earlier


def test_a_documented_check_blocks_where_the_programme_says_so() -> None:
    report = check({"rules": 'checks.late_claim = "block"\nclaim_days_after_end = 0'})
    finding = next(each for each in report.findings if each.code == "late_claim")
    assert (finding.severity, finding.claim_id, finding.line_id) == (Severity.BLOCK, "K1", "L1")
