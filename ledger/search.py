"""Full-text search: how words are kept and asked for, so that SQLite and PostgreSQL find the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, TextClause, false, text

from ledger.columns import plain

MOST_ASKED = 12
"""So many words of a reader's are looked for."""
_WORD = re.compile(r"[^\W_]+")
_LONGEST, _MOST_BYTES = 200, 900_000
"""PostgreSQL takes no words above two kilobytes, and a megabyte of them for each text."""
_SQLITE = """(cases.id IN (SELECT rowid FROM case_texts WHERE case_texts MATCH :found)
 OR (cases.batch, cases.document_key) IN (SELECT case_words.batch, case_words.document_key FROM document_texts
 JOIN case_words ON case_words.id = document_texts.rowid WHERE document_texts MATCH :found))"""
_POSTGRESQL = """(cases.id IN (SELECT id FROM case_texts WHERE words @@ CAST(:found AS tsquery))
 OR (cases.batch, cases.document_key) IN (SELECT case_words.batch, case_words.document_key FROM document_texts
 JOIN case_words ON case_words.id = document_texts.id WHERE words @@ CAST(:found AS tsquery)))"""


def put_words(connection: Connection, table: str, texts: Mapping[int, str]) -> None:
    """Keep texts in place of those under the same numbers, in the table of cases' or that of documents' words."""
    sqlite = connection.dialect.name == "sqlite"
    number, value = ("rowid", ":words") if sqlite else ("id", "CAST(:words AS tsvector)")
    rows = [{"id": each, "words": plain(words) if sqlite else _vector(words)} for each, words in texts.items()]
    if rows:
        connection.execute(text(f"DELETE FROM {table} WHERE {number} = :id"), rows)  # noqa: S608 - our own names
        connection.execute(text(f"INSERT INTO {table} ({number}, words) VALUES (:id, {value})"), rows)  # noqa: S608


def finds(connection: Connection, words: str) -> TextClause | ColumnElement[bool] | None:
    """Return the condition that a case or its document has all words, the last as a beginning; None for no words."""
    asked = [word for word in plain(words).split() if _WORD.search(word) and _parts(word)][:MOST_ASKED]
    if not asked:
        # Who asks for signs alone is shown nothing; who asks for nothing is shown all.
        return false() if words.strip() else None
    sqlite = connection.dialect.name == "sqlite"
    found = _sqlite_query(asked) if sqlite else _postgresql_query(asked)
    return text(_SQLITE if sqlite else _POSTGRESQL).bindparams(found=found)


def _sqlite_query(words: Iterable[str]) -> str:
    return " ".join(f'"{word.replace(chr(34), chr(34) * 2)}"' for word in words) + "*"


def _postgresql_query(words: Iterable[str]) -> str:
    phrases: Sequence[str] = [" <-> ".join(f"'{part}'" for part in _parts(word)) for word in words]
    return " & ".join(phrases) + ":*"


def _vector(words: str) -> str:
    """Return a text's words with their places, as PostgreSQL keeps them.

    Its own parser takes "INV-4038" for a word and a negative number, and paths for one word; SQLite's takes letters
    and digits as they stand together, and so do we.
    """
    places: dict[str, list[str]] = {}
    taken = 0
    for place, word in enumerate(_parts(words), 1):
        taken += 2 if word in places else len(word.encode()) + 8
        if taken > _MOST_BYTES:
            break
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _parts(words: str) -> list[str]:
    """Return the runs of letters and digits of a text, without accents."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
    return [found.group().casefold()[:_LONGEST] for found in _WORD.finditer(bare)]
