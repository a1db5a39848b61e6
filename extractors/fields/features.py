"""What is known about a candidate, in numbers: labels, place, arithmetic, repetition. Never what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import numpy
from numpy.typing import NDArray

from extractors.fields.arithmetic import Sums, sums_of
from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.surroundings import FAR, Beside
from extractors.fields.view import View
from extractors.language.vocabulary import roles
from extractors.model import FieldName, PageSource

Matrix = NDArray[numpy.float32]

COMPANY_ENDINGS = re.compile(
    r"^(inc|llc|ltd|limited|gmbh|ag|ab|sa|sarl|sas|bhd|sdn|corp|co|plc|oy|as|aps|bv|nv|srl|spa|kg|ohg|ev|enterprise|trading)$"
)


FIELDS_OF_KIND = {
    CandidateKind.AMOUNT: {FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT},
    CandidateKind.DATE: {
        FieldName.DOCUMENT_DATE,
        FieldName.DUE_DATE,
        FieldName.ACTIVITY_START,
        FieldName.ACTIVITY_END,
    },
    CandidateKind.NUMBER: {FieldName.DOCUMENT_NUMBER, FieldName.REFERENCE, FieldName.TAX_ID},
    CandidateKind.NAME: {FieldName.ADVERTISER, FieldName.CAMPAIGN, FieldName.VENDOR, FieldName.BILL_TO},
}


def features_of(view: View, kind: CandidateKind) -> Matrix:
    """Return one row of numbers for each of a view's candidates of a kind."""
    candidates = view.candidates[kind]
    if not candidates:
        return numpy.zeros((0, len(feature_names(kind))), dtype=numpy.float32)
    known = _roles_of(kind)
    of_kind = OF_KIND[kind](view, candidates)
    rows = [
        _labels(view, each, known) + _place(view, each) + own for each, own in zip(candidates, of_kind, strict=True)
    ]
    return numpy.asarray(rows, dtype=numpy.float32)


def feature_names(kind: CandidateKind) -> tuple[str, ...]:
    """Return the names of a kind's features, in order."""
    known = _roles_of(kind)
    by_role = (f"{place} is {role}" for place in ("left", "second left", "above", "line") for role in known)
    return (*by_role, *LABEL_NAMES, *PLACE_NAMES, *NAMES_OF_KIND[kind])


@cache
def _roles_of(kind: CandidateKind) -> tuple[str, ...]:
    """Return the roles that speak for or against a field of a kind; all others count alike."""
    return tuple(name for name, role in roles().items() if FIELDS_OF_KIND[kind].intersection(role.fields))


LABEL_NAMES = (
    "left is another",
    "above is another",
    "distance left",
    "words between",
    "distance above",
    "cells between",
    "label words within",
)


def _labels(view: View, candidate: Candidate, known: Sequence[str]) -> list[float]:
    around = view.around(candidate)
    left = around.left[0] if around.left else None
    second = around.left[1] if len(around.left) > 1 else None
    above = around.above[0] if around.above else None
    on_line = view.page_map.roles_of_line(candidate.line)
    beside = (_roles(left), _roles(second), _roles(above), on_line)
    return [
        *(float(role in found) for found in beside for role in known),
        float(left is not None and left.label.roles.isdisjoint(known)),
        float(above is not None and above.label.roles.isdisjoint(known)),
        _distance(left),
        float(left.between) if left else FAR,
        _distance(above),
        float(above.between) if above else FAR,
        float(view.page_map.within(candidate.line, candidate.first, candidate.last)),
    ]


def _roles(beside: Beside | None) -> frozenset[str]:
    return beside.label.roles if beside else frozenset()


def _distance(beside: Beside | None) -> float:
    return min(beside.distance, FAR) if beside else FAR


PLACE_NAMES = (
    "page from start",
    "page from end",
    "height on page",
    "left on page",
    "line from start",
    "line from end",
    "letter height",
    "times in document",
    "order on line",
    "words on line",
    "is ocr",
    "ocr confidence",
    "is image",
    "pages",
)


def _place(view: View, candidate: Candidate) -> list[float]:
    document = view.document
    pages = document.pages
    page = next(page for page in pages if page.number == candidate.page)
    box = candidate.box
    return [
        float(candidate.page - 1),
        float(len(pages) - candidate.page),
        box.top / max(page.height, 1.0),
        box.left / max(page.width, 1.0),
        float(candidate.line),
        float(len(view.lines) - candidate.line),
        (box.bottom - box.top) / view.line_height,
        float(view.occurrences[candidate.kind, candidate.value]),
        float(candidate.first),
        float(len(view.lines[candidate.line].words)),
        float(page.source is PageSource.OCR),
        candidate.confidence,
        float(document.media_type.startswith("image/")),
        float(len(pages)),
    ]


AMOUNT_NAMES = (
    "is largest",
    "rank",
    "share of largest",
    "is zero",
    "is negative",
    "is bare",
    "has currency",
    "has cents",
    "digits",
    "amounts on line",
    "is last of line",
    "commission taken off",
    "is after commission",
    "is net plus tax",
    "is a summand",
    "is sum of column",
    "follows largest",
    "is cash less change",
)


