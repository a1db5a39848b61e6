"""Findings told apart and recognised again in another run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from ledger.columns import digest_of
from ledger.compact import as_json
from matchers.model import Finding

_FINDING = TypeAdapter(Finding)


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that both runs have and that does not say the same."""

    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class Differences:
    """What a run found that the run before had not, no longer finds, and finds otherwise."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    changed: tuple[Change, ...]


def identities(findings: Iterable[Finding]) -> Mapping[str, Finding]:
    """Return findings by an identity that stays when amounts, wording or the rule's version change.

    It is made of the code, the number of the rule and the subjects; findings that share all of them are counted.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    found: dict[str, Finding] = {}
    for finding in findings:
        key = _subjects(finding)
        counts[key] += 1
        found[digest_of(*key, str(counts[key]))] = finding
    return found


def seen_digest(finding: Finding) -> str:
    """Return the digest of all that a finding says: what a decision about it is sealed to.

    A new edition of the programme that changes nothing else about the finding leaves the seal whole.
    """
    return hashlib.sha256(as_json(_FINDING, replace(finding, programme=""))).hexdigest()[:32]


def differences(before: Iterable[Finding], after: Iterable[Finding]) -> Differences:
    """Return what became of the findings from one run to the next; each list is in its run's order."""
    old, new = identities(before), identities(after)
    changed = (Change(old[key], finding) for key, finding in new.items() if key in old and old[key] != finding)
    return Differences(
        new=tuple(finding for key, finding in new.items() if key not in old),
        gone=tuple(finding for key, finding in old.items() if key not in new),
        changed=tuple(changed),
    )


def _subjects(finding: Finding) -> tuple[str, ...]:
    rule = finding.rule.partition("@")[0]
    subjects = (finding.line_id, finding.claim_id, finding.document, finding.related_document)
    return finding.code, rule, *subjects
