"""The tables that programs read: their columns, their bytes, and that no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Extraction, Money
from matchers.model import Allocation, Severity, Submission
from review.csv_tables import csv_text, neutral
from review.document_tables import look_through
from review.finding_table import findings_table
from review.outcomes import claims_table, lines_table, matches_table
from review.overview import overview
from review.tables import Column, Kind, Table
from tests.review_sample import claim, name_of, sample_batch, tables_of

GOLDEN = Path(__file__).parent / "golden" / "review"
CONTRACT = {
    "matches": "document,line_id,claim_id,amount,currency,score,explanation",
    "findings": "code,severity,line_id,claim_id,document,amount_at_risk,currency,expected,found,page,box,confidence,"
    "message,rule",
    "lines": "line_id,campaign_name,approved,claimed,evidenced,currency,status,start_date,end_date,activity_type,"
    "documents,claims,reasons,confidence",
}


class Asked(dict[str, Extraction]):
    """Extractions that note which of them were asked for."""

    def __init__(self, extractions: Mapping[str, Extraction]) -> None:
        super().__init__(extractions)
        self.names: list[str] = []

    def get(self, name: str, default: Any = None) -> Any:
        self.names.append(name)
        return super().get(name, default)


@pytest.mark.parametrize("table", tables_of(sample_batch(20)), ids=lambda table: table.name)
def test_tables_are_as_they_were(table: Table) -> None:
    assert csv_text(table) == (GOLDEN / f"{table.name}.csv").read_bytes().decode()


@pytest.mark.parametrize("table", tables_of(sample_batch(3)), ids=lambda table: table.name)
def test_tables_begin_with_the_columns_that_others_rely_on(table: Table) -> None:
    assert csv_text(table).startswith(CONTRACT.get(table.name, ""))
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert len({column.name for column in table.columns}) == len(table.columns)


@given(st.text())
def test_no_cell_of_text_is_run_by_a_spreadsheet(text: str) -> None:
    table = Table("t", "T", "", (Column("note", Kind.TEXT, ""), Column("end", Kind.TEXT, "")), ((text, "end"),))
    _, (cell, _) = csv.reader(io.StringIO(csv_text(table), newline=""))
    assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠") or Decimal(cell).is_finite()
    assert cell.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+46 8 123", "'+46 8 123"),
        ("-120.50", "-120.50"),
        ("-120.50-A1", "'-120.50-A1"),
        ("\tx", "'\tx"),
        ("invoice=1.pdf", "invoice=1.pdf"),
    ],
)
def test_only_what_would_run_is_neutralised(text: str, written: str) -> None:
    assert neutral(text) == written


def test_amounts_and_dates_are_plain() -> None:
    columns = (Column("a", Kind.MONEY, ""), Column("b", Kind.SCORE, ""), Column("c", Kind.COUNT, ""))
    table = Table("t", "T", "", columns, ((Decimal("-1E+3"), 0.123456, 3), (None, None, None)))
    assert csv_text(table) == "a,b,c\r\n-1000,0.1235,3\r\n,,\r\n"


def test_a_document_that_matches_nothing_has_a_row_without_a_line() -> None:
    batch = sample_batch(3)
    batch = replace(batch, submissions=(*batch.submissions, Submission("loose.pdf", "00")))
    rows = {row[0]: row[1] for row in matches_table(batch).rows}
    assert rows[name_of(0)] == "L-000"
    assert rows["loose.pdf"] == ""


def test_what_is_left_over_of_a_document_is_shown() -> None:
    batch = sample_batch(1)
    rest = Allocation(name_of(0), None, None, None, 0.0, 0.0, left_over=Money(Decimal(5), "EUR"))
    found = replace(batch.reconciliation, allocations=(*batch.reconciliation.allocations, rest))
    *_, row, _ = matches_table(replace(batch, reconciliation=found)).rows
    assert row[:5] == (name_of(0), "", "", Decimal(5), "EUR")


def test_the_same_content_under_two_names_is_told() -> None:
    batch = sample_batch(1)
    twin = Submission("again.pdf", batch.submissions[0].sha256)
    table = look_through(replace(batch, submissions=(*batch.submissions, twin))).documents
    same = {row[0]: row[table.position("same_content_as")] for row in table.rows}
    assert same["again.pdf"] == name_of(0)
    assert same[name_of(0)] == "again.pdf"


def test_a_document_that_was_not_read_has_failed() -> None:
    batch = sample_batch(1)
    seen = look_through(replace(batch, extractions={}))
    assert {row[seen.documents.position("reading")] for row in seen.documents.rows} == {"failed"}
    assert {name for name, _ in seen.unread} == {item.name for item in batch.submissions}


def test_what_was_read_of_a_document_is_looked_up_once() -> None:
    batch = sample_batch(20)
    asked, seen = Asked(batch.extractions), list[str]()
    look_through(replace(batch, extractions=asked), lambda read: seen.append(read.sha256))
    assert sorted(asked.names) == sorted(item.sha256 for item in batch.submissions)
    assert sorted(seen) == sorted(asked.names)


def test_a_claims_row_sums_its_own_currency_only() -> None:
    batch = sample_batch(1)
    foreign = Allocation(name_of(0), "L-000", "C-000", Money(Decimal(99), "JPY"), 1.0, 0.9)
    found = replace(batch.reconciliation, allocations=(*batch.reconciliation.allocations, foreign))
    table = claims_table(replace(batch, reconciliation=found))
    assert table.rows[0][table.position("allocated")] == claim(0).claimed.amount


def test_findings_come_gravest_first_and_count_once() -> None:
    table = findings_table(sample_batch(40))
    severities = [str(row[table.position("severity")]) for row in table.rows]
    assert severities == sorted(severities, key=lambda severity: ("block", "review", "info").index(severity))


def test_an_amount_at_risk_for_two_reasons_counts_once() -> None:
    batch = sample_batch(20)
    finding = next(item for item in batch.reconciliation.findings if item.code == "outside_window")
    lesser = replace(finding, code="overclaimed", severity=Severity.REVIEW)
    found = replace(batch.reconciliation, findings=(lesser, finding))
    table = findings_table(replace(batch, reconciliation=found))
    assert [row[table.position("primary")] for row in table.rows] == ["yes", "no"]
    assert finding.at_risk
    assert overview(replace(batch, reconciliation=found)).once(finding.at_risk.currency) == finding.at_risk.amount


def test_columns_can_be_moved_to_the_front() -> None:
    table = lines_table(sample_batch(2)).beginning_with("status", "line_id")
    assert [column.name for column in table.columns][:3] == ["status", "line_id", "campaign_name"]
    assert table.rows[0][:2] == ("cleared", "L-000")
