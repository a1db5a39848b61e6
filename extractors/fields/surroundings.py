"""What stands around a place on a page: the label to its left, and the label above it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from extractors.fields.lines import Cell, Line, box_of
from extractors.language.currencies import currencies_of
from extractors.language.phrases import pieces_of
from extractors.language.vocabulary import LabelMention, find_labels, find_labels_in_lines
from extractors.model import Box, Word

LINES_ABOVE = 12
PROSE_WORDS = 8
PROSE_SHARE = 0.5
# Stands for "nowhere": farther, in heights of a line, than anything on a page is from anything else.
FAR = 99.0
LEVEL = 0.4
"""Share of its height by which a label must be level with a value to count as standing before it."""
ALIGNED = 0.35
"""Labels in a column start at the same place, to this share of their height."""
LINES_APART = 3
SECTION_LINES = 9
COMPANY_ROLES = frozenset({"vendor", "bill_to", "ship_to"})
"""Roles whose labels are words of companies' names as well: "Lieferant", "Customer"."""
COMPANY_FORM = re.compile(
    r"\W*(inc|llc|ltd|limited|gmbh|ag|kg|ab|as|a/s|oyj?|corp|co|plc|sarl|sas|s\.?a|bv|b\.v|sdn|bhd|s\.?r\.?l|e\.?v)\W*",
    re.I,
)
"""Legal forms of companies, as they end a name."""
WRITTEN_DATE = re.compile(r"\b\d{1,2}\.? (?:de )?[^\W\d]+\.? (?:de )?\d{4}\b")
"""Such as "17 de enero de 2026"."""
JOINING = frozenset("&+")
"""Beside such a mark a word belongs to a name: "Sons & Company", "Cash & Carry"."""
COMPOUND = re.compile(r"[^\W\d_][/-][^\W\d_]")
PARTY_ROLES = frozenset({"vendor", "bill_to", "ship_to", "agency", "advertiser"})


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label with the roles it may have and its place: words `first` to `last` (exclusive) of a line.

    It is `firm` where it stands as labels do: at the start of a cell, behind a number, or with a colon at its end.
    """

    roles: frozenset[str]
    text: str
    page: int
    line: int
    first: int
    last: int
    box: Box
    firm: bool = True


class Beside(NamedTuple):
    """A label near a place. `distance` is in line heights; `between` counts the words in between."""

    label: PlacedLabel
    distance: float
    between: int


class Surroundings(NamedTuple):
    """The labels before a place on its line (nearest first, at most two), and those above it (nearest first)."""

    left: tuple[Beside, ...]
    above: tuple[Beside, ...]


def placed_labels(
    lines: Sequence[Line], language: str | None, lenient_pages: frozenset[int]
) -> tuple[PlacedLabel, ...]:
    """Find the labels of all lines, leniently on pages that OCR read."""
    found = [
        label
        for lenient, some in groupby(lines, key=lambda line: line.page in lenient_pages)
        for label in _labels_of_lines(list(some), language, lenient)
    ]
    by_line: dict[int, list[PlacedLabel]] = defaultdict(list)
    for label in found:
        by_line[label.line].append(label)
    return tuple(
        label if label.firm or not _in_column(label, by_line) else replace(label, firm=True) for label in found
    )


def _in_column(label: PlacedLabel, by_line: Mapping[int, Sequence[PlacedLabel]]) -> bool:
    """Tell whether a label stands in a column of labels, though words of another column run up to it."""
    tolerance = ALIGNED * (label.box.bottom - label.box.top)
    near = (
        other
        for number in range(label.line - LINES_APART, label.line + LINES_APART + 1)
        if number != label.line
        for other in by_line.get(number, ())
    )
    return any(other.page == label.page and abs(other.box.left - label.box.left) <= tolerance for other in near)


def _labels_of_lines(lines: Sequence[Line], language: str | None, lenient: bool) -> Iterator[PlacedLabel]:
    mentions = find_labels_in_lines([_texts(line, 0, len(line.words)) for line in lines], language, lenient)
    for line, mentioned in zip(lines, mentions, strict=True):
        if mentioned:
            yield from _labels_of(line, list(_parted(line, 0, mentioned, language, lenient)))


def _texts(line: Line, start: int, end: int) -> tuple[str, ...]:
    return tuple([word.text for word in line.words[start:end]])


def _labels_of(line: Line, mentioned: Sequence[tuple[int, int, str]]) -> Iterator[PlacedLabel]:
    roles: dict[tuple[int, int], set[str]] = {}
    prose = {
        place for cell in line.cells if _is_prose(cell) for place in range(cell.first, cell.first + len(cell.words))
    }
    for first, last, role in mentioned:
        if first not in prose:
            roles.setdefault((first, _without_currency(line, first, last)), set()).add(role)
    for (first, last), found in roles.items():
        words = line.words[first:last]
        text = " ".join(word.text for word in words)
        if found & COMPANY_ROLES and not text.endswith((":", "#")) and _names_company(line, first, last):
            continue
        firm = text.endswith((":", "#")) or _stands_alone(line, first, last, {last for _, last in roles})
        yield PlacedLabel(frozenset(found), text, line.page, line.number, first, last, box_of(words), firm)


def _parted(
    line: Line, start: int, mentioned: Sequence[LabelMention], language: str | None, lenient: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield first word, last (exclusive) and role of labels that were found in a line from a word on.

    One that reaches over a gap counts as two where either side is a label too: "Start Date" beside "End Date".
    """
    for label in mentioned:
        if _is_part_of_name(line, start, label, mentioned):
            continue
        first, last = start + label.first_word, start + label.last_word
        gap = next((cell.first for cell in line.cells if first < cell.first < last), None)
        parts = [
            list(_parted(line, begin, _part(_texts(line, begin, stop), language, lenient), language, lenient))
            for begin, stop in (((first, gap), (gap, last)) if gap is not None else ())
        ]
        if parts and all(parts) and "party_name" not in {role for _, _, role in parts[1]}:
            yield from (part for side in parts for part in side)
        else:
            yield first, last, label.role


