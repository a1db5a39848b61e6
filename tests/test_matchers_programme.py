"""Programmes: the files in data, inheritance, and all faults told at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Money
from matchers.checks.catalogue import RULES
from matchers.model import Severity
from matchers.programme import RULE_OF_CODE, ProgrammeFaults, parse_programme

FOLDER = Path(__file__).parent.parent / "data" / "programs"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
BASE = 'name = "test"\nversion = "1"\n'


@pytest.mark.parametrize("name", TEXTS)
def test_every_programme_that_is_shipped_is_sound(name: str) -> None:
    assert parse_programme(TEXTS[name], TEXTS).name == name


def test_all_faults_are_told_at_once() -> None:
    text = """
    version = 1
    nonsense = true
    reimbursement = 3
    [tolerance]
    share = "a"
    [checks]
    arithmetic = "block"
    handwriting = "info"
    nothing = "info"
    """
    with pytest.raises(ProgrammeFaults) as raised:
        parse_programme(text)
    assert {fault.key for fault in raised.value.faults} == {
        "name",
        "version",
        "nonsense",
        "reimbursement",
        "tolerance.share",
        "checks.arithmetic",
        "checks.handwriting",
        "checks.nothing",
    }


@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.setting])
def test_only_documented_rules_may_block(code: str) -> None:
    text = f'{BASE}[checks]\n{code} = "block"\n'
    if next(rule.provenance for rule in RULES if rule.code == code) == "documented":
        assert parse_programme(text).severity(code) is Severity.BLOCK
    else:
        with pytest.raises(ProgrammeFaults):
            parse_programme(text)


def test_no_check_of_the_generic_programme_blocks() -> None:
    generic = parse_programme(TEXTS["generic"])
    assert Severity.BLOCK not in {generic.severity(rule.code) for rule in RULES if rule.setting}


@pytest.mark.parametrize("parent", ["nobody", "a"])
def test_an_unknown_or_circular_parent_is_a_fault(parent: str) -> None:
    with pytest.raises(ProgrammeFaults, match="inherits"):
        parse_programme(f'inherits = "{parent}"', {"a": 'inherits = "a"'})


def test_windows_and_caps_must_make_sense() -> None:
    text = f"""{BASE}
    [windows.X]
    usage_start = 2021-06-30
    usage_end = 2021-01-01
    claims_open = 2021-08-15
    claims_close = 2021-02-16
    [caps.c]
    amount = 5
    currency = "USD"
    activities = ["unknown"]
    """
    with pytest.raises(ProgrammeFaults) as raised:
        parse_programme(text)
    assert len(raised.value.faults) == 3


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 12, 31), None), (date(2026, 1, 1), Decimal(11)), (date(2026, 2, 1), Decimal(12))],
)
def test_money_is_converted_at_the_newest_rate_that_was_known(day: date, expected: Decimal | None) -> None:
    rates = "".join(
        f'[[rates]]\nsource = "EUR"\ntarget = "SEK"\nrate = {rate}\nday = 2026-0{month}-01\n'
        for rate, month in ((11, 1), (12, 2))
    )
    converted = parse_programme(BASE + rates).convert(Money(Decimal(1), "EUR"), "SEK", day)
    assert converted == (Money(expected, "SEK") if expected else None)


def test_findings_of_the_reconciliation_cite_rules_of_the_catalogue() -> None:
    cited = {(rule.found_by, rule.rule) for rule in RULES}
    assert set(RULE_OF_CODE.items()) <= cited
