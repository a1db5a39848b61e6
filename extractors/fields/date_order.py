"""Whether a document's dates have the day or the month first, where its clear dates do not say so or were misread."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.language.dates import DateMention, settled

ORDERS = ("mdy", "dmy")
# Two dates may lie close together in the wrong order by chance.
FEWEST = 3
NARROWER = 0.34
"""A document's dates lie close together: the order that puts them so much closer than the other is the right one."""


def in_one_order(mentions: Sequence[DateMention], misread: bool) -> tuple[DateMention, ...]:
    """Return dates with the order first that the clear ones have, or that puts the others closest together.

    Where letters were `misread` a clear date may be none ("16/3/20" for "6/3/20"), and closeness decides first.
    """
    by_clear = settled(mentions)
    if not misread and by_clear != tuple(mentions):
        return by_clear
    closest = _closest(mentions)
    return tuple(mention.in_order((closest,)) for mention in mentions) if closest else by_clear


def _closest(mentions: Sequence[DateMention]) -> str | None:
    """Return the order in which the ambiguous dates lie far closer together, if there is one."""
    doubtful = {mention.alternatives: mention for mention in mentions if set(ORDERS) <= set(mention.orders)}
    if len(doubtful) < FEWEST:
        return None
    spans = {order: _span(list(doubtful.values()), order) for order in ORDERS}
    narrow, wide = sorted(ORDERS, key=lambda order: spans[order])
    return narrow if spans[narrow] < NARROWER * spans[wide] else None


def _span(mentions: Sequence[DateMention], order: str) -> int:
    days = [mention.alternatives[mention.orders.index(order)].toordinal() for mention in mentions]
    return max(days) - min(days)
