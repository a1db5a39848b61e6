"""The best choice of packs for a whole batch, and how sure each document's place in it is.

Every document and every line is in one pack at most: weighted set packing. What has nothing to do with each other is
solved apart, so unrelated evidence changes nothing. Small parts are solved by dynamic programming over sets of
documents, which gives the exact probability of each match as well; large ones by HiGHS as an integer program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from matchers.packs import Pack

EXACT_DOCUMENTS = 11
"""Up to so many documents, all sets of them are gone through."""
RIVALS = 6
"""In larger parts each document's probability is worked out with so many of its closest rivals."""
NODES = 2_000
"""An integer program is given up after so many nodes, and a greedy choice takes its place: bounded, and repeatable."""
TIE = 0.9
"""Below this probability a match is a near-tie, and its runner-up is said."""

Floats = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a document belongs: its pack (None: nowhere), how likely that is, and the next best pack."""

    document: int
    pack: Pack | None
    probability: float
    runner_up: Pack | None = None
    runner_up_probability: float = 0.0


def allocate(packs: Sequence[Pack]) -> dict[int, Choice]:
    """Return the choice for every document that occurs in a pack."""
    choices: dict[int, Choice] = {}
    for part in parts(packs):
        choices |= _solve(part)
    return choices


def parts(packs: Sequence[Pack]) -> Iterator[list[Pack]]:
    """Return the packs in groups that share no document and no line with each other."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for pack in packs:
        nodes = [*(("line", line) for line in pack.lines), *(("document", each) for each in pack.documents)]
        for node in nodes[1:]:
            parent[root(node)] = root(nodes[0])
    groups: defaultdict[tuple[str, int], list[Pack]] = defaultdict(list)
    for pack in packs:
        groups[root(("line", pack.lines[0]))].append(pack)
    yield from groups.values()


def _solve(packs: list[Pack]) -> dict[int, Choice]:
    documents = sorted({document for pack in packs for document in pack.documents})
    simple = all(len(pack.lines) == 1 for pack in packs)
    if simple and len(documents) <= EXACT_DOCUMENTS:
        return _Table(packs, documents).choices()
    chosen = _integer_program(packs)
    if chosen is None:
        chosen = _greedy(packs)
    return {document: _among_rivals(document, packs, chosen) for document in documents}


class _Table:
    """Sums and maxima over all allocations of few documents, line by line: `sums[i][used]` is over lines before i."""

    def __init__(self, packs: Sequence[Pack], documents: Sequence[int]) -> None:
        bit = {document: 1 << place for place, document in enumerate(documents)}
        self.documents, self.size = documents, 1 << len(documents)
        self.masks = {id(pack): sum(bit[document] for document in pack.documents) for pack in packs}
        by_line: defaultdict[int, list[Pack]] = defaultdict(list)
        for pack in packs:
            by_line[pack.lines[0]].append(pack)
        self.columns = [by_line[line] for line in sorted(by_line)]
        self.every: NDArray[numpy.int64] = numpy.arange(self.size)

    def choices(self) -> dict[int, Choice]:
        """Return each document's place in the best allocation, with its probability over all allocations."""
        chosen, marginals = self._best(), self._marginals()
        return {document: self._choice(document, chosen, marginals) for document in self.documents}

    def _choice(self, document: int, chosen: Sequence[Pack], marginals: Sequence[tuple[Pack, float]]) -> Choice:
        mine = [(pack, share) for pack, share in marginals if document in pack.documents]
        pack = next((each for each in chosen if document in each.documents), None)
        shares: defaultdict[tuple[int, ...], float] = defaultdict(float)
        for each, share in mine:
            shares[each.lines] += share
        nowhere = max(0.0, 1.0 - sum(shares.values()))
        others = [each for each in mine if pack is None or each[0].lines != pack.lines]
        runner_up = max(others, key=lambda each: (shares[each[0].lines], each[1], each[0].score), default=None)
        probability = shares[pack.lines] if pack else nowhere
        second = shares[runner_up[0].lines] if runner_up else 0.0
        return Choice(document, pack, min(1.0, probability), runner_up[0] if runner_up else None, second)

    def _best(self) -> list[Pack]:
        best: Floats = numpy.full(self.size, -numpy.inf)
        best[0] = 0.0
        taken = []
        for column in self.columns:
            after, choice = best.copy(), numpy.full(self.size, -1)
            for place, pack in enumerate(column):
                mask = self.masks[id(pack)]
                free = self.every[(self.every & mask) == 0]
                better = best[free] + pack.score > after[free | mask] + 1e-9
                after[free[better] | mask] = best[free[better]] + pack.score
                choice[free[better] | mask] = place
            taken.append(choice)
            best = after
        used, chosen = int(numpy.argmax(best)), []
        for column, choice in zip(reversed(self.columns), reversed(taken), strict=True):
            if choice[used] >= 0:
                chosen.append(column[choice[used]])
                used ^= self.masks[id(chosen[-1])]
        return chosen

    def _marginals(self) -> list[tuple[Pack, float]]:
        """Return the probability of each pack: its share of the weight of all allocations (forward and backward)."""
        forward = [self._start(0)]
        for column in self.columns:
            forward.append(self._passed(forward[-1], column))
        backward: Floats = numpy.ones(self.size)
        whole = float(forward[-1].sum())
        shares = []
        for place in range(len(self.columns) - 1, -1, -1):
            before = backward.copy()
            for pack in self.columns[place]:
                mask = self.masks[id(pack)]
                free = self.every[(self.every & mask) == 0]
                weighted = 2.0**pack.score * backward[free | mask]
                before[free] += weighted
                shares.append((pack, float((forward[place][free] * weighted).sum()) / whole))
            backward = before
        return shares

    def _start(self, used: int) -> Floats:
        start: Floats = numpy.zeros(self.size)
        start[used] = 1.0
        return start

    def _passed(self, sums: Floats, column: Sequence[Pack]) -> Floats:
        after = sums.copy()
        for pack in column:
            mask = self.masks[id(pack)]
            free = self.every[(self.every & mask) == 0]
            after[free | mask] += sums[free] * 2.0**pack.score
        return after


