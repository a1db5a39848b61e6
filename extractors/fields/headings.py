"""Titles of documents and headings of parties around a value."""

from __future__ import annotations

from extractors.fields.candidates import Candidate
from extractors.fields.surroundings import FAR
from extractors.fields.view import View
from extractors.kinds import titles_among

MOST_BEFORE = 8
"""A title's number and day stand at most so many words behind its beginning."""


def is_behind_a_title(view: View, candidate: Candidate) -> bool:
    """Tell whether a title, "Handelsrechnung Nr.", begins a line that goes on with the value."""
    words = view.lines[candidate.line].words[: candidate.first]
    return 0 < len(words) <= MOST_BEFORE and titles_among(tuple(word.text for word in words))


def lines_into_section(view: View, candidate: Candidate) -> float:
    """Return how many lines below a party's heading a value stands: there it is the party's own."""
    section = view.page_map.section(candidate.line, candidate.box)
    return float(section.between) if section else FAR
