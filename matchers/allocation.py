"""The best choice of packs for a whole batch, and how sure each document's place in it is.

Every document and every line is in one pack at most: weighted set packing. What has nothing to do with each other is
solved apart, so unrelated evidence changes nothing. Most parts are gone through whole (`matchers.subsets`), which gives
the exact probability of each match as well; those with too much in common are solved by HiGHS as an integer program.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

import numpy

from matchers.certain import certain
from matchers.connected import connected
from matchers.packs import Pack
from matchers.subsets import Choice, best_packs, choices_of

MOST_OPEN = 10
"""A part is gone through whole as long as no more documents than this are open to several lines at once."""
HOPELESS = 10.0
"""Bits a document by which a pack of a large part may be worse than what its documents have elsewhere."""
RIVALS = 5
"""In larger parts each document's probability is worked out with so many of its closest rivals."""
LARGEST = 6_000
"""Of parts with more packs only the likelier ones are chosen among, so that time and memory stay in bounds."""
# What counts as hopeless is halved until parts are small; within one bit nothing is, and a greedy choice is made.
LEAST_HOPELESS = 1.0
NODES = 2_000
"""An integer program is given up after so many nodes, and a greedy choice takes its place: bounded, and repeatable."""
# Added to scores in bits: a document's companions are looked at first, then those that hold lines it could go to.
TOGETHER = 1000.0
ON_ITS_LINES = 30.0


def allocate(packs: Sequence[Pack]) -> dict[int, Choice]:
    """Return the choice for every document that occurs in a pack."""
    choices: dict[int, Choice] = {}
    for part in parts(packs):
        whole = choices_of(part, MOST_OPEN)
        if whole is not None:
            choices |= whole
            continue
        for smaller in parts(_without_hopeless(part)):
            choices |= choices_of(smaller, MOST_OPEN) or _solve(smaller)
    return choices


def _without_hopeless(packs: Sequence[Pack], hopeless: float = HOPELESS) -> list[Pack]:
    """Return the packs of a large part but for those far worse than what each of their documents has elsewhere."""
    best: defaultdict[int, float] = defaultdict(float)
    for pack in packs:
        share = pack.score / len(pack.documents)
        for document in pack.documents:
            best[document] = max(best[document], share)
    return [
        pack
        for pack in packs
        # By the document that has least elsewhere: to that one this pack may be all there is.
        if pack.score / len(pack.documents) >= min([best[document] for document in pack.documents]) - hopeless
    ]


def parts(packs: Sequence[Pack]) -> Iterator[list[Pack]]:
    """Return the packs in groups that share no document and no line with each other."""
    return ([packs[place] for place in part] for part in connected([_things(pack) for pack in packs]))


def _solve(packs: list[Pack]) -> dict[int, Choice]:
    # However few packs were chosen among, how sure each choice is follows from all of them.
    return _Neighbourhood(packs, _chosen(packs, HOPELESS)).choices()


def _chosen(packs: Sequence[Pack], hopeless: float) -> list[Pack]:
    """Return the best packs: the certain ones, and the best of each part of what is left."""
    taken, rest = certain(packs)
    return [*taken, *(pack for part in parts(rest) for pack in _searched(part, hopeless))]


def _searched(packs: list[Pack], hopeless: float) -> list[Pack]:
    """Return the best packs by search; of too many the worse ones are left out until parts are small."""
    whole = best_packs(packs, MOST_OPEN)
    if whole is not None:
        return whole
    if len(packs) <= LARGEST:
        found = _integer_program(packs)
        return _greedy(packs) if found is None else found
    if hopeless <= LEAST_HOPELESS:
        return _greedy(packs)
    return _chosen(_without_hopeless(packs, hopeless / 2), hopeless / 2)


