"""The queue: cases found, counted, put in order and laid out anew after each reconciliation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, case, cast, func, or_, select

from extractors.model import Money
from ledger import known, search
from ledger.case_model import MARK, NOBODY, Case, Group, Order, Projection, Shelf, State, Tally, Wanted
from ledger.columns import digest_of
from ledger.database import among
from ledger.desk_schema import case_records, case_words, cases, known_answers, projections
from ledger.schema import lines

MOST = 200
"""So many cases are returned at once."""
_UNSHOWN = {"content", "document_key", "counts_once", "counted_by"}
_SHOWN = [column for column in cases.c if column.name not in _UNSHOWN]
# Each ends with the number, so that no two cases tie, and none is on two pages or on neither.
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    Order.RANK: (cases.c.rank, cases.c.id),
    Order.AMOUNT: (cases.c.at_risk.desc().nulls_last(), cases.c.id),
    Order.AGE: (cases.c.first_seen, cases.c.rank, cases.c.id),
    Order.DEADLINE: (case((cases.c.deadline == "", 1), else_=0), cases.c.deadline, cases.c.rank, cases.c.id),
}
# Certainty belongs to the topmost tenth; `floor`, because PostgreSQL's cast rounds and SQLite's cuts off.
_TENTH = case((cases.c.confidence >= 1, 9), else_=cast(func.floor(cases.c.confidence * 10), Integer)).label("tenth")


def page(connection: Connection, wanted: Wanted, start: int, most: int = MOST) -> tuple[Case, ...]:
    """Return cases in their order, from the one at `start`, counted from 0."""
    chosen = numbers(connection, wanted, start, most)
    rows = {row.id: row for row in connection.execute(select(*_SHOWN).where(cases.c.id.in_(chosen)))}
    return tuple(_case(rows[number]) for number in chosen)


def numbers(connection: Connection, wanted: Wanted, start: int, most: int) -> tuple[int, ...]:
    """Return the numbers of cases in their order, from the one at `start`, counted from 0."""
    # They, the filters and the order stand in one index, so that no case is read that is not shown.
    chosen = _asked(connection, select(cases.c.id), wanted).order_by(*_ORDERS[wanted.order]).offset(start).limit(most)
    return tuple(connection.scalars(chosen))


def counted(connection: Connection, wanted: Wanted) -> tuple[Group, ...]:
    """Return how many of the cases share all that the queue filters by."""
    columns = (cases.c.shelf, cases.c.counted_by, cases.c.assignee)
    # Amounts that stand for the same money twice are counted once.
    once = func.sum(case((cases.c.counts_once, cases.c.at_risk)), type_=cases.c.at_risk.type)
    money = func.sum(cases.c.at_risk, type_=cases.c.at_risk.type)
    query = _asked(connection, select(*columns, func.count(), once, money), wanted).group_by(*columns)
    return tuple(map(_group, connection.execute(query)))


def _group(row: Any) -> Group:
    *values, batch = row[1].split(MARK)
    return Group(Shelf(row[0]), (*values, row[2], batch), row[3], row[4] or Decimal(0), row[5] or Decimal(0))


def number_of(connection: Connection, wanted: Wanted) -> int:
    """Return how many cases there are."""
    return int(connection.execute(_asked(connection, select(func.count()).select_from(cases), wanted)).scalar_one())


def one(connection: Connection, number: int, wanted: Wanted) -> Case | None:
    """Return a case by its number, or None where there is none that the asker may see."""
    row = connection.execute(_scoped(select(*_SHOWN).where(cases.c.id == number), wanted)).first()
    return _case(row) if row else None


def content(connection: Connection, number: int) -> bytes:
    """Return what a case shows, packed."""
    return bytes(connection.execute(select(cases.c.content).where(cases.c.id == number)).scalar_one())


def beside(connection: Connection, of: Case) -> tuple[Case, ...]:
    """Return the other cases about the same claim, or else the same document or line."""
    if of.claim_id:
        same = cases.c.claim_id == of.claim_id
    elif of.document:
        same = cases.c.document_key == digest_of(of.document)
    else:
        same = cases.c.line_id == of.line_id
    query = select(*_SHOWN).where(cases.c.batch == of.batch, same, cases.c.id != of.id, cases.c.shelf != Shelf.GONE)
    # Where the answer is known the settled case beside would tell it.
    source = select(known_answers.c.source).where(known_answers.c.case == of.id).scalar_subquery()
    query = query.where(cases.c.id.not_in(known.NUMBERS), cases.c.identity != func.coalesce(source, ""))
    return tuple(map(_case, connection.execute(query.order_by(cases.c.rank, cases.c.id).limit(20))))


def of_claim(connection: Connection, batch: str, claim_id: str, wanted: Wanted) -> tuple[Case, ...]:
    """Return the cases about a claim, as far as the asker may see them."""
    about = (cases.c.batch == batch, cases.c.claim_id == claim_id, cases.c.shelf != int(Shelf.GONE))
    query = _scoped(select(*_SHOWN).where(*about, cases.c.id.not_in(known.NUMBERS)), wanted)
    query = query.order_by(cases.c.rank, cases.c.id).limit(MOST)
    return tuple(map(_case, connection.execute(query)))


def next_after(connection: Connection, wanted: Wanted, after: Case | None) -> Case | None:
    """Return the next case in the queue's order, from its beginning where none comes after."""
    query = _asked(connection, select(*_SHOWN), wanted).order_by(*_ORDERS[wanted.order])
    if after is not None:
        query = query.where(cases.c.id != after.id)
        row = connection.execute(query.where(_later(wanted.order, after)).limit(1)).first()
        if row:
            return _case(row)
    row = connection.execute(query.limit(1)).first()
    return _case(row) if row else None


