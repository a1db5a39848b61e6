"""The labels that documents print beside their values, in 31 languages: data/vocabulary/labels and label_roles.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from extractors.language.phrases import PhraseFinder, PhraseMention, pieces_of
from extractors.language.tables import VOCABULARY
from extractors.model import FieldName

Phrase = tuple[str, ...]
LINGUA_FRANCA = "en"
COMPANY_WORD = "company_word"
"""The role of words of companies' names, which label nothing: "công ty" is no "cộng"."""
SHORTEST_FOREIGN = 3
"""Words of other languages up to this length label nothing: "DE" before a postal code is no Spanish "from"."""
MAIL_ADDRESS = re.compile(r"[^\s@:]+@[\w.-]+\.[^\W\d_]{2,}\W?")
"""Words of mail addresses label nothing: "rechnung@" is no "Rechnung"."""


class Polarity(StrEnum):
    """Whether a label names a field's value or only seems to."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Role:
    """What a label stands beside, finer than a field: "net_due" is not "amount_due"."""

    name: str
    fields: tuple[FieldName, ...]
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class LabelMention:
    """A label among words: from `first_word` up to, not including, `last_word`.

    `label` is its phrase in folded pieces, joined by blanks; `languages` are those that use it in this role.
    """

    first_word: int
    last_word: int
    role: str
    fields: tuple[FieldName, ...]
    polarity: Polarity
    languages: tuple[str, ...]
    label: str


@cache
def roles() -> dict[str, Role]:
    """Return all roles by name."""
    table = tomllib.loads((VOCABULARY / "label_roles.toml").read_text(encoding="utf-8"))
    return {
        name: Role(name, tuple(map(FieldName, entry["fields"])), Polarity(entry.get("polarity", "positive")))
        for name, entry in table.items()
    }


@cache
def labels() -> dict[Phrase, dict[str, tuple[str, ...]]]:
    """Return the languages by role by phrase, phrases in folded pieces."""
    found: dict[Phrase, dict[str, tuple[str, ...]]] = {}
    for language, table in label_tables().items():
        for role, phrases in table.items():
            for phrase in map(pieces_of, phrases):
                by_role = found.setdefault(phrase, {})
                if language not in by_role.get(role, ()):
                    by_role[role] = (*by_role.get(role, ()), language)
    return found


@cache
def label_tables() -> dict[str, dict[str, list[str]]]:
    """Return the phrases as printed by role by language."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((VOCABULARY / "labels").glob("*.toml"))
    }


@cache
def function_words() -> frozenset[str]:
    """Return the words of all languages that hold sentences together, folded."""
    table: dict[str, str] = tomllib.loads((VOCABULARY / "function_words.toml").read_text(encoding="utf-8"))
    return frozenset(piece for words in table.values() for piece in pieces_of(words))


def find_labels(words: Sequence[str], language: str | None = None, lenient: bool = False) -> tuple[LabelMention, ...]:
    """Return the labels among the words of a line or page, in order of place.

    A label may have several roles, each a mention of its own; where some of them belong to the given language, only
    those are returned. `lenient` forgives misread letters: for words that were read by OCR.
    """
    return find_labels_in_lines([words], language, lenient)[0]


def find_labels_in_lines(
    lines: Sequence[Sequence[str]], language: str | None = None, lenient: bool = False
) -> tuple[tuple[LabelMention, ...], ...]:
    """Return the labels of each line, as `find_labels` does, all lines looked through at once."""
    found = _finder().find_in_lines(lines, lenient)
    return tuple(
        tuple(mention for each in own if _is_label(each, words) for mention in _mentions(each, language))
        for words, own in zip(lines, found, strict=True)
    )


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder(labels())


def _is_label(found: PhraseMention, words: Sequence[str]) -> bool:
    """Tell whether a phrase serves as a label: function words ("to", "au") only with a colon or before a number."""
    if MAIL_ADDRESS.fullmatch(words[found.first]):
        return False
    if len(found.phrase) > 1 or found.phrase[0] not in function_words():
        return True
    if words[found.last - 1].endswith((":", "#", ".")):
        return True
    return found.last < len(words) and words[found.last][:1] in set(":#0123456789")


def _mentions(found: PhraseMention, language: str | None) -> Iterator[LabelMention]:
    for role, languages in _meanings(found.phrase, language):
        label = " ".join(found.phrase)
        yield LabelMention(found.first, found.last, role.name, role.fields, role.polarity, languages, label)


@lru_cache(maxsize=16384)
def _meanings(phrase: Phrase, language: str | None) -> tuple[tuple[Role, tuple[str, ...]], ...]:
    """Return the roles of a phrase with the languages that use it so: those of the given one, if any."""
    by_role = labels()[phrase]
    if language and len(phrase) == 1 and len(phrase[0]) <= SHORTEST_FOREIGN:
        by_role = {role: spoken for role, spoken in by_role.items() if {language, LINGUA_FRANCA} & set(spoken)}
    own = {role: languages for role, languages in by_role.items() if language in languages}
    meant = (own or by_role).items()
    return tuple((roles()[name], languages) for name, languages in meant if name != COMPANY_WORD)