def _integer_program(packs: Sequence[Pack]) -> list[Pack] | None:
    """Return the best packs by HiGHS, or None where it does not finish within its nodes."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    useful = [pack for pack in packs if pack.score > 0]
    if not useful:
        return []
    row_of: dict[int, int] = {}
    entries = [
        (row_of.setdefault(thing, len(row_of)), column) for column, pack in enumerate(useful) for thing in _things(pack)
    ]
    rows, columns = zip(*entries, strict=True)
    matrix = csr_array((numpy.ones(len(entries)), (rows, columns)), shape=(len(row_of), len(useful)))
    found = milp(
        -numpy.array([pack.score for pack in useful]),
        integrality=numpy.ones(len(useful)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, ub=1),
        # HiGHS's own gap would let it stop at a choice that is only nearly the best.
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    if found.status != 0:
        return None
    # Zeros and ones come as floats that may be a little off.
    return [pack for pack, taken in zip(useful, found.x, strict=True) if taken > 0.5]


def _things(pack: Pack) -> tuple[int, ...]:
    return (-1 - pack.line, *pack.documents)


def _greedy(packs: Sequence[Pack]) -> list[Pack]:
    """Return packs taken by score for each document, best first, as long as they do not collide."""
    used: set[int] = set()
    chosen = []
    for pack in sorted(packs, key=lambda pack: (-pack.score / len(pack.documents), pack.line, pack.documents)):
        if pack.score > 0 and used.isdisjoint(_things(pack)):
            used.update(_things(pack))
            chosen.append(pack)
    return chosen


class _Neighbourhood:
    """A large part with its best choice of packs, for looking at each document among its closest rivals."""

    def __init__(self, packs: Sequence[Pack], chosen: Sequence[Pack]) -> None:
        self.of_document: defaultdict[int, list[Pack]] = defaultdict(list)
        self.of_line: defaultdict[int, list[Pack]] = defaultdict(list)
        for pack in packs:
            self.of_line[pack.line].append(pack)
            for document in pack.documents:
                self.of_document[document].append(pack)
        self.share = {line: _best_shares(each) for line, each in self.of_line.items()}
        self.chosen = {document: pack for pack in chosen for document in pack.documents}
        self.taken = {pack.line: pack for pack in chosen}

    def choices(self) -> dict[int, Choice]:
        """Return each document's choice; its probability holds everything but its rivals as chosen."""
        return {document: self._choice(document) for document in sorted(self.of_document)}

    def _choice(self, document: int) -> Choice:
        pack, rivals = self.chosen.get(document), self._rivals(document)
        lines = {each.line for rival in rivals for each in self.of_document[rival]}
        open_lines = {
            line for line in lines if line not in self.taken or not rivals.isdisjoint(self.taken[line].documents)
        }
        near = [each for rival in rivals for each in self.of_document[rival] if each.documents[0] == rival]
        local = [each for each in near if each.line in open_lines and rivals.issuperset(each.documents)]
        local.sort(key=lambda each: (each.line, each.documents))
        if not any(document in each.documents for each in local):
            return Choice(document, pack, 1.0)
        found = (choices_of(local, len(rivals)) or {})[document]
        if (found.pack and found.pack.line) == (pack and pack.line):
            return Choice(document, pack, found.probability, found.runner_up, found.runner_up_probability)
        return Choice(document, pack, found.runner_up_probability, found.pack, found.probability)

    def _rivals(self, document: int) -> set[int]:
        """Return the document, those in its pack, and those that score best on the lines that it could go to."""
        pull: defaultdict[int, float] = defaultdict(float)
        mine = sorted({each.line for each in self.of_document[document]})
        for line in mine:
            holder = self.taken.get(line)
            for other, share in self.share[line].items():
                pull[other] = max(pull[other], share)
            if holder is not None:
                for other in holder.documents:
                    pull[other] += TOGETHER if document in holder.documents else ON_ITS_LINES
        pull.pop(document, None)
        closest = nsmallest(RIVALS, pull, key=lambda other: (-pull[other], other))
        return {document, *closest}


def _best_shares(packs: Iterable[Pack]) -> dict[int, float]:
    """Return the best score for each document that any of a line's packs gives, to each of its documents."""
    best: dict[int, float] = {}
    for pack in packs:
        share = pack.score / len(pack.documents)
        for document in pack.documents:
            if share > best.get(document, -math.inf):
                best[document] = share
    return best
