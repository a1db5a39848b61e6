"""The queue's filters, which live in the URL: the same address shows the same question to everybody who may ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from ledger.case_model import Order, Shelf, Wanted
from ledger.people import Person

SHELF_NAMES = {
    "todo": Shelf.TO_DO,
    "waiting": Shelf.WAITING,
    "second": Shelf.SECOND_LOOK,
    "done": Shelf.DONE,
    "all": None,
}
TEXTS = ("batch", "programme", "partner", "code", "severity", "currency", "assignee", "state", "line_id", "words")
EXACT = ("seen_from", "seen_to", "due_from", "due_to", "sure_from", "sure_below")
"""What the overview's bars lead to: days and shares from and to, as they were when the bars were drawn."""
FIELDS = ("shelf", *TEXTS, "least", "most", "age", "days_left", *EXACT, "order")
ME = "me"
_MOST_LETTERS = 200


def wanted(parameters: Mapping[str, str], person: Person, today: date) -> Wanted:
    """Return what a URL's parameters ask for, within what the person may see; nonsense asks for nothing."""
    texts: Any = {name: parameters.get(name, "").strip()[:_MOST_LETTERS] for name in TEXTS}
    asked = Wanted(
        shelf=SHELF_NAMES.get(parameters.get("shelf", "todo"), Shelf.TO_DO),
        **texts,
        least=_amount(parameters.get("least", "")),
        most=_amount(parameters.get("most", "")),
        seen_before=_days(parameters.get("age", ""), today, -1) or _day(parameters.get("seen_to", "")),
        seen_after=_day(parameters.get("seen_from", "")),
        due_before=_days(parameters.get("days_left", ""), today, 1) or _day(parameters.get("due_to", "")),
        due_after=_day(parameters.get("due_from", "")),
        sure_least=_share(parameters.get("sure_from", "")),
        sure_below=_share(parameters.get("sure_below", "")),
        order=_order(parameters.get("order", "")),
    )
    if asked.assignee == ME:
        asked = replace(asked, assignee=person.name)
    return scoped(asked, person)


def scoped(asked: Wanted, person: Person) -> Wanted:
    """Return a question within what a person may see."""
    return replace(asked, partners=person.partners, programmes=person.programmes)


def everything(person: Person) -> Wanted:
    """Return the question for all that a person may see."""
    return scoped(Wanted(shelf=None), person)


def query(parameters: Mapping[str, str], **changes: str) -> str:
    """Return the filters of a URL, some of them changed, as the query of another; empty ones are left out."""
    kept = {name: parameters.get(name, "") for name in FIELDS} | changes
    return urlencode({name: value for name, value in kept.items() if value})


def active(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that are set, beside shelf and order."""
    return {name: parameters[name] for name in FIELDS if parameters.get(name) and name not in {"shelf", "order"}}


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.strip().replace(" ", "").replace(",", ".")) if text.strip() else None
    except InvalidOperation:
        return None
    return amount if amount is None or (amount.is_finite() and abs(amount) < Decimal(10) ** 14) else None


def _days(text: str, today: date, direction: int) -> date | None:
    return today + direction * timedelta(days=int(text)) if text.isdecimal() and len(text) < 5 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _share(text: str) -> float | None:
    amount = _amount(text)
    return float(amount) if amount is not None else None


def _order(text: str) -> Order:
    return Order(text) if text in set(Order) else Order.RANK
