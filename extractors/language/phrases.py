"""Finding phrases of a vocabulary among printed words: a spaCy phrase matcher over folded pieces of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz import fuzz, process
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.language.plain import INVISIBLE, fold

PIECE = re.compile(
    "[\u0e00-\u0e7f]|[\u1100-\u11ff]+|[\u3040-\u30ff\u3400-\u9fff]"  # scripts that do not part words by blanks
    "|[^\\W\\d_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]['\"\u05f3\u05f4](?=[^\\W\\d_])"
    "|(?:[^\\W\\d_\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff]|[\u0900-\u0963\u0970])+"
    "|\\d+|[#%]"
)
GLUED = re.compile(r"(?<=[a-zà-ÿ]{3})(?=[A-Z][a-z]{2})")
"""Where some text layers lose the blank: "ContractDates"."""

UNKNOWN = "\ufffd"
"""Stands for every piece that no phrase holds, so that documents do not make the vocabulary grow."""

MISREAD_DIGIT = re.compile(r"(?<=[^\W\d_])[015|!]|[015|!](?=[^\W\d_])")
LETTER_OF_DIGIT = {"0": "o", "1": "l", "5": "s", "|": "l", "!": "i"}
MISREAD_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
FEW_PIECES = 8
"""So few are looked up one by one: what the matcher needs before it begins takes longer."""
SHORTEST_LENIENT = 4
SHORTEST_TORN = 7
LEAST_RATIO = 84.0


@dataclass(frozen=True, slots=True)
class PhraseMention:
    """A phrase among words: from `first` up to, not including, `last`; `phrase` is in folded pieces."""

    first: int
    last: int
    phrase: tuple[str, ...]


@lru_cache(maxsize=65536)
def pieces_of(text: str) -> tuple[str, ...]:
    """Return the folded pieces of a text: words, runs of digits, # and %; single signs of scripts without blanks."""
    parted = GLUED.sub(" ", INVISIBLE.sub("", text))
    return tuple(PIECE.findall(fold(parted)))


class PhraseFinder:
    """Finds phrases that are given once; made for vocabularies of thousands of phrases."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        """Take the phrases in folded pieces, as `pieces_of` returns them."""
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        self._phrases = frozenset(phrases) - {()}
        known = sorted(self._phrases)
        self._pieces = {piece for phrase in known for piece in phrase}
        self._correctable = sorted(piece for piece in self._pieces if len(piece) >= SHORTEST_LENIENT)
        self._matcher.add("phrase", [Doc(self._vocab, words=list(phrase)) for phrase in known])
        self._corrected = lru_cache(maxsize=65536)(self._corrected_piece)
        self._known_pieces = lru_cache(maxsize=65536)(self._pieces_among_known)

    def find(self, words: Sequence[str], lenient: bool = False) -> tuple[PhraseMention, ...]:
        """Return the phrases among the words in order, the longest where some overlap.

        `lenient` takes pieces that no phrase holds for the most similar ones: for words that were read by OCR.
        """
        return self.find_in_lines([words], lenient)[0]

    def find_in_lines(
        self, lines: Sequence[Sequence[str]], lenient: bool = False
    ) -> tuple[tuple[PhraseMention, ...], ...]:
        """Return the phrases of each line, as `find` does, all lines matched at once."""
        pieces: list[str] = [UNKNOWN]
        places: list[tuple[int, int, int]] = [(0, 0, 0)]
        for number, words in enumerate(lines):
            for place, last, piece in self._placed(words, lenient):
                # Of pieces that no phrase holds one parts phrases as well as many do.
                if piece != UNKNOWN or pieces[-1] != UNKNOWN:
                    pieces.append(piece)
                    places.append((number, place, last))
            if pieces[-1] != UNKNOWN:
                pieces.append(UNKNOWN)
                places.append((number, len(words), len(words)))
        found: list[list[PhraseMention]] = [[] for _ in lines]
        for start, end in _longest(self._spans(pieces)):
            number, first, _ = places[start]
            found[number].append(PhraseMention(first, places[end - 1][2] + 1, tuple(pieces[start:end])))
        return tuple(map(tuple, found))

    def _placed(self, words: Sequence[str], lenient: bool) -> Iterator[tuple[int, int, str]]:
        """Yield pieces with their first and last word; a word that a blank tore apart ("Ver käufer") is one."""
        known, is_taken = self._known_pieces, False
        for place, (word, after) in enumerate(zip_longest(words, words[1:], fillvalue="")):
            if is_taken:
                is_taken = False
            elif after[:1].islower() and word.isalpha() and (torn := self._torn(word, after)):
                yield place, place + 1, torn
                is_taken = True
            else:
                for piece in known(word, lenient):
                    yield place, place, piece

    def _torn(self, word: str, next_word: str) -> str:
        """Return the piece that a word makes with the next one, of which one alone means nothing; else nothing."""
        first, after = pieces_of(word), pieces_of(next_word)
        if len(first) != 1 or len(after) != 1 or {*first, *after} <= self._pieces:
            return ""
        whole = first[0] + after[0]
        return whole if len(whole) >= SHORTEST_TORN and whole in self._pieces else ""

    def _spans(self, pieces: list[str]) -> list[tuple[int, int]]:
        count = len(pieces)
        if count <= FEW_PIECES:
            pairs = [(start, end) for start in range(1, count) for end in range(start + 1, count + 1)]
            return [(start, end) for start, end in pairs if tuple(pieces[start:end]) in self._phrases]
        return [(start, end) for _, start, end in self._matcher(Doc(self._vocab, words=pieces))]

    def _pieces_among_known(self, word: str, lenient: bool) -> tuple[str, ...]:
        """Return a word's pieces, `UNKNOWN` for each that no phrase holds."""
        pieces = pieces_of(MISREAD_DIGIT.sub(_letter, word) if lenient else word)
        if "-" in word and pieces not in self._phrases and ("".join(pieces),) in self._phrases:
            return ("".join(pieces),)  # "Leistungs-Datum" is "Leistungsdatum", and no "Datum"
        return tuple(self._known(piece, lenient) for piece in pieces)

    def _known(self, piece: str, lenient: bool) -> str:
        if piece in self._pieces:
            return piece
        return self._corrected(piece) if lenient else UNKNOWN

    def _corrected_piece(self, piece: str) -> str:
        if len(piece) < SHORTEST_LENIENT or piece.isdigit():
            return UNKNOWN
        for misread, letter in MISREAD_PAIRS:
            if piece.replace(misread, letter) in self._pieces:
                return piece.replace(misread, letter)
        best = process.extractOne(piece, self._correctable, scorer=fuzz.ratio, score_cutoff=LEAST_RATIO)
        return best[0] if best else UNKNOWN


def _letter(match: re.Match[str]) -> str:
    return LETTER_OF_DIGIT[match.group()]


def _longest(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return the spans that no longer one overlaps, in order of place."""
    taken: set[int] = set()
    kept = []
    for _, start, end in sorted([(start - end, start, end) for start, end in spans]):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end))
    yield from sorted(kept)
