"""What people corrected stands in place of what was read: values, and which line a document belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.model import Evidence, Extraction, FieldName, Reading
from ledger.model import Correction, Decided, Verdict
from matchers.model import Claim, Exhibit, PlanLine, Split, Submission

RULE = "person"
"""The rule that a corrected value names."""


class CorrectedExhibits(Mapping[str, Exhibit]):
    """Exhibits with people's corrections laid over them, still read one at a time."""

    def __init__(self, exhibits: Mapping[str, Exhibit], corrections: Iterable[Correction]) -> None:
        """Lay corrections over exhibits."""
        self._exhibits = exhibits
        self._corrections: dict[str, list[Correction]] = defaultdict(list)
        for correction in corrections:
            self._corrections[correction.sha256].append(correction)

    def __getitem__(self, sha256: str) -> Exhibit:
        """Return an exhibit as corrected."""
        exhibit = self._exhibits[sha256]
        if sha256 not in self._corrections:
            return exhibit
        return replace(exhibit, extraction=corrected(exhibit.extraction, self._corrections[sha256]))

    def __iter__(self) -> Iterator[str]:
        """Return the digests of the contents."""
        return iter(self._exhibits)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._exhibits)


def corrected(extraction: Extraction, corrections: Iterable[Correction]) -> Extraction:
    """Return what was read with corrections in the order in which they were made."""
    evidence = extraction.evidence
    for correction in corrections:
        kept = tuple(item for item in evidence if item.name != correction.field)
        before = next((item for item in evidence if item.name == correction.field), None)
        evidence = (*kept, _evidence(correction, before)) if correction.after is not None else kept
    return replace(extraction, evidence=evidence)


def as_assigned(
    decided: Iterable[Decided], lines: Sequence[PlanLine], submissions: Sequence[Submission]
) -> tuple[Correction, ...]:
    """Return people's assignments of documents to lines as values that the documents then print.

    A document that a person gave to a line is matched as if it named the line's references and campaign.
    """
    contents = {item.name: item.sha256 for item in submissions}
    planned = {line.line_id: line for line in lines}
    given = [each.decision for each in decided if each.decision.verdict is Verdict.REASSIGN]
    return tuple(
        Correction(contents[each.document], name, None, value, value)
        for each in given
        if each.document in contents and each.other in planned
        for name, value in _named(planned[each.other])
    )


def reassigned(claims: Sequence[Claim], decided: Iterable[Decided], lines: Sequence[PlanLine]) -> tuple[Claim, ...]:
    """Return the claims with the lines that people gave their documents to."""
    known = {line.line_id for line in lines}
    moved = {
        each.decision.document: each.decision.other
        for each in decided
        if each.decision.verdict is Verdict.REASSIGN and each.decision.other in known
    }
    return tuple(_moved(claim, moved) for claim in claims)


def splits_of(decided: Iterable[Decided]) -> tuple[Split, ...]:
    """Return how people divided documents; who gave a document to one line afterwards took the division back."""
    found: dict[str, Split] = {}
    for each in (item.decision for item in decided):
        if each.verdict is Verdict.SPLIT:
            found[each.document] = Split(each.document, tuple((share.line_id, share.amount) for share in each.shares))
        elif each.verdict is Verdict.REASSIGN:
            found.pop(each.document, None)
    return tuple(found.values())


def _moved(claim: Claim, moved: Mapping[str, str]) -> Claim:
    given = {moved[name] for name in claim.documents if name in moved}
    # A claim whose documents were given to several lines stays with the one that it names.
    return replace(claim, line_id=given.pop()) if len(given) == 1 else claim


def _named(line: PlanLine) -> Iterator[tuple[FieldName, str]]:
    if line.references:
        yield FieldName.REFERENCE, line.references[0]
    yield FieldName.CAMPAIGN, line.campaign_name


def _evidence(correction: Correction, before: Evidence | None) -> Evidence:
    value = correction.after or ""
    page, box = correction.page, correction.box
    if before and box is None:
        page, box = before.chosen.page, before.chosen.box
    chosen = Reading(value, correction.text or value, page, box, 1.0, RULE)
    others = (before.chosen, *before.others) if before else ()
    return Evidence(correction.field, chosen, others)
