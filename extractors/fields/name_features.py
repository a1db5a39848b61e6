"""What is known about a name: its letters, the lines around it, the heading and the address that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.candidates import BULLETS, FORM_WORD, Candidate, CandidateKind
from extractors.fields.lines import Line, box_of
from extractors.fields.neighbours import NOBODY, Neighbours
from extractors.fields.party_features import PARTY_NAMES, party_features
from extractors.fields.registrations import lines_to_registration
from extractors.fields.surroundings import FAR
from extractors.fields.view import View
from extractors.kinds import is_title

BLOCK_WIDTH = 120.0
SAME_SIZE, CLOSE = 0.25, 0.5
"""Shares of its height by which lines of one text differ at most in height, and are apart."""
COMPANY_ENDINGS = re.compile(
    r"^(inc|llc|llp|ltd|limited|gmbh|ag|ab|sa|sarl|sas|sasu|eurl|bhd|sdn|s/b|berhad|plt|pte|corp|co|plc|oyj?|asa?|a/s|aps|bv|nv|vof|srl|spa|snc"
    r"|kg|ohg|ev|eg|ek|ug|sl|slu|lda|kft|zrt|sro|spzoo|oo|enterprise|trading)$"
)


NAME_NAMES = (
    "words",
    "letters",
    "share of letters",
    "share of capitals",
    "has slash",
    "has comma",
    "company ending",
    "has digits",
    "order among cells",
    "is joined",
    "lines below",
    "words of line left out",
    "ends with mark",
    "is first line",
    "vendor's section",
    "buyer's section",
    "other section",
    "lines into section",
    "digits below",
    "before a bullet",
    "lines to registration",
    "own words of lines below",
    "is a title",
    "has half a bracket",
    "has a colon within",
    "goes on from above",
    *PARTY_NAMES,
)


def name_features(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    """Return what names look like, and whose heading and address they stand with."""
    near = view.neighbours(CandidateKind.NAME)
    registered = lines_to_registration(view.lines, candidates)
    sections = zip(near.section.label.tolist(), near.section.between.tolist(), strict=True)
    return [
        [*_name(view, each, _section(near, *section)), number, *_of_words(view, each), *party_features(view, each)]
        for each, section, number in zip(candidates, sections, registered, strict=True)
    ]


def _name(view: View, candidate: Candidate, section: Sequence[float]) -> list[float]:
    text = candidate.value
    letters = [character for character in text if character.isalpha()]
    words = text.casefold().replace(".", "").replace(",", " ").split()
    line = view.lines[candidate.line]
    ending = next((place for place, word in enumerate(reversed(words)) if COMPANY_ENDINGS.match(word)), 9)
    own = " ".join(word.text for word in line.words[candidate.first : candidate.last])
    return [
        float(len(words)),
        float(len(letters)),
        len(letters) / len(text),
        sum(letter.isupper() for letter in letters) / max(len(letters), 1),
        float("/" in text),
        float("," in text),
        float(ending),
        float(any(character.isdigit() for character in text)),
        float(candidate.first),
        float(bool(candidate.joined)),
        float(candidate.below),
        float(len(line.words) - (candidate.last - candidate.first)),
        float(own.rstrip().endswith((":", "#", "."))),
        float(candidate.line == 0),
        *section,
        float(_digits_below(view, candidate)),
        float(_before_bullet(line, candidate)),
    ]


def _of_words(view: View, candidate: Candidate) -> list[float]:
    """Say whether a name goes on below with more than its legal form, is no name but a title, or a piece of one."""
    text = candidate.value
    own = sum(len(word.text.split()) for word in view.lines[candidate.line].words[candidate.first : candidate.last])
    below = FORM_WORD.sub(" ", " ".join(text.split()[own:])).casefold().replace(".", "").split()
    return [
        float(candidate.joined and sum(not COMPANY_ENDINGS.match(word) for word in below)),
        float(is_title(tuple(text.split()))),
        float(text.count("(") != text.count(")")),
        float(":" in text),
        float(_goes_on_from_above(view, candidate)),
    ]


def _goes_on_from_above(view: View, candidate: Candidate) -> bool:
    """Tell whether right above stands a line in letters of the same size with the same middle or left edge."""
    if candidate.line == 0 or view.lines[candidate.line - 1].page != candidate.page:
        return False
    own = box_of(view.lines[candidate.line].words[candidate.first : candidate.last])
    height = own.bottom - own.top
    for cell in view.lines[candidate.line - 1].cells:
        box = cell.box
        aligned = min(abs(box.left - own.left), abs(box.left + box.right - own.left - own.right) / 2) < height / 2
        alike = abs(box.bottom - box.top - height) < SAME_SIZE * height
        if aligned and alike and own.top - box.bottom < CLOSE * height:
            return True
    return False


def _section(near: Neighbours, label: int, between: float) -> list[float]:
    """Say under whose heading a name stands, and how far down."""
    if label == NOBODY:
        return [0.0, 0.0, 0.0, FAR]
    roles = near.labels.role_sets[near.labels.role_set[label]]
    vendor, buyer = "vendor" in roles, "bill_to" in roles
    return [float(vendor), float(buyer), float(not (vendor or buyer)), between]


def _digits_below(view: View, candidate: Candidate) -> bool:
    """Tell whether a line with a number, as of a street or a postal code, follows within three lines."""
    below = view.lines[candidate.line + 1 : candidate.line + 4]
    return any(
        abs(left - candidate.box.left) < BLOCK_WIDTH
        for line in below
        if line.page == candidate.page
        for left in line.numbers_at
    )


def _before_bullet(line: Line, candidate: Candidate) -> bool:
    return candidate.last < len(line.words) and line.words[candidate.last].text in BULLETS
