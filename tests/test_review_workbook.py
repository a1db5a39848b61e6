"""The workbook, read back as Excel would read it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook as NewWorkbook

from matchers.model import Submission
from review.batch import PublishedBatch
from review.links import reference, workbook_link
from review.outcomes import lines_table
from review.sheets import sheet_names, write_table
from review.styles import Styles
from review.workbook import workbook_bytes
from tests.review_sample import figures_of, name_of, sample_batch, tables_of

# openpyxl keeps no bars that are drawn behind amounts; what it does keep is what is looked at here.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported and will be removed:UserWarning")

HOSTILE = ('=HYPERLINK("http://x.example")', "+1", "-1+1", "@SUM(A1)", "http://x.example", "{=1}", "\t=1")
STATUSES = ("Cleared", "To review", "Flagged")


def written(batch: PublishedBatch) -> bytes:
    return workbook_bytes(batch, tables_of(batch), figures_of(batch))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(written(sample_batch())))


def column(sheet: Worksheet, heading: str) -> Iterator[Cell]:
    place = next(cell.column for cell in sheet[1] if cell.value == heading)
    return (sheet.cell(row, place) for row in range(2, sheet.max_row + 1))  # type: ignore[misc] # never merged


def test_its_sheets_come_in_the_order_of_what_matters(book: Workbook) -> None:
    assert book.sheetnames == ["Summary", "Findings", "Lines", "Claims", "Documents", "Matches", "Evidence", "About"]


@pytest.mark.parametrize("name", ["Findings", "Lines", "Claims", "Documents", "Matches", "Evidence"])
def test_tables_have_filters_frozen_heads_and_a_layout_for_paper(book: Workbook, name: str) -> None:
    sheet = book[name]
    (table,) = sheet.tables.values()
    assert table.autoFilter is not None
    assert table.ref == sheet.dimensions
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_dates_and_amounts_are_real(book: Workbook) -> None:
    lines = book["Lines"]
    assert all(isinstance(cell.value, datetime) and cell.is_date for cell in column(lines, "Start date"))
    assert all(isinstance(cell.value, int | float) for cell in column(lines, "Approved"))
    assert {cell.number_format for cell in column(lines, "Approved")} == {"#,##0.00;[Red]-#,##0.00"}


def test_colours_say_what_stands_in_words(book: Workbook) -> None:
    colours = {cell.value: cell.fill.start_color.rgb for cell in column(book["Lines"], "Status")}
    assert len(set(colours.values())) == len(colours) == 3
    legend = {row[0].value: row[0].fill.start_color.rgb for row in book["Summary"].iter_rows()}
    assert legend["Cleared"] == colours["cleared"]
    assert legend["Flagged"] == colours["flagged"]


def test_documents_and_records_are_linked(book: Workbook) -> None:
    findings = book["Findings"]
    targets = {cell.value: cell.hyperlink.target for cell in column(findings, "Document") if cell.hyperlink}
    assert str(targets[name_of(19)]).replace("\\", "/") == f"../evidence/{name_of(19)}"
    row = {cell.value: str(cell.hyperlink.location) for cell in column(findings, "Line ID") if cell.hyperlink}
    assert book["Lines"][row["L-019"].split("!")[1]].value == "L-019"


def test_nothing_is_a_formula_and_no_text_a_link() -> None:
    batch = sample_batch(1)
    hostile = tuple(Submission(name, "00") for name in HOSTILE)
    content = written(replace(batch, name="=1+1", submissions=hostile))
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert {cell.hyperlink for cell in column(book["Documents"], "Document")} == {None}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_letters_that_deceive_are_shown(book: Workbook) -> None:
    batch = sample_batch(1)
    submission = Submission("invoice\u202efdp.exe", "00")
    made = load_workbook(io.BytesIO(written(replace(batch, submissions=(submission,)))))
    assert [cell.value for cell in column(made["Documents"], "Document")] == ["invoice\\u202efdp.exe"]


def test_currencies_are_never_added(book: Workbook) -> None:
    rows: dict[object, list[Any]] = {row[0]: list(row) for row in book["Summary"].iter_rows(values_only=True)}
    heading = rows["Currency"]
    approved, cleared, review, flagged, at_risk = map(heading.index, ("Approved", *STATUSES, "At risk"))
    money = [rows[currency] for currency in ("EUR", "GBP", "SEK")]
    assert all(row[approved] == pytest.approx(row[cleared] + row[review] + row[flagged]) for row in money)
    assert rows["Each amount once"][2:5] == [row[at_risk] for row in money]


def test_more_rows_than_a_sheet_holds_go_to_further_sheets() -> None:
    table = lines_table(sample_batch(10))
    content = io.BytesIO()
    with NewWorkbook(content, {"in_memory": True}) as workbook:
        write_table(workbook, Styles(workbook), table, lambda *_: None, most_rows=4)
    book = load_workbook(content)
    assert book.sheetnames == sheet_names(table, 4) == ["Lines", "Lines 2", "Lines 3"]
    assert [cell.value for sheet in book for cell in column(sheet, "Line ID")] == [row[0] for row in table.rows]


def test_an_empty_batch_still_makes_a_workbook() -> None:
    batch = sample_batch(0)
    assert load_workbook(io.BytesIO(written(replace(batch, submissions=(), extractions={}))))["Findings"].max_row == 1


@pytest.mark.parametrize(
    ("link", "safe", "in_excel"),
    [
        ("../evidence/a b#1.pdf", "../evidence/a%20b%231.pdf", "external:../evidence/a%20b%231.pdf"),
        ("javascript:alert(1).pdf", "javascript%3Aalert%281%29.pdf", "external:javascript%3Aalert%281%29.pdf"),
        ("\\\\server\\share", "/server/share", "external:/server/share"),
        ("https://desk.example/d/1", "https://desk.example/d/1", "https://desk.example/d/1"),
        ("file:///data/a.pdf", "file:///data/a.pdf", "File:///data/a.pdf"),
    ],
)
def test_links_lead_to_documents_and_nowhere_else(link: str, safe: str, in_excel: str) -> None:
    assert reference(link) == safe
    assert workbook_link(link) == in_excel
