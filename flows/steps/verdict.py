"""How a batch ended: what its exit code, its record and its log say alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors.model import Extraction, ExtractionStatus, FieldName
from flows.faults import ExitCode
from matchers.model import Severity, Status
from review.batch import PublishedBatch

TOOLS = frozenset({"tesseract_missing"})
LACKING = frozenset({"language_pack_missing"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How reading went: documents that could not be read in full, and what the machine lacked for others.

    `next_day` is the first day after that of the run that a document is dated by.
    """

    unread: int
    tool_missing: str = ""
    languages_missing: str = ""
    next_day: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A batch in a few numbers, and sentences on what changed since the report before and on what closes soon."""

    documents: int
    lines: int
    cleared: int
    findings: int
    reading: Reading
    changes: str = ""
    missing: str = ""

    @property
    def exit_code(self) -> ExitCode:
        """Return the gravest that is true: a tool is missing, documents are unread, there are findings."""
        if self.reading.tool_missing:
            return ExitCode.TOOL_MISSING
        if self.reading.unread:
            return ExitCode.UNREAD
        return ExitCode.FINDINGS if self.findings else ExitCode.CLEAN


class ReadingTally:
    """Looks at every extraction once, and knows then what people must be told about all of them."""

    def __init__(self, as_of: date = date.max) -> None:
        """Begin with nothing seen."""
        self._as_of, self._later = as_of, date.max
        self._unread, self._tool, self._languages = 0, "", ""

    def see(self, extraction: Extraction) -> None:
        """Count one extraction in."""
        self._unread += extraction.status is not ExtractionStatus.COMPLETE
        for problem in extraction.problems:
            self._tool = self._tool or (problem.message if problem.code in TOOLS else "")
            self._languages = self._languages or (problem.message if problem.code in LACKING else "")
        self._later = min((self._later, *(day for day in _dated(extraction) if self._as_of < day)))

    def reading(self) -> Reading:
        """Return how reading went."""
        later = self._later.isoformat() if self._later < date.max else ""
        return Reading(self._unread, self._tool, self._languages, later)


def _dated(extraction: Extraction) -> Iterator[date]:
    evidence = extraction.find(FieldName.DOCUMENT_DATE)
    for reading in (evidence.chosen, *evidence.others) if evidence else ():
        if (day := day_of(reading.value)) is not None:
            yield day


def day_of(text: str) -> date | None:
    """Return the day that an ISO date says, or None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def verdict(batch: PublishedBatch, reading: Reading) -> Verdict:
    """Return the numbers of a batch; what is for information only asks nothing of anybody and does not count."""
    found = batch.reconciliation
    return Verdict(
        documents=len(batch.submissions),
        lines=len(found.lines),
        cleared=sum(line.status is Status.CLEARED for line in found.lines),
        findings=sum(finding.severity is not Severity.INFO for finding in found.findings),
        reading=reading,
    )
