"""The levels of each comparison, the weights they bear, and which lines are compared at all."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from extractors.model import Money
from flows.steps.weights import FILE, load_weights
from matchers.blocking import LineIndex
from matchers.comparisons import (
    LABELS,
    Window,
    amount_level,
    dates_level,
    is_rounded_up,
    period_level,
    reference_level,
    thousandths,
)
from matchers.comparisons import line_references as references_of
from matchers.profiles import Profile, bare_number, number_key, prints, profile_of
from matchers.programme_model import TaxBasis
from matchers.weights import SCALES, parse_weights
from tests.matching_sample import AS_OF, PROGRAMME, claim, exhibit, line, places, reconciled

MARCH = ("2026-03-02", "2026-03-29")
WINDOW = Window(100, 130, 0)


def named(field: str, level: int) -> str:
    return SCALES[field][level]


@pytest.mark.parametrize(
    ("first", "last", "level", "period"),
    [
        (100, 130, "inside", "equal"),
        (103, 128, "inside", "close"),
        (110, 112, "inside", "part"),
        (95, 105, "overlaps", "missing"),
        (125, 140, "overlaps", "missing"),
        (131, 140, "near", "missing"),
        (60, 99, "near", "missing"),
        (400, 410, "far", "missing"),
    ],
)
def test_days_against_a_window(first: int, last: int, level: str, period: str) -> None:
    assert named("dates", dates_level(first, last, WINDOW)) == level
    assert named("period", period_level(first, last, WINDOW)) == period


def test_the_programme_s_grace_widens_the_window() -> None:
    assert named("dates", dates_level(98, 131, Window(100, 130, 2))) == "inside"


@pytest.mark.parametrize(
    ("amount", "approved", "level"),
    [
        ("1000.00", "1000.00", "equal"),
        ("999.40", "1000.00", "rounded_close"),
        ("951.20", "1000.00", "rounded"),
        ("985.00", "1001.17", "near"),
        ("400.00", "1000.00", "part"),
        ("1000.01", "1000.00", "equal"),
        ("1000.02", "1000.00", "above"),
        ("1700.00", "1000.00", "above"),
        ("1800.00", "1000.00", "far_above"),
    ],
)
def test_amounts_against_what_was_approved(amount: str, approved: str, level: str) -> None:
    assert named("amount", amount_level(thousandths(Decimal(amount)), thousandths(Decimal(approved)), 10)) == level


@pytest.mark.parametrize(("amount", "approved", "rounded"), [(1234, 1240, True), (40, 100, False), (1234, 1300, True)])
def test_rounding_up_is_to_a_step_that_is_small_for_the_amount(amount: int, approved: int, rounded: bool) -> None:
    assert is_rounded_up(amount * 1000, approved * 1000) is rounded


def profile(number: str = "INV-77", words: str = "") -> Profile:
    index = LineIndex((), PROGRAMME, load_weights(), AS_OF)
    read = exhibit("a.pdf", "Harbour Lights", "1000.00", MARCH, number, words=words)
    return profile_of(read, index.gazetteer, frozenset({"PO4711"}), TaxBasis.ANY)


@pytest.mark.parametrize(
    ("references", "number", "words", "level"),
    [
        ((), "INV-77", "", "missing"),
        (("INV 77",), "INV-77", "", "own_number"),
        (("INV-77-2",), "INV-77-1", "", "other_revision"),
        (("PO-4711",), "INV-77", "order PO 4711", "printed"),
        (("PO-9999",), "INV-77", "", "others_named"),
    ],
)
def test_references(references: tuple[str, ...], number: str, words: str, level: str) -> None:
    planned = line("L1", "Harbour Lights", "1000.00", MARCH, *references)
    assert named("reference", reference_level(profile(number, words), *references_of(planned))) == level


def test_numbers_are_compared_without_their_punctuation() -> None:
    assert (number_key("inv-77/1"), bare_number("INV-77-1"), bare_number("77")) == ("INV771", "INV77", "77")


def test_a_printed_amount_is_known_however_it_is_written() -> None:
    read = profile(words="Total $1,234.50 or 9.876,00")
    assert [prints(read, Decimal(text)) for text in ("1234.50", "9876.00", "1234.51")] == [True, True, False]


def test_every_level_has_a_label_and_a_weight() -> None:
    weights = load_weights()
    assert {field: len(labels) for field, labels in LABELS.items()} == {
        name: len(levels) for name, levels in SCALES.items()
    }
    assert {field: len(bits) for field, bits in weights.bits.items()} == {
        name: len(levels) for name, levels in SCALES.items()
    }
    assert all(bits[0] == 0.0 for bits in weights.bits.values())


@pytest.mark.parametrize("field", ["campaign", "reference", "dates", "period", "amount"])
def test_the_best_level_speaks_for_a_match_and_the_worst_against_it(field: str) -> None:
    bits = load_weights().bits[field]
    assert bits[-1] > 0 > bits[1]


def test_weights_that_lack_a_level_are_refused_by_name() -> None:
    table = json.loads(FILE.read_text(encoding="utf-8"))
    del table["bits"]["dates"]["far"]
    with pytest.raises(ValueError, match=r"bits\.dates: expected the levels far, near"):
        parse_weights(json.dumps(table))


def test_only_lines_that_something_speaks_for_are_compared() -> None:
    plan = [line(f"L{number:03}", f"Campaign {'abcdefghij'[number % 10] * 6}", "10.00", MARCH) for number in range(100)]
    index = LineIndex(plan, PROGRAMME, load_weights(), AS_OF)
    read = profile_of(exhibit("a.pdf", "Campaign dddddd", "10.00", MARCH), index.gazetteer, frozenset(), TaxBasis.ANY)
    assert {plan[each.line].campaign_name for each in index.candidates(0, read)} == {"Campaign dddddd"}


def test_claims_on_several_lines_share_one_invoice() -> None:
    plan = (line("L1", "Harbour Lights", "600.00", MARCH), line("L2", "Harbour Lights", "400.00", MARCH))
    claims = (claim("C1", "L1", "600.00", "a.pdf"), claim("C2", "L2", "400.00", "a.pdf"))
    found = reconciled(plan, [exhibit("a.pdf", "Harbour Lights", "1000.00", MARCH)], claims)
    amounts = {each.line_id: each.amount for each in found.allocations}
    assert amounts == {"L1": Money(Decimal("600.00"), "EUR"), "L2": Money(Decimal("400.00"), "EUR")}
    assert set(places(found)) == {"a.pdf"}
