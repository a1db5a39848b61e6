"""Properties of reading tables: what was written comes back, and no bytes raise anything but faults of a table."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.model import Money
from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.intake.table import TableFaultsError
from matchers.model import Origin, PlanLine
from tests.intake_tables import HEADINGS, csv_bytes, xlsx_bytes

WORDS = st.text(st.characters(codec="cp1252", categories=("L", "Nd")), min_size=3, max_size=12)
NAMES = st.lists(WORDS, min_size=2, max_size=4).map(" ".join)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
LINES = st.lists(st.tuples(NAMES, CENTS, st.sampled_from(("EUR", "SEK", "USD")), DAYS, DAYS), min_size=1, max_size=6)
Made = list[tuple[str, Decimal, str, date, date]]


def made(lines: Made) -> tuple[PlanLine, ...]:
    return tuple(
        PlanLine(
            f"L{place}", name, Money(amount, code), min(first, last), max(first, last), origin=Origin("p", place + 2)
        )
        for place, (name, amount, code, first, last) in enumerate(lines)
    )


@settings(max_examples=40, deadline=None)
@given(
    LINES,
    st.sampled_from(",;\t|"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")),
    st.sampled_from(("{:.2f}", "{:,.2f}")),
    st.sampled_from(("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d")),
)
def test_a_plan_comes_back_from_csv(lines: Made, delimiter: str, encoding: str, amounts: str, days: str) -> None:
    expected = made(lines)
    rows = [
        (
            line.line_id,
            line.campaign_name,
            amounts.format(line.approved.amount),
            line.approved.currency,
            *spelt(line, days),
        )
        for line in expected
    ]
    assert read_plan("p", csv_bytes([HEADINGS, *rows], delimiter, encoding)) == expected


def spelt(line: PlanLine, days: str) -> list[str]:
    return [day.strftime(days) for day in (line.start, line.end) if day]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_a_plan_comes_back_from_a_workbook(lines: Made) -> None:
    expected = made(lines)
    rows = [
        (line.line_id, line.campaign_name, float(line.approved.amount), line.approved.currency, line.start, line.end)
        for line in expected
    ]
    assert read_plan("p", xlsx_bytes([HEADINGS, *rows])) == expected


WORKBOOK = xlsx_bytes([HEADINGS, ("L1", "Spring", 5, "EUR", date(2026, 1, 1), date(2026, 1, 2))])
ANY_BYTES = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
    st.text(max_size=200).map(lambda text: f"claim_id,campaign,amount,currency,from\n{text}".encode()),
    st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6).map(
        lambda rows: csv_bytes([["claim id", "campaign", "amount", "currency", "start"], *rows])
    ),
)


@settings(max_examples=60, deadline=None)
@given(ANY_BYTES)
def test_no_bytes_raise_anything_but_faults(content: bytes) -> None:
    for read in (read_plan, read_claims):
        with suppress(TableFaultsError):
            read("p", content)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_broken_workbook_raises_anything_but_faults(data: st.DataObject) -> None:
    whole = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(TableFaultsError):
        read_plan("p", bytes(whole[: data.draw(st.integers(0, len(whole)))]))


@pytest.mark.parametrize("spoilt", range(3))
def test_a_table_with_one_fault_is_not_half_used(spoilt: int) -> None:
    rows = [(f"L{place}", "Spring", "5" if place != spoilt else "-5", "EUR", "", "") for place in range(3)]
    with pytest.raises(TableFaultsError) as raised:
        read_plan("p", csv_bytes([HEADINGS, *rows]))
    assert [fault.row for fault in raised.value.faults] == [spoilt + 2]
