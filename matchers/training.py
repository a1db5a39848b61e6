"""The weights of comparisons, estimated from batches whose right matches are known.

For most comparisons a weight is log2(m / u): how much oftener a level occurs among right matches than among the wrong
ones that blocking lets through (Fellegi and Sunter 1969, with the shares counted instead of fitted, since the matches
are known). How names agree is told differently, because lines of one name crowd: the odds that a document belongs to
one of the lines whose names agree so far, which matching then shares among them.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matchers.batch import Batch
from matchers.blocking import Candidate
from matchers.gazetteer import NameLevel
from matchers.weights import SCALES, Weights

COUNTED = ("reference", "currency", "partner", "kind", "dates", "period", "amount")
INCOMPLETE = {("amount", 3): 0.2, ("period", 1): 0.4}
"""Made batches are complete. Of real lines so many are assumed to have evidence for a part of money or days only."""
NOT_MADE = {NameLevel.WITHIN: 120, NameLevel.SHORTER: 20}
"""Nor do made batches print a planned name within a longer one, or a part of it: so many such matches are assumed."""
EXTRA = 0.02
"""Of documents that name a planned campaign so many are assumed to be none of the plan's business."""
FLOOR = 0.003
"""No level is taken to be rarer than this among right or wrong matches, however few were seen."""
ENOUGH = 20
MOST_BITS = 10.0


@dataclass
class Tally:
    """How often each level occurred, among right and wrong matches, and how documents were named."""

    right: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    best: Counter[int] = field(default_factory=Counter)
    best_with_line: Counter[int] = field(default_factory=Counter)
    belonging: Counter[bool] = field(default_factory=Counter)

    def add(self, batch: Batch, belongs: Mapping[str, str | None]) -> None:
        """Count one batch; `belongs` maps its documents to lines, or to None where no line is right."""
        lines = {line.line_id: place for place, line in enumerate(batch.lines)}
        packs: defaultdict[int, list[Candidate]] = defaultdict(list)
        for name in sorted(belongs.keys() & batch.profiles.keys()):
            if name in batch.twins:
                continue
            line_id = belongs[name]
            line = lines[line_id] if line_id else None
            self.belonging[line is not None] += 1
            candidates = batch.index.candidates(batch.places[name], batch.profiles[name])
            self._count_names(candidates, line)
            for candidate in candidates:
                if candidate.line == line:
                    packs[candidate.line].append(candidate)
                else:
                    self._count(batch, [candidate], self.wrong)
        for pack in packs.values():
            self._count(batch, pack, self.right)

    def _count_names(self, candidates: Iterable[Candidate], line: int | None) -> None:
        """Count whether a document's line is among those it names, by how far the best of its names agrees."""
        named = [candidate for candidate in candidates if candidate.naming.level > NameLevel.OTHER]
        best = max((candidate.naming.level for candidate in named), default=NameLevel.OTHER)
        mine = next((candidate.naming.level for candidate in named if candidate.line == line), None)
        self.best[int(best)] += 1
        self.best_with_line[int(best)] += mine is not None

    def _count(self, batch: Batch, candidates: list[Candidate], counts: dict[str, Counter[int]]) -> None:
        pack = batch.packer.pack(candidates[0].line, candidates)
        counts["period"][pack.period] += 1
        counts["amount"][pack.amount] += 1
        counts["dates"].update(pack.dates)
        for candidate in candidates:
            for name, level in candidate.levels:
                counts[name][level] += 1

    def weights(self, before: Weights) -> Weights:
        """Return the weights; a level that too little is known of keeps what it weighed before.

        So do company and better names elsewhere: how often lines share a name or documents is each batch's own.
        """
        bits = {name: tuple(before.bits[name]) for name in SCALES}
        for name in COUNTED:
            bits[name] = self._compared(name, bits[name])
        belongs = _odds(self.belonging[True], self.belonging[False])
        bits["belongs"] = (0.0, _rounded(belongs))
        bits["campaign"] = self._named(belongs, bits["campaign"])
        return Weights(bits)

    def _compared(self, name: str, before: tuple[float, ...]) -> tuple[float, ...]:
        right, wrong = (_shares(counts[name], len(before)) for counts in (self.right, self.wrong))
        if right is None or wrong is None:
            return before
        for (scale, level), share in INCOMPLETE.items():
            if scale == name:
                right[level] = max(right[level], share)
        known = [self.right[name][level] + self.wrong[name][level] >= ENOUGH for level in range(len(before))]
        return tuple(
            _rounded(math.log2(right[level] / wrong[level])) if level and known[level] else before[level]
            for level in range(len(before))
        )

    def _named(self, belongs: float, before: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(
            _rounded(self._named_odds(level) - belongs) if self.best[level] >= ENOUGH else before[level]
            for level in range(len(before))
        )

    def _named_odds(self, level: int) -> float:
        right = self.best_with_line[level] + NOT_MADE.get(NameLevel(level), 0)
        return _odds(right, self.best[level] - self.best_with_line[level] + round(EXTRA * self.best[level]))


def _odds(yes: int, no: int) -> float:
    return math.log2((yes + 1) / (no + 1))


def _shares(counts: Counter[int], levels: int) -> list[float] | None:
    known = sum(counts[level] for level in range(1, levels))
    return [max(counts[level] / known, FLOOR) for level in range(levels)] if known >= ENOUGH else None


def _rounded(bits: float) -> float:
    return round(max(-MOST_BITS, min(MOST_BITS, bits)), 2)


def as_text(weights: Weights, made: str) -> str:
    """Return the weights as the file holds them, with a line on how they were made."""
    bits = {name: dict(zip(levels[1:], weights.bits[name][1:], strict=True)) for name, levels in SCALES.items()}
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(bits[name])}" for name in SCALES)
    return f'{{\n  "made": {json.dumps(made)},\n  "bits": {{\n{rows}\n  }}\n}}\n'
