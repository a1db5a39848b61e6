"""What the ledger remembers beside documents and reconciliations. Frozen, plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from extractors.model import Problem

T = TypeVar("T")


class LedgerError(Exception):
    """The ledger cannot be used; the message says what to do."""


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