def record(connection: Connection, batch: str, kind: str, key: str) -> bytes | None:
    """Return something that cases show, packed."""
    where = (case_records.c.batch == batch, case_records.c.kind == kind, case_records.c.key == digest_of(key))
    return connection.execute(select(case_records.c.content).where(*where)).scalar()


def shown_batches(connection: Connection) -> tuple[Projection, ...]:
    """Return the batches that the queue shows."""
    rows = connection.execute(select(projections).order_by(projections.c.batch))
    return tuple(
        Projection(row.batch, row.reconciliation, row.programme, date.fromisoformat(row.as_of)) for row in rows
    )


def contents(connection: Connection, batch: str, names: Sequence[str]) -> dict[str, str]:
    """Return the digests of the contents that documents were handed in with, by their names."""
    keys = {digest_of(name): name for name in names}
    query = select(case_words.c.document_key, case_words.c.sha256).where(case_words.c.batch == batch)
    rows = connection.execute(query.where(case_words.c.document_key.in_(keys)))
    return {keys[row.document_key]: row.sha256 for row in rows}


def _later(order: Order, after: Case) -> ColumnElement[bool]:
    """Return the condition that a case stands behind another in an order."""
    ranked = or_(cases.c.rank > after.rank, (cases.c.rank == after.rank) & (cases.c.id > after.id))
    if order is Order.RANK:
        return ranked
    if order is Order.AGE:
        seen = after.first_seen.isoformat()
        return or_(cases.c.first_seen > seen, (cases.c.first_seen == seen) & ranked)
    if order is Order.DEADLINE:
        due = after.deadline.isoformat() if after.deadline else ""
        same = (cases.c.deadline == due) & ranked
        return or_(cases.c.deadline == "", cases.c.deadline > due, same) if due else same
    amount = cases.c.at_risk
    if after.at_risk is None:
        return amount.is_(None) & (cases.c.id > after.id)
    at_risk = after.at_risk.amount
    return or_(amount < at_risk, amount.is_(None), (amount == at_risk) & (cases.c.id > after.id))