@lru_cache(maxsize=4096)
def _part(words: tuple[str, ...], language: str | None, lenient: bool) -> tuple[LabelMention, ...]:
    """Return the labels in a part of a label; the same few are looked at again and again."""
    return find_labels(words, language, lenient)


def _is_part_of_name(line: Line, start: int, label: LabelMention, mentions: Sequence[LabelMention]) -> bool:
    """Tell whether a label is only a piece of a longer word with strokes or dashes: "NV/Rep", "IE-A"."""
    covered = line.words[start + label.first_word : start + label.last_word]
    if not any(COMPOUND.search(word.text) for word in covered):
        return False
    alike = {each.label for each in mentions if each.first_word < label.last_word and label.first_word < each.last_word}
    labelled = {piece for text in alike for piece in text.split()}
    pieces = [piece for word in covered for piece in pieces_of(word.text) if piece.isalpha()]
    # "Beleg-Datum" is all of "Belegdatum".
    return len(pieces) > len(labelled) and "".join(pieces) not in {text.replace(" ", "") for text in alike}


def _without_currency(line: Line, first: int, last: int) -> int:
    """Return where a label ends whose last word is a currency: "Total EUR 12.00" has it for the amount."""
    return last - 1 if last - first > 1 and currencies_of(line.words[last - 1].text) else last


def _names_company(line: Line, first: int, last: int) -> bool:
    """Tell whether a label's words are a company's name: "MUSTER-KUNDE GMBH", "Lieferant GmbH"."""
    cell = next(cell for cell in line.cells if cell.first <= first < cell.first + len(cell.words))
    after = line.words[last : min(last + 2, cell.first + len(cell.words))]
    return any(COMPANY_FORM.fullmatch(word.text) for word in after)


