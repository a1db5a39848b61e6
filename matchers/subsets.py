"""Allocations gone through whole: the best one, and each match's probability over all of them.

Dynamic programming over sets of documents, line by line in the order of days. A document is forgotten once no later
line could take it, so that a campaign's long row of lines stays cheap as long as few of them overlap. A weight of so
many bits counts as so many doublings of the odds, and sums over all allocations give probabilities (forward and
backward sums, as in hidden Markov models).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchers.packs import Pack

Chain = tuple[Pack, "Chain"] | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a document belongs: its pack (None: nowhere), how likely its line is, and the next best pack."""

    document: int
    pack: Pack | None
    probability: float
    runner_up: Pack | None = None
    runner_up_probability: float = 0.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A line's packs, each with its set of documents; `later` are the documents that lines after this one may take."""

    packs: tuple[tuple[int, float, Pack], ...]
    later: int


def choices_of(packs: Sequence[Pack], most_open: int) -> dict[int, Choice] | None:
    """Return each document's place in the best allocation, with its probability over all allocations.

    None where more than `most_open` documents would have to be remembered at once.
    """
    documents = sorted({document for pack in packs for document in pack.documents})
    columns = _columns(packs, documents)
    if _most_open(columns) > most_open:
        return None
    chosen = {document: pack for pack in _best(columns) for document in pack.documents}
    shares: defaultdict[int, list[tuple[Pack, float]]] = defaultdict(list)
    for pack, share in _shares(columns):
        for document in pack.documents:
            shares[document].append((pack, share))
    return {document: _choice(document, chosen.get(document), shares[document]) for document in documents}


def best_packs(packs: Sequence[Pack], most_open: int) -> list[Pack] | None:
    """Return the packs of the best allocation alone, or None where too many documents would have to be remembered."""
    columns = _columns(packs, sorted({document for pack in packs for document in pack.documents}))
    return None if _most_open(columns) > most_open else _best(columns)


def _columns(packs: Sequence[Pack], documents: Sequence[int]) -> list[_Column]:
    bits = {document: 1 << place for place, document in enumerate(documents)}
    by_line: defaultdict[tuple[int, int], list[tuple[int, float, Pack]]] = defaultdict(list)
    for pack in packs:
        mask = sum([bits[document] for document in pack.documents])
        by_line[pack.day, pack.line].append((mask, float(2.0**pack.score), pack))
    columns, later = [], 0
    for key in sorted(by_line, reverse=True):
        columns.append(_Column(tuple(by_line[key]), later))
        later |= _all_of(by_line[key])
    return columns[::-1]


def _all_of(packs: Iterable[tuple[int, float, Pack]]) -> int:
    together = 0
    for mask, _, _ in packs:
        together |= mask
    return together


def _most_open(columns: Sequence[_Column]) -> int:
    seen, most = 0, 0
    for column in columns:
        seen |= _all_of(column.packs)
        most = max(most, (seen & column.later).bit_count())
    return most


def _best(columns: Sequence[_Column]) -> list[Pack]:
    """Return the packs of the allocation with the highest score; of equals the first."""
    best: dict[int, tuple[float, Chain]] = {0: (0.0, None)}
    for column in columns:
        after: dict[int, tuple[float, Chain]] = {}
        for used, (score, taken) in best.items():
            _keep(after, used & column.later, score, taken)
            for mask, _, pack in column.packs:
                if not used & mask:
                    _keep(after, (used | mask) & column.later, score + pack.score, (pack, taken))
        best = after
    chain, chosen = best[0][1], []
    while chain is not None:
        chosen.append(chain[0])
        chain = chain[1]
    return chosen


def _keep(best: dict[int, tuple[float, Chain]], used: int, score: float, taken: Chain) -> None:
    # The same floats added in another order differ in their last digits, which must not decide between equals.
    if used not in best or score > best[used][0] + 1e-9:
        best[used] = score, taken


def _shares(columns: Sequence[_Column]) -> list[tuple[Pack, float]]:
    """Return the probability of each pack: its share of the weight of all allocations."""
    forward: list[dict[int, float]] = [{0: 1.0}]
    for column in columns:
        forward.append(_passed(forward[-1], column))
    shares: list[tuple[Pack, float]] = []
    after: dict[int, float] = {0: 1.0}
    for before, column in zip(reversed(forward[:-1]), reversed(columns), strict=True):
        after = _passed_back(before, column, after, shares)
    return shares


def _passed(sums: dict[int, float], column: _Column) -> dict[int, float]:
    """Return the weights of all sets after a line, on a scale on which the largest is one."""
    after: defaultdict[int, float] = defaultdict(float)
    for used, weight in sums.items():
        after[used & column.later] += weight
        for mask, odds, _ in column.packs:
            if not used & mask:
                after[(used | mask) & column.later] += weight * odds
    return _scaled(after)


def _passed_back(
    before: dict[int, float], column: _Column, after: dict[int, float], shares: list[tuple[Pack, float]]
) -> dict[int, float]:
    """Return the weights of all that may follow each set before a line, and note the shares of the line's packs."""
    sums = {used: after[used & column.later] for used in before}
    parts = []
    for mask, odds, pack in column.packs:
        part = 0.0
        for used, weight in before.items():
            if not used & mask:
                onward = odds * after[(used | mask) & column.later]
                sums[used] += onward
                part += weight * onward
        parts.append((pack, part))
    whole = sum([weight * sums[used] for used, weight in before.items()])
    shares += [(pack, part / whole) for pack, part in parts]
    return _scaled(sums)


def _scaled(sums: dict[int, float]) -> dict[int, float]:
    # Weights double with each bit: over a long row of lines they would pass what a float holds.
    largest = max(sums.values())
    return {used: weight / largest for used, weight in sums.items()}


def _choice(document: int, pack: Pack | None, shares: Sequence[tuple[Pack, float]]) -> Choice:
    by_line: defaultdict[int, float] = defaultdict(float)
    best_of_line: dict[int, tuple[float, Pack]] = {}
    for each, share in shares:
        by_line[each.line] += share
        if each.line not in best_of_line or share > best_of_line[each.line][0]:
            best_of_line[each.line] = share, each
    probability = by_line[pack.line] if pack else max(0.0, 1.0 - sum(by_line.values()))
    others = [line for line in sorted(best_of_line) if pack is None or line != pack.line]
    second = max(others, key=lambda line: by_line[line], default=None)
    if second is None:
        return Choice(document, pack, min(1.0, probability))
    return Choice(document, pack, min(1.0, probability), best_of_line[second][1], by_line[second])
