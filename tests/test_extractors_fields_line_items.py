"""Rows of tables, over page breaks, from text layers and typed pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

import pytest

from extractors.fields.line_items import line_items
from extractors.fields.view import view_of
from extractors.model import LineItem
from extractors.reading.read import read
from extractors.settings import ReaderSettings
from tests.faults.formats import xlsx

Row = tuple[str, str, str, str]
HEAD: Row = ("Description", "Qty", "Price", "Amount")
ROWS: tuple[Row, ...] = (
    ("Window display Graz", "3", "300.00", "900.00"),
    ("Flyers spring", "2", "167.25", "334.50"),
    ("Radio spots", "40", "25.00", "1,000.00"),
)


def invoice(*pages: Sequence[Row]) -> bytes:
    """Return a PDF with rows in columns: words from the left, figures up to the right."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for rows in pages:
        canvas.drawString(72, 790, "Invoice NW-4711 of 14 March 2026")
        for number, (text, *figures) in enumerate(rows):
            height = 740 - 14 * number
            canvas.drawString(72, height, text)
            for place, figure in zip((340, 420, 520), figures, strict=True):
                canvas.drawRightString(place, height, figure)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def items_of(content: bytes, language: str = "en") -> tuple[LineItem, ...]:
    return line_items(view_of(read("invoice", content, ReaderSettings()), language))


def total(amount: str) -> Row:
    return ("Total", "", "", amount)


def test_rows_that_add_up_to_the_total_are_the_items() -> None:
    items = items_of(invoice([HEAD, *ROWS, total("2,234.50")]))
    assert [(each.description, each.quantity, each.unit_price, each.amount) for each in items] == [
        ("Window display Graz", Decimal(3), Decimal("300.00"), Decimal("900.00")),
        ("Flyers spring", Decimal(2), Decimal("167.25"), Decimal("334.50")),
        ("Radio spots", Decimal(40), Decimal("25.00"), Decimal("1000.00")),
    ]
    assert all(each.page == 1 and each.box for each in items)


@pytest.mark.parametrize(
    "pages",
    [
        ([HEAD, *ROWS[:2]], [HEAD, ROWS[2], total("2,234.50")]),
        ([HEAD, *ROWS[:2], ("Subtotal", "", "", "1,234.50")], [HEAD, ROWS[2], total("2,234.50")]),
        (
            [HEAD, *ROWS[:2], ("Carried to the next sheet", "", "", "1,234.50")],
            [HEAD, ("Taken from the last sheet", "", "", "1,234.50"), ROWS[2], total("2,234.50")],
        ),
    ],
    ids=["bare", "subtotal", "carried forward"],
)
def test_tables_go_on_over_page_breaks(pages: tuple[Sequence[Row], ...]) -> None:
    items = items_of(invoice(*pages))
    assert [(each.amount, each.page) for each in items] == [
        (Decimal("900.00"), 1),
        (Decimal("334.50"), 1),
        (Decimal("1000.00"), 2),
    ]


def test_equal_rows_are_no_subtotals() -> None:
    rows = [("Spot", "1", "50.00", "50.00")] * 3
    assert len(items_of(invoice([HEAD, *rows, total("150.00")]))) == 3


def test_a_description_over_several_lines_is_one() -> None:
    rows = [ROWS[0], ("with lighting and", "", "", ""), ("transport", "", "", ""), ROWS[1], total("1,234.50")]
    items = items_of(invoice([HEAD, *rows]))
    assert [each.description for each in items] == ["Window display Graz with lighting and transport", "Flyers spring"]


def test_a_discount_is_a_row_that_takes_away() -> None:
    items = items_of(invoice([HEAD, *ROWS, ("Loyalty discount", "", "", "-234.50"), total("2,000.00")]))
    assert items[-1].amount == Decimal("-234.50")


def test_days_of_a_row_are_its_time() -> None:
    row = ("Banner 03/02/2026 - 03/27/2026", "1", "80.00", "80.00")
    first, _ = items_of(invoice([HEAD, row, ROWS[0], total("980.00")]))
    assert first.start and first.end
    assert (first.start.isoformat(), first.end.isoformat()) == ("2026-03-02", "2026-03-27")


def test_rows_of_a_spreadsheet_stand_on_the_left() -> None:
    items = items_of(xlsx())
    assert [(each.description, each.amount) for each in items] == [
        ("Window display", Decimal("900.00")),
        ("Flyers", Decimal("334.50")),
    ]


def test_a_single_row_adds_up_only_to_what_is_called_a_sum() -> None:
    assert len(items_of(invoice([HEAD, ROWS[0], total("900.00")]))) == 1
    assert items_of(invoice([HEAD, ROWS[0], ("Deposit paid in May", "", "", "900.00"), total("1,950.00")])) == ()


def test_columns_of_money_go_before_others_that_add_up() -> None:
    rows = [("Morning news", "2.5", "1.1", "$300.00"), ("Late film", "3.5", "0.9", "$500.00")]
    items = items_of(invoice([HEAD, *rows, ("Total", "6.0", "2.0", "$800.00")]))
    assert [each.amount for each in items] == [Decimal("300.00"), Decimal("500.00")]


@pytest.mark.parametrize("printed", ["2,234.51", "22,345.00"])
def test_rows_that_do_not_add_up_are_not_believed(printed: str) -> None:
    assert items_of(invoice([HEAD, *ROWS, total(printed)])) == ()
