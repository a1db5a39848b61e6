"""Kinds of columns that SQLite and PostgreSQL keep differently and programs see alike."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Numeric, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

UNITS = 10_000
"""SQLite has no decimals: amounts are kept there as whole ten-thousandths, so that sums and order are exact."""


class Plain(TypeDecorator[str]):
    """Text that any database takes: what is no Unicode (names of files may hold such bytes) is written as an escape."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return text as it can be kept."""
        return None if value is None else plain(value)


class Amount(TypeDecorator[Decimal]):
    """A decimal with four places."""

    impl = Numeric(20, 4)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return whole numbers for SQLite, decimals elsewhere."""
        return BigInteger() if dialect.name == "sqlite" else Numeric(20, 4)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Return an amount as it is kept, rounded to four places."""
        if value is None or dialect.name != "sqlite":
            return value
        return int((value * UNITS).to_integral_value())

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the decimal that was kept."""
        if value is None or dialect.name != "sqlite":
            return None if value is None else Decimal(value)
        return Decimal(value).scaleb(-4)


class Instant(TypeDecorator[datetime]):
    """A moment with its time zone; kept and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; a time without a zone is a mistake of the program."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def plain(text: str) -> str:
    """Return text without what databases refuse: halves of characters and zero bytes are written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def digest_of(*texts: str) -> str:
    """Return a digest of texts in their order: a key of one length for names that may have any."""
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "backslashreplace")).hexdigest()[:32]
