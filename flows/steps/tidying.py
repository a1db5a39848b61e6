"""What a run puts right before it begins: what earlier processes left undone when they were killed."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from flows.steps.erasing import finish_erasing
from flows.steps.files import sweep

if TYPE_CHECKING:
    from flows.workspace import Holdings


def tidy(held: Holdings) -> None:
    """Finish an erasing that was killed, and remove half-written files.

    Those among the documents are left to `purge`: to look through a hundred thousand files for each batch takes long,
    and nobody takes them for documents.
    """
    finish_erasing(held)
    sweep(chain(held.folder.glob(".*.unfinished"), (held.folder / "inboxes").rglob(".*.unfinished")))
