"""Whole small batches: what is matched, found and cleared, as a reviewer would expect it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractors.model import DocumentKind, FieldName, Money, Problem
from matchers.model import Claim, Exhibit, PlanLine, Reconciliation
from matchers.programme_model import ExchangeRate, Programme, TaxBasis
from tests.matching_sample import claim, codes, exhibit, line, places, reconciled

MARCH, APRIL, MAY = ("2026-03-02", "2026-03-29"), ("2026-04-01", "2026-04-28"), ("2026-05-04", "2026-05-31")
EIGHT = (
    "missing_claim",
    "excess_claim",
    "unplanned_claim",
    "outside_window",
    "duplicate_evidence",
    "missing_evidence",
    "overclaimed",
    "wrong_campaign",
)
HARBOUR = line("L1", "Harbour Lights", "1000.00", MARCH)
RIVERS = line("L2", "Clean Rivers", "500.00", APRIL)
PLAN = (HARBOUR, RIVERS)


def invoice(name: str = "a.pdf", campaign: str = "Harbour Lights", total: str | None = "1000.00") -> Exhibit:
    return exhibit(name, campaign, total, MARCH)


def rivers(name: str = "r.pdf", total: str = "500.00") -> Exhibit:
    return exhibit(name, "Clean Rivers", total, APRIL)


def statuses(found: Reconciliation) -> dict[str, str]:
    return {each.line.line_id: each.status.value for each in found.lines}


def reasons(found: Reconciliation, line_id: str) -> str:
    return " ".join(next(each.reasons for each in found.lines if each.line.line_id == line_id))


LOOSE = [
    ("all agrees", [invoice(), rivers()], set(), {"L1": "cleared", "L2": "cleared"}),
    ("nothing came", [rivers()], {("missing_claim", "L1")}, {"L1": "flagged", "L2": "cleared"}),
    ("too much", [invoice(total="1300.00"), rivers()], {("excess_claim", "L1")}, {"L1": "flagged", "L2": "cleared"}),
    (
        "two make too much",
        [invoice(total="700.00"), invoice("b.pdf", total="600.00"), rivers()],
        {("excess_claim", "L1")},
        {"L1": "flagged", "L2": "cleared"},
    ),
    (
        "nobody planned it",
        [invoice(), rivers(), exhibit("x.pdf", "Volcano Gala", "77.00", MAY)],
        {("unplanned_claim", "x.pdf")},
        {"L1": "cleared", "L2": "cleared"},
    ),
    (
        "a month late",
        [invoice(), exhibit("r.pdf", "Clean Rivers", "500.00", MAY)],
        {("outside_window", "r.pdf")},
        {"L1": "cleared", "L2": "flagged"},
    ),
    (
        "handed in twice",
        [invoice(), exhibit("b.pdf", "Harbour Lights", "1000.00", MARCH, "N-a.pdf", scanned=True), rivers()],
        {("duplicate_evidence", "b.pdf")},
        {"L1": "flagged", "L2": "cleared"},
    ),
    (
        "a part only is no fault, and not cleared either",
        [invoice(total="400.00"), rivers()],
        set(),
        {"L1": "review", "L2": "cleared"},
    ),
    (
        "an amount read badly",
        [exhibit("a.pdf", "Harbour Lights", "987.00", MARCH, confidence=0.1), rivers()],
        set(),
        {"L1": "review", "L2": "cleared"},
    ),
    ("no amount read", [invoice(total=None), rivers()], set(), {"L1": "review", "L2": "cleared"}),
    ("no dates read", [exhibit("a.pdf", "Harbour Lights", "1000.00", None), rivers()], set(), {"L1": "review"}),
]


@pytest.mark.parametrize(
    ("exhibits", "found", "outcome"), [case[1:] for case in LOOSE], ids=[each[0] for each in LOOSE]
)
def test_documents_that_are_the_claims(
    exhibits: list[Exhibit], found: set[tuple[str, str]], outcome: dict[str, str]
) -> None:
    reconciliation = reconciled(PLAN, exhibits)
    assert codes(reconciliation, *EIGHT) == found
    assert outcome.items() <= statuses(reconciliation).items()


BOTH = [claim("C1", "L1", "1000.00", "a.pdf"), claim("C2", "L2", "500.00", "r.pdf")]
CLAIMED = [
    ("all agrees", BOTH, [invoice(), rivers()], set(), {"L1": "cleared", "L2": "cleared"}),
    ("no document", BOTH, [rivers()], {("missing_evidence", "C1")}, {"L1": "flagged"}),
    (
        "no document named",
        [claim("C1", "L1", "1000.00"), BOTH[1]],
        [rivers()],
        {("missing_evidence", "C1")},
        {"L1": "flagged"},
    ),
    ("asks for more", BOTH, [invoice(total="800.00"), rivers()], {("overclaimed", "C1")}, {"L1": "flagged"}),
    (
        "a part is claimed",
        [claim("C1", "L1", "600.00", "a.pdf"), BOTH[1]],
        [invoice(), rivers()],
        set(),
        {"L1": "cleared"},
    ),
    (
        "another campaign",
        BOTH,
        [invoice(campaign="Volcano Gala"), rivers()],
        {("wrong_campaign", "C1")},
        {"L1": "flagged"},
    ),
    ("nothing claimed", BOTH[:1], [invoice()], {("missing_claim", "L2")}, {"L1": "cleared", "L2": "flagged"}),
    (
        "claims exceed the line",
        [claim("C1", "L1", "1100.00", "a.pdf"), BOTH[1]],
        [invoice(total="1100.00"), rivers()],
        {("excess_claim", "L1")},
        {"L1": "flagged"},
    ),
    (
        "no line fits",
        [*BOTH, claim("C3", "", "77.00", "x.pdf")],
        [invoice(), rivers(), exhibit("x.pdf", "Volcano Gala", "77.00", MAY)],
        {("unplanned_claim", "x.pdf")},
        {"L1": "cleared"},
    ),
    (
        "the wrong amount was read, the claimed one is printed",
        BOTH,
        [exhibit("a.pdf", "Harbour Lights", "850.00", MARCH, words="Total 1,000.00"), rivers()],
        set(),
        {"L1": "review"},
    ),
]


@pytest.mark.parametrize(
    ("claims", "exhibits", "found", "outcome"), [case[1:] for case in CLAIMED], ids=[each[0] for each in CLAIMED]
)
def test_claims_with_their_documents(
    claims: list[Claim], exhibits: list[Exhibit], found: set[tuple[str, str]], outcome: dict[str, str]
) -> None:
    reconciliation = reconciled(PLAN, exhibits, claims)
    assert codes(reconciliation, *EIGHT) == found
    assert outcome.items() <= statuses(reconciliation).items()


def test_two_lines_that_fit_alike_are_a_tie_that_a_person_breaks() -> None:
    plan = (line("L1", "Harbour Lights", "1000.00", MARCH), line("L2", "Harbour Lights", "1000.00", MARCH))
    found = reconciled(plan, [invoice()])
    taken = places(found)["a.pdf"]
    assert statuses(found)[taken or ""] == "review"
    assert "the next best is" in reasons(found, taken or "")
    other = "L2" if taken == "L1" else "L1"
    assert [each.runner_up.partition(" ")[0] for each in found.allocations] == [other]


def test_a_reference_breaks_the_tie() -> None:
    plan = (line("L1", "Harbour Lights", "1000.00", MARCH), line("L2", "Harbour Lights", "1000.00", MARCH, "N-a.pdf"))
    assert places(reconciled(plan, [invoice()])) == {"a.pdf": "L2"}


def test_documents_of_one_line_are_put_together_by_their_sum() -> None:
    plan = (line("L1", "Harbour Lights", "950.00", MARCH), line("L2", "Harbour Lights", "610.00", MARCH))
    amounts = {"a.pdf": "550.00", "b.pdf": "400.00", "c.pdf": "410.00", "d.pdf": "200.00"}
    found = reconciled(plan, [invoice(name, total=total) for name, total in amounts.items()])
    assert places(found) == {"a.pdf": "L1", "b.pdf": "L1", "c.pdf": "L2", "d.pdf": "L2"}


def test_the_plan_settles_which_of_two_readings_is_right() -> None:
    read = exhibit(
        "a.pdf", "Harbour Lights", "850.00", MARCH, others={FieldName.TOTAL_AMOUNT: ["1000.00"]}, confidence=0.5
    )
    found = reconciled((HARBOUR,), [read])
    assert found.allocations[0].amount == Money(Decimal("1000.00"), "EUR")


def test_another_currency_is_converted_by_the_rate_of_its_day_and_never_without() -> None:
    rate = ExchangeRate("SEK", "EUR", Decimal("0.1"), date(2026, 1, 1), "test")
    sek = exhibit("a.pdf", "Harbour Lights", "10000.00", MARCH, currency="SEK")
    converted = reconciled((HARBOUR,), [sek], programme=Programme("test", "1", rates=(rate,)))
    assert converted.lines[0].evidenced == Money(Decimal("1000.00"), "EUR")
    assert converted.allocations[0].amount == Money(Decimal("10000.00"), "SEK")
    unconverted = reconciled((HARBOUR,), [sek])
    assert unconverted.lines[0].evidenced == Money(Decimal(0), "EUR")
    assert unconverted.lines[0].status != "cleared"


@pytest.mark.parametrize(
    ("basis", "approved", "excess"),
    [
        (TaxBasis.ANY, "1000.00", False),
        (TaxBasis.ANY, "800.00", False),
        (TaxBasis.NET, "800.00", False),
        (TaxBasis.GROSS, "800.00", True),
    ],
)
def test_the_programme_says_whether_tax_counts(basis: TaxBasis, approved: str, excess: bool) -> None:
    taxed = exhibit(
        "a.pdf",
        "Harbour Lights",
        "1000.00",
        MARCH,
        more={FieldName.NET_AMOUNT: "800.00", FieldName.TAX_AMOUNT: "200.00"},
    )
    found = reconciled(
        (line("L1", "Harbour Lights", approved, MARCH),), [taxed], programme=Programme("t", "1", tax_basis=basis)
    )
    assert (("excess_claim", "L1") in codes(found)) is excess


def test_proof_that_costs_nothing_counts_no_money() -> None:
    agenda = exhibit("agenda.pdf", "Harbour Lights", "9999.00", MARCH, kind=DocumentKind.AGENDA)
    found = reconciled((HARBOUR,), [invoice(), agenda])
    assert found.lines[0].evidenced == Money(Decimal("1000.00"), "EUR")


def test_a_document_read_in_part_clears_nothing() -> None:
    torn = exhibit(
        "a.pdf", "Harbour Lights", "1000.00", MARCH, problems=(Problem("cut", "It ends early.", None, True),)
    )
    assert statuses(reconciled((HARBOUR,), [torn]))["L1"] != "cleared"


def test_what_was_read_badly_accuses_nobody_of_being_unplanned() -> None:
    found = reconciled((HARBOUR,), [invoice(), exhibit("x.pdf", "Vo1c Gl", "77.00", MAY, confidence=0.4)])
    assert codes(found, "unplanned_claim", "unplaced_document") == {("unplaced_document", "x.pdf")}


@pytest.mark.parametrize(("scanned", "code"), [(False, "unplanned_claim"), (True, "unplaced_document")])
def test_a_text_that_names_no_line_anywhere_needs_no_sure_name(scanned: bool, code: str) -> None:
    stranger = exhibit("x.pdf", "Volcano Gala", "77.00", MAY, confidence=0.6, scanned=scanned)
    found = reconciled((HARBOUR,), [invoice(), stranger])
    assert codes(found, "unplanned_claim", "unplaced_document") == {(code, "x.pdf")}


def test_a_small_sum_rounded_up_to_a_whole_hundred_is_no_part() -> None:
    for approved, status in (("100.00", "cleared"), ("97.00", "review"), ("1000.00", "review")):
        assert statuses(reconciled((line("L1", "Harbour Lights", approved, MARCH),), [invoice(total="60.00")])) == {
            "L1": status
        }


def test_a_window_that_is_still_open_misses_nothing() -> None:
    running = line("L1", "Harbour Lights", "1000.00", ("2026-12-01", "2027-01-31"))
    assert codes(reconciled((running,), []), "missing_claim") == set()


def test_every_finding_can_be_read_without_its_code() -> None:
    claims = [
        claim("C1", "L1", "1500.00", "a.pdf"),
        claim("C3", "", "7.00", "x.pdf"),
        claim("C4", "L2", "9.00", "gone.pdf"),
    ]
    found = reconciled(PLAN, [invoice(), exhibit("x.pdf", "Volcano Gala", "7.00", MAY)], claims)
    for finding in (each for each in found.findings if each.code in EIGHT):
        assert finding.message.endswith(".")
        assert any(
            subject and subject in finding.message for subject in (finding.document, finding.claim_id, finding.line_id)
        )
        assert finding.code not in finding.message


def test_the_comparisons_of_an_allocation_add_up_to_its_score() -> None:
    for each in reconciled(PLAN, [invoice(), rivers()]).allocations:
        assert sum(comparison.weight for comparison in each.comparisons) == pytest.approx(each.score, abs=0.01)


def test_days_that_were_hardly_read_do_not_keep_a_document_from_its_line() -> None:
    for days in (MAY, ("2026-02-20", "2026-03-10")):
        doubtful = exhibit("a.pdf", "Harbour Lights", "1000.00", days, confidence=0.97)
        evidence = tuple(
            replace(each, chosen=replace(each.chosen, confidence=0.1))
            if each.name in (FieldName.ACTIVITY_START, FieldName.ACTIVITY_END)
            else each
            for each in doubtful.extraction.evidence
        )
        unsure = replace(doubtful, extraction=replace(doubtful.extraction, evidence=evidence))
        sure, hardly = (reconciled((HARBOUR,), [each]) for each in (doubtful, unsure))
        assert places(hardly) == {"a.pdf": "L1"}
        assert hardly.allocations[0].probability > sure.allocations[0].probability
        assert sum(each.weight for each in hardly.allocations[0].comparisons) == pytest.approx(
            hardly.allocations[0].score, abs=0.01
        )
        assert statuses(hardly)["L1"] == "review"


def test_what_a_proof_prints_takes_nothing_from_how_the_invoice_makes_up_the_claim() -> None:
    agenda = exhibit("agenda.pdf", "Harbour Lights", "8888.00", MARCH, kind=DocumentKind.AGENDA)
    found = reconciled((HARBOUR,), [invoice(), agenda], [claim("C1", "L1", "1000.00", "a.pdf", "agenda.pdf")])
    labels = {
        each.document: next(one.label for one in each.comparisons if one.field == "amount")
        for each in found.allocations
    }
    assert labels["a.pdf"] == "same amount"
    # The agenda by itself is held against what is claimed, not against what was approved.
    assert labels["agenda.pdf"] == "far above what is claimed"
    assert {each.document: each.amount and each.amount.amount for each in found.allocations} == {
        "a.pdf": Decimal("1000.00"),
        "agenda.pdf": 0,
    }
    assert statuses(found) == {"L1": "cleared"}
    assert found.lines[0].confidence > 0.9


def test_lines_keep_what_the_plan_said() -> None:
    found = reconciled(PLAN, [invoice()])
    kept: tuple[PlanLine, ...] = tuple(each.line for each in found.lines)
    assert kept == PLAN


@pytest.mark.parametrize("copy", ["0.pdf", "zz.pdf"])
def test_what_a_claim_cites_is_the_original_of_a_copy_that_none_cites(copy: str) -> None:
    again = invoice()
    again = replace(again, document=replace(again.document, name=copy))
    found = reconciled((HARBOUR,), [invoice(), again], [claim("C1", "L1", "1000.00", "a.pdf")])
    assert [(each.document, each.related_document) for each in found.findings if each.code == "duplicate_evidence"] == [
        (copy, "a.pdf")
    ]
    assert {each.document: each.amount and each.amount.amount for each in found.allocations} == {
        "a.pdf": Decimal("1000.00"),
        copy: 0,
    }
