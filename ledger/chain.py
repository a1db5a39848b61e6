"""The chain of the audit trail: how records are sealed, and how a trail is checked. Pure; needs no database.

A record's digest covers its number, moment, act, the digest of its content and the digest of the record before. The
content itself may be erased later (see `ledger.retention`) without breaking the chain; it holds a random salt, so that
an erased content cannot be guessed from its digest. Erasing is an act in the trail itself.

A trail written as lines of JSON, as `lines` gives them, is checked by `check_lines` on any machine.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ledger.columns import plain
from ledger.model import ChainFault, ChainReport, Entry

ERASE = "erase"
"""The act under which contents are erased; its detail `numbers` says which, as ranges."""

Filed = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record as it is kept. `filed` are person, batch and subject, which its content repeats; all go when erased."""

    number: int
    previous: str
    at: datetime
    act: str
    filed: Filed
    content: str | None
    content_digest: str
    digest: str

    @property
    def entry(self) -> Entry | None:
        """Return what was done, or None where it was erased or cannot be read."""
        about = _opened(self.content)
        if about is None:
            return None
        return Entry(self.act, about["who"], self.at, about["batch"], about["subject"], about["details"])


def seal(number: int, previous: str, at: datetime, entry: Entry) -> Sealed:
    """Return an entry as the record that follows the one whose digest is `previous`; `at` is its moment in UTC."""
    about = {"who": entry.who, "batch": entry.batch, "subject": entry.subject, "details": dict(entry.details)}
    content = json.dumps({**about, "salt": secrets.token_hex(16)}, sort_keys=True, separators=(",", ":"))
    content_digest = _sha256(content)
    digest = _seal(number, previous, at, entry.act, content_digest)
    filed = (plain(entry.who), plain(entry.batch), plain(entry.subject))
    return Sealed(number, previous, at, entry.act, filed, content, content_digest, digest)


def check(records: Iterable[Sealed], head: tuple[int, str] | None) -> ChainReport:
    """Say where a trail is not as it was written; `head` is the number and digest of what should be its last record."""
    faults: list[ChainFault] = []
    erased: set[int] = set()
    allowed: set[int] = set()
    number, digest = 0, ""
    for record in records:
        faults += (ChainFault(record.number, message) for message in _faults(record, number + 1, digest))
        number, digest = record.number, record.digest
        if record.content is None:
            erased.add(number)
        elif record.act == ERASE and record.entry:
            allowed |= numbers_of(record.entry.details.get("numbers", ""))
    faults += (ChainFault(each, "its content was erased, and no record says by whom") for each in erased - allowed)
    if head != (number, digest):
        last = head[0] if head else 0
        faults.append(ChainFault(max(last, number), f"the trail ends at {number}, but {last} was its last record"))
    return ChainReport(number, len(erased), digest, tuple(sorted(faults, key=lambda fault: fault.number)))


def lines(records: Iterable[Sealed], head: tuple[int, str]) -> Iterator[str]:
    """Return a trail as lines of JSON, the last one with its head."""
    for record in records:
        yield json.dumps(asdict(record) | {"at": record.at.isoformat()}, sort_keys=True)
    yield json.dumps({"head": head})


def check_lines(written: Iterable[str]) -> ChainReport:
    """Check a trail written as lines of JSON."""
    heads: list[tuple[int, str]] = []
    records: list[Sealed] = []
    for line in written:
        values = json.loads(line)
        if "head" in values:
            heads.append((values["head"][0], values["head"][1]))
        else:
            at = datetime.fromisoformat(values["at"])
            records.append(Sealed(**values | {"at": at, "filed": tuple(values["filed"])}))
    return check(records, heads[-1] if heads else None)


def numbers_of(ranges: str) -> set[int]:
    """Return the numbers that a text like "3-7 9" means."""
    found: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def ranges_of(numbers: Iterable[int]) -> str:
    """Return numbers as a text like "3-7 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _faults(record: Sealed, expected: int, previous: str) -> Iterator[str]:
    if record.number != expected:
        yield f"it should be number {expected}: a record is missing or was put in"
    if record.previous != previous:
        yield "it does not follow from the record before it"
    if record.digest != _seal(record.number, record.previous, record.at, record.act, record.content_digest):
        yield "its seal is broken"
    if record.content is not None and _sha256(record.content) != record.content_digest:
        yield "its content was changed"
    elif _filed(record.content) != record.filed:
        yield "it is filed under what its content does not say"


def _filed(content: str | None) -> Filed:
    about = _opened(content)
    return (plain(about["who"]), plain(about["batch"]), plain(about["subject"])) if about else (None, None, None)


def _opened(content: str | None) -> dict[str, Any] | None:
    try:
        about = json.loads(content or "null")
    except ValueError:
        return None
    complete = isinstance(about, dict) and {"who", "batch", "subject", "details"} <= about.keys()
    return about if complete else None


def _seal(number: int, previous: str, at: datetime, act: str, content_digest: str) -> str:
    return _sha256(json.dumps([number, at.isoformat(timespec="microseconds"), act, content_digest, previous]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