def _asked(connection: Connection, query: Select[Any], wanted: Wanted) -> Select[Any]:
    conditions = [*_equalities(wanted), *_bounds(wanted)]
    if wanted.shelf is not None:
        conditions.append(cases.c.shelf == int(wanted.shelf))
    else:
        conditions.append(cases.c.shelf != int(Shelf.GONE))
    query = _scoped(query.where(*conditions), wanted)
    if wanted.real:
        query = query.where(cases.c.id.not_in(known.NUMBERS))
    found = search.finds(connection, wanted.words)
    return query if found is None else query.where(found)


def _equalities(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for name in ("batch", "programme", "code", "severity", "currency", "state", "line_id"):
        if getattr(wanted, name):
            yield cases.c[name] == getattr(wanted, name)
    for name in ("partner", "assignee"):
        if getattr(wanted, name):
            yield cases.c[name] == ("" if getattr(wanted, name) == NOBODY else getattr(wanted, name))


def _bounds(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.least is not None:
        yield cases.c.at_risk >= wanted.least
    if wanted.most is not None:
        yield cases.c.at_risk <= wanted.most
    if wanted.seen_before:
        yield cases.c.first_seen <= wanted.seen_before.isoformat()
    if wanted.seen_after:
        yield cases.c.first_seen >= wanted.seen_after.isoformat()
    if wanted.due_before:
        yield cases.c.deadline != ""
        yield cases.c.deadline <= wanted.due_before.isoformat()
    if wanted.due_after:
        yield cases.c.deadline >= wanted.due_after.isoformat()
    if wanted.sure_least is not None:
        yield cases.c.confidence >= wanted.sure_least
    if wanted.sure_below is not None:
        yield cases.c.confidence < wanted.sure_below


def _scoped(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.partners:
        query = query.where(cases.c.partner.in_(wanted.partners))
    if wanted.programmes:
        query = query.where(cases.c.programme.in_(wanted.programmes))
    return query


def _case(row: Row[Any]) -> Case:
    values = dict(row._mapping)
    amount, currency = values.pop("at_risk"), values.pop("currency")
    deadline, first_seen = values.pop("deadline"), values.pop("first_seen")
    return Case(
        **{name: value for name, value in values.items() if name not in {"shelf", "state"}},
        at_risk=Money(amount, currency) if amount is not None else None,
        deadline=date.fromisoformat(deadline) if deadline else None,
        first_seen=date.fromisoformat(first_seen),
        shelf=Shelf(values["shelf"]),
        state=State(values["state"]),
    )


def numbered(connection: Connection, numbers: Iterable[int], wanted: Wanted) -> tuple[Case, ...]:
    """Return cases by their numbers, as far as the asker may see them, in the queue's order."""
    query = _scoped(select(*_SHOWN).where(among(connection, cases.c.id, numbers)), wanted)
    return tuple(map(_case, connection.execute(query.order_by(cases.c.rank, cases.c.id))))


def tallied(connection: Connection, wanted: Wanted, by: tuple[str, ...]) -> tuple[Tally, ...]:
    """Return how many cases share the values of some columns, and their money at risk by currency.

    Beside the queue's columns there is `tenth`: the confidence in whole tenths.
    """
    columns = [_TENTH if name == "tenth" else cases.c[name] for name in by]
    money = func.sum(cases.c.at_risk, type_=cases.c.at_risk.type)
    query = _asked(connection, select(*columns, cases.c.currency, func.count(), money), wanted)
    return tuple(
        Tally(tuple(str(value) for value in row[: len(by)]), row[-3], row[-2], row[-1] or Decimal(0))
        for row in connection.execute(query.group_by(*columns, cases.c.currency))
    )


def line_totals(connection: Connection) -> tuple[Tally, ...]:
    """Return how many plan lines of the batches shown have each status, and what was approved, by currency."""
    shown = select(projections.c.reconciliation)
    money = func.sum(lines.c.approved, type_=lines.c.approved.type)
    query = select(lines.c.status, lines.c.currency, func.count(), money).where(lines.c.reconciliation.in_(shown))
    rows = connection.execute(query.group_by(lines.c.status, lines.c.currency))
    return tuple(Tally((status,), currency, number, amount) for status, currency, number, amount in rows)
