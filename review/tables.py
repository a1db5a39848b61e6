"""Tables for analysts: one row is one thing, one column one kind of value, and no totals among the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Cell = str | Decimal | float | date | None


class Kind(StrEnum):
    """What a column holds, and so how it is written and shown."""

    TEXT = "text"
    PHRASE = "phrase"
    PROSE = "prose"
    DOCUMENT = "document"
    MONEY = "money"
    SCORE = "score"
    COUNT = "count"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, what it holds, and a sentence that explains it."""

    name: str
    kind: Kind
    about: str

    @property
    def heading(self) -> str:
        """Return the name as people read it."""
        words = self.name.replace("_", " ")
        return (words[0].upper() + words[1:]).replace(" id", " ID")


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; each row has a cell for each column."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def position(self, column: str) -> int:
        """Return where a column stands, counted from 0."""
        return [item.name for item in self.columns].index(column)

    def beginning_with(self, *names: str) -> Table:
        """Return the table with some columns moved to the front."""
        order = [self.position(name) for name in names]
        order += [place for place in range(len(self.columns)) if place not in order]
        columns = tuple(self.columns[place] for place in order)
        return replace(self, columns=columns, rows=tuple(tuple(row[place] for place in order) for row in self.rows))

    def frame(self) -> pd.DataFrame:
        """Return the table for pandas; amounts stay `Decimal`."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=[column.name for column in self.columns], dtype=object)
