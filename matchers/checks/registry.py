"""Running all checks over a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from extractors.model import Reading
from matchers.checks.catalogue import BY_CODE, Rule
from matchers.checks.context import CaseFile, Outcome
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


def check_case(case: CaseFile) -> CheckReport:
    """Return what every check that is on says of every subject it applies to; only results and findings are held."""
    results, findings = list[CheckResult](), list[Finding]()
    for rule in sorted(_decided(case), key=lambda rule: rule.number):
        cited = case.programme.rule(rule.code)
        for asked in sorted(_ask(case, rule), key=lambda each: (each.subject, each.outcome.reason)):
            reason = case.said.setdefault(asked.outcome.reason, asked.outcome.reason)
            results.append(CheckResult(cited, asked.subject, asked.outcome.answer, reason))
            if asked.outcome.answer is Answer.FAILED:
                findings.append(_finding(case, asked))
    return CheckReport(tuple(results), tuple(findings))


def _decided(case: CaseFile) -> set[Rule]:
    tables = (LINE_CHECKS, CLAIM_CHECKS, DOCUMENT_CHECKS, CLAIMS_TOGETHER, DOCUMENTS_TOGETHER)
    return {BY_CODE[code] for table in tables for code in table if case.programme.severity(code) is not None}


def _ask(case: CaseFile, rule: Rule) -> Iterator[_Asked]:
    """Return what a rule says of everything that it is asked about; one may be asked about claims and documents."""
    code, context = rule.code, case.context
    yield from _each(case, rule, "line", LINE_CHECKS, ((line.line_id, line) for line in context.plan))
    yield from _each(case, rule, "claim", CLAIM_CHECKS, ((claim.claim_id, claim) for claim in context.claims))
    yield from _each(case, rule, "document", DOCUMENT_CHECKS, case.facts.items())
    for kind, checks in (("claim", CLAIMS_TOGETHER), ("document", DOCUMENTS_TOGETHER)):
        if code in checks:
            yield from (_Asked(rule, kind, *answer) for answer in checks[code](case))


def _each(
    case: CaseFile,
    rule: Rule,
    kind: str,
    checks: Mapping[str, Callable[[CaseFile, T], Outcome | None]],
    subjects: Iterable[tuple[str, T]],
) -> Iterator[_Asked]:
    if rule.code not in checks:
        return
    version = case.programme.rule_versions.get(rule.code, 0)
    decide = EARLIER.get((rule.code, version), checks[rule.code])
    for name, subject in subjects:
        outcome = decide(case, subject)
        if outcome is not None:
            yield _Asked(rule, kind, name, outcome)


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
