"""People's second factors: the secret that their phone shares with the desk, and codes for when the phone is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from ledger.database import Database
from ledger.desk_schema import factors, recovery_codes, sittings


@dataclass(frozen=True, slots=True)
class Factor:
    """A shared secret. `last_step` is the time step of the code that was last taken: none before it is good again."""

    secret: str
    confirmed: bool
    last_step: int


class Factors:
    """Second factors in the ledger. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        """Use a ledger's database."""
        self._database = database

    def of(self, person: int) -> Factor | None:
        """Return a person's factor, confirmed or not."""
        query = select(factors.c.secret, factors.c.confirmed, factors.c.last_step)
        with self._database.read() as connection:
            row = connection.execute(query.where(factors.c.person == person)).first()
        return Factor(*row) if row else None

    def offer(self, person: int, secret: str, at: datetime) -> None:
        """Keep a secret that its person has yet to confirm by a code, unless they have confirmed one already."""
        with self._database.write() as connection:
            connection.execute(delete(factors).where(factors.c.person == person, factors.c.confirmed.is_(False)))
            if connection.execute(select(factors.c.person).where(factors.c.person == person)).first() is None:
                row = {"person": person, "secret": secret, "confirmed": False, "last_step": 0, "made_at": at}
                connection.execute(insert(factors).values(**row))

    def take(self, person: int, secret: str, step: int) -> bool:
        """Note that the code of a time step was given, and with it confirm the secret; False where it was given before.

        Of several requests with the same code one is let through.
        """
        mine = (factors.c.person == person, factors.c.secret == secret, factors.c.last_step < step)
        with self._database.write() as connection:
            return connection.execute(update(factors).where(*mine).values(last_step=step, confirmed=True)).rowcount == 1

    def keep_codes(self, person: int, hashed: Iterable[str]) -> None:
        """Keep the hashes of recovery codes in place of those before."""
        with self._database.write() as connection:
            connection.execute(delete(recovery_codes).where(recovery_codes.c.person == person))
            rows = [{"person": person, "hashed": each} for each in hashed]
            connection.execute(insert(recovery_codes), rows)

    def use_code(self, person: int, fits: Callable[[str], bool]) -> bool:
        """Use up the recovery code whose hash fits; return whether there was one."""
        query = select(recovery_codes.c.id, recovery_codes.c.hashed).where(recovery_codes.c.person == person)
        with self._database.read() as connection:
            kept = connection.execute(query).all()
        number = next((row.id for row in kept if fits(row.hashed)), None)
        with self._database.write() as connection:
            return connection.execute(delete(recovery_codes).where(recovery_codes.c.id == number)).rowcount == 1

    def codes_left(self, person: int) -> int:
        """Return how many recovery codes a person has left."""
        query = select(func.count()).select_from(recovery_codes).where(recovery_codes.c.person == person)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def remove(self, person: int, end_sittings: bool = False) -> None:
        """Take a person's factor and codes away."""
        with self._database.write() as connection:
            for table in (recovery_codes, factors, *((sittings,) if end_sittings else ())):
                connection.execute(delete(table).where(table.c.person == person))
