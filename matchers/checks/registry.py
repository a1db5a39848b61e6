"""Running all checks over a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from extractors.model import Reading
from matchers.checks.catalogue import BY_CODE, Rule
from matchers.checks.context import CaseFile, CheckContext, Outcome, open_case_file
from matchers.checks.deciding import (
    CLAIM_CHECKS,
    CLAIMS_TOGETHER,
    DOCUMENT_CHECKS,
    DOCUMENTS_TOGETHER,
    EARLIER,
    LINE_CHECKS,
)
from matchers.model import Answer, CheckResult, Finding, Severity

T = TypeVar("T")


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
    return check_case(open_case_file(context))


def check_case(case: CaseFile) -> CheckReport:
    """Return the same for a batch that is indexed already."""
    asked = sorted(_ask(case), key=lambda each: (each.rule.number, each.subject, each.outcome.reason))
    results = (
        CheckResult(case.programme.rule(each.rule.code), each.subject, each.outcome.answer, each.outcome.reason)
        for each in asked
    )
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
        decide = EARLIER.get((code, case.programme.rule_versions.get(code, 0)), checks[code])
        for name, subject in subjects:
            outcome = decide(case, subject)
            if outcome is not None:
                yield _Asked(BY_CODE[code], kind, name, outcome)


def _switched_on(case: CaseFile, checks: Mapping[str, object]) -> list[str]:
    return [code for code in checks if case.programme.severity(code) is not None]


def _finding(case: CaseFile, asked: _Asked) -> Finding:
    outcome, evidence = asked.outcome, _shown(case, asked)
    return Finding(
        asked.rule.code,
        case.programme.severity(asked.rule.code) or Severity.INFO,
        case.programme.rule(asked.rule.code),
        f"{_sentence(outcome.reason)} The rule: {asked.rule.title}.",
        line_id=_line_of(case, asked),
        claim_id=asked.subject if asked.kind == "claim" else "",
        document=asked.subject if asked.kind == "document" else "",
        at_risk=outcome.at_risk,
        expected=outcome.expected,
        found=outcome.found,
        confidence=min((reading.confidence for reading in evidence), default=1.0),
        evidence=evidence,
    )


def _sentence(reason: str) -> str:
    """Return a reason as a sentence; the name of a file that it begins with keeps its letters."""
    is_word = reason.partition(" ")[0].strip(":;,").isalpha()
    return f"{reason[:1].upper() if is_word else reason[:1]}{reason[1:].rstrip('.')}."


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
