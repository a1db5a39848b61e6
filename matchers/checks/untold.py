"""Required proof of which a check cannot tell whether it is there: a person has to look before anything is cleared.

A programme's documents require proof of execution before money is paid, so not knowing whether it is there is no better
than its absence. Other checks that cannot tell leave clearing alone: what they look for is no condition of payment (a
tax ID's digits, a second engine's arithmetic), or matching itself holds the line back (unread amounts and days).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from matchers.checks.catalogue import BY_CODE, SHOWN
from matchers.checks.context import CaseFile
from matchers.checks.deciding import CLAIM_CHECKS
from matchers.model import Answer, CheckResult, Severity

REQUIRED = frozenset({"proof_kinds", "metrics", "preapproval_id", "vendor_content", "landing_url"}) | SHOWN
"""Checks for what the programme's own documents require of every claim of an activity, wherever it asks for it."""


def untold(case: CaseFile, results: Iterable[CheckResult]) -> Mapping[str, tuple[str, ...]]:
    """Return by plan line what is required and cannot be told, as sentences; what only informs holds nothing."""
    rules = {case.programme.rule(code): BY_CODE[code] for code in REQUIRED if _holds_back(case, code)}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in results:
        rule = rules.get(each.rule)
        if rule is not None and each.answer is Answer.CANNOT_TELL:
            line = case.line_ids_of_claims.get(each.subject, "") if rule.code in CLAIM_CHECKS else each.subject
            found[line].append(f"It cannot be told whether {rule.title}: {each.reason}.")
    return {line: tuple(sentences) for line, sentences in found.items()}


def _holds_back(case: CaseFile, code: str) -> bool:
    return case.programme.severity(code) in (Severity.REVIEW, Severity.BLOCK)
