"""Checks for lines of an invoice that a programme excludes, by the programme's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from extractors.model import FieldName, LineItem, Money
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, Facts


def excluding(code: str) -> Callable[[CaseFile, Facts], Outcome | None]:
    """Return the check that finds lines with the words that the programme lists under this code (88, 90 to 96)."""

    def check(case: CaseFile, document: Facts) -> Outcome | None:
        words = case.programme.excluded.get(code, ())
        if document.kind not in COST_KINDS or not words:
            return None
        if not document.items:
            return cannot_tell("no lines were read")
        found = [item for item in document.items if _pattern(words).search(item.description)]
        if not found:
            return passed(f"none of {len(document.items)} lines")
        names = ", ".join(item.description for item in found)
        return failed(f"not paid for: {names}", found=names, at_risk=worth_of(document, found))

    return check


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b", re.IGNORECASE)


def worth_of(document: Facts, items: list[LineItem]) -> Money | None:
    """Return what some of an invoice's lines add up to, or None where no amounts were read."""
    currency = document.text(FieldName.CURRENCY)
    amounts = [item.amount for item in items if item.amount is not None]
    return Money(sum(amounts, Decimal(0)), currency) if currency and amounts else None
