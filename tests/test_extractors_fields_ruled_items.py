"""Ruled tables become line items where the places of words alone do not show the table."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from extractors.extract import extract
from extractors.fields.ruled_items import ruled_items
from extractors.model import Box
from extractors.pipeline import read_and_extract
from extractors.reading.ruled_tables import RuledRow, ruled_tables
from extractors.settings import ReaderSettings

CENTRED = (
    ("Service", "Days", "Price"),
    ("Stand at the autumn fair", "3", "12 400,00 kr"),
    ("Printed leaflets", "1", "900,00 kr"),
    ("Speakers", "2", "1 206 700,00 kr"),
)


def invoice(rows: tuple[tuple[str, ...], ...], total: str) -> bytes:
    """Return a PDF with a ruled table whose cells are centred, so that no edge of its amounts is in line."""
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    text = getSampleStyleSheet()["Normal"]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("ALIGN", (0, 0), (-1, -1), "CENTER")])
    head = [Paragraph(line, text) for line in ("FAKTURA", "Fakturanummer: 4471", "Fakturadatum: 2026-03-05")]
    out = io.BytesIO()
    table = Table(rows, style=style, colWidths=(220, 60, 140))
    SimpleDocTemplate(out, invariant=1).build([*head, table, Paragraph(f"Att betala: {total}", text)])
    return out.getvalue()


def test_a_table_of_centred_amounts_is_read_by_its_rules() -> None:
    content = invoice(CENTRED, "1 220 000,00 kr")
    document, extraction = read_and_extract("faktura.pdf", content, ReaderSettings())
    assert extract(document, ReaderSettings()).line_items == ()
    found = [(each.description, each.amount) for each in extraction.line_items]
    assert found == [
        ("Stand at the autumn fair", Decimal("12400.00")),
        ("Printed leaflets", Decimal("900.00")),
        ("Speakers", Decimal("1206700.00")),
    ]
    box = extraction.line_items[0].box
    assert box is not None and document.pages[0].height > box.bottom > box.top > 0


def test_rows_that_do_not_make_up_the_sum_are_not_taken() -> None:
    _, extraction = read_and_extract("faktura.pdf", invoice(CENTRED, "1 219 000,00 kr"), ReaderSettings())
    assert extraction.line_items == ()


def row(*cells: str) -> RuledRow:
    return RuledRow(1, cells, Box(0, 0, 100, 10))


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        pytest.param([row("Print", "100.00"), row("Radio", "50.00")], ["100.00", "50.00"], id="plain"),
        pytest.param(
            [row("Print", "100.00"), row("Radio", "50.00"), row("Net", "150.00"), row("Tax", "37.50")],
            ["100.00", "50.00"],
            id="sums below",
        ),
        pytest.param([row("150.00", ""), row("Tax", "37.50")], [], id="no description"),
        pytest.param([row("Print", "150.00")], [], id="a single row proves nothing"),
        pytest.param([row("Print", "100.00"), row("Radio", "51.00")], [], id="does not add up"),
    ],
)
def test_which_rows_are_items(rows: list[RuledRow], amounts: list[str]) -> None:
    found = ruled_items([rows], frozenset({Decimal("150.00")}), "en")
    assert [each.amount for each in found] == [Decimal(amount) for amount in amounts]


def test_tables_name_their_page() -> None:
    (table,) = ruled_tables(invoice(CENTRED, "1 220 000,00 kr"), [1])
    assert {each.page for each in table} == {1}
    assert table[0].cells == CENTRED[0]
