"""The review desk's door to the ledger: its queue, its people's leases and views, and tokens for programs."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, func, insert, select, update

from ledger import audit, case_layout, cases, decisions, known
from ledger.case_model import SAMPLED, SHELVES, Case, Draft, Group, Projection, Record, Shelf, State, Tally, Wanted
from ledger.case_state import state_of
from ledger.compact import as_json
from ledger.database import Database
from ledger.desk_schema import answers, leases, people, saved_views, snapshots, tokens
from ledger.desk_schema import cases as case_table
from ledger.model import AuditRecord, Decided, Decision, Entry, StaleDecisionError
from ledger.people import digest_of
from ledger.schema import audit as trail
from ledger.schema import documents

_DECISION = TypeAdapter(Decision)
LEASE = timedelta(minutes=10)
ANSWERS_LAST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Lease:
    """Who is looking at a case, and until when others are told so."""

    person: str
    until: datetime


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query of the queue under a name."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Token:
    """A program's key, known by its digest only."""

    digest: str
    person: str
    label: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a request with an idempotency key."""

    request: str
    status: int
    body: Mapping[str, object]


class Desk:
    """The queue and what belongs to it. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        """Use a ledger's database."""
        self.database = database
        self.revision = 0
        """Goes up with whatever this desk does to its cases: what was counted before may be no more so."""

    def unshown(self) -> tuple[Projection, ...]:
        """Return the newest reconciliation of each batch of which the queue shows an older one or none."""
        with self.database.read() as connection:
            shown = {each.batch: each.reconciliation for each in cases.shown_batches(connection)}
            newest = case_layout.newest(connection)
        return tuple(each for each in newest if shown.get(each.batch) != each.reconciliation)

    def shown(self) -> tuple[Projection, ...]:
        """Return the reconciliations that the queue shows."""
        with self.database.read() as connection:
            return cases.shown_batches(connection)

    def lay_out(self, projection: Projection, drafts: Sequence[Draft], records: Iterable[Record]) -> tuple[str, ...]:
        """Put a reconciliation's cases in the queue; return the identities of decided ones that were opened again."""
        with self._changing() as connection:
            return case_layout.lay_out(connection, projection, drafts, records)

    def index_documents(self, batch: str, documents: Iterable[tuple[str, str, str]]) -> None:
        """Make documents findable by their words, each given as name, digest of its content, and words."""
        with self.database.write() as connection:
            for name, sha256, words in documents:
                case_layout.index_document(connection, batch, name, sha256, words)

    def indexed(self, batch: str) -> Mapping[str, str]:
        """Return the contents that can be found by words, by the digest of their documents' names."""
        with self.database.read() as connection:
            return case_layout.indexed(connection, batch)

    def page(self, wanted: Wanted, start: int, most: int) -> tuple[Case, ...]:
        """Return a page of the queue."""
        with self.database.read() as connection:
            return cases.page(connection, wanted, start, most)

    def numbers(self, wanted: Wanted, start: int, most: int) -> tuple[int, ...]:
        """Return the numbers of a page's cases in their order."""
        with self.database.read() as connection:
            return cases.numbers(connection, wanted, start, most)

    def counted(self, wanted: Wanted) -> tuple[Group, ...]:
        """Return how many cases share all that the queue filters by."""
        with self.database.read() as connection:
            return cases.counted(connection, wanted)

    def number_of(self, wanted: Wanted) -> int:
        """Return how many cases there are."""
        with self.database.read() as connection:
            return cases.number_of(connection, wanted)

    def tallied(self, wanted: Wanted, *by: str) -> tuple[Tally, ...]:
        """Return how many cases share the values of some columns, and their money at risk by currency."""
        with self.database.read() as connection:
            return cases.tallied(connection, wanted, by)

    def line_totals(self) -> tuple[Tally, ...]:
        """Return how many plan lines of the batches shown have each status, and what was approved, by currency."""
        with self.database.read() as connection:
            return cases.line_totals(connection)

    def case(self, number: int, wanted: Wanted) -> Case | None:
        """Return a case, or None where there is none that the asker may see."""
        with self.database.read() as connection:
            return cases.one(connection, number, wanted)

    def numbered(self, numbers: Iterable[int], wanted: Wanted) -> tuple[Case, ...]:
        """Return cases by their numbers, as far as the asker may see them."""
        with self.database.read() as connection:
            return cases.numbered(connection, numbers, wanted)

    def content(self, case: Case) -> bytes:
        """Return what a case is sealed to, packed."""
        with self.database.read() as connection:
            return cases.content(connection, case.id)

    def snapshot(self, digest: str) -> bytes | None:
        """Return what a case was once sealed to, packed, or None where it was never replaced."""
        with self.database.read() as connection:
            return connection.execute(select(snapshots.c.content).where(snapshots.c.digest == digest)).scalar()

    def of_claim(self, batch: str, claim_id: str, wanted: Wanted) -> tuple[Case, ...]:
        """Return the cases about a claim, as far as the asker may see them."""
        with self.database.read() as connection:
            return cases.of_claim(connection, batch, claim_id, wanted)

    def beside(self, case: Case) -> tuple[Case, ...]:
        """Return the other cases about the same claim, document or line."""
        with self.database.read() as connection:
            return cases.beside(connection, case)

    def next_after(self, wanted: Wanted, after: Case | None) -> Case | None:
        """Return the next case of a queue."""
        with self.database.read() as connection:
            return cases.next_after(connection, wanted, after)

    def record(self, batch: str, kind: str, key: str) -> bytes | None:
        """Return something that cases show, packed."""
        with self.database.read() as connection:
            return cases.record(connection, batch, kind, key)

    def contents(self, batch: str, names: Sequence[str]) -> Mapping[str, str]:
        """Return the digests of documents' contents by the names that they were handed in by."""
        with self.database.read() as connection:
            return cases.contents(connection, batch, names)

    def media_type(self, sha256: str) -> str | None:
        """Return what a document is, or None where none of that content was handed in."""
        with self.database.read() as connection:
            return connection.execute(select(documents.c.media_type).where(documents.c.sha256 == sha256)).scalar()

    def decide(self, case: Case, decision: Decision, after: int, needs_two: bool) -> State:
        """Add a decision to the audit trail and put the case where it now belongs; see `ledger.decisions.decide`."""
        with self._changing() as connection:
            if case.code == SAMPLED or known.is_known(connection, case.id):
                _decide_no_finding(connection, decision, after)
            else:
                decisions.decide(connection, decision, after)
            state = state_of(decisions.about_finding(connection, case.batch, case.identity), needs_two)
            # What the newest reconciliation no longer finds stays off the shelves, whatever is undone about it.
            shelf = Shelf.GONE if case.shelf is Shelf.GONE else SHELVES[state]
            values = {"state": state.value, "shelf": int(shelf)}
            connection.execute(update(case_table).where(case_table.c.id == case.id).values(**values))
        return state

    def decided(self, case: Case) -> tuple[Decided, ...]:
        """Return all decisions about a case, undone ones too."""
        with self.database.read() as connection:
            return decisions.about_finding(connection, case.batch, case.identity)

    def seed(self, settled: Iterable[Case], who: str, at: datetime) -> int:
        """Put settled cases among the open ones once more, as such whose answer is known; return how many it were."""
        with self._changing() as connection:
            return sum(known.seed(connection, case, who, at) is not None for case in settled)

    def unseeded(self, settled: Iterable[Case]) -> tuple[Case, ...]:
        """Return those of settled cases that do not lie in the queue once more."""
        with self.database.read() as connection:
            before = known.sources(connection)
        return tuple(case for case in settled if (case.batch, case.identity) not in before)

    def answers_given(self) -> tuple[known.Given, ...]:
        """Return what people first said of the cases whose answers are known."""
        with self.database.read() as connection:
            return tuple(known.given(connection))

    def known_numbers(self) -> frozenset[int]:
        """Return the numbers of the cases whose answers are known."""
        with self.database.read() as connection:
            return frozenset(connection.scalars(known.NUMBERS))

    def assign(self, case: Case, person: str) -> None:
        """Give a case to somebody, or to nobody."""
        with self._changing() as connection:
            connection.execute(update(case_table).where(case_table.c.id == case.id).values(assignee=person))

    def take(self, wanted: Wanted, person: str) -> Case | None:
        """Give a person the first case of a queue that is nobody's, in one step, so that no two get the same."""
        with self._changing() as connection:
            found = cases.next_after(connection, wanted, None)
            if found:
                connection.execute(update(case_table).where(case_table.c.id == found.id).values(assignee=person))
        return found

    def lease(self, case: Case, person: str, at: datetime) -> Lease | None:
        """Note that somebody looks at a case; return the lease of another who does, which stays."""
        with self.database.read() as connection:
            row = connection.execute(select(leases).where(leases.c.case == case.id)).first()
        if row and row.person != person and row.until > at:
            return Lease(row.person, row.until)
        if row is None or row.person != person or row.until < at + LEASE / 2:
            self.seize(case, person, at)
        return None

    def seize(self, case: Case, person: str, at: datetime) -> None:
        """Take over a case that another looks at."""
        with self.database.write() as connection:
            connection.execute(delete(leases).where((leases.c.case == case.id) | (leases.c.until < at - LEASE)))
            connection.execute(insert(leases).values(case=case.id, person=person, until=at + LEASE))

    def trail(self, start: int, most: int, who: str = "", act: str = "") -> tuple[AuditRecord, ...]:
        """Return records of the audit trail, the last first, from the one at `start`, counted from 0."""
        wanted = [column == value for column, value in ((trail.c.who, who), (trail.c.act, act)) if value]
        numbers = select(trail.c.number).where(*wanted).order_by(trail.c.number.desc()).offset(start).limit(most)
        query = select(trail).where(trail.c.number.in_(numbers))
        with self.database.read() as connection:
            return tuple(reversed(tuple(audit.records(connection, query))))

    def trail_length(self, who: str = "", act: str = "") -> int:
        """Return how many records the audit trail has."""
        wanted = [column == value for column, value in ((trail.c.who, who), (trail.c.act, act)) if value]
        with self.database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(trail).where(*wanted)).scalar_one())

    def views(self, person: int) -> tuple[SavedView, ...]:
        """Return a person's saved views by name."""
        query = select(saved_views.c.id, saved_views.c.name, saved_views.c.query)
        with self.database.read() as connection:
            rows = connection.execute(query.where(saved_views.c.person == person).order_by(saved_views.c.name))
            return tuple(SavedView(*row) for row in rows)

    def save_view(self, person: int, name: str, query: str) -> None:
        """Keep a view, in place of one of the same name."""
        with self.database.write() as connection:
            same = (saved_views.c.person == person, saved_views.c.name == name)
            connection.execute(delete(saved_views).where(*same))
            connection.execute(insert(saved_views).values(person=person, name=name, query=query))

    def drop_view(self, person: int, number: int) -> None:
        """Forget a view."""
        with self.database.write() as connection:
            mine = (saved_views.c.person == person, saved_views.c.id == number)
            connection.execute(delete(saved_views).where(*mine))

    def make_token(self, person: int, label: str, scopes: Iterable[str], at: datetime) -> str:
        """Make a program's key and return it; it is never shown again."""
        secret = f"pd_{secrets.token_urlsafe(32)}"
        about = {"person": person, "label": label, "scopes": sorted(scopes), "created_at": at, "revoked": False}
        with self.database.write() as connection:
            connection.execute(insert(tokens).values(digest=digest_of(secret), **about))
        return secret

    def token(self, secret: str) -> Token | None:
        """Return the token that a program bears, unless it was revoked."""
        return next((each for each in self.tokens(digest_of(secret)) if not each.revoked), None)

    def tokens(self, digest: str | None = None) -> tuple[Token, ...]:
        """Return all tokens, or the one with a digest."""
        columns = (tokens.c.digest, people.c.name, tokens.c.label, tokens.c.scopes, tokens.c.created_at)
        query = select(*columns, tokens.c.revoked).join(people).order_by(tokens.c.created_at)
        if digest is not None:
            query = query.where(tokens.c.digest == digest)
        with self.database.read() as connection:
            return tuple(
                Token(found, name, label, tuple(scopes), at, revoked)
                for found, name, label, scopes, at, revoked in connection.execute(query)
            )

    def revoke(self, digest: str) -> None:
        """End a token."""
        with self.database.write() as connection:
            connection.execute(update(tokens).where(tokens.c.digest == digest).values(revoked=True))

    def answer(self, token: str, key: str) -> Answer | None:
        """Return what was answered to a request with this idempotency key."""
        columns = select(answers.c.request, answers.c.status, answers.c.body)
        with self.database.read() as connection:
            row = connection.execute(columns.where(answers.c.token == token, answers.c.key == key)).first()
        return Answer(*row) if row else None

    def keep_answer(self, token: str, key: str, answer: Answer, at: datetime) -> None:
        """Keep an answer for as long as a program may ask again."""
        about = {"request": answer.request, "status": answer.status, "body": dict(answer.body), "at": at}
        with self.database.write() as connection:
            connection.execute(delete(answers).where(answers.c.at < at - ANSWERS_LAST))
            connection.execute(insert(answers).values(token=token, key=key, **about))

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self.database.write() as connection:
            yield connection
        self.revision += 1


def _decide_no_finding(connection: Connection, decision: Decision, after: int) -> None:
    """No reconciliation holds what is no finding, so nothing of it says what it was; the desk compared the seal."""
    earlier = decisions.about_finding(connection, decision.batch, decision.finding)
    if (earlier[-1].number if earlier else 0) != after:
        raise StaleDecisionError("Somebody decided about this meanwhile.", earlier)
    details = {"decision": as_json(_DECISION, decision).decode()}
    audit.append(
        connection, Entry(decisions.DECIDE, decision.who, decision.at, decision.batch, decision.finding, details)
    )
