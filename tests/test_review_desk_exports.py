"""Any view of the queue as XLSX, CSV and Parquet: the same rows with their kinds, and no formula of a stranger's."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from ledger.case_model import Wanted
from review.desk.exports import COLUMNS
from tests.ledger_databases import KINDS
from tests.review_desk import World, make_world, server_of

Rows = list[dict[str, Any]]
VIEWS = ("", "shelf=all&code=overclaimed", "currency=SEK&order=amount", "words=INV-4038&shelf=all", "code=nothing")


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, server=server_of(request))
    yield made
    made.ledger.close()


def exported(world: World, kind: str, view: str) -> bytes:
    answer = world.signed_in("reader").client.get(f"/queue.{kind}?{view}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f".{kind}")
    return bytes(answer.content)


def from_csv(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def from_xlsx(content: bytes) -> Rows:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Cases"]
    heads, *rows = sheet.iter_rows(values_only=True)
    names = [column.name for column in COLUMNS]
    assert [str(head).lower().replace(" ", "_") for head in heads] == names
    return [dict(zip(names, row, strict=True)) for row in rows if row[0]]


def from_parquet(content: bytes) -> Rows:
    found: Rows = pq.read_table(io.BytesIO(content)).to_pylist()
    return found


READ = {"csv": from_csv, "xlsx": from_xlsx, "parquet": from_parquet}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", READ)
def test_a_view_is_exported_as_it_stands(world: World, kind: str, view: str) -> None:
    page = world.signed_in("reader").text(f"/queue?{view}")
    shown = [int(each) for each in dict.fromkeys(_between(page, 'name="pick" value="', '"'))]
    rows = READ[kind](exported(world, kind, view))
    assert [int(row["url"].rpartition("/")[2]) for row in rows] == shown
    for row in rows:
        assert list(row) == [column.name for column in COLUMNS]
        case = world.services.desk.case(int(row["url"].rpartition("/")[2]), Wanted(shelf=None))
        assert case and (row["code"], row["document"] or "") == (case.code, case.document)
        assert Decimal(str(row["amount_at_risk"])) == (case.at_risk.amount if case.at_risk else None)
        assert str(row["first_seen"])[:10] == case.first_seen.isoformat()


def _between(text: str, before: str, after: str) -> Iterator[str]:
    for part in text.split(before)[1:]:
        yield part.partition(after)[0]


def test_amounts_are_amounts_and_days_are_days(world: World) -> None:
    row = from_parquet(exported(world, "parquet", "code=overclaimed"))[0]
    assert isinstance(row["amount_at_risk"], Decimal) and isinstance(row["first_seen"], date)
    row = from_xlsx(exported(world, "xlsx", "code=overclaimed"))[0]
    assert isinstance(row["amount_at_risk"], int | float) and isinstance(row["first_seen"], datetime)


def test_the_same_view_gives_the_same_bytes(world: World) -> None:
    for kind in READ:
        assert exported(world, kind, "shelf=all") == exported(world, kind, "shelf=all")


def test_duckdb_reads_an_export(world: World, tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    path.write_bytes(exported(world, "parquet", "shelf=all"))
    exports = duckdb.read_parquet(str(path))
    found = {row[0]: row[1:] for row in exports.aggregate("currency, count(*), sum(amount_at_risk)").fetchall()}
    cases = [case for case in world.services.desk.page(Wanted(shelf=None), 0, 200) if case.at_risk]
    for currency, (count, total) in found.items():
        amounts = [each.at_risk.amount for each in cases if each.at_risk and each.at_risk.currency == currency]
        assert not currency or (count, total) == (len(amounts), sum(amounts))


def test_no_formula_of_a_stranger_is_one_in_a_file(world: World) -> None:
    found, evil = world.batch.reconciliation, '=HYPERLINK("https://evil.example","x")'
    findings = tuple(replace(each, message=evil, document=evil) for each in found.findings)
    world.keep(replace(found, findings=findings))
    for row in from_csv(exported(world, "csv", "shelf=all")):
        assert row["message"] == row["document"] == f"'{evil}"
    sheet = openpyxl.load_workbook(io.BytesIO(exported(world, "xlsx", "shelf=all")))["Cases"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
