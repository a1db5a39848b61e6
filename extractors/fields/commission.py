"""What an order or bill of advertising time proves its gross to be: what less the agency's commission is net."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy

from extractors.fields.arithmetic import CENT, COMMISSION
from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.view import View

NAMED_AND_USUAL, NAMED, USUAL = 4.0, 3.0, 2.0
"""What an amount gains as the total, in log odds: the commission is named, at the usual rate, or either alone. Of 252
ad buys that print 85 % of an amount, the largest such amount was the total on 247, and of 206 that name it on 204."""


@dataclass(frozen=True, slots=True)
class Commission:
    """What amounts gain by the commission taken off them, and whether a commission is named at all."""

    gains: Mapping[Decimal, float]
    is_named: bool


NO_COMMISSION = Commission({}, False)


def commission_of(view: View) -> Commission:
    """Return which amounts prove to be gross; none where no advertising time is sold."""
    if not view.is_about_media:
        return NO_COMMISSION
    printed = {abs(each.amount) for each in _amounts(view) if each.amount}
    taken_off = {abs(each.amount) for each in _named(view) if each.amount}
    named = {gross for gross in printed for part in taken_off if part < gross and gross - part in printed - {part}}
    usual = {gross for gross in printed if (gross * (1 - COMMISSION)).quantize(CENT) in printed}
    proven = ((usual & named, NAMED_AND_USUAL), (named, NAMED), (usual, USUAL))
    gains = next(({max(found): gain} for found, gain in proven if found), {})
    return Commission(gains, bool(taken_off))


def _amounts(view: View) -> list[Candidate]:
    return [each for each in view.candidates[CandidateKind.AMOUNT] if each.amount and not each.bare]


def _named(view: View) -> list[Candidate]:
    """Return the amounts beside or below a label that calls them the commission."""
    near, candidates = view.neighbours(CandidateKind.AMOUNT), view.candidates[CandidateKind.AMOUNT]
    commission = near.labels.having("commission")
    places = numpy.flatnonzero(commission[near.left.label] | commission[near.above.label])
    return [candidates[place] for place in places if not candidates[place].bare]
