"""What clearing would have done on batches that people decided: the ledger's results against the desk's decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from flows.workspace import Holdings
from ledger.case_model import State
from ledger.case_state import state_of
from ledger.model import Decided
from matchers.model import Reconciliation
from matchers.replay import Threshold, replay
from review.desk.projection import drafts

CONFIDENCES = (0.0, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99)
WRONG = frozenset({State.REJECTED, State.DUPLICATE})
EVERY_LINE = 1.0


def replayed(held: Holdings, confidences: Iterable[float] = CONFIDENCES) -> tuple[Threshold, ...]:
    """Return what clearing at each confidence would have done with the lines that people decided about."""
    return replay(_decided_batches(held), confidences)


def lines_decided(found: Reconciliation, decided: Iterable[Decided]) -> Mapping[str, bool]:
    """Return the lines that people decided about, and whether they found them right.

    A line is wrong where any case about it was rejected or is a duplicate, right where cases were accepted and none was
    not; lines that were cleared and drawn for quality control have such a case too.
    """
    about: defaultdict[str, list[Decided]] = defaultdict(list)
    for each in decided:
        about[each.decision.finding].append(each)
    lines_of_claims = {claim.claim_id: claim.line_id for claim in found.claims}
    states: defaultdict[str, set[State]] = defaultdict(set)
    for case in drafts(found, lambda _line: None, EVERY_LINE):
        line = case.finding.line_id or lines_of_claims.get(case.finding.claim_id, "")
        if line and case.identity in about:
            states[line].add(state_of(about[case.identity], needs_two=False))
    judged = {line: seen for line, seen in states.items() if seen & (WRONG | {State.ACCEPTED})}
    return {line: not seen & WRONG for line, seen in judged.items()}


def _decided_batches(held: Holdings) -> Iterator[tuple[Reconciliation, Mapping[str, bool]]]:
    for batch in sorted(held.ledger.programmes()):
        found, decided = held.ledger.latest_reconciliation(batch), held.ledger.decisions(batch)
        if found and decided:
            yield found, lines_decided(found, decided)
