"""Turning a reconciliation into cases: in the order that saves most, each sealed to what there is to see."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from pydantic import TypeAdapter

from ledger.case_model import SAMPLED, Draft, Record, Seen
from ledger.columns import digest_of
from ledger.compact import as_json, pack
from ledger.differences import identities
from matchers.model import Allocation, Finding, LineStatus, PlanLine, Reconciliation, Severity, Status
from review.priority import Shares, primary_findings

SEEN = TypeAdapter(Seen)
LINE = TypeAdapter(LineStatus)
ALLOCATIONS = TypeAdapter(tuple[Allocation, ...])
Deadline = Callable[[PlanLine], date | None]
GUARD_DAYS = 7
WEIGHTS = {Severity.BLOCK: 1.0, Severity.REVIEW: 0.6, Severity.INFO: 0.05}


def drafts(found: Reconciliation, deadline: Deadline, sampled: float = 0.0) -> Iterator[Draft]:
    """Give a case for each finding, and one for each cleared line that is drawn for quality control."""
    lines = {each.line.line_id: each for each in found.lines}
    claims = {claim.claim_id: claim for claim in found.claims}
    primary, shares = primary_findings(found), Shares(found)
    drawn = (_sample(each) for each in found.lines if each.status is Status.CLEARED and is_drawn(each, sampled))
    for identity, finding in {**identities(found.findings), **identities(drawn)}.items():
        status, claim = lines.get(finding.line_id), claims.get(finding.claim_id)
        line = status.line if status else None
        due = deadline(line) if line else None
        seen = Seen(found.programme, finding, line, claim)
        yield Draft(
            identity=identity,
            digest=hashlib.sha256(as_json(SEEN, seen)).hexdigest()[:32],
            content=pack(SEEN, seen),
            finding=finding,
            partner=(claim.partner if claim else "") or (line.partner if line else ""),
            programme=(line.programme if line else "") or found.programme,
            period=line.period if line else "",
            deadline=due,
            rank=rank(finding, shares, days_left(due, found.as_of)),
            counts_once=finding in primary,
            words=_words(finding, line),
        )


def is_drawn(status: LineStatus, share: float) -> bool:
    """Return whether a cleared line is drawn: by its number alone, so that it stays drawn from run to run."""
    # Eight hexadecimal digits are a number below 2 ** 32.
    return int(digest_of(SAMPLED, status.line.line_id)[:8], 16) < share * 2**32


def _sample(status: LineStatus) -> Finding:
    message = "This line was cleared, and drawn for quality control: does the proof show what was claimed?"
    claim, document = (next(iter(names), "") for names in (status.claims, status.documents))
    about = (status.line.line_id, claim, document)
    return Finding(SAMPLED, Severity.INFO, "QC@1", message, *about, confidence=status.confidence)


def rank(finding: Finding, shares: Shares, left: int | None) -> float:
    """Return a case's place, the least first.

    Cases whose deadline is a week away or nearer stand before all others. Then counts what a look can save: the money
    at risk as a share of what is approved in its currency, times a weight for the severity, times the chance that a
    person sees it otherwise than the program, which is taken to fall with the program's confidence.
    """
    chance = 0.25 + 0.75 * (1 - finding.confidence)
    value = float(shares.of(finding.at_risk)) * WEIGHTS[finding.severity] * chance
    guard = 1000.0 if left is not None and 0 <= left <= GUARD_DAYS and finding.severity is not Severity.INFO else 0.0
    # Of equals the graver stands first; too little to outweigh anything else.
    tie = 1e-9 * (2 - list(WEIGHTS).index(finding.severity))
    return -(guard + value + tie)


def days_left(deadline: date | None, as_of: date) -> int | None:
    """Return the days until a deadline."""
    return (deadline - as_of).days if deadline else None


def records(found: Reconciliation) -> Iterator[Record]:
    """Give what the pages of cases show beside their finding: lines with their outcome, and who got how much."""
    for status in found.lines:
        yield Record("line", status.line.line_id, pack(LINE, status))
    for kind, groups in _grouped(found.allocations).items():
        for key, group in groups.items():
            yield Record(kind, key, pack(ALLOCATIONS, tuple(group)))


def _grouped(allocations: tuple[Allocation, ...]) -> Mapping[str, Mapping[str, list[Allocation]]]:
    groups: dict[str, dict[str, list[Allocation]]] = {"of_claim": defaultdict(list), "of_document": defaultdict(list)}
    for each in allocations:
        groups["of_document"][each.document].append(each)
        if each.claim_id:
            groups["of_claim"][each.claim_id].append(each)
    return groups


def _words(finding: Finding, line: PlanLine | None) -> str:
    named = (finding.line_id, finding.claim_id, finding.document, finding.related_document, finding.message)
    planned = (line.campaign_name, line.partner, *line.references, line.preapproval_id) if line else ()
    return " ".join(text for text in (*named, *planned, finding.expected, finding.found) if text)
