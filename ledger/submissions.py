"""What was handed in to a batch: documents, and files that could not be taken apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select, update

from extractors.model import Problem
from ledger.columns import digest_of
from ledger.database import insert_new
from ledger.model import Handed, IntakeProblem
from ledger.schema import batches, documents, intake_problems, removals, runs, submissions
from matchers.model import Submission


def batch_id(connection: Connection, batch: str) -> int:
    """Return the number of a batch, which is made where it is new."""
    insert_new(connection, batches, [{"name": batch}])
    number: int = connection.execute(select(batches.c.id).where(batches.c.name == batch)).scalar_one()
    return number


def submit(connection: Connection, batch: str, items: Iterable[Handed], at: datetime) -> None:
    """Remember documents as handed in, each once; where it came from last is what stands."""
    number, handed = batch_id(connection, batch), tuple(items)
    contents = {each.sha256: each for each in handed}.values()
    columns = ("sha256", "media_type", "size")
    insert_new(connection, documents, [{name: getattr(each, name) for name in columns} for each in contents])
    rows = [_submission_row(number, each) for each in handed]
    _keep_after_all(connection, list(contents))
    insert_new(connection, submissions, [{**row, "handed_at": at} for row in rows])
    if rows:
        connection.execute(_CAME_AGAIN, [{f"its_{name}": value for name, value in row.items()} for row in rows])


def submitted(connection: Connection, batch: str) -> tuple[Submission, ...]:
    """Return the documents of a batch by name."""
    of_batch = select(submissions.c.name, submissions.c.sha256).join(batches).where(batches.c.name == batch)
    found = (Submission(name, sha256) for name, sha256 in connection.execute(of_batch))
    return tuple(sorted(found, key=lambda each: (each.name, each.sha256)))


def handed_in(connection: Connection, batch: str) -> tuple[Handed, ...]:
    """Return the documents of a batch by name, with all that is known of how they were handed in."""
    columns = (submissions.c.name, submissions.c.sha256, documents.c.media_type, documents.c.size)
    whence = (submissions.c.source, submissions.c.parent)
    query = select(*columns, *whence).join(batches).join(documents).where(batches.c.name == batch)
    return tuple(sorted((Handed(*row) for row in connection.execute(query)), key=lambda each: (each.name, each.sha256)))


def arrivals(connection: Connection, batch: str) -> dict[str, datetime]:
    """Return when each content first came to a batch, as far as that was noted."""
    first = select(submissions.c.sha256, func.min(submissions.c.handed_at)).join(batches)
    rows = connection.execute(first.where(batches.c.name == batch).group_by(submissions.c.sha256))
    return {sha256: moment for sha256, moment in rows if moment is not None}


def arrived_since(connection: Connection, batch: str, run: str) -> frozenset[str]:
    """Return the names of the documents that were handed in to a batch after a run had ended."""
    ended = select(runs.c.finished_at).where(runs.c.id == run).scalar_subquery()
    query = select(submissions.c.name).join(batches).where(batches.c.name == batch, submissions.c.handed_at > ended)
    return frozenset(connection.scalars(query))


def contents(connection: Connection) -> frozenset[str]:
    """Return the digests of all documents that were handed in; what could not be opened at all has no content."""
    query = select(submissions.c.sha256).distinct().join(documents).where(documents.c.size > 0)
    return frozenset(connection.scalars(query))


def keep_problem(connection: Connection, batch: str, name: str, problem: Problem) -> None:
    """Remember, once, what was wrong with a file."""
    digest = digest_of(name, problem.code, problem.message, str(problem.page))
    row = {"batch": batch_id(connection, batch), "digest": digest, "name": name, **asdict(problem)}
    insert_new(connection, intake_problems, [row])


def problems(connection: Connection, batch: str) -> tuple[IntakeProblem, ...]:
    """Return what was wrong with files of a batch, by name."""
    columns = (intake_problems.c.code, intake_problems.c.message, intake_problems.c.page, intake_problems.c.fatal)
    query = select(intake_problems.c.name, *columns).join(batches).where(batches.c.name == batch)
    found = (IntakeProblem(name, Problem(*rest)) for name, *rest in connection.execute(query))
    return tuple(sorted(found, key=lambda each: (each.name, each.problem.code, each.problem.message)))


_CAME_AGAIN = (
    update(submissions)
    .where(
        submissions.c.batch == bindparam("its_batch"),
        submissions.c.name_digest == bindparam("its_name_digest"),
        submissions.c.sha256 == bindparam("its_sha256"),
        submissions.c.source != bindparam("its_source"),
    )
    .values(source=bindparam("its_source"), parent=bindparam("its_parent"))
)


def _keep_after_all(connection: Connection, contents: Iterable[Handed]) -> None:
    """Take documents off the list of those to be removed: they came again."""
    if connection.scalar(select(removals.c.sha256).limit(1)) is None:
        return
    for each in contents:
        connection.execute(delete(removals).where(removals.c.sha256 == each.sha256))


def _submission_row(batch: int, handed: Handed) -> dict[str, object]:
    about = {"sha256": handed.sha256, "source": handed.source, "parent": handed.parent}
    return {"batch": batch, "name": handed.name, "name_digest": digest_of(handed.name), **about}