def _stands_alone(line: Line, first: int, last: int, ends: Container[int]) -> bool:
    """Tell whether a cell, a number or another label ends right before a word: "Political Candidate" labels nothing."""
    if last < len(line.words) and line.words[last].text in JOINING:
        return False
    if first in ends or first in {cell.first for cell in line.cells}:
        return True
    before = line.words[first - 1].text
    return before not in JOINING and not any(map(str.isalpha, before))


def _is_prose(cell: Cell) -> bool:
    """Tell whether a cell is a sentence, dates aside: there "the advertiser hereby" labels nothing."""
    if len(cell.words) < PROSE_WORDS:
        return False
    words = WRITTEN_DATE.sub("", cell.text).split()
    small = sum(word.islower() for word in words)
    return len(words) >= PROSE_WORDS and small >= PROSE_SHARE * len(words)


Spans = Sequence[tuple[float, float]]
"""The left and right sides of a line's cells."""


class LabelledRow(NamedTuple):
    """A line with labels, and the lines without any between it and the next one below that has some."""

    unlabelled: Sequence[Spans]
    own: Spans
    labels: Sequence[tuple[float, float, PlacedLabel]]


class PageMap:
    """Labels by line, to look around a place quickly."""

    def __init__(self, lines: Sequence[Line], labels: Sequence[PlacedLabel]) -> None:
        self.labels = tuple(labels)
        self._lines = lines
        self._numbers = {id(label): number for number, label in enumerate(self.labels)}
        self._labels: dict[int, list[PlacedLabel]] = defaultdict(list)
        for label in labels:
            self._labels[label.line].append(label)
        self._times = Counter(label.text for label in labels)
        self._known_above: dict[int, Sequence[LabelledRow]] = {}
        self._known_roles: dict[int, frozenset[str]] = {}
        self._known_heads: dict[int, list[PlacedLabel]] = {}

    def number(self, label: PlacedLabel) -> int:
        """Return the place of a label among the document's."""
        return self._numbers[id(label)]

    def times(self, label: PlacedLabel) -> int:
        """Return how often the document prints a label."""
        return self._times[label.text]

    def around(self, line: int, first: int, last: int, box: Box) -> Surroundings:
        """Return the labels around the words `first` to `last` of a line."""
        return Surroundings(self._left(line, first, box), self._above(line, box))

    def within(self, line: int, first: int, last: int) -> int:
        """Return how many of the words `first` to `last` belong to firm labels."""
        count = 0
        for label in self._labels.get(line, ()):
            if label.firm:
                count += max(0, min(label.last, last) - max(label.first, first))
        return count

    def roles_of_line(self, line: int) -> frozenset[str]:
        """Return the roles of all labels on a line."""
        if line not in self._known_roles:
            self._known_roles[line] = frozenset(role for label in self._labels.get(line, ()) for role in label.roles)
        return self._known_roles[line]

    def section(self, line: int, box: Box) -> Beside | None:
        """Return the heading that a place stands under: a label alone in its cell, not further right than the place.

        `between` counts the lines from the heading on.
        """
        page = self._lines[line].page
        for number in range(line - 1, max(-1, line - SECTION_LINES), -1):
            if self._lines[number].page != page:
                break
            heads = [label for label in self._heads(number) if label.box.left <= box.left + box.bottom - box.top]
            if heads:
                head = max(heads, key=lambda label: label.box.left)
                return Beside(head, box.top - head.box.bottom, line - number)
        return None

    def _heads(self, number: int) -> list[PlacedLabel]:
        if number not in self._known_heads:
            self._known_heads[number] = self._found_heads(number)
        return self._known_heads[number]

    def _found_heads(self, number: int) -> list[PlacedLabel]:
        """Return the headings of a line: labels of parties that fill their cells, with no value behind them."""
        line, labels = self._lines[number], self._labels.get(number, ())
        heads = [label for label in labels if label.roles & PARTY_ROLES and _fills(line, label)]
        if not heads or all(_is_labelled(cell, labels) for cell in line.cells):
            return heads
        return [label for label in heads if self._is_over_a_column(number, label)]

    def _is_over_a_column(self, number: int, label: PlacedLabel) -> bool:
        """Tell whether what stands right below a label is its own, and not the next label of a column of labels."""
        if number + 1 >= len(self._lines) or self._lines[number + 1].page != label.page:
            return False
        line = self._lines[number + 1]
        height = label.box.bottom - label.box.top
        cell = next((cell for cell in line.cells if abs(cell.box.left - label.box.left) <= ALIGNED * height), None)
        if cell is None or cell.box.top - label.box.bottom > height:
            return False
        return not any(other.first == cell.first and _fills(line, other) for other in self._labels.get(number + 1, ()))

    def _left(self, line: int, first: int, box: Box) -> tuple[Beside, ...]:
        height = max(box.bottom - box.top, 4.0)
        words = self._lines[line].words
        before = [
            (_said(words[label.last : first]), label) for label in self._labels.get(line, ()) if label.last <= first
        ]
        before += [
            (self._words_between(label, box), label)
            for number in (line - 1, line + 1)
            for label in self._labels.get(number, ())
            if label.box.right <= box.left and _level(label.box, box) > LEVEL
        ]
        if len(before) > 1:
            before = sorted(before, key=lambda each: (each[0], max(0.0, box.left - each[1].box.right)))[:2]
        return tuple([Beside(label, max(0.0, (box.left - label.box.right) / height), words) for words, label in before])

    def _words_between(self, label: PlacedLabel, box: Box) -> int:
        """Return how many words part a label from a place on the next line that is almost on its level."""
        return _said([word for word in self._lines[label.line].words[label.last :] if word.box.left < box.left])

    def _above(self, line: int, box: Box) -> tuple[Beside, ...]:
        left, right = box.left, box.right
        height = max(box.bottom - box.top, 4.0)
        found: list[Beside] = []
        passed: list[Spans] = []
        blocked = 0
        for unlabelled, own, labels in self._rows_above(line):
            passed += unlabelled
            over = [label for start, end, label in labels if start < right and end > left]
            if not over:
                passed.append(own)
                continue
            blocked += _covering(passed, left, right)
            passed.clear()
            found += [Beside(label, (box.top - label.box.bottom) / height, blocked) for label in over]
            if len(found) >= 2:
                break
        return tuple(found[:2])

    def _rows_above(self, line: int) -> Sequence[LabelledRow]:
        """Return the lines with labels above one on its page, the nearest first."""
        if line not in self._known_above:
            self._known_above[line] = list(self._found_above(line))
        return self._known_above[line]

    def _found_above(self, line: int) -> Iterator[LabelledRow]:
        page = self._lines[line].page
        unlabelled: list[Spans] = []
        for number in range(line - 1, max(-1, line - LINES_ABOVE), -1):
            upper = self._lines[number]
            if upper.page != page:
                return
            if labels := self._labels.get(number):
                own = [(label.box.left, label.box.right, label) for label in labels]
                yield LabelledRow(unlabelled, upper.spans, own)
                unlabelled = []
            else:
                unlabelled.append(upper.spans)


def _covering(rows: Iterable[Spans], left: float, right: float) -> int:
    """Return how many rows have a cell over what lies between two sides."""
    count = 0
    for spans in rows:
        for start, end in spans:
            if start < right and end > left:
                count += 1
                break
    return count


def _said(words: Sequence[Word]) -> int:
    """Return how many words say something: a colon or a stroke by itself parts nothing from its label."""
    return sum(any(map(str.isalnum, word.text)) for word in words)


def _fills(line: Line, label: PlacedLabel) -> bool:
    """Tell whether a label is all that its cell holds."""
    return any(cell.first == label.first and cell.first + len(cell.words) == label.last for cell in line.cells)


def _is_labelled(cell: Cell, labels: Sequence[PlacedLabel]) -> bool:
    return any(label.first <= cell.first < label.last for label in labels)


def _level(label: Box, box: Box) -> float:
    """Return how much of the lower one's height two boxes have in common."""
    common = min(label.bottom, box.bottom) - max(label.top, box.top)
    return common / max(min(label.bottom - label.top, box.bottom - box.top), 1.0)
