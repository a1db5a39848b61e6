"""Fields decided together: the two ends of a flight, net and tax that make the gross, a total and what was paid."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

import numpy

from extractors.fields.candidates import Candidate
from extractors.fields.commission import commission_of
from extractors.fields.counts import are_counts
from extractors.fields.payment import Payment, payment_of
from extractors.fields.rules import RULES
from extractors.fields.trees import Floats
from extractors.fields.view import View
from extractors.kinds import is_title
from extractors.language.addresses import AddressPart, part_of
from extractors.language.plain import fold
from extractors.model import FieldName

ENDS = (FieldName.ACTIVITY_START, FieldName.ACTIVITY_END)
PARTIES = (FieldName.VENDOR, FieldName.BILL_TO)
SUM = (FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT)
COUNTED_FIELDS = frozenset({*SUM, FieldName.DOCUMENT_NUMBER})
CONSIDERED = 8
"""Values of each field that are tried against each other; a right one is hardly ever further down."""

# Keeps logarithms finite.
LEAST_SCORE = 1e-4
TOGETHER = 2.0
"""What the two ends of one printed range gain over dates from two places, in log odds."""

HOLDS_THE_OTHERS = 0.15
"""What two ends gain that hold all printed ranges: it settles what the ranker finds alike, a flight and its weeks."""

BACKWARDS = -6.0
"""What an end before its start loses."""

ONE_AND_THE_SAME = -4.0
"""What one name for both parties loses."""

NOBODYS_NAME, COUNT = -4.0, -9.0
"""What a street, a place, a telephone or a title loses as a party's name, and a count as a sum, in log odds."""
NO_NAMES = frozenset(
    {AddressPart.STREET, AddressPart.PLACE, AddressPart.COUNTRY, AddressPart.CONTACT, AddressPart.NUMBER}
)

ADDS_UP = 3.0
PAID_LESS_CHANGE, AFTER_ROUNDING, NET_AND_TAX, PAID = 3.0, 2.0, 1.0, 1.0
"""What an amount gains as the total, in log odds. Of 60 receipts that print what was paid and what was given back, the
difference was the total on 59; net and tax are rounded after, and a payment may be one of several."""
LIKELY_PART = 0.1
"""Amounts less likely than this prove nothing by adding up: long documents hold many sums by chance."""
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Choice:
    """A field's candidates by score, one place for each value, the chosen first; and whether others bear it out."""

    name: FieldName
    places: tuple[int, ...]
    scores: Floats
    borne_out: bool = False

    @property
    def score(self) -> float:
        """Return the chosen candidate's score."""
        return float(self.scores[self.places[0]])


def decide(view: View, scores: Mapping[FieldName, Floats]) -> dict[FieldName, Choice]:
    """Return the choice for every field that has candidates."""
    scores = {name: _suited(view, name, own) if len(own) else own for name, own in scores.items()}
    choices = {
        name: Choice(name, _by_value(view.candidates[RULES[name].kind], own), own)
        for name, own in scores.items()
        if len(own)
    }
    # First of all the total: what payment bears out is not given up when net and tax are sought that add up to it.
    if FieldName.TOTAL_AMOUNT in choices:
        choices[FieldName.TOTAL_AMOUNT] = _proven(view, choices[FieldName.TOTAL_AMOUNT])
    choices |= _ends(view, choices)
    choices |= _parties(view, choices)
    return _without_total_as_tax(view, choices | _sum(view, choices))


def _suited(view: View, name: FieldName, scores: Floats) -> Floats:
    """Return a field's scores with those lowered of what cannot be its value: streets as names, counts as sums."""
    candidates = view.candidates[RULES[name].kind]
    if name in PARTIES:
        unsuited, loss = numpy.asarray([_is_nobody(each.value) for each in candidates]), NOBODYS_NAME
    elif name in COUNTED_FIELDS:
        unsuited, loss = are_counts(view, RULES[name].kind), COUNT
    else:
        return scores
    bounded = numpy.clip(scores, LEAST_SCORE, 1 - LEAST_SCORE)
    return numpy.where(unsuited, 1 / (1 + (1 / bounded - 1) * math.exp(-loss)), scores)


