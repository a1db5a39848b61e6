"""Everything that could be the value of a field: dates, amounts, numbers and names, each with its place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import Any

from extractors.fields.date_order import in_one_order
from extractors.fields.lines import Cell, Line, box_of
from extractors.fields.misread import mended_dates
from extractors.fields.parties import clean_name, is_address
from extractors.fields.surroundings import COMPANY_FORM, PlacedLabel
from extractors.language.amounts import find_amounts
from extractors.language.dates import DateMention, DateRange, Precision, find_dates, find_ranges
from extractors.model import Box, Word

MOST_SINGLE = 4
"""More letters that stand apart are a title in wide print."""
LONGEST_NAME = 90
LONGEST_BLOCK = 4
MOST_JOINED = 2
LEAST_HEIGHT = 0.35
"""What goes on with a name is at least so high beside it: a picture that OCR took for letters is higher by far."""
NUMBER = re.compile(
    r"(?<![\w.,/$-])[#№]?(?P<number>(?=[\w/.-]*\d)\w(?:[\w/.-]*\w)?(?:(?<=\d{5})- \d{1,2}(?![\w/.:,-]))?)"
    r"(?![\w$%]|,\d\d(?!\d))"
)
"""A blank behind the dash of a long number is a gap that OCR saw: "1487463- 1"."""
# Counts, amounts, dates, times and versions look like numbers of documents and are none.
WORTHLESS_NUMBER = re.compile(
    r"^\d{1,2}$|^\d+[.,]\d\d$|^\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?$|^\d{1,2}:\d\d.*$|^\d{1,2}(\.\d{1,2}){2,}$"
    r"|^(19|20)\d\d(?P<mark>[/.-])\d{1,2}(?P=mark)\d{1,2}$"
)
FORM_WORD = re.compile(r"\(\w{1,3}\)")
"""Stands among the words of a legal form: "CO. (M) SDN BHD"."""
BULLETS = frozenset("●•·|∙▪■–")


class CandidateKind(StrEnum):
    """The type of a value."""

    AMOUNT = "amount"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a document prints, as found on one place.

    `first` and `last` (exclusive) are the words of `line` that it takes. Amounts have `amount`, `currency`
    (`currencies` where the mark may be that of several), and whether they are `bare` integers; dates have `day`, and
    `partner`: +1 where a range begins with them, -1 where it ends. A print that may mean several days gives a candidate
    for each: `rank` 0 is the likeliest, `order` says how its parts were read. `others` are the further readings of the
    same print. `anchor` is the word, and `whole` the box, that labels are looked for from: of a range both ends have
    the range's. A name may be `joined` with so many lines below it; `below` counts those that go on under it without a
    label, as an address does.
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
    currencies: tuple[str, ...] = ()
    bare: bool = False
    day: date | None = None
    partner: int = 0
    month: bool = False
    rank: int = 0
    order: str = ""
    others: tuple[str, ...] = ()
    anchor: int = -1
    whole: Box | None = None
    joined: int = 0
    below: int = 0


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
                    currencies=mention.currencies,
                    bare=mention.bare,
                    others=tuple(f"{value:f}" for value in mention.alternatives[1:]),
                )


def date_candidates(
    lines: Sequence[Line], language: str | None, misread_pages: Container[int] = ()
) -> Iterator[Candidate]:
    """Yield every day that a date may mean, first the reading that the document's clear dates are written in.

    A month or week gives its first and its last day. On pages whose letters OCR read, dates are mended first.
    """
    texts = {line.number: mended_dates(line.text) if line.page in misread_pages else line.text for line in lines}
    found = [(line, mention) for line in lines for mention in find_dates(texts[line.number], language)]
    misread = any(line.page in misread_pages for line, _ in found)
    mentions = in_one_order([mention for _, mention in found], misread)
    by_line: dict[int, list[DateMention]] = {}
    for (line, _), mention in zip(found, mentions, strict=True):
        by_line.setdefault(line.number, []).append(mention)
    for number, mentioned in by_line.items():
        ranges = [each for each in find_ranges(texts[number], language) if each.start.start != each.end.start]
        yield from _dates_of_line(lines[number], mentioned, ranges)


def _dates_of_line(line: Line, mentions: Sequence[DateMention], ranges: Sequence[DateRange]) -> Iterator[Candidate]:
    starts = {found.start.start: found for found in ranges}
    ends = {found.end.start: found for found in ranges}
    for mention in mentions:
        partner = (mention.start in starts) - (mention.start in ends)
        around = _whole_range(line, starts.get(mention.start) or ends.get(mention.start))
        longer = mention.precision is not Precision.DAY
        for rank, (day, order) in enumerate(_days(mention)):
            yield _date(
                line, mention, day, partner=partner, month=longer, rank=0 if longer else rank, order=order, **around
            )
    complete = {mention.start for mention in mentions if mention.value}
    for found in ranges:
        if found.start.start not in complete:
            yield _date(line, found.start, found.first_day, partner=1, **_whole_range(line, found))
        if found.end.start not in complete:
            yield _date(line, found.end, found.last_day, partner=-1, **_whole_range(line, found))


def _whole_range(line: Line, found: DateRange | None) -> dict[str, Any]:
    if found is None:
        return {}
    first, last = line.word_range(found.start.start, found.end.end)
    return {"anchor": first, "whole": box_of(line.words[first:last])} if last > first else {}


def _days(mention: DateMention) -> list[tuple[date, str]]:
    """Return each day that a mention may mean and the order of its parts; of a month its first and last day."""
    if mention.value is None:
        return []
    if mention.precision is not Precision.DAY:
        return [(day, "") for day in (mention.value, mention.last_day) if day]
    return list(zip(mention.alternatives, mention.orders, strict=False))


def _date(line: Line, mention: DateMention, day: date, **more: Any) -> Candidate:
    first, last = line.word_range(mention.start, mention.end)
    others = tuple(other.isoformat() for other in mention.alternatives if other != day)
    printed = line.text[mention.start : mention.end]
    return _candidate(CandidateKind.DATE, day.isoformat(), printed, line, first, last, day=day, others=others, **more)


def number_candidates(lines: Sequence[Line]) -> Iterator[Candidate]:
    """Yield everything that could number a document: words with a digit that are neither amounts nor dates."""
    for line in lines:
        for match in NUMBER.finditer(line.text):
            number = match["number"].replace(" ", "").strip("./-")
            if number and not WORTHLESS_NUMBER.match(number):
                first, last = line.word_range(match.start("number"), match.end("number"))
                yield _candidate(CandidateKind.NUMBER, number, match["number"], line, first, last)


def name_candidates(lines: Sequence[Line], labels: Sequence[PlacedLabel]) -> Iterator[Candidate]:
    """Yield what could be a name: cells, what labels leave of cells, and either with the line below it."""
    seen: set[tuple[int, int, int, str]] = set()
    by_line: dict[int, list[PlacedLabel]] = {}
    for label in labels:
        by_line.setdefault(label.line, []).append(label)
    for line in lines:
        own = by_line.get(line.number, [])
        labelled_ends = {place for label in own for place in (label.first, label.last)}
        cuts = sorted(labelled_ends | _bullets(line) | _commas(line))
        labelled = {place for label in own if label.firm for place in range(label.first, label.last)}
        for cell in line.cells:
            for first, last in (*_pieces(cell, cuts), *_behind_colon(cell)):
                if labelled.issuperset(range(first, last)) and not _may_be_a_name(own, first, last):
                    continue
                for candidate in _named(lines, by_line, line, first, last):
                    key = (candidate.line, candidate.first, candidate.last, candidate.value)
                    if key not in seen:
                        seen.add(key)
                        yield candidate


def _may_be_a_name(labels: Sequence[PlacedLabel], first: int, last: int) -> bool:
    """Tell whether words may be a name though each is a label: two of them, "ADVANCE COMPANY", and no colon."""
    within = [label for label in labels if first <= label.first and label.last <= last]
    whole = any(label.first == first and label.last == last for label in within)
    return last - first == 2 and not whole and not any(label.text.endswith((":", "#")) for label in within)


def _pieces(cell: Cell, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    start, end = cell.first, cell.first + len(cell.words)
    yield start, end
    within = [place for place in cuts if start < place < end]
    if within:
        yield from pairwise([start, *within, end])
        yield from ((place, end) for place in within)


def _bullets(line: Line) -> set[int]:
    """Return where a bullet parts a line, as in a sender's address: before it and behind it."""
    found = [place for place, word in enumerate(line.words) if word.text in BULLETS]
    return {side for place in found for side in (place, place + 1)}


