"""Answers that cost something and are asked for often: made by one, kept for a moment for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Answer(Generic[T]):
    value: T | None = None
    made_at: float = 0.0
    revision: int = -1
    making: threading.Lock = field(default_factory=threading.Lock)


class Keeper(Generic[T]):
    """Keeps answers by their questions.

    An answer is good for `fresh` seconds, and for `quiet` seconds while the revision that it was made of stays. For as
    long again whoever asks while another makes it anew is given the old one: nobody makes what another is making.
    """

    def __init__(self, fresh: float, quiet: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Keep at most so many answers."""
        self._fresh, self._quiet, self._most, self._clock = fresh, quiet, most, clock
        self._kept: dict[Hashable, _Answer[T]] = {}
        self._lock = threading.Lock()

    def get(self, question: Hashable, revision: int, make: Callable[[], T]) -> T:
        """Return the answer to a question, made where none is kept that is good."""
        kept = self._slot(question)
        if kept.value is not None and self._is_good(kept, revision):
            return kept.value
        if not kept.making.acquire(blocking=False):
            if kept.value is not None and self._clock() - kept.made_at < 2 * self._quiet:
                return kept.value
            kept.making.acquire()
        try:
            if kept.value is None or not self._is_good(kept, revision):
                at = self._clock()
                kept.value = make()
                kept.made_at, kept.revision = at, revision
            return kept.value
        finally:
            kept.making.release()

    def _slot(self, question: Hashable) -> _Answer[T]:
        with self._lock:
            if question not in self._kept and len(self._kept) >= self._most:
                # The one that was asked for first goes first.
                del self._kept[next(iter(self._kept))]
            return self._kept.setdefault(question, _Answer())

    def _is_good(self, kept: _Answer[T], revision: int) -> bool:
        age = self._clock() - kept.made_at
        return age < self._fresh or (age < self._quiet and kept.revision == revision)
