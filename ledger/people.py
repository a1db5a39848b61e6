"""The desk's people: accounts, sittings, links that are good once, and how often a door was tried."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from ledger.database import Database
from ledger.desk_schema import (
    answers,
    attempts,
    cases,
    factors,
    leases,
    one_time_links,
    people,
    recovery_codes,
    saved_views,
    sittings,
    tokens,
)

# ASVS 7.3.1 and 7.3.2 (docs/asvs.md).
IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
LINK_LASTS = timedelta(minutes=30)
PENDING_LASTS = timedelta(minutes=10)
# A request a minute is enough to know that somebody is there; more would make each look at a page a write.
_NOTED = timedelta(minutes=1)


_ENROLLED = select(factors.c.person).where(factors.c.person == people.c.id, factors.c.confirmed).exists()
_ACCOUNT = select(people, _ENROLLED.label("enrolled"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the desk. Empty `partners` and `programmes` mean all of them.

    `enrolled` says that they have a second factor, `must_enrol` that they need one.
    """

    id: int
    name: str
    shown: str
    role: str
    partners: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    language: str = "en"
    locale: str = "en_GB"
    keys: bool = True
    active: bool = True
    must_change: bool = False
    must_enrol: bool = False
    enrolled: bool = False

    @property
    def lacks_factor(self) -> bool:
        """Return whether the person has to enrol a second factor before anything else."""
        return self.must_enrol and not self.enrolled


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person signed in, with the key that their forms carry and a notice to show once."""

    digest: str
    person: Person
    form_key: str
    notice: Mapping[str, str] | None


# Secrets are long and made of chance: nobody guesses them, so that a quick digest does, as it would not for passwords.
def digest_of(secret: str) -> str:
    """Return what is kept of a secret that has 128 bits or more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def erase_accounts(connection: Connection, name: str) -> tuple[str, ...]:
    """Remove accounts of a name, or of somebody who is shown by it, with all that hangs on them; return their names."""
    wanted = " ".join(name.casefold().split())
    rows = connection.execute(select(people.c.id, people.c.name, people.c.shown)).all()
    named = [row for row in rows if wanted in (row.name.casefold(), " ".join(row.shown.casefold().split()))]
    numbers, names = [row.id for row in named], [row.name for row in named]
    keys = select(tokens.c.digest).where(tokens.c.person.in_(numbers))
    connection.execute(delete(answers).where(answers.c.token.in_(keys)))
    for table in (sittings, one_time_links, saved_views, tokens, factors, recovery_codes):
        connection.execute(delete(table).where(table.c.person.in_(numbers)))
    connection.execute(delete(leases).where(leases.c.person.in_(names)))
    connection.execute(delete(attempts).where(attempts.c.key.in_([f"name:{each.casefold()}"[:200] for each in names])))
    connection.execute(update(cases).where(cases.c.assignee.in_(names)).values(assignee=""))
    connection.execute(delete(people).where(people.c.id.in_(numbers)))
    return tuple(names)