def _integer_program(packs: Sequence[Pack]) -> list[Pack] | None:
    """Return the best packs by HiGHS, or None where it does not finish within its nodes."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    useful = [pack for pack in packs if pack.score > 0]
    if not useful:
        return []
    things = sorted(
        {("line", line) for pack in useful for line in pack.lines}
        | {("document", each) for pack in useful for each in pack.documents}
    )
    row_of = {thing: row for row, thing in enumerate(things)}
    entries = [(row_of[thing], column) for column, pack in enumerate(useful) for thing in _things(pack)]
    rows, columns = zip(*entries, strict=True)
    matrix = csr_array((numpy.ones(len(entries)), (rows, columns)), shape=(len(things), len(useful)))
    found = milp(
        -numpy.array([pack.score for pack in useful]),
        integrality=numpy.ones(len(useful)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, ub=1),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    if found.status != 0:
        return None
    return [pack for pack, taken in zip(useful, found.x, strict=True) if taken > 0.5]


def _things(pack: Pack) -> Iterable[tuple[str, int]]:
    yield from (("line", line) for line in pack.lines)
    yield from (("document", document) for document in pack.documents)


def _greedy(packs: Sequence[Pack]) -> list[Pack]:
    """Return packs taken by score for each document, best first, as long as they do not collide."""
    used: set[tuple[str, int]] = set()
    chosen = []
    for pack in sorted(packs, key=lambda pack: (-pack.score / len(pack.documents), pack.lines, pack.documents)):
        things = set(_things(pack))
        if pack.score > 0 and not things & used:
            used |= things
            chosen.append(pack)
    return chosen


def _among_rivals(document: int, packs: Sequence[Pack], chosen: Sequence[Pack]) -> Choice:
    """Return a document's choice with its probability among its closest rivals, everything else staying as chosen."""
    pack = next((each for each in chosen if document in each.documents), None)
    rivals = _rivals(document, packs, chosen)
    taken = {line for each in chosen for line in each.lines if not rivals & set(each.documents)}
    local = [
        each
        for each in packs
        if len(each.lines) == 1 and each.lines[0] not in taken and rivals.issuperset(each.documents)
    ]
    if pack is not None and len(pack.lines) > 1:
        return Choice(document, pack, 1.0 / (1.0 + 2.0 ** -min(pack.score, 60.0)))
    if not any(document in each.documents for each in local):
        return Choice(document, pack, 1.0)
    found = _Table(local, sorted(rivals)).choices()[document]
    if (found.pack.lines if found.pack else ()) == (pack.lines if pack else ()):
        return Choice(document, pack, found.probability, found.runner_up, found.runner_up_probability)
    return Choice(document, pack, found.runner_up_probability, found.pack, found.probability)


def _rivals(document: int, packs: Sequence[Pack], chosen: Sequence[Pack]) -> set[int]:
    """Return the document, those in its pack, and those that score best on the lines that it could go to."""
    mine = {line for each in packs if document in each.documents for line in each.lines}
    pull: defaultdict[int, float] = defaultdict(float)
    for each in packs:
        if each.lines[0] in mine:
            for other in each.documents:
                pull[other] = max(pull[other], each.score / len(each.documents))
    for each in chosen:
        boost = 100.0 if document in each.documents else 20.0 if set(each.lines) & mine else 0.0
        for other in each.documents:
            pull[other] += boost
    pull.pop(document, None)
    closest = sorted(pull, key=lambda other: (-pull[other], other))
    return {document, *closest[:RIVALS]}
