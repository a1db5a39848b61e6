"""Small allocations gone through whole: the best one, and each match's probability over all of them.

Dynamic programming over sets of documents, line by line. A weight of so many bits counts as so many doublings of the
odds, so sums over all allocations give probabilities (forward and backward sums, as in hidden Markov models).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchers.packs import Pack

Table = dict[int, float]
HIGHEST = 60.0
"""Scores above this say no more, and keep sums within floating point."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a document belongs: its pack (None: nowhere), how likely its line is, and the next best pack."""

    document: int
    pack: Pack | None
    probability: float
    runner_up: Pack | None = None
    runner_up_probability: float = 0.0


def choices_of(packs: Sequence[Pack], documents: Sequence[int]) -> dict[int, Choice]:
    """Return each document's place in the best allocation, with its probability over all allocations."""
    bits = {document: 1 << place for place, document in enumerate(documents)}
    by_line: defaultdict[int, list[tuple[int, Pack]]] = defaultdict(list)
    for pack in packs:
        by_line[pack.line].append((sum(bits[document] for document in pack.documents), pack))
    columns = [by_line[line] for line in sorted(by_line)]
    chosen = {document: pack for pack in _best(columns) for document in pack.documents}
    shares = _shares(columns)
    return {document: _choice(document, chosen.get(document), shares) for document in documents}


Column = list[tuple[int, Pack]]


def _best(columns: Sequence[Column]) -> list[Pack]:
    """Return the packs of the allocation with the highest score; of equals the first."""
    best: dict[int, tuple[float, tuple[Pack, ...]]] = {0: (0.0, ())}
    for column in columns:
        after = dict(best)
        for used, (score, taken) in best.items():
            for mask, pack in column:
                reached = score + pack.score
                if not used & mask and (used | mask not in after or reached > after[used | mask][0] + 1e-9):
                    after[used | mask] = reached, (*taken, pack)
        best = after
    return list(max(best.values(), key=lambda each: each[0])[1])


def _shares(columns: Sequence[Column]) -> list[tuple[Pack, float]]:
    """Return the probability of each pack: its share of the weight of all allocations."""
    forward: list[Table] = [{0: 1.0}]
    for column in columns:
        forward.append(_passed(forward[-1], column))
    whole = sum(forward[-1].values())
    backward: Table = dict.fromkeys(forward[-1], 1.0)
    shares = []
    for before, column in zip(reversed(forward[:-1]), reversed(columns), strict=True):
        sums = {used: backward[used] for used in before}
        for mask, pack in column:
            odds, share = _odds(pack), 0.0
            for used, weight in before.items():
                if not used & mask:
                    onward = odds * backward[used | mask]
                    sums[used] += onward
                    share += weight * onward
            shares.append((pack, share / whole))
        backward = sums
    return shares


def _passed(sums: Table, column: Column) -> Table:
    after = defaultdict(float, sums)
    for mask, pack in column:
        odds = _odds(pack)
        for used, weight in sums.items():
            if not used & mask:
                after[used | mask] += weight * odds
    return dict(after)


def _odds(pack: Pack) -> float:
    return float(2.0 ** min(pack.score, HIGHEST))


def _choice(document: int, pack: Pack | None, shares: Iterable[tuple[Pack, float]]) -> Choice:
    by_line: defaultdict[int, float] = defaultdict(float)
    best_of_line: dict[int, tuple[float, Pack]] = {}
    for each, share in shares:
        if document in each.documents:
            by_line[each.line] += share
            if each.line not in best_of_line or share > best_of_line[each.line][0]:
                best_of_line[each.line] = share, each
    probability = by_line[pack.line] if pack else max(0.0, 1.0 - sum(by_line.values()))
    others = [line for line in sorted(best_of_line) if pack is None or line != pack.line]
    second = max(others, key=lambda line: by_line[line], default=None)
    if second is None:
        return Choice(document, pack, min(1.0, probability))
    return Choice(document, pack, min(1.0, probability), best_of_line[second][1], by_line[second])
