"""Programmes: the files in data, inheritance, and all faults told at once."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Money
from matchers.checks.catalogue import RULES
from matchers.model import Severity
from matchers.programme import (
    RULE_OF_CODE,
    ActivityRule,
    Cap,
    Clearing,
    ExchangeRate,
    Fund,
    Partner,
    Programme,
    ProgrammeFaults,
    Tolerance,
    Window,
    parse_programme,
)
from matchers.programme_model import PerHead, ProofWhen, plain

FOLDER = Path(__file__).parent.parent / "data" / "programs"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
BASE = 'name = "test"\nversion = "1"\n'


@pytest.mark.parametrize("name", TEXTS)
def test_every_programme_that_is_shipped_is_sound(name: str) -> None:
    assert parse_programme(TEXTS[name], TEXTS).name == name


FAULTS = [
    ("caps.c.amount = 5", "caps.c.currency", "beside the amount"),
    ("caps.c.currency = 'USD'", "caps.c", "an amount, a share_of_earned or both"),
    ("caps.c = {amount = 5, currency = 'USD', activities = ['x']}", "caps.c.activities", "found 'x'"),
    ("excluded.beer = ['beer']", "excluded.beer", "expected one of"),
    ("rule_versions.arithmetic = 9", "rule_versions.arithmetic", "from 1 to 2"),
    ("rule_versions.nothing = 1", "rule_versions.nothing", "from 1 to 0"),
    ("activities.a.proof = [['foto']]", "activities.a.proof", "found 'foto'"),
    ("activities.a.eligible = ['X']", "activities.a.eligible", "keys of [expenses], found 'X'"),
    ("activities.a.metrics = ['X']", "activities.a.metrics", "keys of [metrics], found 'X'"),
    ("activities.a.shows = {offer_terms = []}", "activities.a.shows", "keys of [words], found 'offer_terms'"),
    ("activities.a.proof_when = [{proof = [], country_class = 'X'}]", "activities.a.proof_when", "found 'X'"),
    ("activities.a.proof_when = [{proof = [], claimed_from = 5}]", "activities.a.proof_when", "a currency"),
    ("effective_from = 2026-01-02\neffective_until = 2026-01-01", "effective_until", "not before effective_from"),
    (
        "partners.P = {enrolled_from = 2026-01-02, enrolled_until = 2026-01-01}",
        "partners.P.enrolled_until",
        "not before",
    ),
    ("activities.a.colour = 'red'", "activities.a.colour", "Unexpected keyword argument"),
    ("reimbursement = 1.5", "reimbursement", "less than or equal to 1, found Decimal('1.5')"),
    ("tax_basis = 'half'", "tax_basis", "'net', 'gross' or 'any', found 'half'"),
    ("windows.H1.usage_start = 2026-01-01", "windows.H1.usage_end", "required"),
    ("rates = [{source = 'eur', target = 'SEK', rate = 0, day = 2026-01-01}]", "rates.0.rate", "greater than 0"),
    ("= 5", "file", "expected TOML"),
]


@pytest.mark.parametrize(("text", "key", "expected"), FAULTS)
def test_a_fault_names_its_place(text: str, key: str, expected: str) -> None:
    with pytest.raises(ProgrammeFaults) as raised:
        parse_programme(BASE + text)
    fault = next(fault for fault in raised.value.faults if fault.key == key)
    assert expected in fault.expected


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


YEARS = range(2021, 2026)


@pytest.mark.parametrize("year", YEARS)
def test_microsoft_co_op_has_each_years_own_windows(year: int) -> None:
    programme = parse_programme(TEXTS[f"microsoft-coop-fy{year % 100}"], TEXTS)
    spring, autumn = programme.windows[f"FY{year % 100} H1"], programme.windows[f"FY{year % 100} H2"]
    assert (spring.usage_start, spring.usage_end) == (date(year, 1, 1), date(year, 6, 30))
    assert (spring.claims_open, spring.claims_close) == (date(year, 2, 16), date(year, 8, 15))
    assert (autumn.usage_start, autumn.usage_end) == (date(year, 7, 1), date(year, 12, 31))
    assert (autumn.claims_open, autumn.claims_close) == (date(year, 8, 16), date(year + 1, 2, 15))
    assert (programme.effective_from, programme.effective_until) == (date(year, 1, 1), date(year, 12, 31))


def test_only_years_whose_dates_are_published_block_on_dates() -> None:
    settings = {
        year: parse_programme(TEXTS[f"microsoft-coop-fy{year % 100}"], TEXTS).setting("late_claim") for year in YEARS
    }
    assert settings == {2021: "block", 2022: "block", 2023: "review", 2024: "review", 2025: "review"}


def test_microsoft_co_op_differs_by_year() -> None:
    older, newer, newest = (parse_programme(TEXTS[f"microsoft-coop-fy{year}"], TEXTS) for year in (23, 24, 25))
    assert "tv_radio" not in older.activities
    assert newer.activities["tv_radio"].preapproval
    assert not older.words.get("product_scope")
    assert "Mixed Reality" in newer.words["product_scope"]
    assert newer.activities["tradeshow"].category == "market development"
    assert newest.activities["tradeshow"].category == "demand generation"
    assert newest.activities["tradeshow"].proof == newer.activities["tradeshow"].proof


def test_surface_partners_have_their_own_shares() -> None:
    coop, surface = (parse_programme(TEXTS[f"microsoft-coop-{name}"], TEXTS) for name in ("fy21", "surface-fy21"))
    assert (coop.caps["spiff"].share_of_earned, surface.caps["spiff"].share_of_earned) == (Decimal("0.25"), Decimal(1))
    assert (coop.activities["emp_purchase_web"].withdrawn, surface.activities["emp_purchase_web"].withdrawn) == (
        False,
        True,
    )


def test_nothing_of_other_vendors_is_on_by_default() -> None:
    peers = parse_programme(TEXTS["peer-activities"], TEXTS)
    assert not [name for name in TEXTS if 'inherits = "peer-activities"' in TEXTS[name]]
    assert peers.activities.keys().isdisjoint(parse_programme(TEXTS["generic"]).activities)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Print-Werbung", "print_ad"),
        ("PRINT AD", "print_ad"),
        ("web_seo", "web_seo"),
        ("Mässor", None),
        ("TV/radio", None),
    ],
)
def test_an_activity_is_known_by_any_of_its_names(name: str, code: str | None) -> None:
    codes = parse_programme(TEXTS["microsoft-coop-fy21"], TEXTS).activity_codes()
    assert codes.get(plain(name)) == code


def test_no_two_activities_share_a_name() -> None:
    for name in TEXTS:
        programme = parse_programme(TEXTS[name], TEXTS)
        names = [
            (plain(each), code)
            for code, rule in programme.activities.items()
            for each in {*rule.aliases, rule.title, code}
        ]
        clashes = {each for each, code in names for other, another in names if each == other and code != another}
        assert clashes == set()


FUND = Fund("USD", earned=Decimal(40000))
CAPS = [
    (Cap(amount=Decimal(5), currency="EUR"), None, Money(Decimal(5), "EUR")),
    (Cap(share_of_earned=Decimal("0.25")), FUND, Money(Decimal(10000), "USD")),
    (Cap(share_of_earned=Decimal("0.25")), None, None),
    (Cap(share_of_earned=Decimal("0.25")), Fund("USD"), None),
    (Cap(Decimal(3000), "USD", Decimal("0.1")), FUND, Money(Decimal(4000), "USD")),
    (Cap(Decimal(3000), "USD", Decimal("0.01")), FUND, Money(Decimal(3000), "USD")),
    (Cap(Decimal(3000), "EUR", Decimal("0.1")), FUND, None),
]


@pytest.mark.parametrize(("cap", "fund", "expected"), CAPS)
def test_a_cap_is_an_amount_a_share_or_the_greater(cap: Cap, fund: Fund | None, expected: Money | None) -> None:
    assert cap.limit(fund) == expected


PROOF = """
[country_classes]
A = ["SE", "DE"]
[activities.a]
proof = [["agenda"]]
[[activities.a.proof_when]]
country_class = "A"
claimed_from = 5000
currency = "EUR"
proof = [["photograph"]]
[[activities.a.proof_when]]
claimed_from = 9000
currency = "EUR"
proof = [["report"]]
"""


@pytest.mark.parametrize(
    ("countries", "amount", "currency", "expected"),
    [
        (("se",), 5000, "EUR", "photograph"),
        (("SE", "FR"), 9999, "EUR", "photograph"),
        (("SE",), 4999, "EUR", "agenda"),
        (("SE",), 5000, "USD", "agenda"),
        (("FR",), 9000, "EUR", "report"),
        ((), 5, "EUR", "agenda"),
    ],
)
def test_proof_may_depend_on_country_and_amount(
    countries: tuple[str, ...], amount: int, currency: str, expected: str
) -> None:
    programme = parse_programme(BASE + PROOF)
    claimed = Money(Decimal(amount), currency)
    assert programme.wanted_proof(programme.activities["a"], countries, claimed) == ((expected,),)


README = (FOLDER / "README.md").read_text(encoding="utf-8")
PARTS = (Programme, Tolerance, Clearing, ActivityRule, ProofWhen, PerHead, Window, Cap, ExchangeRate, Partner, Fund)


@pytest.mark.parametrize("part", PARTS)
def test_the_readme_tells_of_every_key(part: type) -> None:
    missing = [field.name for field in fields(part) if not re.search(rf"`[^`]*\b{field.name}\b[^`]*`", README)]
    assert missing == []


def test_the_readme_tells_of_every_check_and_setting() -> None:
    rows = {tuple(row.split(" | ")) for row in re.findall(r"^\| (\d+ \| .*) \|$", README, re.MULTILINE)}
    decided = {(str(rule.number), f"`{rule.code}`", rule.title, rule.setting) for rule in RULES if rule.setting}
    assert rows == decided | {(str(rule.number), f"`{rule.code}`", rule.reason) for rule in RULES if rule.reason}


def test_the_readmes_example_is_a_programme_and_says_what_is_said_of_it() -> None:
    example = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)[0]
    programme = parse_programme(example, TEXTS)
    assert programme.reimbursement == Decimal("0.5")
    assert programme.activities["fair"].proof == (("agenda", "photograph"), ("attendee_list",))
    assert programme.caps["fairs"].limit(None) == Money(Decimal(20000), "EUR")
    assert programme.severity("late_claim") is Severity.BLOCK
    assert programme.tolerance.of(Money(Decimal(1), "SEK")) == Decimal("0.50")


def test_the_readmes_faults_are_those_that_are_told() -> None:
    text = BASE + "checks.arithmetic = 'block'\nactivities.fair.proof = [['foto']]"
    with pytest.raises(ProgrammeFaults) as raised:
        parse_programme(text)
    assert f"```\n{raised.value}\n```" in README


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
