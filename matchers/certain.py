"""Packs that a best choice takes whatever else it takes: they outweigh everything that they stand in the way of.

What is certain is taken first, and most of a large part falls to pieces then. Nothing is lost by it: from any choice
without such a pack one that is as good is made by taking it. Then another pack of its line has to go, and what its
documents added to packs of other lines, where their companions stay behind. Of these other packs there can be no more
than it has documents that its line's other pack does not have already.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from matchers.packs import Pack


def certain(packs: Iterable[Pack]) -> tuple[list[Pack], list[Pack]]:
    """Return the packs that are certain, and those of the others that can be taken beside them."""
    field = _Field([pack for pack in packs if pack.score > 0])
    taken = []
    waiting = deque(sorted(field.of_line))
    queued = set(waiting)
    while waiting:
        line = waiting.popleft()
        queued.remove(line)
        best = field.best_of(line)
        if best is not None and field.is_certain(best):
            taken.append(best)
            # What is certain hangs on what else can be had: lines that this one touched are looked at again.
            changed = sorted(field.take(best) - queued)
            waiting.extend(changed)
            queued.update(changed)
    rest = [pack for line in sorted(field.of_line) for pack in field.of_line[line].values()]
    return taken, rest


class _Field:
    """The packs that can still be taken."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.of_line: defaultdict[int, dict[tuple[int, ...], Pack]] = defaultdict(dict)
        self.lines_of: defaultdict[int, set[int]] = defaultdict(set)
        for pack in packs:
            self.of_line[pack.line][pack.documents] = pack
            for document in pack.documents:
                self.lines_of[document].add(pack.line)

    def best_of(self, line: int) -> Pack | None:
        """Return the pack of a line that scores best, if one is left; of equals the first."""
        return min(self.of_line.get(line, {}).values(), key=lambda pack: (-pack.score, pack.documents), default=None)

    def is_certain(self, best: Pack) -> bool:
        """Return whether a line's best pack outweighs each other one together with what goes with it."""
        documents = set(best.documents)
        elsewhere = {line for document in documents for line in self.lines_of[document]} - {best.line}
        losses = sorted((self._loss(line, documents) for line in elsewhere), reverse=True)
        others = [pack for pack in self.of_line[best.line].values() if pack is not best]
        cases = [(pack.score, len(documents.difference(pack.documents))) for pack in others]
        return all(best.score > score + sum(losses[:count]) for score, count in [(0.0, len(documents)), *cases])

    def _loss(self, line: int, documents: set[int]) -> float:
        """Return the most that a pack of a line loses when it has to do without these documents."""
        packs, most = self.of_line[line], 0.0
        for pack in packs.values():
            if pack.score > most and not documents.isdisjoint(pack.documents):
                left = packs.get(tuple([each for each in pack.documents if each not in documents]))
                most = max(most, pack.score - (left.score if left else 0.0))
        return most

    def take(self, pack: Pack) -> set[int]:
        """Take a pack: its line and its documents are no longer to be had. Return the lines that this may change."""
        gone = set(pack.documents)
        touched = self._lines_with(gone)
        freed = {document for documents in self.of_line.pop(pack.line) for document in documents}
        for line in touched - {pack.line}:
            left = {key: each for key, each in self.of_line[line].items() if gone.isdisjoint(key)}
            freed.update(document for documents in self.of_line[line] for document in documents)
            self.of_line[line] = left
        return {line for line in touched | self._lines_with(freed) if line in self.of_line}

    def _lines_with(self, documents: Iterable[int]) -> set[int]:
        return {line for document in documents for line in self.lines_of[document]}
