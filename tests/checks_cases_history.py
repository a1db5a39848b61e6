"""Cases of checks that compare a document with earlier ones, and claims or invoices with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from extractors.model import LineItem
from matchers.model import Claim, PastDocument
from tests.checks_batch import CLAIM, INVOICE, LINE, BatchMade, Case, DocumentMade, claim, euros

OURS = "GB29NWBK60161331926819"
THEIRS = "DE89370400440532013000"
FINGER = "0123456789abcdef"
PAST = PastDocument("B1", "old.pdf", "old", "K0", "L0", "Acme Partner AB", "test", "Print House Ltd", "", "1001")
PAST = replace(PAST, total=euros(1000), day=date(2026, 3, 20), fingerprints=(FINGER,))
PICTURE: DocumentMade = {"kind": "photograph", "fields": {}, "finger": FINGER}
LIST: DocumentMade = {"kind": "attendee_list", "fields": {}, "text": "Ann Bob", "sha": "x"}
WINDOW = """
checks.partner_outlier = "info"
[windows.H1]
usage_start = 2026-01-01
usage_end = 2026-06-30
claims_open = 2026-02-16
claims_close = 2026-08-15
"""
CERTIFIED = 'words.cost_certificate = ["certificate of costs"]'


def past(documents: Mapping[str, DocumentMade] | None = None, **changes: Any) -> BatchMade:
    seen = replace(PAST, **{"programme": "generic", **changes})
    return {"documents": documents or {"a": {}}, "history": [seen]}


def same_claim(**changes: Any) -> BatchMade:
    return past(claim_id="K1", **{"line_id": "L1", **changes})


def no_claim(documents: Mapping[str, DocumentMade] | None = None, **changes: Any) -> BatchMade:
    return past(documents, claim_id="", line_id="L1", **changes)


def numbered(*numbers: str) -> BatchMade:
    return {"documents": {name: {"fields": {**INVOICE, "document_number": name}} for name in numbers}}


def priced(*prices: int) -> BatchMade:
    def made(place: int, price: int) -> DocumentMade:
        item = LineItem("Poster", unit_price=Decimal(price))
        return {"items": (item,), "fields": {**INVOICE, "document_number": str(place)}}

    documents = {f"d{place}": made(place, price) for place, price in enumerate(prices)}
    return {"rules": 'checks.unit_price = "info"', "documents": documents}


def claims(count: int, **changes: Any) -> list[Claim]:
    return [replace(CLAIM, claim_id=f"K{place}", poe_name=f"P{place}", **changes) for place in range(count)]


def accounts(ours: str, theirs: str, vendor: str = "Print House Ltd") -> BatchMade:
    fields = {**INVOICE, "vendor": vendor}
    return {"documents": {"a": {"text": f"IBAN {ours}", "fields": fields}, "b": {"text": theirs, "fields": fields}}}


TWO = [LINE, replace(LINE, line_id="L2")]
APART = [CLAIM, replace(CLAIM, claim_id="K2", line_id="L2", documents=("b",), poe_name="Other")]
ALIKE: dict[str, DocumentMade] = {"a": {}, "b": {"fields": {**INVOICE, "document_number": "I0O1"}}}
BESIDE: dict[str, DocumentMade] = {"a": {}, "b": {"fields": {**INVOICE, "document_number": "I0O1", "vendor": "Other"}}}
UNREAD: dict[str, DocumentMade] = {"a": {}, "b": {"fields": {"document_number": "I0O1"}}}
HISTORY_CASES: list[Case] = [
    ("handed_in_before", "passed", past()),
    ("handed_in_before", "passed", same_claim(sha256="a")),
    ("handed_in_before", "failed", past(sha256="a")),
    ("handed_in_before", "failed", same_claim(sha256="a", partner="Another Inc")),
    ("handed_in_before", "failed", same_claim(sha256="a", line_id="L0")),
    ("handed_in_before", "cannot_tell", no_claim(sha256="a")),
    ("billed_before", "passed", past(number="1002")),
    ("billed_before", "passed", same_claim()),
    ("billed_before", "passed", past(sha256="a")),
    ("billed_before", "failed", past()),
    (
        "billed_before",
        "failed",
        past({"a": {"fields": {**INVOICE, "tax_id": "SE-1"}}}, vendor="?", tax_id="SE1", number="1001"),
    ),
    ("billed_before", "cannot_tell", past({"a": {"fields": {}}})),
    ("other_partner", "passed", past()),
    ("other_partner", "failed", past(partner="Another Inc")),
    ("other_partner", "failed", past(programme="microsoft")),
    ("other_partner", "cannot_tell", past({"a": {"fields": {}}})),
    ("lookalike_number", "passed", {"documents": BESIDE}),
    ("lookalike_number", "cannot_tell", {"documents": UNREAD}),
    ("lookalike_number", "passed", past(number="2002")),
    ("lookalike_number", "failed", past(number="I001")),
    ("reused_picture", "failed", past({"a": PICTURE})),
    ("reused_picture", "passed", past({"a": PICTURE}, fingerprints=())),
    ("reused_picture", "cannot_tell", {"documents": {"a": PICTURE, "b": PICTURE}, "claims": claim(documents=("a",))}),
    ("reused_list", "passed", past({"a": LIST})),
    ("reused_list", "cannot_tell", {"documents": {"a": LIST, "b": {**LIST, "sha": "y"}}, "claims": claim()}),
    ("resubmission", "passed", past()),
    ("resubmission", "failed", past(sha256="a", rejected=True)),
    ("resubmission", "cannot_tell", no_claim(sha256="a", rejected=True)),
    ("bank_account", "passed", accounts(OURS, OURS)),
    ("bank_account", "failed", accounts(OURS, THEIRS)),
    ("bank_account", "failed", past({"a": {"text": OURS}}, accounts=(THEIRS,))),
    ("bank_account", "cannot_tell", accounts(OURS, THEIRS, "")),
    ("sequential_numbers", "passed", numbered("101", "103", "105")),
    ("sequential_numbers", "cannot_tell", numbered("101", "102", "A3")),
    ("activity_twice", "passed", {"lines": TWO, "claims": [CLAIM, replace(CLAIM, claim_id="K2")]}),
    (
        "activity_twice",
        "passed",
        {"lines": TWO, "claims": [CLAIM, replace(APART[1], poe_name="Spring", poe_date=date(2026, 3, 6))]},
    ),
    (
        "activity_twice",
        "cannot_tell",
        {"lines": TWO, "claims": [CLAIM, replace(APART[1], poe_name="Spring", poe_date=None)]},
    ),
    ("unit_price", "passed", priced(10, 11, 12, 19)),
    ("unit_price", "failed", priced(10, 11, 12, 30)),
    ("unit_price", "cannot_tell", priced(10, 30)),
    ("partner_outlier", "passed", {"rules": WINDOW, "claims": claims(10)}),
    ("partner_outlier", "failed", {"rules": WINDOW, "claims": claims(10, submitted=date(2026, 8, 14))}),
    ("partner_outlier", "cannot_tell", {"rules": WINDOW, "claims": claims(10, submitted=None)}),
    (
        "self_certified",
        "failed",
        {"rules": CERTIFIED, "claims": claims(10), "documents": {"a": {"text": "certificate of costs"}}},
    ),
    (
        "self_certified",
        "passed",
        {
            "rules": CERTIFIED,
            "claims": [*claims(8, documents=("b",)), *claim(claim_id="X"), *claim(claim_id="Y", documents=("b",))],
            "documents": {"a": {"text": "certificate of costs"}, "b": {}},
        },
    ),
    (
        "self_certified",
        "cannot_tell",
        {
            "rules": CERTIFIED,
            "claims": [*claims(9, documents=("gone",)), *claim(claim_id="X")],
            "documents": {"a": {"text": "certificate of costs"}},
        },
    ),
]