class People:
    """Accounts and sittings in the ledger. Secrets are kept as digests only."""

    def __init__(self, database: Database) -> None:
        """Use a ledger's database."""
        self._database = database

    def anybody(self) -> bool:
        """Return whether there is any account."""
        with self._database.read() as connection:
            return connection.execute(select(people.c.id).limit(1)).first() is not None

    def everybody(self) -> tuple[Person, ...]:
        """Return all accounts by name."""
        with self._database.read() as connection:
            return tuple(map(_person, connection.execute(_ACCOUNT.order_by(people.c.name))))

    def named(self, name: str) -> Person | None:
        """Return an account."""
        with self._database.read() as connection:
            row = connection.execute(_ACCOUNT.where(people.c.name == name)).first()
        return _person(row) if row else None

    def password_of(self, name: str) -> str | None:
        """Return the hash of an active account's password, or None."""
        with self._database.read() as connection:
            wanted = select(people.c.password).where(people.c.name == name, people.c.active)
            return connection.execute(wanted).scalar()

    def add(self, person: Person, password: str | None, at: datetime, subject: str | None = None) -> Person:
        """Keep a new account and return it with its number."""
        values = _columns(person) | {"password": password, "created_at": at, "subject": subject}
        with self._database.write() as connection:
            connection.execute(insert(people).values(**values))
            return _person(connection.execute(_ACCOUNT.where(people.c.name == person.name)).one())

    def change(self, person: Person, password: str | None = None) -> None:
        """Change an account; a new password, and an account that is closed, end its sittings."""
        values = _columns(person) | ({"password": password} if password else {})
        with self._database.write() as connection:
            connection.execute(update(people).where(people.c.id == person.id).values(**values))
            if password or not person.active:
                connection.execute(delete(sittings).where(sittings.c.person == person.id))

    def by_subject(self, subject: str) -> Person | None:
        """Return the account that an identity provider's subject belongs to."""
        with self._database.read() as connection:
            row = connection.execute(_ACCOUNT.where(people.c.subject == subject)).first()
        return _person(row) if row else None

    def expect(self, person: Person, at: datetime) -> Person:
        """Keep an account that belongs to whoever an identity provider calls by its name."""
        return self.add(person, None, at, subject=_expected(person.name))

    def expected(self, name: str) -> Person | None:
        """Return an account that waits for its owner to come from the identity provider."""
        return self.by_subject(_expected(name))

    def link(self, person: Person, subject: str) -> None:
        """Give an account to an identity provider's subject, from now on to no other."""
        with self._database.write() as connection:
            connection.execute(update(people).where(people.c.id == person.id).values(subject=subject))

    def begin(self, person: Person, at: datetime, pending: bool = False) -> str:
        """Begin a sitting and return its secret; a pending one waits for the person's second factor."""
        secret = secrets.token_urlsafe(32)
        key = secrets.token_urlsafe(24)
        row = {"digest": digest_of(secret), "person": person.id, "form_key": key, "began_at": at, "seen_at": at}
        row["pending"] = pending
        with self._database.write() as connection:
            connection.execute(delete(sittings).where(sittings.c.began_at < at - LONGEST))
            connection.execute(insert(sittings).values(**row))
        return secret

    def sitting(self, secret: str, at: datetime) -> Sitting | None:
        """Return a sitting that has neither ended nor been idle for too long."""
        alive = (sittings.c.seen_at > at - IDLE, sittings.c.began_at > at - LONGEST, sittings.c.pending.is_(False))
        found = self._sitting(digest_of(secret), *alive)
        if found is None:
            return None
        sitting, seen_at = found
        if seen_at < at - _NOTED:
            self._set(sitting.digest, seen_at=at)
        return sitting

    def pending(self, secret: str, at: datetime) -> Sitting | None:
        """Return a sitting that waits for its person's second factor."""
        found = self._sitting(digest_of(secret), sittings.c.began_at > at - PENDING_LASTS, sittings.c.pending)
        return found[0] if found else None

    def _sitting(self, digest: str, *alive: ColumnElement[bool]) -> tuple[Sitting, datetime] | None:
        wanted = _ACCOUNT.add_columns(sittings.c.form_key, sittings.c.notice, sittings.c.seen_at).join(sittings)
        with self._database.read() as connection:
            row = connection.execute(wanted.where(sittings.c.digest == digest, people.c.active, *alive)).first()
        return (Sitting(digest, _person(row), row.form_key, row.notice), row.seen_at) if row else None

    def leave_notice(self, sitting: Sitting, notice: Mapping[str, str] | None) -> None:
        """Keep a notice for the sitting's next page, or take it away."""
        self._set(sitting.digest, notice=notice)

    def end(self, sitting: Sitting) -> None:
        """End a sitting."""
        with self._database.write() as connection:
            connection.execute(delete(sittings).where(sittings.c.digest == sitting.digest))

    def one_time_link(self, person: Person, at: datetime) -> str:
        """Return the secret of a link that signs a person in once, soon."""
        secret = secrets.token_urlsafe(24)
        with self._database.write() as connection:
            row = {"digest": digest_of(secret), "person": person.id, "until": at + LINK_LASTS}
            connection.execute(insert(one_time_links).values(**row))
        return secret

    def redeem(self, secret: str, at: datetime) -> Person | None:
        """Return whom a link is for and use it up; None where it was used, is too old or was never made."""
        with self._database.write() as connection:
            good = (one_time_links.c.digest == digest_of(secret), one_time_links.c.until > at)
            row = connection.execute(_ACCOUNT.join(one_time_links).where(*good, people.c.active)).first()
            connection.execute(delete(one_time_links).where(one_time_links.c.digest == digest_of(secret)))
        return _person(row) if row else None

    def tries(self, key: str, since: datetime) -> int:
        """Return how often a door was tried in vain."""
        with self._database.read() as connection:
            wanted = select(func.count()).where(attempts.c.key == key, attempts.c.at > since)
            return int(connection.execute(wanted).scalar_one())

    def note_try(self, key: str, at: datetime, forget_before: datetime) -> None:
        """Remember a try in vain."""
        with self._database.write() as connection:
            connection.execute(delete(attempts).where(attempts.c.at < forget_before))
            connection.execute(insert(attempts).values(key=key, at=at))

    def _set(self, digest: str, **values: object) -> None:
        with self._database.write() as connection:
            _change_sitting(connection, digest, values)


def _expected(name: str) -> str:
    # No provider's subject begins so: those begin with the provider's address.
    return f"expected {name}"


def _change_sitting(connection: Connection, digest: str, values: Mapping[str, object]) -> None:
    connection.execute(update(sittings).where(sittings.c.digest == digest).values(**values))


def _columns(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "shown": person.shown,
        "role": person.role,
        "partners": list(person.partners),
        "programmes": list(person.programmes),
        "language": person.language,
        "locale": person.locale,
        "keys": person.keys,
        "active": person.active,
        "must_change": person.must_change,
        "must_enrol": person.must_enrol,
    }


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        shown=row.shown,
        role=row.role,
        partners=tuple(row.partners),
        programmes=tuple(row.programmes),
        language=row.language,
        locale=row.locale,
        keys=row.keys,
        active=row.active,
        must_change=row.must_change,
        must_enrol=row.must_enrol,
        enrolled=bool(row.enrolled),
    )
