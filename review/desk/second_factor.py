"""A second factor: codes that a phone and the desk make of a shared secret and the time (RFC 6238), and spare ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import quote

from ledger.factors import Factors
from ledger.people import People, Person
from review.desk import passwords

STEP = 30
DIGITS = 6
DRIFT = 1
"""So many steps a phone's clock may be wrong (RFC 6238, 5.2)."""
TRIES = 5
WHILE = timedelta(minutes=15)
SPARE_CODES = 10
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""No two of these look alike (Crockford)."""


def new_secret() -> str:
    """Return a secret of 160 bits (RFC 4226, 4), as phones take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """Return the code of a time step (RFC 4226, 5.3, with the step as its counter)."""
    # SHA-1 is what both RFCs begin from, and all that some phones' programs know.
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step that a code belongs to, now or as near as a phone's clock may be, or None."""
    key, now, given = base64.b32decode(secret), int(at.timestamp()) // STEP, "".join(code.split())
    steps = range(now - DRIFT, now + DRIFT + 1)
    return next((step for step in steps if hmac.compare_digest(code_at(key, step).encode(), given.encode())), None)


def link(secret: str, name: str) -> str:
    """Return the address by which a phone's program takes a secret in (Key URI format)."""
    return f"otpauth://totp/proofdesk:{quote(name)}?secret={secret}&issuer=proofdesk"


def new_codes() -> tuple[str, ...]:
    """Return spare codes of 50 bits each, for when the phone is gone."""

    def half() -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(5))

    return tuple(f"{half()}-{half()}" for _ in range(SPARE_CODES))


def takes(factors: Factors, person: Person, code: str, at: datetime) -> bool:
    """Return whether a code is the phone's and was not given before; it is good this once."""
    factor = factors.of(person.id)
    step = step_of(factor.secret, code, at) if factor else None
    return bool(factor and step is not None and factors.take(person.id, factor.secret, step))


def check(people: People, factors: Factors, person: Person, given: str, at: datetime) -> str | None:
    """Return by what somebody has shown who they are, or None: it is wrong, was used, or was tried too often."""
    door = f"factor:{person.id}"
    if people.tries(door, at - WHILE) >= TRIES:
        return None
    if takes(factors, person, given, at):
        return "code"
    spare = given.strip().lower()
    # Only what looks like a spare code is compared with their hashes, which takes its time.
    if len(spare) == 11 and factors.use_code(person.id, lambda kept: passwords.is_right(kept, spare)):
        return "recovery code"
    people.note_try(door, at, at - WHILE)
    return None


def in_fours(secret: str) -> Iterator[str]:
    """Give a secret in groups of four letters, to be typed."""
    return (secret[start : start + 4] for start in range(0, len(secret), 4))
