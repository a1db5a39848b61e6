"""What earlier batches held, found by what a document of another batch may share with it.

Each document is filed under short digests of everything that it may be known again by: the same file; the same number
of the same vendor (by name or tax ID); the same vendor, day and total; a picture; the words of a list. Asking costs a
look into an index for each key, whatever the size of the history. A key that two documents share by chance only brings
one more document to look at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, Select, delete, func, insert, select

from ledger.columns import digest_of
from ledger.compact import as_json
from ledger.database import among
from ledger.schema import batches, past_documents, past_keys, submissions
from ledger.submissions import batch_id
from matchers.model import PastDocument

_DOCUMENT = TypeAdapter(PastDocument)
NEVER = datetime.max.replace(tzinfo=UTC)
"""Later than all: when a document came that nobody noted."""


def keep(connection: Connection, batch: str, documents: Iterable[PastDocument]) -> None:
    """File a batch's documents, each once by name and content; what has not changed since is left alone."""
    number = batch_id(connection, batch)
    columns = (past_documents.c.id, past_documents.c.name_digest, past_documents.c.sha256, past_documents.c.digest)
    rows = connection.execute(select(*columns).where(past_documents.c.batch == number))
    filed = {(row.name_digest, row.sha256): row for row in rows}
    wanted = {(digest_of(each.name), each.sha256): each for each in documents}
    same = {key for key in filed.keys() & wanted.keys() if filed[key].digest == _digest(wanted[key])}
    gone = [filed[key].id for key in filed.keys() - same]
    connection.execute(delete(past_documents).where(among(connection, past_documents.c.id, gone)))
    _file(connection, number, [wanted[key] for key in sorted(wanted.keys() - same)])


def like(connection: Connection, batch: str, documents: Iterable[PastDocument]) -> tuple[PastDocument, ...]:
    """Return the documents of other batches that share a key with these and were handed in before them.

    They come by batch and name. Of a document without such a moment nobody knows better than that it was there before.
    """
    several = tuple(documents)
    own = connection.scalar(select(batches.c.id).where(batches.c.name == batch)) or 0
    found = _with_keys(connection, own, {key for each in several for key in keys(each)})
    found |= _of_vendors(connection, own, {_vendor_key(each) for each in several if each.accounts})
    columns = (past_documents.c.content, past_documents.c.batch)
    rows = connection.execute(select(*columns).where(among(connection, past_documents.c.id, found))).all()
    past = [(_DOCUMENT.validate_json(row.content), row.batch) for row in rows]
    latest = _latest(several, _moments(connection, {own}, several))
    before = _moments(connection, {number for _, number in past}, [each for each, _ in past])
    earlier = (each for each, number in past if _was_before(each, before.get(_place(number, each)), latest))
    return tuple(sorted(earlier, key=lambda each: (each.batch, each.name, each.sha256)))


def state(connection: Connection, batch: str) -> str:
    """Return a digest of what other batches have in common with a batch; empty where that is nothing."""
    own = connection.scalar(select(batches.c.id).where(batches.c.name == batch)) or 0
    others = past_documents.c.batch != own
    if connection.scalar(select(past_documents.c.id).where(others).limit(1)) is None:
        return ""
    ours = select(past_keys.c.key).join(past_documents).where(past_documents.c.batch == own)
    shared = select(past_keys.c.document).where(past_keys.c.key.in_(ours))
    digests = connection.scalars(select(past_documents.c.digest).where(others, past_documents.c.id.in_(shared)))
    listed = " ".join(sorted(digests))
    return hashlib.sha256(listed.encode()).hexdigest()[:32] if listed else ""


Place = tuple[int, str, str]


def _place(batch: int, document: PastDocument) -> Place:
    return batch, digest_of(document.name), document.sha256


def _moments(connection: Connection, numbers: set[int], documents: Iterable[PastDocument]) -> dict[Place, datetime]:
    """Return when documents of these batches were handed in."""
    contents = {each.sha256 for each in documents}
    columns = (submissions.c.batch, submissions.c.name_digest, submissions.c.sha256, submissions.c.handed_at)
    ours = (among(connection, submissions.c.sha256, contents), among(connection, submissions.c.batch, numbers))
    rows = connection.execute(select(*columns).where(*ours, submissions.c.handed_at.is_not(None)))
    return {(row.batch, row.name_digest, row.sha256): row.handed_at for row in rows}


