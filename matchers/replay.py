"""What clearing would have done on batches that people have decided: the figures to choose thresholds by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matchers.model import LineStatus, Reconciliation, Status


@dataclass(frozen=True, slots=True)
class Threshold:
    """Clearing at one confidence: how many right lines were cleared, and how many that people found wrong.

    `false_clears` are the wrong lines by number; there must be none.
    """

    confidence: float
    right: int
    cleared: int
    false_clears: tuple[str, ...]

    @property
    def share(self) -> float:
        """Return the share of right lines that nobody would have had to look at."""
        return self.cleared / self.right if self.right else 0.0


def replay(
    decided: Iterable[tuple[Reconciliation, Mapping[str, bool]]], confidences: Iterable[float]
) -> tuple[Threshold, ...]:
    """Return what clearing at each confidence would have done; batches map lines to whether people found them right."""
    lines = [
        (status, right[status.line.line_id])
        for found, right in decided
        for status in found.lines
        if status.line.line_id in right
    ]
    return tuple(_at(confidence, lines) for confidence in sorted(confidences))


def _at(confidence: float, lines: Iterable[tuple[LineStatus, bool]]) -> Threshold:
    lines = list(lines)
    cleared = [
        (status, right)
        for status, right in lines
        if status.status is Status.CLEARED and status.confidence >= confidence
    ]
    return Threshold(
        confidence,
        sum(right for _, right in lines),
        sum(right for _, right in cleared),
        tuple(sorted(status.line.line_id for status, right in cleared if not right)),
    )
