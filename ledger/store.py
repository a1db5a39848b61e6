"""The ledger's door: everything that is known, kept in one database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from extractors.model import Document, DocumentKind, Evidence, Extraction, Lesson, Problem
from ledger import audit, decisions, history, lessons, readings, reconciliations, retention, runs, submissions, tables
from ledger.database import Database, connect
from ledger.migrating import migrate
from ledger.model import (
    AuditRecord,
    ChainReport,
    Correction,
    Decided,
    Decision,
    Entry,
    Erased,
    Handed,
    HandedTable,
    IntakeProblem,
    RunRecord,
)
from matchers.model import Claim, Exhibit, PastDocument, PlanLine, Reconciliation, Submission

if TYPE_CHECKING:
    from ledger.documents import DocumentStore


def open_ledger(url: str) -> Ledger:
    """Return the ledger at a URL (`sqlite:///FILE` or `postgresql+psycopg://...`), brought to the newest schema."""
    database = connect(url)
    migrate(database)
    return Ledger(database)


class Ledger:
    """What is known. Each method is one transaction, can be called again without harm, and from any thread."""

    def __init__(self, database: Database) -> None:
        """Wrap a database; `open_ledger` makes one."""
        self._database = database

    @property
    def database(self) -> Database:
        """Return the database, for what the review desk keeps beside."""
        return self._database

    def __enter__(self) -> Ledger:
        """Return the ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the ledger."""
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def known_readings(self, version: str, digest: str, sha256s: Iterable[str]) -> frozenset[str]:
        """Return those of the contents that this version of the extractor read with these settings."""
        with self._database.read() as connection:
            return readings.known(connection, version, digest, sha256s)

    def contents_of_kind(self, version: str, digest: str, kind: DocumentKind, sha256s: Iterable[str]) -> frozenset[str]:
        """Return those of the contents that were taken for a kind of document."""
        with self._database.read() as connection:
            return readings.of_kind(connection, version, digest, kind, sha256s)

    def keep_reading(self, version: str, digest: str, document: Document, extraction: Extraction) -> None:
        """Keep what was read from a document; what is kept already stays as it is."""
        with self._database.write() as connection:
            readings.keep(connection, version, digest, document, extraction)

    def exhibits(
        self, version: str, digest: str, sha256s: Iterable[str], *, recalled: bool = True
    ) -> Mapping[str, Exhibit]:
        """Return what is kept of the contents, each read when it is asked for; as recalled, or as it was read."""
        return readings.exhibits(self._database, version, digest, sha256s, recalled=recalled)

    def latest_exhibit(self, sha256: str) -> Exhibit | None:
        """Return what the newest of all readers that read a content has kept of it, or None where none did."""
        with self._database.read() as connection:
            return readings.latest(connection, sha256)

    def extractions(
        self, version: str, digest: str, sha256s: Iterable[str], *, recalled: bool = True
    ) -> Mapping[str, Extraction]:
        """Return the evidence kept of the contents, without their words; as recalled, or as it was read."""
        return readings.extractions(self._database, version, digest, sha256s, recalled=recalled)

    def keep_recollections(
        self, version: str, digest: str, evidence: Mapping[str, tuple[Evidence, ...] | None]
    ) -> None:
        """Keep what readings say in the light of their layouts' lessons; None where that is what was read."""
        with self._database.write() as connection:
            readings.keep_recollections(connection, version, digest, evidence)

    def teach(self, source: str, taught: lessons.Lessons, at: datetime | None = None) -> int:
        """Append what a source teaches about layouts where it is new; return how many lessons that is."""
        with self._database.write() as connection:
            return lessons.teach(connection, source, taught, at or datetime.now(UTC))

    def taught_by(self, source: str) -> lessons.Lessons:
        """Return what a source taught last about each document; None where it teaches nothing."""
        with self._database.read() as connection:
            return lessons.standing(connection, source)

    def lessons(self) -> tuple[tuple[str, Lesson], ...]:
        """Return all lessons about layouts that stand, each with its source."""
        with self._database.read() as connection:
            return lessons.every(connection)

    def submit(self, batch: str, items: Iterable[Handed], at: datetime | None = None) -> None:
        """Remember documents as handed in to a batch, once by name and content; `at` is now unless it is given."""
        with self._database.write() as connection:
            submissions.submit(connection, batch, items, at or datetime.now(UTC))

    def submissions(self, batch: str) -> tuple[Submission, ...]:
        """Return the documents of a batch by name."""
        with self._database.read() as connection:
            return submissions.submitted(connection, batch)

    def handed_in(self, batch: str) -> tuple[Handed, ...]:
        """Return the documents of a batch by name, with type, size and where they came from."""
        with self._database.read() as connection:
            return submissions.handed_in(connection, batch)

    def arrivals(self, batch: str) -> Mapping[str, datetime]:
        """Return when each content first came to a batch, as far as that was noted."""
        with self._database.read() as connection:
            return submissions.arrivals(connection, batch)

    def arrived_since(self, batch: str, run: str) -> frozenset[str]:
        """Return the names of the documents that were handed in to a batch after a run had ended."""
        with self._database.read() as connection:
            return submissions.arrived_since(connection, batch, run)

    def contents(self) -> frozenset[str]:
        """Return the digests of all documents that were handed in and have a content."""
        with self._database.read() as connection:
            return submissions.contents(connection)

    def keep_intake_problem(self, batch: str, name: str, problem: Problem) -> None:
        """Remember, once, what was wrong with a file that could not be taken apart."""
        with self._database.write() as connection:
            submissions.keep_problem(connection, batch, name, problem)

    def problems_of_intake(self, batch: str) -> tuple[IntakeProblem, ...]:
        """Return what was wrong with files of a batch, by name."""
        with self._database.read() as connection:
            return submissions.problems(connection, batch)

    def keep_plan(
        self, batch: str, name: str, sha256: str, lines: Sequence[PlanLine], at: datetime | None = None
    ) -> None:
        """Put a plan in force for a batch; those before it are kept."""
        with self._database.write() as connection:
            table = HandedTable(name, sha256, tuple(lines))
            tables.put_in_force(connection, batch, tables.PLAN, table, tables.PLAN_LINES, at or datetime.now(UTC))

    def plan(self, batch: str) -> HandedTable[PlanLine] | None:
        """Return the plan in force, or None where none was handed in."""
        with self._database.read() as connection:
            return tables.in_force(connection, batch, tables.PLAN, tables.PLAN_LINES)

    def plan_mark(self, batch: str) -> tuple[str, str]:
        """Return name and digest of the plan in force, both empty where none was handed in; its lines are not read."""
        with self._database.read() as connection:
            return tables.mark_in_force(connection, batch, tables.PLAN)

    def claims_mark(self, batch: str) -> tuple[str, str]:
        """Return name and digest of the claims table in force, both empty where none was handed in."""
        with self._database.read() as connection:
            return tables.mark_in_force(connection, batch, tables.CLAIMS)

    def keep_claims(
        self, batch: str, name: str, sha256: str, claims: Sequence[Claim], at: datetime | None = None
    ) -> None:
        """Put a claims table in force for a batch; those before it are kept."""
        with self._database.write() as connection:
            table = HandedTable(name, sha256, tuple(claims))
            tables.put_in_force(connection, batch, tables.CLAIMS, table, tables.CLAIM_ROWS, at or datetime.now(UTC))

    def claims(self, batch: str) -> HandedTable[Claim] | None:
        """Return the claims table in force, or None where none was handed in."""
        with self._database.read() as connection:
            return tables.in_force(connection, batch, tables.CLAIMS, tables.CLAIM_ROWS)

    def begin_run(self, kind: str, batch: str, parameters: Mapping[str, str], as_of: date, at: datetime) -> str:
        """Record that a run begins; return its id."""
        with self._database.write() as connection:
            return runs.begin(connection, kind, batch, parameters, as_of, at)

    def finish_run(self, run: str, outcome: str, counts: Mapping[str, int], at: datetime) -> None:
        """Record how a run ended."""
        with self._database.write() as connection:
            runs.finish(connection, run, outcome, counts, at)

    def runs(self, limit: int) -> tuple[RunRecord, ...]:
        """Return the last runs, the latest first."""
        with self._database.read() as connection:
            return runs.latest(connection, limit)

    def keep_reconciliation(self, run: str, batch: str, reconciliation: Reconciliation) -> None:
        """Keep what a run found, in place of what the same run kept before."""
        with self._database.write() as connection:
            reconciliations.keep(connection, run, batch, reconciliation)

    def reconciliation(self, run: str) -> Reconciliation | None:
        """Return what a run found, or None where it kept nothing."""
        with self._database.read() as connection:
            return reconciliations.of_run(connection, run)

    def latest_reconciliation(self, batch: str) -> Reconciliation | None:
        """Return what was found last in a batch, or None where it was never reconciled."""
        with self._database.read() as connection:
            return reconciliations.latest(connection, batch)

    def keep_history(self, batch: str, documents: Iterable[PastDocument]) -> None:
        """Keep what later batches may know a batch's documents again by, in place of what was kept of it before."""
        with self._database.write() as connection:
            history.keep(connection, batch, documents)

    def history(self, batch: str, documents: Iterable[PastDocument]) -> tuple[PastDocument, ...]:
        """Return earlier documents of other batches that may be these again, or that show their vendors' accounts.

        What they have in common is for the caller to judge; what they have nothing in common with is not returned.
        """
        with self._database.read() as connection:
            return history.like(connection, batch, documents)

    def history_state(self, batch: str) -> str:
        """Return a digest that changes when what other batches have in common with this one does."""
        with self._database.read() as connection:
            return history.state(connection, batch)

    def record(self, entry: Entry) -> AuditRecord:
        """Add an entry to the audit trail."""
        with self._database.write() as connection:
            return audit.append(connection, entry)

    def audit_trail(self, batch: str | None = None, subject: str | None = None) -> tuple[AuditRecord, ...]:
        """Return the records of the audit trail in order, of one batch or subject where such is given."""
        with self._database.read() as connection:
            return tuple(audit.records(connection, audit.about(batch, subject)))

    def verify_chain(self) -> ChainReport:
        """Check the audit trail from its first record to its last."""
        with self._database.read() as connection:
            return audit.verify(connection)

    def export_chain(self) -> Iterator[str]:
        """Return the audit trail as lines of JSON, which `ledger.chain.check_lines` checks anywhere."""
        with self._database.read() as connection:
            yield from audit.written(connection)

    def decide(self, decision: Decision, after: int = 0) -> AuditRecord:
        """Add a decision to the audit trail; raise `StaleDecisionError` where what was decided about has changed.

        `after` is the number of the last decision about the finding that the person saw, 0 for none.
        """
        with self._database.write() as connection:
            return decisions.decide(connection, decision, after)

    def decisions(self, batch: str) -> tuple[Decided, ...]:
        """Return all decisions about a batch, undone ones too, in the order in which they were made."""
        with self._database.read() as connection:
            return decisions.of_batch(connection, batch)

    def decided_since(self, batch: str, run: str) -> tuple[Decision, ...]:
        """Return the decisions about a batch that were made, or undone, after a run had ended."""
        with self._database.read() as connection:
            return decisions.since(connection, batch, run)

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections of values that stand, the latest last."""
        with self._database.read() as connection:
            return decisions.corrections(connection)

    def purge(
        self, before: datetime, who: str, at: datetime, only: Collection[str] | None = None, *, rehearse: bool = False
    ) -> Erased:
        """Erase what was last handed in, found or done before a moment; see `ledger.retention`.

        A rehearsal says what would be erased, and erases nothing.
        """
        return self._erase(rehearse, lambda connection: retention.purge(connection, before, who, at, only))

    def forget_partner(self, partner: str, who: str, at: datetime, *, rehearse: bool = False) -> Erased:
        """Erase a partner with its documents; see `ledger.retention`."""
        with self._database.read() as connection:
            contents = retention.contents_of_partner(connection, partner)
        return self._erase(rehearse, lambda connection: retention.forget(connection, partner, contents, who, at))

    def forget_person(self, name: str, who: str, at: datetime, *, rehearse: bool = False) -> Erased:
        """Erase a person with the documents that name them; see `ledger.retention`."""
        with self._database.read() as connection:
            contents = retention.contents_that_name(connection, name)
        return self._erase(rehearse, lambda connection: retention.forget(connection, name, contents, who, at))

    def _erase(self, rehearse: bool, erase: Callable[[Connection], Erased]) -> Erased:
        if rehearse:
            with self._database.rehearse() as connection:
                return erase(connection)
        with self._database.write() as connection:
            erased = erase(connection)
        self._database.scrub()
        return erased

    def programmes(self) -> Mapping[str, str]:
        """Return each batch with the programme that it was last reconciled by, empty where it never was."""
        with self._database.read() as connection:
            return reconciliations.programmes(connection)

    def remove_files(self, store: DocumentStore) -> int:
        """Remove the files of documents that were erased; return how many. To be called after each erasing."""
        return retention.remove_files(self._database, store)
