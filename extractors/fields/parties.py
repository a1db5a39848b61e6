"""Blocks of addresses on a page: a name over a street and a place, or all of them in one line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from extractors.fields.legal_forms import repaired
from extractors.fields.lines import Cell, Line
from extractors.fields.surroundings import PARTY_ROLES, PlacedLabel
from extractors.language.addresses import AddressPart, is_salutation, part_of
from extractors.language.identifiers import find_tax_ids
from extractors.language.plain import fold
from extractors.model import Box

PART_MARKS = re.compile(r"\s+[●•·|∙▪■–*-]\s+|\s*[●•·|∙▪■]\s*|,\s+")
"""What parts name, street and place where they stand in one line."""
SITE = re.compile(r"@([\w-]+)\.|(?:www\.|https?://)([\w-]+)", re.I)
EDGE = re.compile(r"^[\s:;,.*|#_=-]+|[\s:;,*|_=-]+$")
REGISTRATION = re.compile(r"\s*\(\s*(?:co\.?|reg\.?|no\.?|[\s:])*\d[\d\s-]{2,}[a-z]?\s*\)?$|\s+\d{5,9}-[a-z]$", re.I)
"""A company's registration or a client's code behind its name: "(81497-P)", "1110644-W"."""
FURTHEST = 3.4
"""Lines further apart than this many of their heights belong to two blocks."""
MOST_ABOVE = 7
WRAPPED = 0.5
"""Lines of one value are no further apart than this share of their height."""
# Shorter ones ("ab", "co") are a part of many names.
SHORTEST_SITE = 4
ENDS = frozenset({AddressPart.PLACE, AddressPart.COUNTRY, AddressPart.SALUTATION})
ADDRESSES = frozenset({AddressPart.STREET, AddressPart.PLACE, AddressPart.COUNTRY})
ASIDE = frozenset({AddressPart.CONTACT, AddressPart.NUMBER})
NAMING = frozenset({"party_name"})
BEFORE_STREETS = frozenset({"contact", "document_number", "alternative_number"})
"""Labels of addresses, and words that stand before a house's number: "No 53, Jalan Tiga"."""
SELLERS = frozenset({"tax_id", "phone"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its line and the roles of its label, if any; what it says without the label, and of which part."""

    line: int
    cell: Cell
    said: Cell
    part: AddressPart
    roles: frozenset[str]

    @property
    def is_heading(self) -> bool:
        """Tell whether the cell is nothing but the label of a party, or what looks like an unknown one."""
        if self.said.words:
            return self.part is AddressPart.OTHER and self.said.text.endswith(":")
        return bool(self.roles & PARTY_ROLES)

    @property
    def is_sellers(self) -> bool:
        """Tell whether the cell says what letterheads say of their sender: how to reach him, his tax number."""
        return self.part is AddressPart.CONTACT or bool(self.roles & SELLERS)


@dataclass(frozen=True, slots=True)
class Block:
    """An address: its cells from the name down, or one cell where it stands in one line; `words` are the name's.

    `marked` says that a telephone, a site or a tax number stands with it, as with a seller's address; `tax_id` is a
    tax number that stands with it and has right check digits.
    """

    cells: tuple[Placed, ...]
    name: str
    box: Box
    in_line: bool
    marked: bool
    words: int
    tax_id: str = ""


class Parties:
    """The addresses of a document, and where else their names are printed."""

    def __init__(self, lines: Sequence[Line], labels: Sequence[PlacedLabel]) -> None:
        """Find the blocks on the first page; later pages repeat them."""
        page = lines[0].page if lines else 0
        own = [line for line in lines if line.page == page]
        by_line: dict[int, list[PlacedLabel]] = defaultdict(list)
        for label in labels:
            by_line[label.line].append(label)
        placed = [[_placed(line, cell, by_line[line.number]) for cell in line.cells] for line in own]
        stacked = [block for stack in _stacks(placed) for block in _blocks(stack)]
        in_line = [block for row in placed for each in row if (block := _in_line(each))]
        self.blocks = tuple(sorted([*stacked, *in_line], key=lambda block: (block.box.top, block.box.left)))
        self._text = " ".join(line.text for line in lines)

    def named(self, name: str) -> Sequence[Block]:
        """Return the blocks that bear a name, as `named` writes it."""
        return self._by_name.get(name, ())

    def order(self, block: Block) -> int:
        """Return how many other names head blocks above, and on the same height to the left of, a block."""
        return self._order[named(block.name)]

    @property
    def count(self) -> int:
        """Return how many names head blocks."""
        return len(self._by_name)

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Block]]:
        found: dict[str, list[Block]] = defaultdict(list)
        for block in self.blocks:
            found[named(block.name)].append(block)
        return found

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self._by_name)}

    @cached_property
    def at(self) -> Mapping[tuple[int, int], tuple[Block, int]]:
        """Return for the first word of each cell in a block the block and how far down in it the cell stands."""
        found: dict[tuple[int, int], tuple[Block, int]] = {}
        for block in self.blocks:
            for place, each in enumerate(block.cells):
                found.setdefault((each.line, each.said.first), (block, place))
        return found

    @cached_property
    def sites(self) -> frozenset[str]:
        """Return the names of the sites and mail hosts that the document prints."""
        sites = (fold(a or b).replace("-", "") for a, b in SITE.findall(self._text))
        return frozenset(site for site in sites if len(site) >= SHORTEST_SITE)

    def has_site(self, name: str) -> bool:
        """Tell whether a site or mail host bears the name: the seller's do."""
        words = [word for word in named(name).split() if len(word) >= SHORTEST_SITE]
        return any(word in site or site in word for site in self.sites for word in words)


def clean_name(text: str) -> str:
    """Return a name as printed without marks at its ends and the number of its company, its legal form set right."""
    bare = EDGE.sub("", text)
    return repaired(" ".join(REGISTRATION.sub("", bare).split()))


@lru_cache(maxsize=16384)
def named(name: str) -> str:
    """Return a name as names are compared: folded, without marks."""
    return " ".join(re.findall(r"\w+", fold(name)))


def _placed(line: Line, cell: Cell, labels: Sequence[PlacedLabel]) -> Placed:
    """Return a cell with the roles of the firm label that it begins with, or that stands right before it."""
    roles: set[str] = set()
    said = cell
    for label in labels:
        if label.firm and label.first == cell.first and not _is_of_a_name(cell, label):
            said = _behind(line, cell, label)
            roles |= label.roles
        elif label.firm and _mark_behind(line, label.last) == cell.first:
            roles |= label.roles
    return Placed(line.number, cell, said, part_of(said.text), frozenset(roles))


def _is_of_a_name(cell: Cell, label: PlacedLabel) -> bool:
    """Tell whether a label's words begin a name, "Firma Muster", or only address somebody, "Herrn"."""
    if is_salutation(cell.text):
        return True
    named = label.roles & (PARTY_ROLES | NAMING)
    return bool(named) and label.last < cell.first + len(cell.words) and not label.text.endswith((":", "#"))


def _behind(line: Line, cell: Cell, label: PlacedLabel) -> Cell:
    """Return what a cell says behind its label, marks left out."""
    first = min(_mark_behind(line, label.last), cell.first + len(cell.words))
    return Cell(first, cell.words[first - cell.first :])


def _mark_behind(line: Line, word: int) -> int:
    """Return the number of the first word, from the given one on, that is more than a colon."""
    while word < len(line.words) and not any(map(str.isalnum, line.words[word].text)):
        word += 1
    return word


def _stacks(rows: Sequence[Sequence[Placed]]) -> Iterator[list[Placed]]:
    """Yield cells below each other that start at the same place, end at the same place or have the same middle."""
    stacks: list[list[Placed]] = []
    open_stacks: list[list[Placed]] = []
    tops = [min(placed.cell.box.top for placed in row) for row in rows]
    for row, highest_to_come in zip(rows, reversed(list(accumulate(reversed(tops), min))), strict=True):
        open_stacks = [stack for stack in open_stacks if highest_to_come <= _reach(stack[-1])]
        for placed in row:
            near = [stack for stack in open_stacks if _goes_on(stack[-1], placed)]
            if near:
                max(near, key=lambda stack: stack[-1].line).append(placed)
            else:
                stacks.append([placed])
                open_stacks.append(stacks[-1])
    yield from stacks


def _reach(placed: Placed) -> float:
    """Return how far down a cell that goes on with a stack may begin at most."""
    box = placed.cell.box
    return box.bottom + (FURTHEST - 1) * max(box.bottom - box.top, 4.0) + 1.0


def _goes_on(upper: Placed, lower: Placed) -> bool:
    if upper.line == lower.line:
        return False
    above, below = upper.cell.box, lower.cell.box
    height = max(min(above.bottom - above.top, below.bottom - below.top), 4.0)
    if below.top - above.bottom > FURTHEST * height - height:
        return False
    near = 0.8 * height
    return (
        abs(above.left - below.left) < near
        or abs(above.left + above.right - below.left - below.right) / 2 < near
        or (above.left > 250 and abs(above.right - below.right) < near)
    )


def _blocks(stack: Sequence[Placed]) -> Iterator[Block]:
    """Yield a stack's addresses: from each line with a place up to the name."""
    start = 0
    for place, each in enumerate(stack):
        if each.part is not AddressPart.PLACE:
            continue
        cells = _upwards(stack, start, place)
        if cells:
            rest = _rest(stack, place)
            box = each.said.box
            for cell in cells:
                box = box.union(cell.said.box)
            around = (*stack[start:place], *rest)
            marked = any(other.is_sellers for other in around)
            tax_id = next((found.value for other in around for found in find_tax_ids(other.cell.text)), "")
            wrapped = len(cells) > 1 and bool(cells[1].roles & NAMING)
            name = clean_name(" ".join(cell.said.text for cell in cells[: 1 + wrapped]))
            yield Block((*cells, each), name, box, False, marked, len(name.split()), tax_id)
        start = place + 1


def _upwards(stack: Sequence[Placed], start: int, place: int) -> tuple[Placed, ...]:
    """Return the cells of an address above its place, the name first; numbers and labelled lines are left out."""
    found: list[Placed] = []
    for each in reversed(stack[max(start, place - MOST_ABOVE) : place]):
        if (
            each.is_heading
            or (each.part in ENDS and not _names_below(each, found))
            or (found and is_address(each.said.text))
        ):
            break
        if each.part in ASIDE or not each.said.words or _is_other_value(each):
            continue
        if found and found[0].roles & NAMING:
            if _goes_over(each, found[0]):
                found.insert(0, each)
            break
        found.insert(0, each)
    while found and found[0].part is AddressPart.STREET and found[0].roles:
        found.pop(0)
    return tuple(found)


def _names_below(each: Placed, found: Sequence[Placed]) -> bool:
    """Tell whether a salutation is part of the name: the field that is labelled as such begins with it."""
    labelled = bool(found) and bool(found[0].roles & NAMING)
    return labelled and each.part is AddressPart.SALUTATION and _goes_over(each, found[0])


def _goes_over(upper: Placed, lower: Placed) -> bool:
    """Tell whether two lines are as close as those of one value, the upper without a label."""
    above, below = upper.cell.box, lower.cell.box
    return not upper.roles - PARTY_ROLES and below.top - above.bottom < WRAPPED * (below.bottom - below.top)


def _is_other_value(each: Placed) -> bool:
    """Tell whether a cell is, or holds, the value of a label that names no party and no address."""
    if not each.roles or each.roles & NAMING:
        return False
    return not each.roles <= PARTY_ROLES and not (each.part is AddressPart.STREET and each.roles <= BEFORE_STREETS)


def _rest(stack: Sequence[Placed], place: int) -> Sequence[Placed]:
    """Return what follows an address until the next name or heading."""
    for end in range(place + 1, len(stack)):
        each = stack[end]
        if each.part not in ASIDE | ADDRESSES and not each.roles - PARTY_ROLES:
            return stack[place + 1 : end]
    return stack[place + 1 :]


def _in_line(placed: Placed) -> Block | None:
    """Return the address that a cell holds in one line: name, street and place parted by marks or commas."""
    if not is_address(placed.said.text):
        return None
    name = PART_MARKS.split(placed.said.text)[0]
    return Block((placed,), name, placed.said.box, True, False, len(name.split()))


def is_address(text: str) -> bool:
    """Tell whether a text begins with a name that street and place follow behind marks or commas."""
    pieces = [piece for piece in PART_MARKS.split(text) if piece]
    if len(pieces) < 3 or part_of(pieces[0]) is not AddressPart.OTHER:
        return False
    # A place may have a mark within it: "Town, NY 12345".
    places = (*pieces[1:], *map(", ".join, pairwise(pieces[1:])))
    return any(part_of(place) is AddressPart.PLACE for place in places)
