"""Pages of the queue: which cases come first is looked up by one for all who ask the same within a moment."""

from __future__ import annotations

from ledger.case_model import Case, Wanted
from ledger.desk import Desk
from review.desk.keeping import Keeper

SAME_PAGE = 2.0
"""So many seconds a page holds the same cases, if nobody at this desk did anything: what a person did shows at once."""
_MOST = 128
_pages = Keeper[tuple[int, ...]](0.0, SAME_PAGE, _MOST)


def page(desk: Desk, wanted: Wanted, start: int, most: int) -> tuple[Case, ...]:
    """Return a page of the queue: which cases those are is at most a moment old, and each as it stands now."""
    # The revision is a part of the question: while one looks anew, nobody is given what was there before.
    asked = (desk, desk.revision, wanted, start, most)
    numbers = _pages.get(asked, desk.revision, lambda: desk.numbers(wanted, start, most))
    cases = {case.id: case for case in desk.numbered(numbers, wanted)}
    return tuple(cases[number] for number in numbers if number in cases)
