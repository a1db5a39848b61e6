"""Which language a text is in: by its script, its function words and its labels."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache

from extractors.language.months import WORD
from extractors.language.phrases import pieces_of
from extractors.language.plain import fold
from extractors.language.tables import VOCABULARY, table_rows
from extractors.language.vocabulary import label_tables

SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
"""Scripts that settle the language, in the order they are looked for; each must make a share of the letters."""

SIMPLIFIED = frozenset(
    "发票额价税报单订户号码开门电话银行账务项数达应实国为对时间产说书会后见长东车马鱼龙门关写业两个优传动务华协总"
)
TRADITIONAL = frozenset(
    "發額價稅報單訂戶號碼開門電話銀帳務項數達應實國為對時間產說書會後見長東車馬魚龍關寫業兩個優傳動華協總"
)
OWN_LETTERS = {
    "cs": frozenset("ěřů"),
    "sk": frozenset("ľĺŕ"),
    "pl": frozenset("łśźż"),
    "hu": frozenset("őű"),
    "ro": frozenset("șțţ"),
    "pt": frozenset("ãõ"),
    "es": frozenset("ñ"),
    "uk": frozenset("іїєґ"),
    "ru": frozenset("ыэё"),
}
"""Letters that, among languages of much the same words, only one writes."""

LETTERS = re.compile(r"[^\W\d_]")
LEAST_SHARE = 0.15
LEAST_WEIGHT = 4.0
"""How much the words must say: about two function words that few languages share."""

LEAST_LEAD = 1.1


def language_of(text: str) -> str | None:
    """Return the language of a text ("sv", "zh-Hant", ...), or None where it is too short or mixed to tell."""
    if not text.isascii():
        for language, script in SCRIPTS.items():
            found = script.findall(text)
            if len(found) >= 2 and len(found) >= LEAST_SHARE * len(LETTERS.findall(text)):
                return _chinese(found) if language == "zh" else language
    return _by_words(text)


def _chinese(signs: list[str]) -> str:
    simplified = sum(sign in SIMPLIFIED - TRADITIONAL for sign in signs)
    traditional = sum(sign in TRADITIONAL - SIMPLIFIED for sign in signs)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _by_words(text: str) -> str | None:
    weights: dict[str, float] = defaultdict(float)
    known = _languages_by_word()
    for word, count in _folded_words(text).items():
        languages = known.get(word, {})
        for language, share in languages.items():
            weights[language] += share * math.log(len(LANGUAGES) / len(languages)) * (1 + math.log(count))
    written = set(text.lower())
    for language, letters in OWN_LETTERS.items():
        weights[language] += len(letters & written)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < LEAST_WEIGHT:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= LEAST_LEAD * ranked[1][1] else None


def _folded_words(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, count in Counter(WORD.findall(text)).items():
        counts[fold(word)] += count
    return counts


LANGUAGES = (
    "sv", "nb", "da", "fi", "de", "nl", "fr", "es", "pt", "it", "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "ru",
    "uk", "ja", "zh-Hans", "zh-Hant", "ko", "hi", "th", "id", "vi", "ar", "he", "en",
)  # fmt: skip
"""The languages whose documents are read."""


@cache
def _languages_by_word() -> dict[str, dict[str, float]]:
    """Return by folded word how strongly it speaks for each language: function words speak most."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for language, table in label_tables().items():
        for piece in {piece for phrases in table.values() for phrase in phrases for piece in pieces_of(phrase)}:
            if len(piece) > 3:
                found[piece][language] = 0.6
    for language, *cells in table_rows("months.tsv"):
        for name in (name for cell in cells for name in cell.split("|")):
            found[fold(name)].setdefault(language, 0.6)
    words: dict[str, str] = tomllib.loads((VOCABULARY / "function_words.toml").read_text(encoding="utf-8"))
    for language, line in words.items():
        for word in line.split():
            found[fold(word)][language] = 1.0
    return found
