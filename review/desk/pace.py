"""How fast anybody may ask: a bucket that fills by the second, for each person or token and for each address."""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections.abc import Callable

MOST_KEYS = 20_000


class Pace:
    """Lets each key ask `burst` times at once and `rate` times a second in the long run (a token bucket)."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with full buckets."""
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._left: dict[bytes, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> int:
        """Count a request; return 0, or in how many seconds the next one may come."""
        # Keys may be secrets: what is kept of them is a digest.
        digest, now = hashlib.sha256(key.encode()).digest()[:12], self._clock()
        with self._lock:
            left, since = self._left.pop(digest, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._rate)
            allowed = left >= 1
            self._left[digest] = (left - 1 if allowed else left, now)
            if len(self._left) > MOST_KEYS:
                # Each request moves its key to the end: the first one has been quiet for longest.
                del self._left[next(iter(self._left))]
        return 0 if allowed else math.ceil((1 - left) / self._rate)
