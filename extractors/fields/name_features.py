"""What is known about a name: its letters, the lines around it, the heading and the address that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.candidates import BULLETS, Candidate, CandidateKind
from extractors.fields.lines import Line
from extractors.fields.neighbours import NOBODY, Neighbours
from extractors.fields.party_features import PARTY_NAMES, party_features
from extractors.fields.surroundings import FAR
from extractors.fields.view import View

BLOCK_WIDTH = 120.0
COMPANY_ENDINGS = re.compile(
    r"^(inc|llc|llp|ltd|limited|gmbh|ag|ab|sa|sarl|sas|sasu|eurl|bhd|sdn|corp|co|plc|oyj?|asa?|a/s|aps|bv|nv|vof|srl|spa|snc"
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
    *PARTY_NAMES,
)


def name_features(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    """Return what names look like, and whose heading and address they stand with."""
    near = view.neighbours(CandidateKind.NAME)
    sections = zip(near.section.label.tolist(), near.section.between.tolist(), strict=True)
    return [
        _name(view, each, _section(near, *section)) + party_features(view, each)
        for each, section in zip(candidates, sections, strict=True)
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
        float(candidate.joined),
        float(candidate.below),
        float(len(line.words) - (candidate.last - candidate.first)),
        float(own.rstrip().endswith((":", "#", "."))),
        float(candidate.line == 0),
        *section,
        float(_digits_below(view, candidate)),
        float(_before_bullet(line, candidate)),
    ]


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
