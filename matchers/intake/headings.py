"""Which column of a table is which of ours, by its heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from matchers.intake.aliases import Aliases
from matchers.intake.currencies import currency_code, is_iso_code
from matchers.intake.table import Cell, Heading, as_text


def normalised(heading: str) -> str:
    """Return a heading without case, accents, spaces and punctuation."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def recognise(cells: Sequence[Cell], aliases: Aliases) -> dict[str, Heading]:
    """Return the headings of a row by our names of the columns; of two that could be meant, the more telling."""
    ranks = {normalised(text): (rank, column) for column in aliases for rank, text in enumerate(aliases[column])}
    ranks |= {normalised(column): (-1, column) for column in aliases}
    best: dict[str, tuple[int, Heading]] = {}
    for position, cell in enumerate(cells):
        for name, currency in _readings(as_text(cell)):
            rank, column = ranks.get(normalised(name), (0, ""))
            if column and (column not in best or rank < best[column][0]):
                best[column] = (rank, Heading(position, as_text(cell), currency))
    return {column: heading for column, (_, heading) in best.items()}


def _readings(text: str) -> list[tuple[str, str]]:
    """Return the heading as it stands, or, where it names a currency, what is left without it."""
    words = re.findall(r"[A-Z]{1,2}\$|[\w'’°.-]+|[^\w\s()\[\],:/]", text)
    for place, word in enumerate(words):
        currency = currency_code(word)
        if currency and (word.isupper() or not is_iso_code(word)) and len(words) > 1:
            rest = [other for other in words[:place] + words[place + 1 :] if other not in ("in", "i", "en")]
            return [(" ".join(rest), currency)]
    return [(text, "")]
