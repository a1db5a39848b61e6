"""Companies' legal forms at the end of names: set right where OCR took their letters for figures."""

from __future__ import annotations

import re

FORMS = frozenset(("S/B", "SDN", "BHD", "B.V.", "S.A.", "SAS", "SPA", "SRL", "GMBH", "LTD", "LLC", "INC"))
"""Forms of two letters are left out: "5A" may be a room."""
LIKE_LETTERS = frozenset("0581")
LOOKS_LIKE = str.maketrans("0581", "OSBI")
WORD = re.compile(r"\S+")


def repaired(name: str) -> str:
    """Return a name in which "5/B" is "S/B" again, and "8HD" "BHD"; only words that are a legal form then change."""
    if LIKE_LETTERS.isdisjoint(name):
        return name
    head, _, _ = name.partition(" ")
    return head + WORD.sub(lambda word: _as_form(word.group()), name[len(head) :])


def _as_form(word: str) -> str:
    if LIKE_LETTERS.isdisjoint(word):
        return word
    letters = word.translate(LOOKS_LIKE)
    return letters if letters.strip(",.;") in FORMS or letters in FORMS else word
