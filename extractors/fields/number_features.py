"""What is known about a number: its signs, the others like it, the title or the party that it stands with."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.headings import is_behind_a_title, lines_into_section
from extractors.fields.view import View

NUMBER_NAMES = (
    "has its stem printed",
    "length",
    "digits",
    "letters",
    "has dash",
    "has slash",
    "is label's whole value",
    "starts with letter",
    "numbers on line",
    "is prefix of other",
    "is behind a title",
    "is before a date",
    "lines into a party's section",
)


def number_features(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    """Return what numbers look like, and whether they stand in a title or with a party."""
    by_line: dict[int, int] = {}
    for candidate in candidates:
        by_line[candidate.line] = by_line.get(candidate.line, 0) + 1
    values = {candidate.value for candidate in candidates}
    dated = {date.line: date.first for date in view.candidates[CandidateKind.DATE]}
    stems = {value.rpartition("-")[0] for value in values if "-" in value}
    return [
        [
            float(candidate.value.rpartition("-")[0] in values),
            float(len(candidate.value)),
            float(sum(character.isdigit() for character in candidate.value)),
            float(sum(character.isalpha() for character in candidate.value)),
            float("-" in candidate.value),
            float("/" in candidate.value),
            float(candidate.last - candidate.first == 1),
            float(candidate.value[0].isalpha()),
            float(by_line[candidate.line]),
            float(candidate.value in stems),
            float(is_behind_a_title(view, candidate)),
            float(candidate.line in dated and candidate.last <= dated[candidate.line]),
            lines_into_section(view, candidate),
        ]
        for candidate in candidates
    ]
