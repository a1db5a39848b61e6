"""The words people read: codes, statuses, severities and amounts as a reviewer would say them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import format_currency

from extractors.model import Money
from matchers.model import Comparison, Origin, Reconciliation, Severity, Status

STATUS_WORDS = {Status.CLEARED: "Cleared", Status.REVIEW: "To review", Status.FLAGGED: "Flagged"}
STATUS_MEANINGS = {
    Status.CLEARED: "proven by evidence that agrees with the plan and with itself; nobody need look again",
    Status.REVIEW: "something could not be told, so a person has to look",
    Status.FLAGGED: "something is missing, in excess or in contradiction",
}
SEVERITY_MEANINGS = {
    Severity.BLOCK: "a documented rule forbids paying as it stands",
    Severity.REVIEW: "a person has to look at it and decide",
    Severity.INFO: "good to know; it asks for nothing",
}
SEVERITY_WORDS = {Severity.BLOCK: "Stops payment", Severity.REVIEW: "Needs a reader", Severity.INFO: "For information"}

# Letters that turn or hide text: a file name could look like another one.
DECEPTIVE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def title(code: str) -> str:
    """Return a finding's code as a heading ("missing_claim": "Missing claim")."""
    words = code.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def money(amount: Money | None) -> str:
    """Return an amount with its ISO currency and that currency's decimals, or a dash where there is none."""
    if amount is None:
        return "–"
    return f"{amount.currency} {figure(amount.amount, amount.currency)}"


def figure(amount: Decimal | None, currency: str) -> str:
    """Return an amount with its currency's decimals and thousands set apart, or a dash where there is none."""
    return "–" if amount is None else format_currency(amount, currency, "#,##0.00", locale="en", currency_digits=True)


def explanation(comparisons: Iterable[Comparison]) -> str:
    """Return why a match scored as it did: each comparison that counted, the strongest first."""
    told = sorted((item for item in comparisons if item.weight), key=lambda item: (-abs(item.weight), item.field))
    return "; ".join(f"{item.field.replace('_', ' ')}: {item.label} ({item.weight:+.1f})" for item in told)


def tally(found: Reconciliation, documents: int) -> tuple[str, ...]:
    """Return how much a batch holds, each count in words; what it does not hold at all is left out."""
    counts = ((len(found.lines), "plan line"), (len(found.claims), "claim"), (documents, "document"))
    held = [(count, name) for count, name in counts if count]
    return tuple(
        f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in (*held, (len(found.findings), "finding"))
    )


def place(origin: Origin | None) -> str:
    """Return the file and row that a record came from."""
    return f"{origin.file}, row {origin.row}" if origin else ""


def visible(text: str) -> str:
    """Return the text with letters that cannot be seen, or turn the others about, shown by their number."""
    return DECEPTIVE.sub(lambda letter: f"\\u{ord(letter.group()):04x}", text)
