"""What is to be forgotten, and what remains of kept results without it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any
_MARKS = ".,:;!?()[]\"'"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Documents by their names, and partners or people by theirs."""

    documents: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    _pattern: re.Pattern[str] | None = field(init=False, default=None, compare=False)

    def __post_init__(self) -> None:
        """Make the pattern that finds the names as whole words, in any case and with any spaces."""
        spaced = (r"\s+".join(map(re.escape, name.casefold().split())) for name in sorted(self.names))
        several = "|".join(each for each in spaced if each)
        if several:
            object.__setattr__(self, "_pattern", re.compile(rf"(?<!\w)(?:{several})(?!\w)"))

    def named_in(self, text: str) -> bool:
        """Say whether a text is the name of a forgotten document, has it as a word, or names somebody forgotten."""
        if self._pattern and self._pattern.search(text.casefold()):
            return True
        return text in self.documents or any(word.strip(_MARKS) in self.documents for word in text.split())

    def mentioned_in(self, value: Json) -> bool:
        """Say whether anything forgotten is mentioned anywhere in a value made of lists, texts and mappings."""
        if isinstance(value, str):
            return self.named_in(value)
        if isinstance(value, Mapping):
            return any(self.mentioned_in(each) for each in value.values())
        return isinstance(value, list) and any(self.mentioned_in(each) for each in value)


def reconciliation_without(kept: Mapping[str, Json], forgotten: Forgotten) -> dict[str, Json]:
    """Return a reconciliation without what mentions the forgotten or is about such a line or claim."""
    parts = {name: rows_without(kept[name], forgotten) for name in ("lines", "claims")}
    gone = _ids(kept["lines"], parts["lines"]) | _ids(kept["claims"], parts["claims"])
    for name in ("allocations", "findings", "checks"):
        parts[name] = [each for each in rows_without(kept[name], forgotten) if not _about(each) & gone]
    return {**kept, **parts}


def rows_without(rows: Iterable[Mapping[str, Json]], forgotten: Forgotten) -> list[Json]:
    """Return the rows that do not mention the forgotten; where a row only lists a document, the list loses it."""
    shortened = (_shortened(row, forgotten) for row in rows)
    return [row for row in shortened if not forgotten.mentioned_in(row)]


def _shortened(row: Mapping[str, Json], forgotten: Forgotten) -> dict[str, Json]:
    if "documents" not in row:
        return dict(row)
    return {**row, "documents": [name for name in row["documents"] if not forgotten.named_in(name)]}


def _ids(before: Iterable[Mapping[str, Json]], after: Iterable[Mapping[str, Json]]) -> set[tuple[str, str]]:
    return {_id(row) for row in before} - {_id(row) for row in after}


def _id(row: Mapping[str, Json]) -> tuple[str, str]:
    # A claim's row names its line too, so the claim is asked for first.
    return ("claim", row["claim_id"]) if "claim_id" in row else ("line", row["line"]["line_id"])


def _about(row: Mapping[str, Json]) -> set[tuple[str, str]]:
    subjects = {("line", row.get("line_id") or ""), ("claim", row.get("claim_id") or "")}
    return subjects | {(kind, row.get("subject") or "") for kind in ("line", "claim")}
