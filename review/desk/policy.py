"""Who may do what: roles, the acts they are granted, and the partners and programmes a person may see."""

from __future__ import annotations

from enum import StrEnum

from ledger.people import Person


class Act(StrEnum):
    """Everything that the desk lets people do; what is not granted is denied."""

    SEE = "see"
    EXPORT = "export"
    DECIDE = "decide"
    COMMENT = "comment"
    CORRECT = "correct"
    BULK = "bulk"
    TAKE = "take"
    ASSIGN = "assign"
    COUNTERSIGN = "countersign"
    UPLOAD = "upload"
    AUDIT = "audit"
    TOKENS = "tokens"
    MEASURE = "measure"
    PEOPLE = "people"


_READER = frozenset({Act.SEE, Act.EXPORT})
_REVIEWER = _READER | {Act.DECIDE, Act.COMMENT, Act.CORRECT, Act.BULK, Act.TAKE, Act.UPLOAD}
_LEAD = _REVIEWER | {Act.ASSIGN, Act.COUNTERSIGN, Act.AUDIT, Act.TOKENS, Act.MEASURE}
GRANTED = {
    "reader": _READER,
    "reviewer": _REVIEWER,
    "lead": _LEAD,
    "administrator": _LEAD | {Act.PEOPLE},
}
"""The acts of each role; each role may do all that the one before it may."""

SCOPES = {
    "read": frozenset({Act.SEE, Act.EXPORT}),
    "decide": frozenset({Act.DECIDE, Act.COMMENT}),
    "submit": frozenset({Act.UPLOAD}),
}
"""The acts of each scope that a token for programs may have."""


def may(person: Person, act: Act) -> bool:
    """Return whether a person's role grants an act; a role that is unknown grants nothing."""
    return person.active and act in GRANTED.get(person.role, frozenset())
