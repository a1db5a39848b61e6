"""Cases whose answer is known: settled ones that lie among the open ones once more, to see how people decide.

Such a case shows what the settled one shows and is told from it by nothing but its number. What people say of it is
kept in the audit trail as any decision is, under an identity that no finding has, so that it bears on no money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from ledger import audit
from ledger.case_model import SAMPLED, Case, Shelf, State
from ledger.columns import digest_of
from ledger.database import among
from ledger.decisions import DECIDE, decision_of
from ledger.desk_schema import cases, known_answers
from ledger.model import Verdict
from ledger.schema import audit as trail
from ledger.search import put_words

ANSWERS = {State.ACCEPTED: Verdict.ACCEPT, State.REJECTED: Verdict.REJECT}
_GIVEN = {Verdict.ACCEPT, Verdict.REJECT, Verdict.CANNOT_TELL}
NUMBERS = select(known_answers.c.case)
"""The numbers of all cases whose answer is known."""


@dataclass(frozen=True, slots=True)
class Given:
    """A person's first answer to a case whose answer is known, and how long they had looked at it."""

    case: int
    who: str
    known: Verdict
    given: Verdict
    seconds: float | None

    @property
    def is_right(self) -> bool:
        """Return whether it is the known one; "cannot tell" is not."""
        return self.given is self.known


def seed(connection: Connection, case: Case, who: str, at: datetime) -> int | None:
    """Put a settled case among the open ones once more; return its number, or None where it cannot or did before."""
    before = known_answers.c.batch == case.batch, known_answers.c.source == case.identity
    settled = connection.execute(select(cases).where(cases.c.id == case.id)).mappings().one()
    answer = ANSWERS.get(State(settled["state"]))
    is_one = connection.execute(select(known_answers.c.case).where(known_answers.c.case == case.id)).first()
    if answer is None or case.code == SAMPLED or is_one or connection.execute(NUMBERS.where(*before)).first():
        return None
    number = int(connection.execute(select(func.max(cases.c.id))).scalar_one()) + 1
    new = {"id": number, "identity": digest_of("known", case.identity), "shelf": int(Shelf.TO_DO)}
    fresh = {"state": State.OPEN.value, "assignee": "", "counts_once": False}
    connection.execute(insert(cases).values(**{**settled, **new, **fresh}))
    put_words(connection, "case_texts", {number: " ".join((case.line_id, case.claim_id, case.document, case.message))})
    row = {"case": number, "batch": case.batch, "source": case.identity, "verdict": answer.value}
    connection.execute(insert(known_answers).values(**row, made_by=who, made_at=at))
    return number


def sources(connection: Connection) -> frozenset[tuple[str, str]]:
    """Return batch and identity of the settled cases that lie among the open ones once more."""
    rows = connection.execute(select(known_answers.c.batch, known_answers.c.source))
    return frozenset((row.batch, row.source) for row in rows)


def is_known(connection: Connection, number: int) -> bool:
    """Return whether a case is one whose answer is known."""
    return connection.execute(NUMBERS.where(known_answers.c.case == number)).first() is not None


def forget(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget of cases that are gone that their answers were known."""
    connection.execute(delete(known_answers).where(among(connection, known_answers.c.case, numbers)))


def given(connection: Connection) -> Iterator[Given]:
    """Give each person's first answer to each case whose answer is known, by the cases' numbers."""
    columns = (known_answers.c.case, known_answers.c.batch, known_answers.c.verdict, cases.c.identity)
    query = select(*columns).join(cases, cases.c.id == known_answers.c.case).order_by(known_answers.c.case)
    for row in connection.execute(query).all():
        yield from _given(connection, row.case, row.batch, row.identity, Verdict(row.verdict))


def _given(connection: Connection, number: int, batch: str, identity: str, known: Verdict) -> Iterator[Given]:
    looked: dict[str, datetime] = {}
    answered: set[str] = set()
    for record in audit.records(connection, select(trail).where(trail.c.batch == batch, trail.c.subject == identity)):
        entry = record.entry
        if entry is None or entry.who in answered:
            continue
        if record.act == "see":
            looked[entry.who] = entry.at
        elif record.act == DECIDE and (verdict := decision_of(entry.details).verdict) in _GIVEN:
            answered.add(entry.who)
            since = looked.get(entry.who)
            yield Given(number, entry.who, known, verdict, (entry.at - since).total_seconds() if since else None)
