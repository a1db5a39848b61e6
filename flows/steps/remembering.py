"""Layout memory in a run: what earlier documents taught bears on what was read, and what was agreed teaches later ones.

People's corrections teach from the next reconciliation on. What a cleared line agreed on teaches documents that come
after it: a batch that is reconciled again, with nothing new, gives the same again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from extractors.layouts.learning import lesson_of
from extractors.layouts.memory import LayoutMemory
from extractors.layouts.recall import recalled
from extractors.model import Evidence, Extraction, FieldName, Lesson
from flows.workspace import Holdings
from matchers.model import Exhibit, PlanLine, Reconciliation, Status, Submission

PERSON, COUNTS_FOR = "person", 4
"""What a person said of one document counts as much as what so many cleared ones agreed on."""
SURE = 0.9
DAYS = frozenset({FieldName.ACTIVITY_START, FieldName.ACTIVITY_END})
SUMS = frozenset({FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT})
AT_LAST = datetime.max.replace(tzinfo=UTC)
ENOUGH = 6
"""A layout that so many documents taught learns no more from cleared lines; from people it always does."""
MOST_AT_ONCE = 500
"""So many documents of cleared lines are looked at after a reconciliation, the others after later ones."""


class RecalledExhibits(Mapping[str, Exhibit]):
    """Exhibits in the light of layout memory, still read one at a time; `changed` is what was not as it was read."""

    def __init__(self, exhibits: Mapping[str, Exhibit], memory: LayoutMemory, arrivals: Mapping[str, datetime]) -> None:
        """Hold a memory against exhibits, each with the moment at which it arrived."""
        self._exhibits, self._memory, self._arrivals = exhibits, memory, arrivals
        self.changed: dict[str, tuple[Evidence, ...] | None] = {}

    def __getitem__(self, sha256: str) -> Exhibit:
        """Return an exhibit as it is recalled."""
        exhibit = self._exhibits[sha256]
        extraction = recalled(exhibit.extraction, self._memory, self._arrivals.get(sha256))
        same = extraction.evidence == exhibit.extraction.evidence
        self.changed[sha256] = None if same else extraction.evidence
        return exhibit if same else replace(exhibit, extraction=extraction)

    def __iter__(self) -> Iterator[str]:
        """Return the digests of the contents."""
        return iter(self._exhibits)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._exhibits)


def memory_of(held: Holdings) -> LayoutMemory:
    """Return the memory as it stands, with all that people corrected."""
    _learn_corrections(held)
    of_document: dict[str, dict[FieldName, Lesson]] = defaultdict(dict)
    # What a person said of a field stands, whatever cleared lines say.
    for source, lesson in sorted(held.ledger.lessons(), key=lambda each: (each[0] == PERSON, each[0])):
        kept = replace(lesson, since=None, weight=COUNTS_FOR) if source == PERSON else lesson
        of_document[lesson.sha256] |= {each.name: replace(kept, taught=(each,)) for each in lesson.taught}
    return LayoutMemory(_together(of_document.values()))


def _together(documents: Iterable[Mapping[FieldName, Lesson]]) -> Iterator[Lesson]:
    """Yield one lesson for all fields of a document that were taught at the same time."""
    for fields in documents:
        for since in {lesson.since for lesson in fields.values()}:
            own = [lesson for lesson in fields.values() if lesson.since == since]
            yield replace(own[0], taught=tuple(taught for lesson in own for taught in lesson.taught))


def _learn_corrections(held: Holdings) -> None:
    agreed: dict[str, dict[FieldName, str | None]] = defaultdict(dict)
    for correction in held.ledger.corrections():
        agreed[correction.sha256][correction.field] = correction.after
    before = held.ledger.taught_by(PERSON)
    read = _extractions(held, agreed, recalled=False)
    lessons: dict[str, Lesson | None] = {
        sha256: lesson_of(sha256, read[sha256].layout, agreed[sha256]) for sha256 in read
    }
    # With a correction that was taken back goes what it taught.
    held.ledger.teach(PERSON, lessons | dict.fromkeys(before.keys() - agreed.keys()))


def learn_cleared(batch: str, found: Reconciliation, submissions: Iterable[Submission], held: Holdings) -> int:
    """Keep what the cleared lines of a batch teach later documents; return how many lessons are new."""
    contents = {item.name: item.sha256 for item in submissions}
    # What people corrected teaches as theirs.
    corrected = {each.sha256 for each in held.ledger.corrections()}
    cleared = {
        contents[name]: status
        for status in found.lines
        if status.status is Status.CLEARED
        for name in status.documents
        if name in contents and contents[name] not in corrected
    }
    source = f"cleared {batch}"
    before = held.ledger.taught_by(source)
    lessons: dict[str, Lesson | None] = {
        sha256: None for sha256, lesson in before.items() if lesson and sha256 not in cleared
    }
    looked_at = sorted(cleared.keys() - before.keys())[:MOST_AT_ONCE]
    memory, proven = memory_of(held), _proven(found, contents)
    read, seen = _extractions(held, looked_at, recalled=False), _extractions(held, looked_at, recalled=True)
    for sha256 in looked_at:
        layout = read[sha256].layout
        agreed = _agreed(read[sha256], seen[sha256], cleared[sha256].line, proven.get(sha256))
        known = len(memory.about(layout, sha256, AT_LAST)) >= ENOUGH
        # None is kept as well: it says that the document was looked at, so that later runs come to the others.
        lessons[sha256] = lesson = None if known or not agreed else lesson_of(sha256, layout, agreed)
        if lesson:
            memory.learn(lesson)
    return held.ledger.teach(source, lessons)


def _proven(found: Reconciliation, contents: Mapping[str, str]) -> Mapping[str, Decimal]:
    """Return by content what its document was taken to amount to."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for each in found.allocations:
        for money in (each.amount, each.left_over):
            if money and each.document in contents:
                amounts[contents[each.document]] += money.amount
    return amounts


def _agreed(read: Extraction, seen: Extraction, line: PlanLine, proven: Decimal | None) -> dict[FieldName, str | None]:
    """Return what was read surely, or is the plan line's own; of amounts, what the document was taken to amount to.

    What was not used as it was read, because memory put another value in its place, was not agreed on.
    """
    used = {(each.name, each.value) for each in seen.evidence}
    days = {f"{line.start}", f"{line.end}"}
    return {
        each.name: each.value
        for each in read.evidence
        if (each.name, each.value) in used and _is_agreed(each, days, proven)
    }


def _is_agreed(evidence: Evidence, days: Container[str], proven: Decimal | None) -> bool:
    if evidence.name in SUMS:
        return proven is not None and abs(evidence.amount) == abs(proven)
    if evidence.name is FieldName.REFERENCE:
        return False
    return evidence.confidence >= SURE or (evidence.name in DAYS and evidence.value in days)


def _extractions(held: Holdings, contents: Iterable[str], *, recalled: bool) -> Mapping[str, Extraction]:
    return held.ledger.extractions(held.reader.version, held.reader.digest, set(contents), recalled=recalled)
