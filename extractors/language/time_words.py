"""Words that make times of dates, as patterns."""

from __future__ import annotations

import re
import tomllib

from extractors.language.tables import VOCABULARY

_WORDS: dict[str, list[str]] = tomllib.loads((VOCABULARY / "time_words.toml").read_text(encoding="utf-8"))


def time_words(kind: str) -> str:
    """Return a pattern of the words of one kind ("to", "to_glued", "quarter", "week", "half"), the longest first."""
    words = sorted(_WORDS[kind], key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))})"
