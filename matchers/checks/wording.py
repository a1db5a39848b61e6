"""Words and figures that programmes ask for, looked for in a document's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

_NUMBER = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+|\d+"


def words_in(folded: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return those of the words that stand in a casefolded text as whole words; # stands for any digit."""
    return tuple(word for word in words if _is_in(folded, word))


def marks_in(folded: str, lists: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return, for each list of words of which one stands in the text, the first that does."""
    return {key: found[0] for key, words in lists.items() if (found := words_in(folded, words))}


def figures_in(folded: str, metrics: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[Decimal]]:
    """Return the whole numbers that stand just before or after the words of each metric."""
    found = {name: _figures(folded, words) for name, words in metrics.items()}
    return {name: figures for name, figures in found.items() if figures}


def _is_in(folded: str, word: str) -> bool:
    literal, pattern = _searched(word)
    # The plain search is a hundred times as fast, and nearly every word is in no document.
    return literal in folded and pattern.search(folded) is not None


@lru_cache(maxsize=4096)
def _searched(word: str) -> tuple[str, re.Pattern[str]]:
    folded = word.casefold()
    return folded.split("#")[0], re.compile(rf"(?<!\w){re.escape(folded).replace(re.escape('#'), r'[0-9]')}(?!\w)")


def _figures(folded: str, words: tuple[str, ...]) -> frozenset[Decimal]:
    if not words or not any(word.casefold() in folded for word in words):
        return frozenset()
    pairs = _beside(words).findall(folded)
    return frozenset(Decimal(re.sub(r"\D", "", number)) for pair in pairs for number in pair if number)


@lru_cache(maxsize=256)
def _beside(words: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(re.escape(word.casefold()) for word in words)
    return re.compile(rf"(?<![\d.,])({_NUMBER}) (?:{named})(?!\w)|(?<!\w)(?:{named})[:=]? ({_NUMBER})(?![\d.,])")
