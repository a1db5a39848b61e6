"""Findings as the cases that people work through. Frozen, plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from extractors.model import Money
from matchers.model import Claim, Finding, PlanLine

SAMPLED = "quality_sample"
"""The code of cases that are no findings: cleared lines drawn for quality control."""


class Shelf(IntEnum):
    """Where a case lies: each case lies on one."""

    TO_DO = 0
    WAITING = 1
    SECOND_LOOK = 2
    DONE = 3
    GONE = 4


class State(StrEnum):
    """What became of a case so far."""

    OPEN = "open"
    REOPENED = "reopened"
    ASKED = "asked"
    UNSURE = "unsure"
    PROPOSED_ACCEPT = "proposed_accept"
    PROPOSED_REJECT = "proposed_reject"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


SHELVES = {
    State.OPEN: Shelf.TO_DO,
    State.REOPENED: Shelf.TO_DO,
    State.ASKED: Shelf.WAITING,
    State.UNSURE: Shelf.SECOND_LOOK,
    State.PROPOSED_ACCEPT: Shelf.SECOND_LOOK,
    State.PROPOSED_REJECT: Shelf.SECOND_LOOK,
    State.ACCEPTED: Shelf.DONE,
    State.REJECTED: Shelf.DONE,
    State.DUPLICATE: Shelf.DONE,
}
SETTLED = frozenset(state for state, shelf in SHELVES.items() if shelf not in {Shelf.TO_DO})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a decision is sealed to: the finding, its plan row and its claim, under a programme."""

    programme: str
    finding: Finding
    line: PlanLine | None
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A case as a reconciliation brings it forth, before anybody worked on it. `digest` is of its `Seen`, packed."""

    identity: str
    digest: str
    content: bytes
    finding: Finding
    partner: str
    programme: str
    period: str
    deadline: date | None
    rank: float
    counts_once: bool
    words: str


@dataclass(frozen=True, slots=True)
class Record:
    """Something that the pages of several cases show, packed."""

    kind: str
    key: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """A case in the queue."""

    id: int
    batch: str
    identity: str
    digest: str
    code: str
    severity: str
    rule: str
    line_id: str
    claim_id: str
    document: str
    partner: str
    programme: str
    period: str
    at_risk: Money | None
    confidence: float
    deadline: date | None
    rank: float
    message: str
    first_seen: date
    shelf: Shelf
    state: State
    assignee: str


FACETS = ("severity", "code", "partner", "programme", "currency", "assignee", "batch")
"""What the queue counts by."""
MARK = "\x1f"
"""Stands between values that are kept as one text."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that share shelf and the values of `FACETS`: how many, and their money at risk, once and in all."""

    shelf: Shelf
    values: tuple[str, ...]
    number: int
    once: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases share some values and a currency, and their money at risk."""

    values: tuple[str, ...]
    currency: str
    number: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Projection:
    """Which reconciliation of a batch the queue shows."""

    batch: str
    reconciliation: int
    programme: str
    as_of: date


class Order(StrEnum):
    """How a queue is put in order."""

    RANK = "rank"
    AMOUNT = "amount"
    AGE = "age"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for. Empty texts ask for all; `partners` and `programmes` are what the asker may see.

    `real` leaves out the cases whose answer is known: they stand for no money of their own.
    """

    shelf: Shelf | None = Shelf.TO_DO
    batch: str = ""
    programme: str = ""
    partner: str = ""
    code: str = ""
    severity: str = ""
    currency: str = ""
    assignee: str = ""
    state: str = ""
    line_id: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    seen_before: date | None = None
    seen_after: date | None = None
    due_before: date | None = None
    due_after: date | None = None
    sure_least: float | None = None
    sure_below: float | None = None
    words: str = ""
    order: Order = Order.RANK
    partners: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    real: bool = False


NOBODY = "-"
"""As `Wanted.assignee` and `Wanted.partner`: cases that are nobody's."""
