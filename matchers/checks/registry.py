"""Which function decides which check, and running them all over a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from extractors.model import Reading
from matchers.checks import amounts, dates, documents, parties, proof, twins
from matchers.checks.catalogue import BY_CODE, Rule
from matchers.checks.context import CaseFile, CheckContext, Facts, Outcome, open_case_file
from matchers.checks.exclusions import excluding
from matchers.model import Answer, CheckResult, Claim, Finding, PlanLine, Severity

T = TypeVar("T")

LINE_CHECKS: Mapping[str, Callable[[CaseFile, PlanLine], Outcome | None]] = {
    "proof_kinds": proof.proof_kinds,
    "preapproval_id": proof.preapproval_id,
    "partial_proof": amounts.partial_proof,
    "vendor_content": proof.vendor_content,
    "landing_url": proof.landing_url,
    "unlisted_activity": proof.unlisted_activity,
}
CLAIM_CHECKS: Mapping[str, Callable[[CaseFile, Claim], Outcome | None]] = {
    "proof_of_payment": proof.proof_of_payment,
    "gross_claimed": amounts.gross_claimed,
    "share_exceeded": amounts.share_exceeded,
    "credit_not_deducted": amounts.credit_not_deducted,
    "exchange_gain": amounts.exchange_gain,
    "no_conversion": amounts.no_conversion,
    "exactly_approved": amounts.exactly_approved,
    "outside_usage": dates.outside_usage,
    "late_claim": dates.late_claim,
    "wrong_period": dates.wrong_period,
}
DOCUMENT_CHECKS: Mapping[str, Callable[[CaseFile, Facts], Outcome | None]] = {
    "invoice_fields": documents.invoice_fields,
    "service_date": documents.service_date,
    "sending_date": documents.sending_date,
    "unreadable": documents.unreadable,
    "missing_pages": documents.missing_pages,
    "unread_language": documents.unread_language,
    "file_type": documents.file_type,
    "arithmetic": documents.arithmetic,
    "tax_id": documents.tax_id,
    "personal_data": documents.personal_data,
    "shared_too_far": amounts.shared_too_far,
    "invoice_outside_usage": dates.invoice_outside_usage,
    "paid_in_advance": dates.paid_in_advance,
    "future_invoice": dates.future_invoice,
    "event_date": dates.event_date,
    "other_customer": parties.other_customer,
    "own_vendor": parties.own_vendor,
    "refused_kind": proof.refused_kind,
    "alcohol": excluding("alcohol"),
    "agency_lines": excluding("agency_lines"),
    "excluded_goods": excluding("excluded_goods"),
    "fees_and_interest": excluding("fees_and_interest"),
    "booth_labour": excluding("booth_labour"),
    "hotel_extras": excluding("hotel_extras"),
}
CLAIMS_TOGETHER: Mapping[str, Callable[[CaseFile], Iterator[tuple[str, Outcome]]]] = {
    "cap_exceeded": amounts.caps_exceeded,
    "activity_twice": twins.activity_twice,
}
DOCUMENTS_TOGETHER: Mapping[str, Callable[[CaseFile], Iterator[tuple[str, Outcome]]]] = {
    "lookalike_number": twins.lookalike_number,
    "reused_picture": twins.reused_picture,
    "reused_list": twins.reused_list,
    "sequential_numbers": parties.sequential_numbers,
}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What all checks answered, and a finding for each that failed; both in order of rule and subject."""

    results: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    rule: Rule
    kind: str
    subject: str
    outcome: Outcome


def run_checks(context: CheckContext) -> CheckReport:
    """Return what every check that is on says of every subject it applies to."""
    case = open_case_file(context)
    asked = sorted(_ask(case), key=lambda each: (each.rule.number, each.subject, each.outcome.reason))
    results = (CheckResult(each.rule.rule, each.subject, each.outcome.answer, each.outcome.reason) for each in asked)
    findings = (_finding(case, each) for each in asked if each.outcome.answer is Answer.FAILED)
    return CheckReport(tuple(results), tuple(findings))


def _ask(case: CaseFile) -> Iterator[_Asked]:
    names = sorted(case.facts)
    yield from _each(case, "line", LINE_CHECKS, [(line.line_id, line) for line in case.context.plan])
    yield from _each(case, "claim", CLAIM_CHECKS, [(claim.claim_id, claim) for claim in case.context.claims])
    yield from _each(case, "document", DOCUMENT_CHECKS, [(name, case.facts[name]) for name in names])
    for kind, checks in (("claim", CLAIMS_TOGETHER), ("document", DOCUMENTS_TOGETHER)):
        for code in _switched_on(case, checks):
            for subject, outcome in checks[code](case):
                yield _Asked(BY_CODE[code], kind, subject, outcome)


def _each(
    case: CaseFile,
    kind: str,
    checks: Mapping[str, Callable[[CaseFile, T], Outcome | None]],
    subjects: list[tuple[str, T]],
) -> Iterator[_Asked]:
    for code in _switched_on(case, checks):
        for name, subject in subjects:
            outcome = checks[code](case, subject)
            if outcome is not None:
                yield _Asked(BY_CODE[code], kind, name, outcome)


def _switched_on(case: CaseFile, checks: Mapping[str, object]) -> list[str]:
    return [code for code in checks if case.programme.severity(code) is not None]


def _finding(case: CaseFile, asked: _Asked) -> Finding:
    outcome, evidence = asked.outcome, _shown(case, asked)
    return Finding(
        asked.rule.code,
        case.programme.severity(asked.rule.code) or Severity.INFO,
        asked.rule.rule,
        f"{outcome.reason.rstrip('.')}. The rule: {asked.rule.title}.",
        line_id=_line_of(case, asked),
        claim_id=asked.subject if asked.kind == "claim" else "",
        document=asked.subject if asked.kind == "document" else "",
        at_risk=outcome.at_risk,
        expected=outcome.expected,
        found=outcome.found,
        confidence=min((reading.confidence for reading in evidence), default=1.0),
        evidence=evidence,
    )


def _line_of(case: CaseFile, asked: _Asked) -> str:
    if asked.kind == "line":
        return asked.subject
    if asked.kind == "claim":
        return case.line_ids_of_claims.get(asked.subject, "")
    lines = case.lines_of(case.facts[asked.subject])
    return lines[0] if len(lines) == 1 else ""


def _shown(case: CaseFile, asked: _Asked) -> tuple[Reading, ...]:
    if asked.kind != "document":
        return ()
    readings = case.facts[asked.subject].readings
    return tuple(readings[field] for field in asked.outcome.fields if field in readings)
