"""What the decisions about a case come to."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.case_model import State
from ledger.decisions import standing
from ledger.model import Decided, Verdict

_PLAIN = {
    Verdict.ASK_PARTNER: State.ASKED,
    Verdict.CANNOT_TELL: State.UNSURE,
    Verdict.MARK_DUPLICATE: State.DUPLICATE,
}
_FINAL = {Verdict.ACCEPT: State.ACCEPTED, Verdict.REJECT: State.REJECTED}
_PROPOSED = {Verdict.ACCEPT: State.PROPOSED_ACCEPT, Verdict.REJECT: State.PROPOSED_REJECT}


def state_of(decided: Iterable[Decided], needs_two: bool) -> State:
    """Return where a case stands: the last verdict counts.

    Where two pairs of eyes are needed, acceptance and rejection stay proposals until a second person says the same of
    what the first one saw.
    """
    verdicts = [each.decision for each in standing(decided) if each.decision.verdict in _PLAIN.keys() | _FINAL.keys()]
    if not verdicts:
        return State.OPEN
    last = verdicts[-1]
    if last.verdict in _PLAIN:
        return _PLAIN[last.verdict]
    agreeing = set()
    for decision in reversed(verdicts):
        if (decision.verdict, decision.seen) != (last.verdict, last.seen):
            break
        agreeing.add(decision.who)
    return _PROPOSED[last.verdict] if needs_two and len(agreeing) < 2 else _FINAL[last.verdict]
