"""Numbers under which companies are registered: whose name it is that stands over or before one is the seller's own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractors.fields.candidates import Candidate
from extractors.fields.lines import Cell, Line

MOST_BELOW = 3
"""A number stands at most so many lines below the name."""
NONE_BELOW = 9.0
BY_LETTER = r"\d{4,9}\s?-?\s?[A-Z]"
"""Figures with a letter to check them by: "860671-D", as companies are numbered in Malaysia."""
NAMED = r"(?:(?:co|comp|company|reg|regn|registration|roc|rob|ssm|no|number)[\s.:#]*)+"
REGISTRATION = re.compile(
    rf"(?<!\w)(?:\({NAMED}[\dA-Z][\dA-Z\s-]{{3,14}}\)?|\(\s*{BY_LETTER}\s*\)?|{NAMED}{BY_LETTER}|\d{{6,9}}-?[A-Z])\W*$",
    re.I,
)
REGISTERS = re.compile(
    r"(?<!\w)(?:hr[ab]|handelsregister\w*|amtsgericht|rcs|siret|siren|kvk|org\.?\s?nr|organisationsnummer|cvr|rea"
    r"|registro mercantil|registro imprese|company (?:no|number|reg)|registered in|krs|regon|capital)(?!\w)",
    re.I,
)


def lines_to_registration(lines: Sequence[Line], candidates: Sequence[Candidate]) -> list[float]:
    """Return for each name how many lines below it, 0 for right behind, its company's number stands."""
    page = lines[0].page if lines else 0
    found: dict[int, list[Cell]] = defaultdict(list)
    for line in lines:
        if line.page == page:
            found[line.number] += [cell for cell in line.cells if is_registration(cell.text)]
    return [_lines_to_next(found, candidate) for candidate in candidates]


def is_registration(text: str) -> bool:
    """Tell whether a text ends with the number of a company, or names the register that has it."""
    return bool(REGISTRATION.search(text) or REGISTERS.search(text))


def _lines_to_next(registrations: Mapping[int, Sequence[Cell]], candidate: Candidate) -> float:
    last = candidate.line + candidate.joined
    for below in range(MOST_BELOW + 1):
        for cell in registrations.get(last + below, ()):
            if cell.box.left < candidate.box.right and cell.box.right > candidate.box.left:
                return float(below)
    return NONE_BELOW
