"""Whatever is wrong with a table is told at once, each fault with its place, what is there and what should be."""

from __future__ import annotations

import io
from collections.abc import Sequence
from zipfile import ZipFile

import pytest

from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.intake.table import Fault, TableFaultsError
from tests.intake_tables import HEADINGS, MARCH, Grid, csv_bytes, plan_csv, row, xlsx_bytes

Place = tuple[int, str, str]


def faults(content: bytes, name: str = "plan.csv") -> tuple[Fault, ...]:
    with pytest.raises(TableFaultsError) as raised:
        read_plan(name, content)
    return raised.value.faults


def places(content: bytes) -> list[Place]:
    return [(fault.row, fault.column, fault.value) for fault in faults(content)]


def test_every_fault_is_told_at_once_with_its_place() -> None:
    content = plan_csv(
        row(approved_amount="-5"),
        row(line_id="L2", campaign_name="", currency="XQZ"),
        row(line_id="L2", start_date="someday", end_date="2026-02-30"),
        row(line_id="", approved_amount="", start_date="2026-04-01"),
    )
    assert places(content) == [
        (2, "approved_amount", "-5"),
        (3, "campaign_name", ""),
        (3, "currency", "XQZ"),
        (4, "end_date", "2026-02-30"),
        (4, "line_id", "L2"),
        (4, "start_date", "someday"),
        (5, "approved_amount", ""),
        (5, "end_date", "2026-03-31"),
        (5, "line_id", ""),
    ]


def test_a_fault_reads_as_one_line_and_their_number_comes_first() -> None:
    with pytest.raises(TableFaultsError) as raised:
        read_plan("plan.csv", plan_csv(row(approved_amount="-5"), row(line_id="")))
    assert str(raised.value).splitlines() == [
        "2 faults; nothing of the table was used:",
        '  plan.csv, row 2, column "approved_amount": found "-5", expected an amount such as 1234.50, not negative',
        '  plan.csv, row 3, column "line_id": expected a value: the cell may not be empty',
    ]


def test_a_column_is_called_as_the_table_calls_it() -> None:
    headings = ("Rad-ID", "Kampanj", "Godkänt belopp", "Valuta", "Från", "Till")
    assert places(plan_csv(row(approved_amount="x"), headings=headings)) == [(2, "Godkänt belopp", "x")]


AMOUNTS = [
    ("-1", "not negative"),
    ("(1.00)", "not negative"),
    ("1.2.3", "not negative"),
    ("12 000 000,5.5", "not negative"),
    ("12 apples", "not negative"),
    ("5-6", "not negative"),
    ("", "not negative"),
    ("n/a", "not negative"),
    ("USD 5", "USD, as beside the amount"),
    ("1.005", None),
    ("0.005", "at most 2 decimals"),
    ("12.3456", "at most 2 decimals"),
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS)
def test_amounts_that_are_none(text: str, expected: str | None) -> None:
    content = plan_csv(row(approved_amount=text))
    if expected is None:
        assert read_plan("plan", content)
    else:
        assert [expected in fault.expected for fault in faults(content)] == [True]


def test_an_amount_that_is_thousands_or_decimals_is_a_fault_where_the_column_has_both() -> None:
    rows = [row(line_id=str(place), approved_amount=text) for place, text in enumerate(("1,50", "1.50", "1,234"))]
    found = faults(plan_csv(*rows))
    assert [(fault.row, fault.value) for fault in found] == [(4, "1,234")]
    assert "thousands or as decimals" in found[0].expected


def test_three_decimals_are_a_fault_in_a_currency_that_has_them() -> None:
    found = faults(plan_csv(row(approved_amount="1,234", currency="KWD")))
    assert "at most 3 decimals, written without thousands marks" in found[0].expected