def _is_nobody(text: str) -> bool:
    """Tell whether a text says where somebody is or what the document is: "SIMPLIFIED TAX INVOICE"."""
    return part_of(text) in NO_NAMES or is_title(tuple(text.split()))


def _proven(view: View, total: Choice) -> Choice:
    """Return the total's candidates with those more likely that a document's labelled parts come to."""
    payment, commission = payment_of(view), commission_of(view)
    candidates = view.candidates[RULES[total.name].kind]
    amounts = [abs(each.amount or Decimal(0)) for each in candidates]
    gains = numpy.asarray([_gain(payment, amount) + commission.gains.get(amount, 0.0) for amount in amounts])
    if not gains.any():
        return total
    bounded = numpy.clip(total.scores, LEAST_SCORE, 1 - LEAST_SCORE)
    scores = 1 / (1 + (1 / bounded - 1) * numpy.exp(-gains))
    places = _by_value(candidates, scores)
    return replace(total, places=places, scores=scores, borne_out=bool(gains[places[0]] >= AFTER_ROUNDING))


def _gain(payment: Payment, amount: Decimal) -> float:
    return (
        PAID_LESS_CHANGE * (amount in payment.paid_less_change or amount in payment.payable)
        + AFTER_ROUNDING * (amount in payment.rounded)
        + NET_AND_TAX * (amount in payment.net_and_tax)
        + PAID * (amount in payment.paid)
    )


def _by_value(candidates: Sequence[Candidate], scores: Floats) -> tuple[int, ...]:
    """Return the best place of each value, the best first."""
    places: dict[str, int] = {}
    # Stable: of equal scores the first on the page counts, on every machine.
    for place in numpy.argsort(-scores, kind="stable").tolist():
        places.setdefault(candidates[place].value, place)
    return tuple(places.values())


def _ends(view: View, choices: Mapping[FieldName, Choice]) -> dict[FieldName, Choice]:
    """Return start and end chosen as a pair: those of one range rather than of two, and never backwards."""
    if not all(name in choices for name in ENDS):
        return {}
    dates = view.candidates[RULES[ENDS[0]].kind]
    start, end = (choices[name] for name in ENDS)
    printed = _ranges(dates, start.scores, end.scores)
    if not view.is_about_media:
        printed = _whole_span(dates, start.scores, end.scores) | printed
    days = numpy.asarray([each.day.toordinal() for each in dates if each.day and each.partner and not each.rank])

    def holds(first: Candidate, last: Candidate) -> float:
        inside = (days >= _day(first)) & (days <= _day(last))
        return HOLDS_THE_OTHERS * float(inside.mean()) if len(days) else 0.0

    def worth(pair: tuple[int, ...]) -> float:
        first, last = dates[pair[0]].value, dates[pair[1]].value
        apart = _log(start.scores[pair[0]]) + _log(end.scores[pair[1]])
        likely = max(apart, printed.get((first, last), apart))
        return likely + BACKWARDS * (last < first) + holds(dates[pair[0]], dates[pair[1]])

    first, last = max(product(_top(start), _top(end)), key=worth)
    together = (dates[first].value, dates[last].value) in printed
    return {ENDS[0]: _chosen(start, first, together), ENDS[1]: _chosen(end, last, together)}


def _ranges(dates: Sequence[Candidate], starts: Floats, ends: Floats) -> dict[tuple[str, str], float]:
    """Return the two ends of every range that is printed as one, its parts read in one order, and what it is worth.

    Of a range that is printed several times, the likeliest place counts.
    """
    closing: dict[tuple[int, int], list[int]] = {}
    for place, date in enumerate(dates):
        if date.partner < 0:
            closing.setdefault((date.line, date.anchor), []).append(place)
    found: dict[tuple[str, str], float] = {}
    for place, first in enumerate(dates):
        for other in closing.get((first.line, first.anchor), ()) if first.partner > 0 else ():
            last = dates[other]
            if first.order == last.order or not (first.others and last.others):
                worth = _log(starts[place]) + _log(ends[other]) + TOGETHER
                found[first.value, last.value] = max(worth, found.get((first.value, last.value), -math.inf))
    return found


