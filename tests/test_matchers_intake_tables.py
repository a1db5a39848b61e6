"""Plans and claims from what people export: headings, delimiters, encodings, workbooks, dates and amounts."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractors.model import Money
from matchers.intake.aliases import CLAIMS, PLAN
from matchers.intake.claims import read_claims
from matchers.intake.headings import normalised
from matchers.intake.plan import read_plan
from matchers.model import Claim, Metric, Origin, PlanLine
from tests.intake_tables import HEADINGS, MARCH, Grid, csv_bytes, plan_csv, row, xlsx_bytes

LINE = PlanLine(
    "L1",
    "Spring",
    Money(Decimal("1200.50"), "EUR"),
    date(2026, 3, 1),
    date(2026, 3, 31),
    origin=Origin("plan", 2),
)
FULL = (
    ("Programme", "Co-op"),
    ("Period", "2026 H1"),
    ("Partner location ID", "4711"),
    ("Plan", "Plan A"),
    ("Campaign", "Spring"),
    ("Activity", "Printed leaflets"),
    ("Activity type", "print_ad"),
    ("Countries", "SE, DE; FR"),
    ("Start date", "2026-03-01"),
    ("End date", "2026-03-31"),
    ("Approved amount", "1200.50"),
    ("Currency", "EUR"),
    ("Pre-approval ID", "PA-7"),
    ("Expected evidence", "Screenshots, Photo; logo on banner"),
    ("Reference", "A-1; A-2"),
    ("Line ID", "L1"),
    ("Approved on", "2026-02-01"),
    ("Supplier", "Print House Ltd"),
    ("Language", "SV"),
)


def amounts(*texts: str, currency: str = "EUR") -> list[Decimal]:
    rows = [row(line_id=f"L{place}", approved_amount=text, currency=currency) for place, text in enumerate(texts)]
    return [line.approved.amount for line in read_plan("plan", plan_csv(*rows))]


def starts(*texts: str) -> list[date | None]:
    rows = [row(line_id=f"L{place}", start_date=text, end_date="") for place, text in enumerate(texts)]
    return [line.start for line in read_plan("plan", plan_csv(*rows))]


def test_all_columns_of_a_plan_are_read() -> None:
    content = csv_bytes([[heading for heading, _ in FULL], [value for _, value in FULL]])
    expected = replace(
        LINE,
        activity_type="print_ad",
        references=("A-1", "A-2"),
        programme="Co-op",
        period="2026 H1",
        partner="4711",
        plan="Plan A",
        activity="Printed leaflets",
        countries=("SE", "DE", "FR"),
        preapproval_id="PA-7",
        expected_evidence=("screenshot", "photograph", "logo on banner"),
        approved_on=date(2026, 2, 1),
        vendor="Print House Ltd",
        language="sv",
    )
    assert read_plan("plan", content) == (expected,)


def test_all_columns_of_claims_are_read() -> None:
    headings = ["claim_id", "line_id", "poe_name", "poe_date", "claimed_amount", "currency", "documents", "Partner"]
    headings += ["Submitted", "Programme", "Period", "Country", "Pre-approval ID", "Category", "Note"]
    headings += ["Estimated impressions", "Calls", "Attendees"]
    cells = ["K1", "L1", "Leaflets", "2026-03-05", "99.90", "EUR", "a, b.pdf; c.pdf", "Acme AB"]
    cells += ["2026-04-01", "Co-op", "2026 H1", "SE", "PA-7", "PRINT", "The final piece", "12 000", "1,200", ""]
    expected = Claim(
        "K1",
        "L1",
        Money(Decimal("99.90"), "EUR"),
        "Leaflets",
        date(2026, 3, 5),
        ("a, b.pdf", "c.pdf"),
        "Acme AB",
        date(2026, 4, 1),
        Origin("claims", 2),
        "Co-op",
        "2026 H1",
        ("SE",),
        "PA-7",
        "PRINT",
        "The final piece",
        (Metric("reach", Decimal(12000)), Metric("calls", Decimal(1200))),
    )
    assert read_claims("claims", csv_bytes([headings, cells], ";")) == (expected,)


@pytest.mark.parametrize(
    "headings",
    [
        ("Rad-ID", "Kampanjnamn", "Godkänt belopp", "Valuta", "Startdatum", "Slutdatum"),
        ("Positionsnummer", "Name der Kampagne", "Genehmigter Betrag", "Währung", "Beginn", "Ende"),
        ("N° de ligne", "Nom de la campagne", "Montant approuvé", "Devise", "Date de début", "Date de fin"),
        ("ID de línea", "Nombre de la campaña", "Importe aprobado", "Moneda", "Fecha de inicio", "Fecha de fin"),
        ("ID riga", "Nome della campagna", "Importo approvato", "Valuta", "Data di inizio", "Data di fine"),
        ("Regelnummer", "Campagnenaam", "Goedgekeurd bedrag", "Munt", "Begindatum", "Einddatum"),
        ("Linje-id", "Kampagnenavn", "Godkendt beløb", "Valuta", "Startdato", "Slutdato"),
        ("Linje-ID", "Kampanjenavn", "Godkjent beløp", "Valuta", "Fra dato", "Til dato"),
        ("Rivin tunnus", "Kampanjan nimi", "Hyväksytty summa", "Valuutta", "Alkupäivä", "Loppupäivä"),
        ("ID da linha", "Nome da campanha", "Valor aprovado", "Moeda", "Data de início", "Data de fim"),
        ("Numer pozycji", "Nazwa kampanii", "Zatwierdzona kwota", "Waluta", "Data rozpoczęcia", "Data zakończenia"),
        ("LINE ID", "campaign", "Approved Amount (EUR)", "currency", "from", "to"),
        ("line-id", "Campaign  Name", "approved_amount", "CURRENCY CODE", "Start_Date", "END DATE:"),
    ],
)
def test_headings_in_many_languages_and_hands(headings: Sequence[str]) -> None:
    assert read_plan("plan", plan_csv(row(), headings=headings)) == (LINE,)


@pytest.mark.parametrize("table", [PLAN, CLAIMS])
def test_no_heading_means_two_columns(table: dict[str, tuple[str, ...]]) -> None:
    owners: dict[str, set[str]] = {}
    for column, headings in table.items():
        for heading in (*headings, column):
            owners.setdefault(normalised(heading), set()).add(column)
    assert {heading: columns for heading, columns in owners.items() if len(columns) > 1} == {}


def test_the_more_telling_of_two_headings_wins() -> None:
    headings = (*HEADINGS, "Budget", "Name")
    assert read_plan("plan", plan_csv([*row(), "9999", "Acme AB"], headings=headings)) == (LINE,)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    rows = [HEADINGS, row(campaign_name="Vår – Größe, 5 € | à; la")]
    line = replace(LINE, campaign_name="Vår – Größe, 5 € | à; la")
    assert read_plan("plan", csv_bytes(rows, delimiter, encoding)) == (line,)


def test_utf16_of_other_scripts_needs_its_mark() -> None:
    rows = [HEADINGS, row(campaign_name="春のキャンペーン")]
    content = codecs.BOM_UTF16_BE + csv_bytes(rows, encoding="utf-16-be")
    assert read_plan("plan", content)[0].campaign_name == "春のキャンペーン"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_and_quoted_breaks(end: str) -> None:
    text = f'{",".join(HEADINGS)}{end}L1,"Spring\nSale",1200.50,EUR,2026-03-01,2026-03-31{end}'
    assert read_plan("plan", text.encode())[0].campaign_name == "Spring\nSale"


WORKBOOK: Grid = [list(HEADINGS), ["L1", "Spring", 1200.5, "EUR", *MARCH]]
WITHOUT = ("line_id", "campaign_name", "approved_amount", "start_date", "end_date")
CURRENCY_FORMATS = ["#,##0.00 [$EUR]", "[$€-407]#,##0.00", '#,##0.00 "EUR"', "#,##0.00\\ €", "[$EUR] #,##0.00"]


def test_a_workbook_has_real_numbers_and_dates() -> None:
    assert read_plan("plan", xlsx_bytes(WORKBOOK)) == (LINE,)


@pytest.mark.parametrize("number_format", CURRENCY_FORMATS)
def test_a_cells_format_may_name_its_currency(number_format: str) -> None:
    content = xlsx_bytes([WITHOUT, ["L1", "Spring", 1200.5, *MARCH]], {"C2": number_format})
    assert read_plan("plan", content) == (LINE,)


def test_the_sheet_with_the_table_is_found() -> None:
    content = xlsx_bytes(WORKBOOK, before=[["Campaign", "Remarks"], ["Spring", "Ask Ann"]])
    assert read_plan("plan", content) == (replace(LINE, origin=Origin("plan", 2)),)


@pytest.mark.parametrize("number", [0.1 + 0.2, 1e-9 + 0.3, 0.30000000000000004])
def test_binary_noise_of_a_workbook_is_no_amount(number: float) -> None:
    content = xlsx_bytes([HEADINGS, ["L1", "Spring", number, "EUR", *MARCH]])
    assert read_plan("plan", content)[0].approved == Money(Decimal("0.3"), "EUR")


def test_numbers_that_a_workbook_keeps_as_identifiers() -> None:
    content = xlsx_bytes([HEADINGS, [1001, "Spring", 5, "EUR", *MARCH], [1002.0, 2026, 5, "EUR", *MARCH]])
    lines = read_plan("plan", content)
    assert [(line.line_id, line.campaign_name) for line in lines] == [("1001", "Spring"), ("1002", "2026")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1,234.50", "12"), ("1234.50", "12")),
        (("1.234,50", "12"), ("1234.50", "12")),
        (("1 234,50", "1\u00a0000,00", "1\u202f000"), ("1234.50", "1000", "1000")),
        (("1'234.50", "1’000"), ("1234.50", "1000")),
        (("1,234", "12.50"), ("1234", "12.50")),
        (("1.234", "12,50"), ("1234", "12.50")),
        (("1.234", "1.500"), ("1234", "1500")),
        (("1,234,567", "1,5"), ("1234567", "1.5")),
        (("1.234.567", "12,5"), ("1234567", "12.5")),
        (("12,34,567.00", "5"), None),
        (("EUR 1,234.50", "€12", "12 €", "12 EUR"), ("1234.50", "12", "12", "12")),
        ((".50", "1,000.25"), ("0.50", "1000.25")),
        (("0", "0.00"), ("0", "0")),
    ],
)
def test_the_decimal_mark_is_judged_over_the_column(texts: tuple[str, ...], expected: tuple[str, ...] | None) -> None:
    if expected is None:
        with pytest.raises(ValueError, match="expected"):
            amounts(*texts)
    else:
        assert amounts(*texts) == [Decimal(text) for text in expected]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("2026-03-01", "2026/03/02", "20260303", "2026.3.4"), (1, 2, 3, 4)),
        (("2026-03-01T12:00:00", "2026-03-02 08:30"), (1, 2)),
        (("01/03/2026", "31/03/2026"), (1, 31)),
        (("03/01/2026", "03/31/2026"), (1, 31)),
        (("01.03.2026", "2.3.26", "3. 3. 2026"), (1, 2, 3)),
        (("1 March 2026", "2 mars 2026", "3. März 2026", "Mar 4, 2026", "5-Mar-2026"), (1, 2, 3, 4, 5)),
        (("1er mars 2026", "2nd March 2026", "3 mrt. 2026"), (1, 2, 3)),
        (
            ("1 marzo 2026", "2 de marzo de 2026", "3 maaliskuuta 2026", "4 marca 2026", "5. marts 2026"),
            (1, 2, 3, 4, 5),
        ),
        (("03/03/2026", "03/03/2026"), (3, 3)),
    ],
)
def test_the_order_of_day_and_month_is_judged_over_the_column(
    texts: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    assert starts(*texts) == [date(2026, 3, day) for day in expected]


def test_another_column_settles_the_order() -> None:
    line = read_plan("plan", plan_csv(row(start_date="03/01/2026", end_date="03/31/2026")))[0]
    assert (line.start, line.end) == (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("changes", "currency"),
    [
        ({"currency": "eur"}, "EUR"),
        ({"currency": "€"}, "EUR"),
        ({"currency": "", "approved_amount": "SEK 5"}, "SEK"),
        ({"currency": "", "approved_amount": "5 £"}, "GBP"),
        ({"currency": "", "approved_amount": "US$ 5"}, "USD"),
    ],
)
def test_a_currency_of_its_own_or_beside_the_amount(changes: dict[str, object], currency: str) -> None:
    assert read_plan("plan", plan_csv(row(**changes)))[0].approved.currency == currency


def test_each_row_has_its_own_currency() -> None:
    rows = [row(line_id=code, currency=code) for code in ("EUR", "SEK", "JPY")]
    assert [line.approved.currency for line in read_plan("plan", plan_csv(*rows[:2]))] == ["EUR", "SEK"]


def test_a_heading_may_name_the_currency() -> None:
    headings = ("line_id", "campaign_name", "Approved amount in SEK", "start_date", "end_date")
    content = csv_bytes([headings, ["L1", "Spring", "5", "", ""]])
    assert read_plan("plan", content)[0].approved == Money(Decimal(5), "SEK")


def test_titles_above_blank_rows_between_and_totals_below_are_no_lines() -> None:
    rows = [
        ["Plan of Acme AB"],
        [],
        HEADINGS,
        row(),
        [],
        ["", "", "", ""],
        row(line_id="L2"),
        [],
        ["Total", "", "2401.00"],
    ]
    lines = read_plan("plan", csv_bytes([*rows, [], ["Exported by Ann on 2026-01-01"]]))
    assert [(line.line_id, line.origin) for line in lines] == [("L1", Origin("plan", 4)), ("L2", Origin("plan", 7))]


@pytest.mark.parametrize(
    "label", ["TOTAL", "Summa:", "Gesamtbetrag", "Total général", "Totale", "Totaal", "I alt", "Razem"]
)
def test_a_total_in_any_language_is_no_line(label: str) -> None:
    assert len(read_plan("plan", plan_csv(row(), ["", label, "1200.50"]))) == 1


def test_a_campaign_called_total_something_is_a_line() -> None:
    assert len(read_plan("plan", plan_csv(row(campaign_name="Total Cloud")))) == 1


def test_lines_without_identifiers_are_known_by_their_rows() -> None:
    content = csv_bytes([["Campaign", "Amount", "Currency"], ["Spring", "5", "EUR"], ["Summer", "6", "EUR"]])
    assert [line.line_id for line in read_plan("plan", content)] == ["row 2", "row 3"]


def test_columns_that_nobody_knows_are_left_alone() -> None:
    content = csv_bytes([(*HEADINGS, "Colour"), [*row(), "red"]])
    assert read_plan("plan", content) == (LINE,)


def test_short_rows_are_empty_at_their_ends() -> None:
    content = csv_bytes([HEADINGS, row()[:4]])
    assert read_plan("plan", content) == (replace(LINE, start=None, end=None),)


def test_the_order_of_rows_is_the_tables() -> None:
    rows = [row(line_id=name) for name in ("b", "a", "c")]
    assert [line.line_id for line in read_plan("plan", plan_csv(*rows))] == ["b", "a", "c"]
