"""Passwords: kept by argon2, long rather than odd, and slow to try."""

from __future__ import annotations

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ledger.people import People, Person

SHORTEST = 12
LONGEST = 256
TRIES = 5
TRIES_OF_ADDRESS = 30
WHILE = timedelta(minutes=15)
_WORN = ("password", "qwerty", "123456", "abc123", "letmein", "welcome", "proofdesk", "iloveyou", "admin")
_hasher = PasswordHasher()
# Checked where there is no account, so that the answer takes as long as where there is one.
_NOBODY = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(password)


def fault_of(password: str, person: Person) -> str | None:
    """Return why a password will not do, or None."""
    if len(password) < SHORTEST:
        return f"Take at least {SHORTEST} characters; a sentence is good."
    if len(password) > LONGEST:
        return f"Take at most {LONGEST} characters."
    bare = password.casefold()
    for worn in (*_WORN, person.name.casefold()):
        bare = bare.replace(worn, "")
    if len(set(bare)) < 5:
        return "This is too easy to guess; a sentence of one's own is good."
    return None


def check(people: People, name: str, password: str, address: str, at: datetime) -> Person | None:
    """Return who signs in, or None: the name or the password is wrong, or it was tried too often."""
    doors = ((f"name:{name.casefold()}"[:200], TRIES), (f"address:{address}", TRIES_OF_ADDRESS))
    if any(people.tries(key, at - WHILE) >= most for key, most in doors):
        return None
    kept = people.password_of(name)
    if is_right(kept or _NOBODY, password[:LONGEST]) and kept:
        return people.named(name)
    for key, _ in doors:
        people.note_try(key, at, at - WHILE)
    return None


def is_right(kept: str, password: str) -> bool:
    """Return whether a password, or another secret that people type, is the one of a hash."""
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
