"""What a till receipt's or bill's own arithmetic says the total is: paid less change, or net, tax and rounding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from extractors.fields.arithmetic import FIVE_CENTS
from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.view import View

NOTHING: frozenset[Decimal] = frozenset()
NEAREST = 3
"""No more words than this part an amount from the label that says what it is."""
MOST_OF_ROLE = 12
"""Long tables print some labels on every line; of such the first ones are enough."""
PART_ROLES = ("cash", "change", "net_amount", "subtotal", "tax_amount", "rounding", "discount")
MONEY_ROLES = frozenset({"cash", "change", "rounding"})
Parts = Mapping[str, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class Payment:
    """Amounts that a document's parts come to, all without their sign."""

    paid: frozenset[Decimal]
    paid_less_change: frozenset[Decimal]
    net_and_tax: frozenset[Decimal]
    rounded: frozenset[Decimal]
    payable: frozenset[Decimal]


def payment_of(view: View) -> Payment:
    """Return what the labelled parts of a document come to; nothing where advertising time is billed."""
    if view.is_about_media:
        return Payment(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)
    parts = _parts(view)
    nets = (*parts["net_amount"], *parts["subtotal"])
    taxed = frozenset(net + tax for net, tax in product(nets, parts["tax_amount"]) if tax)
    printed = {abs(each.amount) for each in view.candidates[CandidateKind.AMOUNT] if each.amount and not each.bare}
    return Payment(
        frozenset(() if parts["change"] else parts["cash"]),
        frozenset(paid - change for paid, change in product(parts["cash"], parts["change"]) if paid > change),
        taxed,
        frozenset(_rounded({*taxed, *printed}, parts["rounding"])),
        frozenset(_payable(view)),
    )


def _payable(view: View) -> Iterator[Decimal]:
    """Yield amounts to pay that two other amounts come to, as the goods of two rates of tax do."""
    asked, others = set(), set()
    for candidate, roles in _labelled(view):
        if candidate.amount and "amount_due" in roles:
            asked.add(candidate.amount)
        elif candidate.amount and not (candidate.bare or roles & MONEY_ROLES):
            others.add(candidate.amount)
    return (abs(amount) for amount in asked if any(amount - other in others - {other} for other in others))


def _labelled(view: View) -> Iterator[tuple[Candidate, frozenset[str]]]:
    """Yield amounts with the roles of the label right before them."""
    for candidate in view.candidates[CandidateKind.AMOUNT]:
        left = view.around(candidate).left[:1]
        if candidate.amount is not None and left and left[0].between <= NEAREST:
            yield candidate, left[0].label.roles


def _rounded(amounts: set[Decimal], roundings: tuple[Decimal, ...]) -> Iterator[Decimal]:
    """Yield amounts after rounding; some tills print by how much without saying whether up or down."""
    for amount, rounding in product(amounts, roundings):
        if rounding and rounding < 1:
            yield from (round_one for round_one in (amount + rounding, amount - rounding) if not round_one % FIVE_CENTS)


def _parts(view: View) -> Parts:
    parts: dict[str, list[Decimal]] = defaultdict(list)
    for candidate, roles in _labelled(view):
        for role in roles.intersection(PART_ROLES):
            if len(parts[role]) < MOST_OF_ROLE:
                parts[role].append(abs(candidate.amount or Decimal(0)))
    return {role: tuple(dict.fromkeys(parts[role])) for role in PART_ROLES}