def _whole_span(dates: Sequence[Candidate], starts: Floats, ends: Floats) -> dict[tuple[str, str], float]:
    """Return the first and the last day of all where one line prints both beside each other, and nothing but them.

    So does the last line of a report by weeks, whose columns tell from when to when.
    """
    lines: dict[int, list[int]] = {}
    for place, each in enumerate(dates):
        if not each.rank:
            lines.setdefault(each.line, []).append(place)
    days = {each.value for each in dates if not each.rank}
    spans = [places for places in lines.values() if len(places) == 2 and days]
    return {
        (dates[first].value, dates[last].value): _log(starts[first]) + _log(ends[last]) + TOGETHER
        for first, last in spans
        if (dates[first].value, dates[last].value) == (min(days), max(days)) and len(spans) > 1
    }


def _parties(view: View, choices: Mapping[FieldName, Choice]) -> dict[FieldName, Choice]:
    """Return seller and buyer chosen as two: hardly anybody bills himself."""
    if not all(name in choices for name in PARTIES):
        return {}
    names = [fold(each.value) for each in view.candidates[RULES[PARTIES[0]].kind]]
    seller, buyer = (choices[name] for name in PARTIES)

    def worth(pair: tuple[int, ...]) -> float:
        likely = _log(seller.scores[pair[0]]) + _log(buyer.scores[pair[1]])
        return likely + ONE_AND_THE_SAME * (names[pair[0]] == names[pair[1]])

    sells, buys = max(product(_top(seller), _top(buyer)), key=worth)
    return {PARTIES[0]: _chosen(seller, sells, False), PARTIES[1]: _chosen(buyer, buys, False)}


def _sum(view: View, choices: Mapping[FieldName, Choice]) -> dict[FieldName, Choice]:
    """Return net, tax and gross chosen so that they add up, where likely ones do."""
    # Advertising time is billed less a commission, and its many lines add up to anything by chance.
    if view.is_about_media or not all(name in choices for name in SUM):
        return {}
    amounts = [abs(each.amount or Decimal(0)) for each in view.candidates[RULES[SUM[0]].kind]]
    three = tuple(choices[name] for name in SUM)

    def adds_up(trio: tuple[int, ...]) -> bool:
        likely = sum(each.scores[place] >= LIKELY_PART for each, place in zip(three, trio, strict=True))
        return likely >= 2 and abs(amounts[trio[0]] + amounts[trio[1]] - amounts[trio[2]]) <= CENT

    def worth(trio: tuple[int, ...]) -> float:
        likely = sum(_log(each.scores[place]) for each, place in zip(three, trio, strict=True))
        return likely + ADDS_UP * adds_up(trio)

    trio = max(product(*map(_top, three)), key=worth)
    sound = adds_up(trio)
    return {each.name: _chosen(each, place, sound or each.borne_out) for each, place in zip(three, trio, strict=True)}


def _without_total_as_tax(view: View, choices: dict[FieldName, Choice]) -> dict[FieldName, Choice]:
    """Leave the tax open where its likeliest value is the total itself: then the document prints none."""
    tax, total = (choices.get(name) for name in (FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT))
    if tax and total:
        amounts = [each.amount for each in view.candidates[RULES[FieldName.TAX_AMOUNT].kind]]
        taxed = amounts[tax.places[0]]
        if taxed and taxed == amounts[total.places[0]]:
            del choices[FieldName.TAX_AMOUNT]
    return choices


def _top(choice: Choice) -> tuple[int, ...]:
    """Return the places to choose among; what others bear out already is not given up."""
    return choice.places[: 1 if choice.borne_out else CONSIDERED]


def _day(date: Candidate) -> int:
    return date.day.toordinal() if date.day else 0


def _log(score: float) -> float:
    return math.log(max(score, LEAST_SCORE))


def _chosen(choice: Choice, place: int, borne_out: bool) -> Choice:
    others = (other for other in choice.places if other != place)
    return replace(choice, places=(place, *others), borne_out=borne_out)
