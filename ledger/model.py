"""What the ledger remembers beside documents and reconciliations. Frozen, plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from extractors.model import Box, FieldName, Money, Problem

T = TypeVar("T")


class LedgerError(Exception):
    """The ledger cannot be used; the message says what to do."""


class LedgerAwayError(LedgerError, OSError):
    """The database cannot be reached or written just now: later it may do, so to try again can help."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A document as it was handed in to a batch.

    `source` says where it came from (an inbox, an upload), `parent` the archive or mail that brought it.
    """

    name: str
    sha256: str
    media_type: str
    size: int
    source: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class IntakeProblem:
    """What was wrong with a file that could not be taken apart."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class HandedTable(Generic[T]):
    """A plan or claims table as it was handed in: its file, the digest of its bytes, and what was read from it."""

    name: str
    sha256: str
    rows: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What a run did. A run without `outcome` is under way, or ended without a word."""

    id: str
    kind: str
    batch: str
    parameters: Mapping[str, str]
    as_of: date
    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done, to be written into the audit trail.

    `subject` is what it was done to, `details` are plain texts. Who only looked at something is an entry too.
    """

    act: str
    who: str
    at: datetime
    batch: str = ""
    subject: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An entry of the audit trail with its place in the chain. `entry` is None where its content was erased."""

    number: int
    act: str
    at: datetime
    entry: Entry | None
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A place where the audit trail is not as it was written."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking the audit trail came to. `head` is the last digest: noted elsewhere, it proves the whole chain."""

    records: int
    erased: int
    head: str
    faults: tuple[ChainFault, ...]

    @property
    def intact(self) -> bool:
        """Say whether nothing was edited, removed, inserted or put in another order."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Gone:
    """A document that is no longer in a batch: its name there, where it came from and when."""

    batch: str
    name: str
    source: str
    handed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased: documents, reconciliations that went or lost something, records of the audit trail.

    `gone` are the documents by batch and name; `accounts` of the desk were removed. Reports of the `batches` tell of
    what is not there any more.
    """

    documents: int
    reconciliations: int
    records: int
    gone: tuple[Gone, ...] = field(default=(), compare=False)
    accounts: int = 0
    batches: frozenset[str] = field(default=frozenset(), compare=False)


class Verdict(StrEnum):
    """What a person may do with a finding."""

    ACCEPT = "accept"
    REJECT = "reject"
    CANNOT_TELL = "cannot_tell"
    ASK_PARTNER = "ask_partner"
    CORRECT_VALUE = "correct_value"
    REASSIGN = "reassign"
    SPLIT = "split"
    MARK_DUPLICATE = "mark_duplicate"
    COMMENT = "comment"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a person read otherwise than we did: kept for the next reconciliation and for learning.

    `after` is None where the document does not print the field at all.
    """

    sha256: str
    field: FieldName
    before: str | None
    after: str | None
    text: str = ""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a document belongs to a line."""

    line_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a finding, sealed to what was seen.

    `finding` is the identity and `seen` the digest that `ledger.differences` gives a finding. `reason` is from a list,
    `words` are free. Beside these, ask_partner needs `message`, correct_value `correction`, reassign and mark_duplicate
    `document` and `other` (a line, a document), split `document` and `shares`, undo the number of what it `undoes`.
    """

    batch: str
    finding: str
    verdict: Verdict
    who: str
    at: datetime
    seen: str
    reason: str = ""
    words: str = ""
    message: str = ""
    correction: Correction | None = None
    document: str = ""
    other: str = ""
    shares: tuple[Share, ...] = ()
    undoes: int | None = None

    def __post_init__(self) -> None:
        """Refuse a decision that does not say what it decides."""
        needed = _NEEDED.get(self.verdict, ())
        missing = [name for name in needed if not getattr(self, name)]
        if missing:
            raise LedgerError(f"A decision to {self.verdict} needs {' and '.join(missing)}.")


_NEEDED = {
    Verdict.ASK_PARTNER: ("message",),
    Verdict.CORRECT_VALUE: ("correction",),
    Verdict.REASSIGN: ("document", "other"),
    Verdict.SPLIT: ("document", "shares"),
    Verdict.MARK_DUPLICATE: ("document", "other"),
    Verdict.COMMENT: ("words",),
    Verdict.UNDO: ("undoes",),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it stands in the audit trail, under its number there."""

    number: int
    decision: Decision


class StaleDecisionError(LedgerError):
    """What a person decided about is no longer what it was. `decisions` are all that were made about it."""

    def __init__(self, message: str, decisions: tuple[Decided, ...]) -> None:
        """Keep the decisions beside the message."""
        self.decisions = decisions
        super().__init__(message)
