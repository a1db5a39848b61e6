"""The three answers in short, for checks to read like sentences."""

from __future__ import annotations

from extractors.model import FieldName, Money
from matchers.checks.context import Outcome
from matchers.model import Answer


def passed(reason: str) -> Outcome:
    """Return that the check holds, and on what values."""
    return Outcome(Answer.PASSED, reason)


def cannot_tell(reason: str) -> Outcome:
    """Return that data is missing, and which."""
    return Outcome(Answer.CANNOT_TELL, reason)


def failed(
    reason: str, expected: str = "", found: str = "", at_risk: Money | None = None, fields: tuple[FieldName, ...] = ()
) -> Outcome:
    """Return that the check does not hold; `fields` are the document's fields to show."""
    return Outcome(Answer.FAILED, reason, expected, found, at_risk, fields)


def printed(money: Money) -> str:
    """Return an amount as checks write it."""
    return f"{money.amount:.2f} {money.currency}"
