"""Everything that could be the value of a field: dates, amounts, numbers and names, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from extractors.fields.lines import Cell, Line, box_of
from extractors.fields.surroundings import PlacedLabel
from extractors.language.amounts import find_amounts
from extractors.language.dates import DateMention, Precision, find_dates, find_ranges, settled
from extractors.model import Box

LONGEST_NAME = 90
NAME_LINES = 30
"""Names without a label (a receipt's company) stand among the first lines."""
NUMBER = re.compile(r"(?<![\w.,/$-])[#№]?(?P<number>(?=[\w/.-]*\d)\w(?:[\w/.-]*\w)?)(?![\w$%])")
WORTHLESS_NUMBER = re.compile(r"^\d{1,2}$|^\d+[.,]\d\d$|^\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?$|^\d{1,2}:\d\d.*$")
EDGE = re.compile(r"^[\s:;,.*|#_=-]+|[\s:;,*|_=-]+$")


class CandidateKind(StrEnum):
    """The type of a value."""

    AMOUNT = "amount"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a document prints, as found on one place.

    `first` and `last` (exclusive) are the words of `line` that it takes. Amounts have `amount`, `currency` and whether
    they are `bare` integers; dates have `day`, and `partner`: +1 where a range begins with them, -1 where it ends. A
    print that may mean several days gives a candidate for each: `rank` 0 is the likeliest, `order` says how its parts
    were read. `others` are the further readings of the same print.
    """

    kind: CandidateKind
    value: str
    text: str
    page: int
    line: int
    first: int
    last: int
    box: Box
    confidence: float
    amount: Decimal | None = None
    currency: str | None = None
    bare: bool = False
    day: date | None = None
    partner: int = 0
    month: bool = False
    rank: int = 0
    order: str = ""
    others: tuple[str, ...] = ()


def amount_candidates(lines: Sequence[Line], language: str | None) -> Iterator[Candidate]:
    """Yield every amount and plain number; a bare integer of one digit is none."""
    for line in lines:
        for mention in find_amounts(line.text, language):
            if mention.bare and abs(mention.value) < 10:
                continue
            first, last = line.word_range(mention.start, mention.end)
            if last > first:
                yield _candidate(
                    CandidateKind.AMOUNT,
                    f"{mention.value:f}",
                    mention.text,
                    line,
                    first,
                    last,
                    amount=mention.value,
                    currency=mention.currency,
                    bare=mention.bare,
                    others=tuple(f"{value:f}" for value in mention.alternatives[1:]),
                )


def date_candidates(lines: Sequence[Line], language: str | None) -> Iterator[Candidate]:
    """Yield every day that a date may mean, first the reading that the document's clear dates are written in.

    A month or week gives its first and its last day.
    """
    found = [(line, mention) for line in lines for mention in find_dates(line.text, language)]
    mentions = settled([mention for _, mention in found])
    by_line: dict[int, list[DateMention]] = {}
    for (line, _), mention in zip(found, mentions, strict=True):
        by_line.setdefault(line.number, []).append(mention)
    for number, mentioned in by_line.items():
        yield from _dates_of_line(lines[number], mentioned, language)


def _dates_of_line(line: Line, mentions: Sequence[DateMention], language: str | None) -> Iterator[Candidate]:
    ranges = [found for found in find_ranges(line.text, language) if found.start.start != found.end.start]
    starts = {found.start.start for found in ranges}
    ends = {found.end.start for found in ranges}
    for mention in mentions:
        partner = (mention.start in starts) - (mention.start in ends)
        longer = mention.precision is not Precision.DAY
        for rank, (day, order) in enumerate(_days(mention)):
            yield _date(line, mention, day, partner=partner, month=longer, rank=0 if longer else rank, order=order)
    for found in ranges:
        if found.start.value is None:
            yield _date(line, found.start, found.first_day, partner=1)


def _days(mention: DateMention) -> list[tuple[date, str]]:
    """Return each day that a mention may mean and the order of its parts; of a month its first and last day."""
    if mention.value is None:
        return []
    if mention.precision is not Precision.DAY:
        return [(day, "") for day in (mention.value, mention.last_day) if day]
    return list(zip(mention.alternatives, mention.orders, strict=False))


def _date(
    line: Line, mention: DateMention, day: date, partner: int = 0, month: bool = False, rank: int = 0, order: str = ""
) -> Candidate:
    first, last = line.word_range(mention.start, mention.end)
    others = tuple(other.isoformat() for other in mention.alternatives if other != day)
    return _candidate(
        CandidateKind.DATE,
        day.isoformat(),
        mention.text,
        line,
        first,
        last,
        day=day,
        partner=partner,
        month=month,
        rank=rank,
        order=order,
        others=others,
    )


def number_candidates(lines: Sequence[Line]) -> Iterator[Candidate]:
    """Yield everything that could number a document: words with a digit that are neither amounts nor dates."""
    for line in lines:
        for match in NUMBER.finditer(line.text):
            number = match["number"].strip("./-")
            if number and not WORTHLESS_NUMBER.match(number):
                first, last = line.word_range(match.start("number"), match.end("number"))
                yield _candidate(CandidateKind.NUMBER, number, match["number"], line, first, last)


def name_candidates(lines: Sequence[Line], labels: Sequence[PlacedLabel]) -> Iterator[Candidate]:
    """Yield what could be a name: cells, what labels leave of cells, and either with the line below it."""
    seen: set[tuple[int, int, int, str]] = set()
    for line in lines:
        own = [label for label in labels if label.line == line.number]
        cuts = sorted({place for label in own for place in (label.first, label.last)})
        labelled = {place for label in own for place in range(label.first, label.last)}
        for cell in line.cells:
            for first, last in _pieces(cell, cuts):
                if labelled.issuperset(range(first, last)):
                    continue
                for candidate in _named(lines, line, first, last):
                    key = (candidate.line, candidate.first, candidate.last, candidate.value)
                    if key not in seen:
                        seen.add(key)
                        yield candidate


def _pieces(cell: Cell, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    start, end = cell.first, cell.first + len(cell.words)
    yield start, end
    within = [place for place in cuts if start < place < end]
    if within:
        yield from pairwise([start, *within, end])
        yield from ((place, end) for place in within)


def _named(lines: Sequence[Line], line: Line, first: int, last: int) -> Iterator[Candidate]:
    text = _clean(" ".join(word.text for word in line.words[first:last]))
    if not _is_name(text):
        return
    yield _candidate(CandidateKind.NAME, text, text, line, first, last)
    below = _continued(lines, line, first, last)
    if below:
        joined = _clean(f"{text} {below.text}")
        if len(joined) <= LONGEST_NAME:
            box = box_of(line.words[first:last]).union(below.box)
            yield _candidate(CandidateKind.NAME, joined, joined, line, first, last, box=box)


def _continued(lines: Sequence[Line], line: Line, first: int, last: int) -> Cell | None:
    """Return the cell right below that may go on with a name: same page, same left edge or same middle."""
    if line.number + 1 >= len(lines) or lines[line.number + 1].page != line.page:
        return None
    box = box_of(line.words[first:last])
    height = box.bottom - box.top
    for cell in lines[line.number + 1].cells:
        near = cell.box.top - box.bottom < 1.2 * height
        same_left = abs(cell.box.left - box.left) < height
        same_middle = abs((cell.box.left + cell.box.right) - (box.left + box.right)) < 2 * height
        if near and (same_left or same_middle):
            return cell
    return None


def _clean(text: str) -> str:
    return " ".join(EDGE.sub("", text).split())


def _is_name(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return 3 <= len(text) <= LONGEST_NAME and letters >= 2 and letters >= len(text) / 3


def _candidate(
    kind: CandidateKind, value: str, text: str, line: Line, first: int, last: int, **more: object
) -> Candidate:
    words = line.words[first:last]
    letters = sum(len(word.text) for word in words) or 1
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    box = more.pop("box", None) or box_of(words)
    return Candidate(kind, value, text, line.page, line.number, first, last, box, confidence, **more)  # type: ignore[arg-type]
