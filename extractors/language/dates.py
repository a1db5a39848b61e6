"""Dates and ranges of dates in a text, in 31 languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from extractors.language.date_finding import mentions_in, prepared
from extractors.language.date_mentions import DateMention, DateRange, Precision
from extractors.language.date_ranges import ranges_in
from extractors.language.plain import PlainText, plain

__all__ = ["DateMention", "DateRange", "Precision", "find_dates", "find_ranges", "settled"]

DIGIT = re.compile(r"\d")


def find_dates(text: str, language: str | None = None) -> tuple[DateMention, ...]:
    """Return the dates in a text, in order of place and without overlap.

    The language ("sv", "en-GB") only decides which reading of a date like 03/04/2024 comes first; names of months are
    known in every language. Dates without a year come with no value; longer times (months, weeks) with their first day.
    """
    return tuple(mention for _, _, mention in _placed(text, language)[1])


def find_ranges(text: str, language: str | None = None) -> tuple[DateRange, ...]:
    """Return the ranges of dates in a text, in order of place; a month, week or quarter alone counts as one."""
    source, placed = _placed(text, language)
    return tuple(found for _, _, found in ranges_in(source, text, list(placed))) if placed else ()


@lru_cache(maxsize=1024)
def _placed(text: str, language: str | None) -> tuple[PlainText, tuple[tuple[int, int, DateMention], ...]]:
    """Return a text as patterns see it, and its dates: asked for thrice a line, by dates, ranges and amounts."""
    if not DIGIT.search(text):
        return plain(text), ()
    source = prepared(text)
    return source, tuple(mentions_in(source, text, language))


def settled(mentions: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """Return a document's dates with the order of parts first that its unambiguous dates are written in.

    A document whose unambiguous dates disagree, or that has none, is left as it is.
    """
    orders = Counter(mention.orders[0] for mention in mentions if not mention.ambiguous and mention.orders[:1] > ("",))
    if len(orders) != 1:
        return tuple(mentions)
    return tuple(mention.in_order(tuple(orders)) for mention in mentions)