def _latest(documents: Iterable[PastDocument], moments: Mapping[Place, datetime]) -> dict[int, datetime]:
    """Return by each key when the last of a batch's documents that have it was handed in."""
    at = {(name, sha256): moment for (_, name, sha256), moment in moments.items()}
    latest: dict[int, datetime] = {}
    for each in documents:
        moment = at.get((digest_of(each.name), each.sha256), NEVER)
        for key in _all_keys(each):
            latest[key] = max(latest.get(key, moment), moment)
    return latest


def _was_before(past: PastDocument, moment: datetime | None, latest: Mapping[int, datetime]) -> bool:
    return moment is None or any(moment < latest[key] for key in _all_keys(past) if key in latest)


def keys(document: PastDocument) -> Iterator[int]:
    """Return the keys that a document may be known again by."""
    yield _key("file", document.sha256)
    number = _bare(document.number).lstrip("0")
    issuers = (_bare(document.tax_id), _bare(document.vendor))
    yield from (_key("number", issuer, number) for issuer in issuers if issuer and number)
    if document.total and document.day and document.vendor:
        total = f"{document.total.amount.normalize():f} {document.total.currency}"
        yield _key("content", _bare(document.vendor), document.day.isoformat(), total)
    yield from (_key("picture", fingerprint) for fingerprint in document.fingerprints)
    if document.words_digest:
        yield _key("words", document.words_digest)


def _file(connection: Connection, batch: int, new: list[PastDocument]) -> None:
    if not new:
        return
    connection.execute(insert(past_documents), [_row(batch, each) for each in new])
    columns = (past_documents.c.id, past_documents.c.name_digest, past_documents.c.sha256)
    rows = connection.execute(select(*columns).where(past_documents.c.batch == batch))
    numbers = {(row.name_digest, row.sha256): row.id for row in rows}
    filed = ((numbers[digest_of(each.name), each.sha256], each) for each in new)
    connection.execute(
        insert(past_keys), [{"key": key, "document": number} for number, each in filed for key in _all_keys(each)]
    )


def _row(batch: int, document: PastDocument) -> dict[str, object]:
    return {
        "batch": batch,
        "name_digest": digest_of(document.name),
        "sha256": document.sha256,
        "partner": document.partner,
        "accounts": " ".join(sorted(document.accounts)),
        "digest": _digest(document),
        "content": as_json(_DOCUMENT, document).decode(),
    }


def _all_keys(document: PastDocument) -> list[int]:
    vendor = {_vendor_key(document)} if document.accounts else set[int]()
    return sorted({*keys(document), *vendor})


def _with_keys(connection: Connection, own: int, wanted: set[int]) -> set[int]:
    others = select(past_keys.c.document).join(past_documents).where(past_documents.c.batch != own)
    return _found(connection, others, wanted)


def _of_vendors(connection: Connection, own: int, wanted: set[int]) -> set[int]:
    """Return one document for each bank account of the vendors: a vendor may have thousands of documents."""
    first = select(func.min(past_documents.c.id)).join(past_keys).where(past_documents.c.batch != own)
    return _found(connection, first.group_by(past_keys.c.key, past_documents.c.accounts), wanted)


def _found(connection: Connection, numbers: Select[int], wanted: set[int]) -> set[int]:
    return set(connection.scalars(numbers.where(among(connection, past_keys.c.key, wanted))))


def _vendor_key(document: PastDocument) -> int:
    return _key("vendor", _bare(document.vendor))


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _key(*parts: str) -> int:
    """Return a whole number that databases can keep (64 bits with a sign)."""
    content = "\x1f".join(parts).encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.sha256(content).digest()[:8], signed=True)


def _digest(document: PastDocument) -> str:
    return hashlib.sha256(as_json(_DOCUMENT, document)).hexdigest()[:32]
