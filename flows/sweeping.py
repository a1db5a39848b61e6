"""How often Python looks for garbage that holds itself: seldom, while a batch is in memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (100_000, 20, 20)
"""Evidence and findings are trees and go without that search, which looks through all of them again and again."""


@contextmanager
def seldom_swept() -> Iterator[None]:
    """Search seldom while a batch is worked on; that is a fifth of the time of reconciling and publishing."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
