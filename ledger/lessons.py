"""What documents taught about their layouts. Lessons are appended, never changed; erasing a document erases its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, Select, func, insert, select

from extractors.model import Lesson
from ledger.compact import pack, unpack
from ledger.schema import lessons

_LESSON = TypeAdapter(Lesson)

Lessons = Mapping[str, Lesson | None]
"""Lessons by the digest of the document that taught them; None where it teaches nothing, or nothing any more."""


def standing(connection: Connection, source: str) -> Lessons:
    """Return what a source taught last about each document."""
    rows = connection.execute(_latest().where(lessons.c.source == source))
    return {row.sha256: _opened(row.content) for row in rows}


def every(connection: Connection) -> tuple[tuple[str, Lesson], ...]:
    """Return all lessons that stand, each with its source and since when, by source and document."""
    rows = connection.execute(_latest().where(lessons.c.content.is_not(None)))
    found = ((row.source, replace(lesson, since=row.taught_at)) for row in rows if (lesson := _opened(row.content)))
    return tuple(sorted(found, key=lambda each: (each[0], each[1].sha256)))


def teach(connection: Connection, source: str, taught: Lessons, at: datetime) -> int:
    """Append what a source teaches now, where it is not what it taught last; return how many lessons that is."""
    before = standing(connection, source)
    new = {sha256: lesson for sha256, lesson in taught.items() if sha256 not in before or before[sha256] != lesson}
    rows = [_row(source, sha256, new[sha256], at) for sha256 in sorted(new)]
    if rows:
        connection.execute(insert(lessons), rows)
    return len(rows)


def _latest() -> Select[tuple[str, str, bytes | None, datetime]]:
    last = select(func.max(lessons.c.id)).group_by(lessons.c.source, lessons.c.sha256)
    columns = (lessons.c.source, lessons.c.sha256, lessons.c.content, lessons.c.taught_at)
    return select(*columns).where(lessons.c.id.in_(last))


def _row(source: str, sha256: str, lesson: Lesson | None, at: datetime) -> dict[str, object]:
    content = pack(_LESSON, lesson) if lesson else None
    return {"source": source, "sha256": sha256, "content": content, "taught_at": at}


def _opened(content: bytes | None) -> Lesson | None:
    return unpack(_LESSON, content) if content else None
