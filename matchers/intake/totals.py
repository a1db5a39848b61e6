"""What stands below a table and is none of its rows: totals, and notes of who exported it and when."""

from __future__ import annotations

from collections.abc import Iterable

from matchers.intake.headings import normalised
from matchers.intake.table import Row, as_text

TOTALS = {
    normalised(text)
    for text in (
        "total", "totals", "grand total", "sum", "totalt", "summa", "totalsumma", "slutsumma", "gesamt", "summe",
        "gesamtsumme", "gesamtbetrag", "insgesamt", "somme", "total général", "montant total", "total amount",
        "suma", "importe total", "totale", "totale generale", "somma", "totaal", "totaalbedrag", "som", "i alt", "ialt",
        "totalt beløb", "totalbeløp", "sum totalt", "yhteensä", "loppusumma", "soma", "valor total", "total geral",
        "razem", "łącznie", "ogółem",
    )
}  # fmt: skip


def without_tail(rows: Iterable[Row]) -> list[Row]:
    """Return the rows up to the last that is neither a total nor a note."""
    kept = list(rows)
    while kept and (_is_total(kept[-1]) or _is_note(kept)):
        kept.pop()
    return kept


def _is_total(row: Row) -> bool:
    first = next((as_text(cell) for cell in row.printed if as_text(cell)), "")
    return normalised(first) in TOTALS


def _is_note(rows: list[Row]) -> bool:
    """A single cell below a blank row belongs to no table that has at least two columns."""
    after_blank = len(rows) > 1 and rows[-1].number > rows[-2].number + 1
    return after_blank and sum(bool(as_text(cell)) for cell in rows[-1].printed) == 1
