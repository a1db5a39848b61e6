"""Why a finding is new, gone or another one: the late document, changed row, rule or decision that it hangs on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.workspace import Holdings
from matchers.model import Finding, Reconciliation

Subject = tuple[str, str]
"""What a reason is about: "document", "line", "claim" or "finding", and its name."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What changed since a report, by what it is about, and in general."""

    about: Mapping[Subject, Sequence[str]]
    general: tuple[str, ...] = ()

    def of(self, identity: str, before: Finding | None, after: Finding | None) -> str:
        """Return why a finding is not as it was; where nothing of its own changed, what changed in general."""
        own: list[str] = []
        for finding in filter(None, (before, after)):
            own += [reason for subject in _subjects(identity, finding) for reason in self.about.get(subject, ())]
        if before and after and (before.rule, before.programme) != (after.rule, after.programme):
            own.append(f"new rule version: {_rule(before)} became {_rule(after)}")
        return "; ".join(dict.fromkeys(own or self.general))


def reasons(
    batch: str, run: str, before: Reconciliation, after: Reconciliation, general: tuple[str, ...], held: Holdings
) -> Reasons:
    """Return what changed in a batch since a run, of which `before` was found, until `after` was."""
    late = held.ledger.arrived_since(batch, run)
    decisions = held.ledger.decided_since(batch, run)
    contents = {each.correction.sha256 for each in decisions if each.correction}
    corrected = {each.name for each in held.ledger.submissions(batch) if each.sha256 in contents}
    about: defaultdict[Subject, list[str]] = defaultdict(list)
    for name in sorted(late | corrected):
        told = f"late document: {name}" if name in late else f"corrected at the desk: {name}"
        for subject in _touched(name, after):
            about[subject].append(told)
    for subject in _changed(before, after):
        about[subject].append(f"its {'plan line' if subject[0] == 'line' else 'claim'} changed")
    for decision in decisions:
        about["finding", decision.finding].append("decided at the desk")
    return Reasons(about, general)


def _touched(document: str, found: Reconciliation) -> Iterator[Subject]:
    """Return the document itself, and the lines and claims that it was brought for."""
    yield "document", document
    claims = {claim.claim_id for claim in found.claims if document in claim.documents}
    yield from (("claim", claim) for claim in sorted(claims))
    for status in found.lines:
        if document in status.documents or claims & set(status.claims):
            yield "line", status.line.line_id


def _changed(before: Reconciliation, after: Reconciliation) -> Iterator[Subject]:
    """Return the plan lines and claims that do not say the same; where they stand in their tables is no matter."""
    for kind, rows in (("line", _lines), ("claim", _claims)):
        old, new = rows(before), rows(after)
        yield from ((kind, key) for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key))


def _lines(found: Reconciliation) -> Mapping[str, object]:
    return {each.line.line_id: replace(each.line, origin=None) for each in found.lines}


def _claims(found: Reconciliation) -> Mapping[str, object]:
    return {each.claim_id: replace(each, origin=None) for each in found.claims}


def _subjects(identity: str, finding: Finding) -> Iterator[Subject]:
    yield "finding", identity
    yield from (("document", name) for name in (finding.document, finding.related_document) if name)
    # A claim says more exactly than its line what a finding hangs on.
    yield ("claim", finding.claim_id) if finding.claim_id else ("line", finding.line_id)


def _rule(finding: Finding) -> str:
    return f"{finding.rule} of {finding.programme}" if finding.programme else finding.rule
