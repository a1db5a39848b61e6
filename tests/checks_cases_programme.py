"""Cases of checks that rest on what a programme, a plan or a claim says beside amounts and dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractors.model import LineItem, Problem
from matchers.model import Metric
from tests.checks_batch import INVOICE, LINE, BatchMade, Case, DocumentMade, claim, euros, proof, without

AD = "[activities.ad]\n"
EARNED = '[partners."Acme Partner AB".funds.H1]\ncurrency = "EUR"\n'
PARTNER = '[partners."Acme Partner AB"]\n'
EXPENSES = '[expenses]\nPRINT = ["printing"]\nCATER = ["dinner"]\n'
METRICS = '[metrics]\ncalls = ["calls"]\n' + AD + 'metrics = ["calls"]\n'
HEADS = '[activities.ad.per_head]\namount = 300\ncurrency = "EUR"\npersons = 3\n'
TYPES = '[activities.ad]\nwords = ["advertisement"]\n[activities.mail]\nwords = ["mailing"]\n'
OTHER = '[other_programmes]\npartner_of_record = ["partner of record"]\n'
CERTIFICATE = '[words]\ncost_certificate = ["certificate of costs"]\ncertifier = ["certified by"]\n'
LOCKED = (Problem("password_protected", "It is locked", None, True),)
PRINTING = (LineItem("Printing of posters", amount=Decimal(800)),)
DINNER = (LineItem("Dinner", amount=Decimal(200)),)
SUMMER = LineItem("Poster for the Summer Roadshow 2026", amount=Decimal(5))
ROADSHOW = LINE.__class__("L2", "Summer Roadshow 2026", euros(5))
CERTIFIED: DocumentMade = {"kind": "other", "text": "Certificate of costs, certified by A. Smith"}


def stated(**figures: int) -> tuple[Metric, ...]:
    return tuple(Metric(name, Decimal(value)) for name, value in figures.items())


def figures(text: str = "words", kind: str = "report", **claimed: int) -> BatchMade:
    return {
        "rules": METRICS,
        "documents": proof(kind, text=text),
        "claims": claim(documents=("a", "b"), metrics=stated(**claimed)),
    }


def lines(*items: LineItem, rules: str = "", **more: str) -> BatchMade:
    return {"rules": rules, "documents": {"a": {"items": items}}, "claims": claim(**more)}


def beside(text: str, kind: str = "report", rules: str = "") -> BatchMade:
    return {"rules": rules, "documents": proof(kind, text=text)}


def showing(code: str) -> list[Case]:
    rules = f'[words]\n{code} = ["the very word", "AZ-###"]\n{AD}shows = {{{code} = []}}\n'
    return [
        (code, "passed", beside("here is The Very Word.", rules=rules)),
        (code, "passed", beside("exam az-104 taken", rules=rules)),
        (code, "failed", beside("az-10x or the very wordy", rules=rules)),
        (code, "cannot_tell", beside("", "photograph", rules)),
    ]


def hiding(code: str) -> list[Case]:
    rules = f'[words]\n{code} = ["Gadget"]\n'
    return [
        (code, "passed", beside("gadgets", rules=rules)),
        (code, "failed", beside("a gadget, too", rules=rules)),
        (code, "cannot_tell", beside("", "photograph", rules)),
    ]


def fund(earned: int = 1000, claimed: int = 0, remaining: int = 1000) -> str:
    return f"{EARNED}earned = {earned}\nclaimed = {claimed}\nremaining = {remaining}\n"


ON_PAGE: dict[str, DocumentMade] = {
    "a": {"fields": INVOICE, "problems": (Problem("einvoice_differs", "Page and data differ"),)}
}
PROGRAMME_CASES: list[Case] = [
    *(case for code in ("statement_of_work", "participant_costs", "course_code") for case in showing(code)),
    *(case for code in ("vendor_conference", "offer_terms") for case in showing(code)),
    *(case for code in ("other_brands", "competitor") for case in hiding(code)),
    ("metrics", "passed", figures(calls=50)),
    ("metrics", "failed", figures(reach=50)),
    ("metrics", "cannot_tell", figures()),
    ("metric_mismatch", "passed", figures("we made 1,050 calls", calls=1050)),
    ("metric_mismatch", "failed", figures("calls: 1 050", calls=1100)),
    ("metric_mismatch", "cannot_tell", figures("we called many", calls=1050)),
    ("attendee_count", "passed", figures("a@b.se c@d.se", "attendee_list", attendees=2)),
    ("attendee_count", "failed", figures("a@b.se c@d.se", "attendee_list", attendees=20)),
    ("attendee_count", "cannot_tell", figures("Ann Bob", "attendee_list", attendees=2)),
    ("implausible_metrics", "passed", figures(calls=1000, contacts=100)),
    ("implausible_metrics", "failed", figures(calls=1000, contacts=1000)),
    ("implausible_metrics", "failed", figures(impressions=1000, clicks=300)),
    ("implausible_metrics", "cannot_tell", figures(calls=1000)),
    (
        "proof_note",
        "passed",
        {
            "rules": 'checks.proof_note = "info"',
            "documents": proof("photograph"),
            "claims": claim(documents=("a", "b"), note="The stand"),
        },
    ),
    (
        "proof_note",
        "failed",
        {
            "rules": 'checks.proof_note = "info"',
            "documents": proof("photograph"),
            "claims": [*claim(documents=("a", "b")), *claim(claim_id="K2", documents=(), note="x")],
        },
    ),
    ("proof_note", "cannot_tell", {"rules": 'checks.proof_note = "info"', "documents": proof("photograph")}),
    (
        "sponsor_benefits",
        "passed",
        {
            **beside("Logo on banner", rules='checks.sponsor_benefits = "info"'),
            "line": {"expected_evidence": ("logo on banner",)},
        },
    ),
    (
        "sponsor_benefits",
        "failed",
        {
            **beside("Logo", rules='checks.sponsor_benefits = "info"'),
            "line": {"expected_evidence": ("logo on banner",)},
        },
    ),
    (
        "sponsor_benefits",
        "cannot_tell",
        {
            **beside("", "photograph", 'checks.sponsor_benefits = "info"'),
            "line": {"expected_evidence": ("logo on banner",)},
        },
    ),
    ("cost_certificate", "passed", {"rules": CERTIFICATE, "documents": {"a": CERTIFIED}}),
    ("cost_certificate", "failed", {"rules": CERTIFICATE, "documents": {"a": {"text": "Certificate of costs"}}}),
    ("cost_certificate", "failed", {"rules": CERTIFICATE, "documents": {"a": {**CERTIFIED, "fields": {}}}}),
    ("cost_certificate", "cannot_tell", {"rules": CERTIFICATE, "documents": {"a": {**CERTIFIED, "source": "ocr"}}}),
    ("payment_profile", "passed", {"rules": PARTNER + "payable = true"}),
    ("payment_profile", "failed", {"rules": PARTNER + "payable = false"}),
    ("payment_profile", "cannot_tell", {"rules": PARTNER}),
    ("fund_balance", "passed", {"rules": fund()}),
    ("fund_balance", "failed", {"rules": fund(remaining=999)}),
    ("fund_balance", "cannot_tell", {"rules": EARNED}),
    ("cap_exceeded", "passed", {"rules": fund() + "[caps.x]\nshare_of_earned = 1\n"}),
    ("cap_exceeded", "failed", {"rules": fund() + "[caps.x]\nshare_of_earned = 0.25\n"}),
    (
        "cap_exceeded",
        "passed",
        {"rules": fund() + '[caps.x]\nshare_of_earned = 0.25\namount = 1000\ncurrency = "EUR"\n'},
    ),
    ("cap_exceeded", "cannot_tell", {"rules": "[caps.x]\nshare_of_earned = 0.25\n"}),
    ("ledger_balance", "passed", {"rules": fund(claimed=400, remaining=600)}),
    ("ledger_balance", "failed", {"rules": fund(claimed=400)}),
    ("ledger_balance", "cannot_tell", {"rules": EARNED}),
    ("plan_limit", "passed", {"rules": fund()}),
    ("plan_limit", "failed", {"rules": fund(earned=2000)}),
    ("plan_limit", "cannot_tell", {"rules": EARNED}),
    ("per_head", "passed", {"rules": HEADS, "claims": claim(claimed=euros(900), metrics=stated(persons=3))}),
    ("per_head", "failed", {"rules": HEADS, "claims": claim(claimed=euros(900), metrics=stated(persons=2))}),
    ("per_head", "failed", {"rules": HEADS, "claims": claim(claimed=euros(1000), metrics=stated(persons=9))}),
    ("per_head", "cannot_tell", {"rules": HEADS}),
    ("unrelated_lines", "passed", lines(*PRINTING)),
    ("unrelated_lines", "failed", {**lines(*PRINTING, SUMMER), "lines": [LINE, ROADSHOW]}),
    ("unrelated_lines", "cannot_tell", lines()),
    (
        "deposit_and_final",
        "passed",
        {"rules": '[words]\ndeposit = ["deposit"]', "documents": {"a": {"text": "Deposit"}}},
    ),
    (
        "deposit_and_final",
        "failed",
        {"rules": '[words]\ndeposit = ["deposit"]', "documents": {"a": {"text": "Deposit"}, "b": {}}},
    ),
    (
        "deposit_and_final",
        "cannot_tell",
        {
            "rules": '[words]\ndeposit = ["deposit"]',
            "documents": {"a": {"text": "Deposit", "fields": {}}, "b": {"fields": {}}},
        },
    ),
    ("after_the_fact", "passed", {"line": {"approved_on": date(2026, 3, 1)}}),
    ("after_the_fact", "failed", {"line": {"approved_on": date(2026, 3, 2)}}),
    ("after_the_fact", "cannot_tell", {"line": {"approved_on": date(2026, 3, 2), "start": None}}),
    ("expected_vendor", "passed", {"line": {"vendor": "PRINT HOUSE LIMITED"}}),
    ("expected_vendor", "failed", {"line": {"vendor": "Radio Nine"}}),
    ("expected_vendor", "cannot_tell", {"line": {"vendor": "Radio Nine"}, "documents": {"a": {"fields": {}}}}),
    ("activity_mismatch", "passed", beside("an advertisement beside a mailing", rules=TYPES)),
    ("activity_mismatch", "failed", beside("a mailing", rules=TYPES)),
    ("activity_mismatch", "cannot_tell", beside("words", rules=TYPES)),
    ("country", "passed", {"line": {"countries": ("SE", "DE")}, "claims": claim(countries=("de",))}),
    ("country", "failed", {"line": {"countries": ("SE", "DE")}, "claims": claim(countries=("FR",))}),
    ("country", "cannot_tell", {"claims": claim(countries=("FR",))}),
    ("amount_disagrees", "passed", {"documents": {"a": {"embedded": True}}}),
    ("amount_disagrees", "failed", {"documents": ON_PAGE}),
    ("amount_disagrees", "cannot_tell", {"documents": {"a": {"embedded": True, "problems": LOCKED}}}),
    ("mail_header", "passed", {"documents": proof("email", {"document_date": "2026-03-05"})}),
    ("mail_header", "failed", {"documents": {"a": {"kind": "email", "fields": {"document_date": "2027-03-05"}}}}),
    ("mail_header", "cannot_tell", {"documents": proof("email")}),
    ("expense_category", "passed", lines(*PRINTING, rules=EXPENSES, expense_category="print")),
    ("expense_category", "failed", lines(*DINNER, rules=EXPENSES, expense_category="print")),
    ("expense_category", "cannot_tell", lines(rules=EXPENSES, expense_category="print")),
    ("expense_code", "passed", lines(*PRINTING, rules=EXPENSES + AD + 'eligible = ["PRINT"]')),
    ("expense_code", "failed", lines(*PRINTING, *DINNER, rules=EXPENSES + AD + 'eligible = ["PRINT"]')),
    ("expense_code", "cannot_tell", lines(rules=EXPENSES + AD + 'eligible = ["PRINT"]')),
    ("product_scope", "passed", {"rules": "effective_from = 2026-01-01"}),
    ("product_scope", "failed", {"rules": "effective_until = 2026-01-01"}),
    ("product_scope", "failed", {"rules": '[words]\nproduct_scope = ["spring"]'}),
    ("product_scope", "cannot_tell", {"rules": "effective_until = 2026-01-01", "line": {"start": None}}),
    ("unlisted_activity", "failed", {"rules": AD + "effective_from = 2026-04-01"}),
    ("unlisted_activity", "cannot_tell", {"rules": AD + "effective_from = 2026-04-01", "line": {"start": None}}),
    ("unlisted_activity", "passed", {"rules": "closed_activities = true\n" + AD, "line": {"activity_type": " A-D"}}),
    ("enrolment", "passed", {"rules": PARTNER + "enrolled_from = 2026-03-05"}),
    ("enrolment", "failed", {"rules": PARTNER + "enrolled_until = 2026-03-04"}),
    (
        "enrolment",
        "cannot_tell",
        {"rules": PARTNER + "enrolled_until = 2026-03-04", "line": {"start": None}, "claims": claim(poe_date=None)},
    ),
    (
        "other_customer",
        "passed",
        {
            "rules": PARTNER + 'aliases = ["Nordic Cloud"]',
            "documents": {"a": {"fields": INVOICE | {"bill_to": "Nordic Cloud"}}},
        },
    ),
    ("other_programme", "passed", {"rules": OTHER}),
    ("other_programme", "failed", {"rules": OTHER, "documents": {"a": {"text": "Partner of Record form"}}}),
    ("other_programme", "failed", {"rules": OTHER, "claims": claim(poe_name="Partner of record")}),
    ("other_programme", "failed", {"rules": OTHER, "documents": {"a": {"text": "Partner of Record"}}, "claims": []}),
    ("other_programme", "cannot_tell", {"rules": OTHER, "documents": {"a": {"problems": LOCKED}}}),
    ("late_claim", "passed", {"rules": "claim_days_after_end = 400", "claims": claim(submitted=None)}),
    (
        "arithmetic",
        "passed",
        {"documents": {"a": {"fields": without("net_amount"), "items": (LineItem("x", amount=Decimal(1000)),)}}},
    ),
    ("arithmetic", "passed", {"documents": {"a": {"fields": INVOICE | {"net_amount": "850.00"}}}}),
    ("exchange_gain", "cannot_tell", {"documents": {"a": {"fields": INVOICE | {"currency": "USD"}}}}),
]
