"""Names as people and stations write them, and how far two of them agree.

A printed name comes in parts ("POL / Ann Oak / D / PRES"), in any order ("Oak, Ann"), with legal forms and words that
say little, and with slips of typing or of OCR. Words weigh by how rare they are among the plan's names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

_LIGHT = """
inc incorporated llc llp ltd limited corp corporation co company plc gmbh ag kg ab oy as asa aps bv nv sa sas sarl srl
spa sl ulc pty kk campaign campaigns kampanj kampagne campagne campana campanha kampania tv radio cable broadcast print
online digital television the a an and for of to in on by at de la le les du des der die das fur och pour et per el y
und mit van von i en av til q1 q2 q3 q4 h1 h2 pol poli iss can dba c o
"""
LIGHT = frozenset(_LIGHT.split())
"""Words that stand in many names and tell none apart: legal forms, media, quarters, function words."""

_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "&": " "}
    | dict(zip("абвгдезийклмнопрстуфхъыьэіїєґ", "abvgdeziiklmnoprstufh y eiieg", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "e", "ъ": "", "ь": ""}
    | dict(zip("αβγδεζηικλμνοπρσςτυφω", "avgdeziiklmnoprsstyfo", strict=True))
    | {"θ": "th", "ξ": "x", "χ": "ch", "ψ": "ps", "'": "", "’": "", ".": ""}
)
_DIGITS_READ_FOR_LETTERS = str.maketrans("0135", "oles")
_YEAR = re.compile(r"(19|20)\d\d|fy\d\d|\d\dfy")
_PARTS = re.compile(r"\s*[/|()\[\];:]\s*|\s+[-–—]\s+|,\s+(?=[A-Z][A-Za-z]*\.?$)")
_WORD = re.compile(r"[^\W_]+")
# Text layers glue a station's code to the name behind it: "POLAnn Oak".
_GLUED = re.compile(r"(?<=[A-Z]{3})(?=[A-Z][a-z]{2})")
SHORTEST_SLIP = 5
SHORTEST_SWAP = 4
SHORTEST_ABBREVIATION = 3
ENOUGH = 0.97
ONE_SLIP = 0.9
MOST = 0.6
SOME = 0.3
LIGHT_WEIGHT = 0.15


def folded(text: str) -> str:
    """Return the text in plain small Latin letters, accents off, Cyrillic and Greek spelled out."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).translate(_PLAIN)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=200_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words, folded; a digit that OCR read amid letters becomes the letter it stands for."""
    return tuple(_mended(word) for word in _WORD.findall(folded(_GLUED.sub(" ", text))))


def _mended(word: str) -> str:
    # "fy26" and "q3" are meant so: only a few digits in a longer word are slips of OCR.
    digits = sum(letter.isdigit() for letter in word)
    return word.translate(_DIGITS_READ_FOR_LETTERS) if 0 < digits * 3 <= len(word) and len(word) > 3 else word


@lru_cache(maxsize=200_000)
def is_light(word: str) -> bool:
    """Return whether a word says little: legal forms, media, quarters, years, single letters."""
    return word in LIGHT or len(word) == 1 or bool(_YEAR.fullmatch(word))


@lru_cache(maxsize=200_000)
def alike(ours: str, theirs: str) -> float:
    """Return how much two words agree, 0 to 1: equal, one slip (two in long words), shortened, or an initial."""
    if ours == theirs:
        return 1.0
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) == 1:
        return 0.5 if longer.startswith(shorter) and shorter.isalpha() and not longer.isdigit() else 0.0
    # Another digit makes another number, and no slip.
    if shorter.isdigit() or longer.isdigit():
        return 0.0
    # Of four letters only two that changed places are a slip: another letter soon makes another word.
    if len(shorter) == len(longer) == SHORTEST_SWAP and sorted(ours) == sorted(theirs):
        return ONE_SLIP if OSA.distance(ours, theirs, score_cutoff=1) == 1 else 0.0
    slips = 2 if len(shorter) >= 2 * SHORTEST_SLIP - 1 else 1
    if len(shorter) >= SHORTEST_SLIP and OSA.distance(ours, theirs, score_cutoff=slips) <= slips:
        return ONE_SLIP
    return 0.7 if len(shorter) >= SHORTEST_ABBREVIATION and longer.startswith(shorter) else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name taken apart: its words, those that tell it apart, and the same letters without spaces, in any order.

    Names are compared by `keys` and words, never by equality: each is one object of its gazetteer.
    """

    text: str
    words: tuple[str, ...]
    telling: tuple[str, ...]
    keys: frozenset[str]
    years: frozenset[str]


def name_of(text: str) -> Name:
    """Return one name without looking for parts."""
    words = words_of(text)
    telling = tuple(word for word in words if not is_light(word)) or words
    keys = {"".join(words), "".join(sorted(words)), *_without_light(words, telling)}
    years = frozenset(word for word in words if _YEAR.fullmatch(word))
    return Name(text, words, telling, frozenset(keys - {""}), years)


def _without_light(words: tuple[str, ...], telling: tuple[str, ...]) -> Iterator[str]:
    # A year stays in the key: it tells two campaigns of one name apart.
    kept = [word for word in words if word in telling or _YEAR.fullmatch(word)]
    if kept:
        yield from ("".join(kept), "".join(sorted(kept)))


@lru_cache(maxsize=200_000)
def parts_of(text: str) -> tuple[Name, ...]:
    """Return the whole printed name and its parts, each once, the whole first."""
    parts = [text, *(part for part in _PARTS.split(text) if part and part != text)]
    names = {name.words: name for name in map(name_of, reversed(parts))}
    return tuple(name for name in reversed(names.values()) if name.words)


def agreement(ours: Iterable[str], theirs: Iterable[str], weight: dict[str, float], unknown: float) -> float:
    """Return the share (by weight) of our words that find their like among theirs."""
    theirs, total, found = frozenset(theirs), 0.0, 0.0
    for word in ours:
        heavy = LIGHT_WEIGHT if is_light(word) else weight.get(word, unknown)
        total += heavy
        found += heavy * (1.0 if word in theirs else max([alike(word, other) for other in theirs], default=0.0))
    return found / total if total else 0.0