def _behind_colon(cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield what follows a colon in a cell: words before it say whose the name is, "Owned by: ..."."""
    for place, word in enumerate(cell.words[:-1], cell.first + 1):
        if word.text.endswith(":"):
            yield place, cell.first + len(cell.words)


def _commas(line: Line) -> set[int]:
    """Return where the first comma of an address in one line parts the name from the street."""
    found = set()
    for cell in line.cells:
        comma = next((place for place, word in enumerate(cell.words, 1) if word.text.endswith(",")), None)
        if comma and is_address(cell.text):
            found.add(cell.first + comma)
    return found


def _named(
    lines: Sequence[Line], labels: Mapping[int, Sequence[PlacedLabel]], line: Line, first: int, last: int
) -> Iterator[Candidate]:
    text = clean_name(" ".join(word.text for word in line.words[first:last]))
    if not _is_name(text):
        return
    box = box_of(line.words[first:last])
    below = _block_below(lines, labels, line, box)
    yield _candidate(CandidateKind.NAME, text, text, line, first, last, box=box, below=len(below))
    for taken, cell in enumerate(below[:MOST_JOINED], 1):
        text, box = clean_name(f"{text} {cell.text}"), box.union(cell.box)
        # A name over three lines is believed where a legal form ends it; addresses have as many.
        if len(text) <= LONGEST_NAME and (taken == 1 or _ends_with_form(text)):
            below_it = len(below) - taken
            yield _candidate(CandidateKind.NAME, text, text, line, first, last, box=box, below=below_it, joined=taken)


def _ends_with_form(text: str) -> bool:
    return bool(COMPANY_FORM.fullmatch(text.split()[-1]))


def _block_below(
    lines: Sequence[Line], labels: Mapping[int, Sequence[PlacedLabel]], line: Line, box: Box
) -> list[Cell]:
    """Return the cells right below that bear no label and begin where a name does, at most `LONGEST_BLOCK`."""
    found: list[Cell] = []
    for number in range(line.number + 1, min(line.number + 1 + LONGEST_BLOCK, len(lines))):
        cell = _continued(lines[number], box) if lines[number].page == line.page else None
        if cell is None or _is_labelled(lines[number], cell, labels.get(number, ())):
            break
        found.append(cell)
        box = cell.box
    return found


def _continued(line: Line, box: Box) -> Cell | None:
    """Return the cell of a line that may go on with a name right above: same left edge or same middle."""
    height = box.bottom - box.top
    for cell in line.cells:
        near = cell.box.top - box.bottom < 1.2 * height and cell.box.bottom - cell.box.top > LEAST_HEIGHT * height
        same_left = abs(cell.box.left - box.left) < height
        same_middle = abs((cell.box.left + cell.box.right) - (box.left + box.right)) < 2 * height
        if near and (same_left or same_middle):
            return cell
    return None


def _is_labelled(line: Line, cell: Cell, labels: Sequence[PlacedLabel]) -> bool:
    """Tell whether a cell begins with a label, or has one right before it; "Name:" may stand by a name's last line."""
    return any(
        label.firm and label.first <= cell.first <= _behind(line, label) - ("party_name" in label.roles)
        for label in labels
    )


def _behind(line: Line, label: PlacedLabel) -> int:
    """Return where a label's value begins: dashes and specks that OCR sees between the two are nothing."""
    words = line.words[label.last :]
    marks = takewhile(lambda word: not any(map(str.isalnum, word.text)), words)
    return label.last + sum(1 for _ in marks)


def _is_name(text: str) -> bool:
    if not 3 <= len(text) <= LONGEST_NAME:
        return False
    letters = sum(map(str.isalpha, text))
    words = FORM_WORD.sub(" ", text).split()
    if all(map(COMPANY_FORM.fullmatch, words)) or sum(len(word) == 1 for word in text.split()) > MOST_SINGLE:
        return False
    return letters >= 2 and letters >= len(text) / 3


def _candidate(kind: CandidateKind, value: str, text: str, line: Line, first: int, last: int, **more: Any) -> Candidate:
    words = line.words[first:last]
    box = more.pop("box", None) or box_of(words)
    sure = 1.0 if line.is_sure and words else _confidence(words)
    return Candidate(kind, value, text, line.page, line.number, first, last, box, sure, **more)


def _confidence(words: Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words) or 1
    return sum(word.confidence * len(word.text) for word in words) / letters