def _amounts(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    sums = sums_of(candidates)
    on_line: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        on_line.setdefault(candidate.line, []).append(candidate)
    return [_amount(candidate, sums, on_line[candidate.line]) for candidate in candidates]


def _amount(candidate: Candidate, sums: Sums, neighbours: Sequence[Candidate]) -> list[float]:
    amount = abs(candidate.amount or Decimal(0))
    rank = sums.rank.get(amount, len(sums.rank))
    return [
        float(rank == 0),
        float(min(rank, 50)),
        float(amount / sums.largest) if sums.largest else 0.0,
        float(amount == 0),
        float((candidate.amount or 0) < 0),
        float(candidate.bare),
        float(candidate.currency is not None or "$" in candidate.text),
        float("." in candidate.value),
        float(len(candidate.value)),
        float(len(neighbours)),
        float(neighbours[-1] is candidate),
        float(amount in sums.before_commission),
        float(amount in sums.after_commission),
        float(amount in sums.gross),
        float(amount in sums.summands),
        float(amount in sums.column_totals),
        float(rank == 1),
        float(amount in sums.cash_less_change),
    ]


DATE_NAMES = (
    "is earliest",
    "is latest",
    "days after earliest",
    "days before latest",
    "begins range",
    "ends range",
    "is a longer time",
    "is ambiguous",
    "weekday",
    "dates on line",
    "order among dates of line",
    "days to partner",
    "is earliest of line",
    "same dates in document",
    "is first of same dates",
)


def _dates(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    days = [candidate.day.toordinal() for candidate in candidates if candidate.day]
    by_line: dict[int, list[Candidate]] = {}
    first_line: dict[str, int] = {}
    for candidate in candidates:
        by_line.setdefault(candidate.line, []).append(candidate)
        first_line.setdefault(candidate.value, candidate.line)
    return [
        [
            *_date_among(candidate, min(days), max(days)),
            *_date_on_line(candidate, by_line[candidate.line]),
            float(view.occurrences[candidate.kind, candidate.value]),
            float(first_line[candidate.value] == candidate.line),
        ]
        for candidate in candidates
    ]


def _date_among(candidate: Candidate, earliest: int, latest: int) -> list[float]:
    day = _ordinal(candidate)
    return [
        float(day == earliest),
        float(day == latest),
        float(min(day - earliest, 400)),
        float(min(latest - day, 400)),
        float(candidate.partner > 0),
        float(candidate.partner < 0),
        float(candidate.month),
        float(bool(candidate.others)),
        float(day % 7),
    ]


def _date_on_line(candidate: Candidate, line: Sequence[Candidate]) -> list[float]:
    day, place = _ordinal(candidate), line.index(candidate)
    other = place + candidate.partner
    partner = line[other] if candidate.partner and 0 <= other < len(line) else None
    return [
        float(len(line)),
        float(place),
        float(abs(_ordinal(partner) - day)) if partner else -1.0,
        float(all(day <= _ordinal(each) for each in line)),
    ]


def _ordinal(candidate: Candidate) -> int:
    return candidate.day.toordinal() if candidate.day else 0


NUMBER_NAMES = (
    "length",
    "digits",
    "letters",
    "has dash",
    "has slash",
    "is label's whole value",
    "starts with letter",
    "numbers on line",
    "is prefix of other",
)


def _numbers(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    by_line: dict[int, int] = {}
    for candidate in candidates:
        by_line[candidate.line] = by_line.get(candidate.line, 0) + 1
    values = {candidate.value for candidate in candidates}
    stems = {value.rpartition("-")[0] for value in values if "-" in value}
    return [
        [
            float(len(candidate.value)),
            float(sum(character.isdigit() for character in candidate.value)),
            float(sum(character.isalpha() for character in candidate.value)),
            float("-" in candidate.value),
            float("/" in candidate.value),
            float(candidate.last - candidate.first == 1),
            float(candidate.value[0].isalpha()),
            float(by_line[candidate.line]),
            float(candidate.value in stems),
        ]
        for candidate in candidates
    ]


NAME_NAMES = (
    "words",
    "letters",
    "share of letters",
    "share of capitals",
    "has slash",
    "has comma",
    "company ending",
    "has digits",
    "order among cells",
    "is joined",
    "words of line left out",
    "ends with mark",
    "is first line",
)


def _names(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    return [_name(view, candidate) for candidate in candidates]


def _name(view: View, candidate: Candidate) -> list[float]:
    text = candidate.value
    letters = [character for character in text if character.isalpha()]
    words = text.casefold().replace(".", " ").replace(",", " ").split()
    line = view.lines[candidate.line]
    ending = next((place for place, word in enumerate(reversed(words)) if COMPANY_ENDINGS.match(word)), 9)
    own = " ".join(word.text for word in line.words[candidate.first : candidate.last])
    return [
        float(len(words)),
        float(len(letters)),
        len(letters) / len(text),
        sum(letter.isupper() for letter in letters) / max(len(letters), 1),
        float("/" in text),
        float("," in text),
        float(ending),
        float(any(character.isdigit() for character in text)),
        float(candidate.first),
        float(len(text) > len(own) + 1),
        float(len(line.words) - (candidate.last - candidate.first)),
        float(own.rstrip().endswith((":", "#", "."))),
        float(candidate.line == 0),
    ]


OF_KIND = {
    CandidateKind.AMOUNT: _amounts,
    CandidateKind.DATE: _dates,
    CandidateKind.NUMBER: _numbers,
    CandidateKind.NAME: _names,
}
NAMES_OF_KIND = {
    CandidateKind.AMOUNT: AMOUNT_NAMES,
    CandidateKind.DATE: DATE_NAMES,
    CandidateKind.NUMBER: NUMBER_NAMES,
    CandidateKind.NAME: NAME_NAMES,
}
