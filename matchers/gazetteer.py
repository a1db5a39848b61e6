"""The plan's campaign names, looked for in printed names and in the words of whole documents."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations, compress

from rapidfuzz.distance import OSA

from matchers.names import (
    ENOUGH,
    LIGHT_WEIGHT,
    MOST,
    ONE_SLIP,
    SHORTEST_ABBREVIATION,
    SHORTEST_SWAP,
    SOME,
    Name,
    agreement,
    alike,
    is_light,
    name_of,
    parts_of,
)

BEST_KEYS = 3
"""A name is looked up by so many of its rarest words."""
SLACK = 6
"""So many words may stand between the words of a name in running text (columns mix lines up)."""
REACH = 10
COMMON = 30
"""A word that stands in more names than this finds them only together with a second one."""
MOST_NAMES = 40
"""A printed name is compared with so many of the names that share words with it."""
MOST_PLACES = 12
WHOLE = 0.85
"""A name whose words agree by so much is there, but for slips and small words."""


class NameLevel(IntEnum):
    """How far a document's names agree with a campaign's, from the worst; 0 is for a document that names nothing."""

    MISSING = 0
    OTHER = 1
    SOME = 2
    MOST = 3
    SHORTER = 4
    IN_TEXT = 5
    WITHIN = 6
    SLIPS = 7
    SAME = 8


@dataclass(frozen=True, slots=True)
class Naming:
    """The best agreement of a document with one campaign name, and what it prints for it."""

    level: NameLevel
    printed: str


class Gazetteer:
    """All campaign names of a plan, each once; knows which words are rare among them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.by_text = {text: name_of(text) for text in sorted(set(names))}
        self.names: tuple[Name, ...] = tuple(self.by_text.values())
        frequency = Counter(word for name in self.names for word in set(name.words))
        self.unknown = math.log2(1 + 2 * len(self.names))
        self.weight = {word: math.log2(1 + 2 * len(self.names) / count) for word, count in frequency.items()}
        self._by_word: defaultdict[str, list[Name]] = defaultdict(list)
        self._by_pair: defaultdict[tuple[str, str], list[Name]] = defaultdict(list)
        self._by_key: defaultdict[str, list[Name]] = defaultdict(list)
        self._by_slip: defaultdict[str, set[str]] = defaultdict(set)
        self._alone: defaultdict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            self._add(name)
        self._common = {word for word, named in self._by_word.items() if len(named) > COMMON}
        self.near = lru_cache(maxsize=200_000)(self._near)
        self.compare = lru_cache(maxsize=400_000)(self._compare)
        self.candidates = lru_cache(maxsize=100_000)(self._candidates)

    def _add(self, name: Name) -> None:
        rarest = self._rarest(name)
        # All words as one find a name whose spaces were lost.
        for word in {*rarest, "".join(name.telling)}:
            self._by_word[word].append(name)
            if len(set(name.telling)) == 1 or "".join(name.telling) == word:
                self._alone[word].append(name)
            if len(word) >= SHORTEST_SWAP:
                for variant in _shortened(word):
                    self._by_slip[variant].add(word)
        for first, second in combinations(sorted(rarest), 2):
            self._by_pair[first, second].append(name)
        for key in name.keys:
            self._by_key[key].append(name)

    def _rarest(self, name: Name) -> tuple[str, ...]:
        return tuple(sorted(set(name.telling), key=lambda word: (-self.weight[word], word))[:BEST_KEYS])

    def _near(self, word: str) -> tuple[str, ...]:
        """Return the names' words that a printed word may stand for."""
        found = {word} if word in self._by_word else set[str]()
        if len(word) >= SHORTEST_SWAP and not word.isdigit():
            close = {known for variant in _shortened(word) for known in self._by_slip.get(variant, ())}
            found |= {known for known in close if OSA.distance(word, known, score_cutoff=2) <= 2 and alike(word, known)}
        return tuple(sorted(found))

    def _named_by(self, known: Iterable[str]) -> set[Name]:
        """Return the names that some of these words stand for; of a word in many names, two have to be there."""
        known = sorted(set(known))
        found = {name for word in known if word not in self._common for name in self._by_word[word]}
        return found.union(*(self._by_pair.get(pair, ()) for pair in combinations(known, 2)))

    def _candidates(self, printed: str) -> tuple[tuple[Name, NameLevel], ...]:
        """Return the campaign names that a printed name may mean, with how far they agree."""
        parts = parts_of(printed)
        names = {name for part in parts for key in part.keys for name in self._by_key.get(key, ())}
        words = {word for part in parts for word in (*part.words, "".join(part.telling))}
        names |= self._closest({known for word in words for known in self.near(word)})
        levels = ((name, self.compare(name, printed)) for name in sorted(names, key=lambda name: name.text))
        return tuple((name, level) for name, level in levels if level >= NameLevel.SOME)

    def _closest(self, known: set[str]) -> set[Name]:
        """Return the names that share most with what is printed: in a large plan many share a little."""
        names = self._named_by(known)
        if len(names) <= MOST_NAMES:
            return names
        return set(nsmallest(MOST_NAMES, names, key=lambda name: (-self._shared(name, known), name.text)))

    def _shared(self, name: Name, known: set[str]) -> float:
        words = name.words if "".join(name.telling) in known else (word for word in name.words if word in known)
        return sum(self.weight[word] for word in words)

    def _compare(self, name: Name, printed: str) -> NameLevel:
        """Return how far one printed name agrees with a campaign name."""
        return max((self._compare_part(name, part) for part in parts_of(printed)), default=NameLevel.MISSING)

    def _compare_part(self, name: Name, part: Name) -> NameLevel:
        if name.words == part.words or "".join(name.words) == "".join(part.words):
            return NameLevel.SAME
        if name.keys & part.keys or _one_slip(name, part):
            return NameLevel.SLIPS
        # The same name of another year is another campaign, however well the rest agrees.
        if name.years and part.years and not name.years & part.years:
            return NameLevel.MOST if set(name.telling) == set(part.telling) else NameLevel.SOME
        ours = agreement(name.telling, part.words, self.weight, self.unknown)
        theirs = agreement(part.telling, name.words, self.weight, self.unknown)
        if ours >= WHOLE and theirs >= WHOLE and _about_as_long(name, part):
            return NameLevel.SLIPS
        if ours >= WHOLE:
            return NameLevel.WITHIN
        if theirs >= ENOUGH and ours >= SOME:
            return NameLevel.SHORTER
        if min(ours, theirs) >= SOME and max(ours, theirs) >= MOST:
            return NameLevel.MOST
        return NameLevel.SOME if ours >= SOME else NameLevel.OTHER

    def find_in(self, words: Sequence[str]) -> dict[Name, str]:
        """Return the campaign names whose telling words stand together in a document's words, as printed there."""
        hits = [(place, known) for place, word in enumerate(words) for known in self.near(word)]
        places: defaultdict[Name, list[int]] = defaultdict(list)
        read, heads = {word for _, word in hits}, {word[:SHORTEST_ABBREVIATION] for word in words}
        for at, (place, known) in enumerate(hits):
            before = {other for earlier, other in hits[max(0, at - REACH) : at] if earlier >= place - REACH}
            for name in self._ended_by(known, before):
                places[name].append(place)
        likely = {name: found for name, found in places.items() if self._may_be_there(name, read, heads)}
        return {name: printed for name, found in likely.items() if (printed := self._printed(name, words, found))}

    def _may_be_there(self, name: Name, read: set[str], heads: set[str]) -> bool:
        """Return whether enough of a name's words can stand in a document at all: as they are, or shortened."""
        there = [word in read or word[:SHORTEST_ABBREVIATION] in heads or word[:1] in heads for word in name.telling]
        weights = [LIGHT_WEIGHT if is_light(word) else self.weight[word] for word in name.telling]
        return sum(compress(weights, there)) >= WHOLE * sum(weights)

    def _ended_by(self, word: str, before: set[str]) -> Iterator[Name]:
        """Return the names that a word completes: those of this word alone, and those of it and one shortly before."""
        yield from self._alone.get(word, ())
        for other in sorted(before):
            yield from self._by_pair.get((min(word, other), max(word, other)), ())

    def _printed(self, name: Name, words: Sequence[str], places: Sequence[int]) -> str:
        reach = len(name.words) + SLACK
        for place in places[:MOST_PLACES]:
            window = words[max(0, place - reach) : place + reach + 1]
            if agreement(name.telling, window, self.weight, self.unknown) >= WHOLE:
                return " ".join(word for word in window if any(alike(word, known) for known in name.words))
        return ""


def _one_slip(name: Name, part: Name) -> bool:
    """Return whether the letters agree but for a slip, spaces left out: "Club oFr Growth" and "Club For Growth"."""
    pairs = (("".join(name.telling), "".join(part.telling)), ("".join(name.words), "".join(part.words)))
    return any(alike(ours, theirs) == ONE_SLIP for ours, theirs in pairs)


def _about_as_long(name: Name, part: Name) -> bool:
    return abs(len(name.telling) - len(part.telling)) <= 1


def _shortened(word: str) -> Iterator[str]:
    """Return the word and all that one letter less leaves of it; two words one slip apart share one of these."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