DATES = [
    ("01/02/2026", "nothing in the table settles"),
    ("24-03-01", "a date such as"),
    ("2026-13-01", "a date such as"),
    ("31/02/2026", "a date such as"),
    ("March", "a date such as"),
    ("46082", "a date such as"),
    ("3 foo 2026", "a date such as"),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_that_are_none_or_two(text: str, expected: str) -> None:
    found = faults(plan_csv(row(start_date=text, end_date="")))
    assert [(fault.column, fault.value) for fault in found] == [("start_date", text)]
    assert expected in found[0].expected


def test_an_open_order_is_told_once_a_column_and_not_row_by_row() -> None:
    rows = [row(line_id=str(place), start_date=f"01/0{place}/2026", end_date="") for place in range(2, 6)]
    assert places(plan_csv(*rows)) == [(2, "start_date", "01/02/2026")]


def test_an_order_that_changes_within_a_column_is_a_fault() -> None:
    texts = ("31/01/2026", "01/31/2026", "01/02/2026")
    found = faults(plan_csv(*[row(line_id=text, start_date=text, end_date="") for text in texts]))
    assert [fault.value for fault in found] == ["01/02/2026"]
    assert "day first in some rows and the month first in others" in found[0].expected


def test_a_table_with_no_currency_anywhere_has_one_fault() -> None:
    content = csv_bytes([["Campaign", "Amount"], ["Spring", "5"], ["Summer", "6"]])
    assert places(content) == [(1, "currency", "")]


def test_missing_columns_are_told_with_what_else_is_wrong() -> None:
    content = csv_bytes([["line_id", "start_date"], ["L1", "x"], ["L1", ""]])
    assert places(content) == [
        (1, "approved_amount", ""),
        (1, "campaign_name", ""),
        (2, "start_date", "x"),
        (3, "line_id", "L1"),
    ]


NO_TABLES: Sequence[tuple[bytes, str]] = [
    (b"", "a row of headings"),
    (b"\n\n\n", "a row of headings"),
    (b"Dear Ann,\nhere is the plan.\n", "a row of headings"),
    (b"\x00\x01\x02\x03" * 50, "a row of headings"),
    (b"PK\x03\x04 not a zip at all", "an .xlsx workbook that opens"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "saved as .xlsx without a password"),
    (b"a\x81b,\x8d\x8f\n", "text in UTF-8, UTF-16 or Windows-1252"),
    (b"\xff\xfea", "text in UTF-8, UTF-16 or Windows-1252"),
    (csv_bytes([HEADINGS]), "rows below the headings"),
    (csv_bytes([HEADINGS, ["Total", "", "0"]]), "rows below the headings"),
    (xlsx_bytes([]), "a row of headings"),
    (xlsx_bytes([["Campaign"], ["Spring"]]), "a row of headings"),
]


@pytest.mark.parametrize(("content", "expected"), NO_TABLES)
def test_a_file_that_is_no_table_says_what_would_be(content: bytes, expected: str) -> None:
    assert expected in faults(content)[0].expected


def damaged(part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with bytes of one of its parts replaced, or without the part where nothing is to be put."""
    content = io.BytesIO()
    with ZipFile(io.BytesIO(xlsx_bytes([HEADINGS, row()]))) as whole, ZipFile(content, "w") as spoilt:
        for name in whole.namelist():
            if name != part or new:
                spoilt.writestr(name, whole.read(name).replace(old, new) if name == part else whole.read(name))
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        damaged("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData"),
        damaged("xl/workbook.xml", b"activeTab", b"activeTub"),
        damaged("xl/styles.xml", b"numFmtId", b"numFmtIt"),
        damaged("xl/workbook.xml", b"", b""),
        damaged("[Content_Types].xml", b"", b""),
        xlsx_bytes([HEADINGS, row()])[:900],
    ],
)
def test_a_damaged_workbook_is_a_fault(content: bytes) -> None:
    assert "an .xlsx workbook that opens" in faults(content)[0].expected


def test_faults_of_a_workbook_name_its_sheet_where_there_are_several() -> None:
    rows: Grid = [HEADINGS, ["L1", "Spring", -5, "EUR", *MARCH]]
    assert faults(xlsx_bytes(rows), "plan.xlsx")[0].file == "plan.xlsx"
    assert faults(xlsx_bytes(rows, before=[["x"]]), "plan.xlsx")[0].file == "plan.xlsx (sheet Plan)"


def test_faults_of_claims() -> None:
    headings = ["claim_id", "line_id", "poe_date", "claimed_amount", "currency", "calls"]
    rows = [
        ["K1", "L1", "2026-03-05", "5", "EUR", "many"],
        ["K1", "L1", "5th", "", "EUR", "-1"],
        ["", "", "", "5", "", ""],
    ]
    with pytest.raises(TableFaultsError) as raised:
        read_claims("claims.csv", csv_bytes([headings, *rows]))
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        (2, "calls"),
        (3, "calls"),
        (3, "claim_id"),
        (3, "claimed_amount"),
        (3, "poe_date"),
        (4, "claim_id"),
        (4, "currency"),
    ]
