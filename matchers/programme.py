"""A marketing programme's rules as data: parsed from TOML, with all faults told at once.

A programme may say `inherits = "generic"`: its tables are then laid over the parent's, key by key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from extractors.model import DocumentKind, Money
from matchers.checks.catalogue import BY_CODE, Provenance
from matchers.model import Severity

# The rule that each finding of the reconciliation itself cites; the numbered checks never raise these.
RULE_OF_CODE: Mapping[str, str] = {
    "missing_evidence": "C1@1",
    "unplanned_claim": "C5@1",
    "missing_claim": "C6@1",
    "excess_claim": "C26@1",
    "overclaimed": "C27@1",
    "outside_window": "C41@1",
    "wrong_campaign": "C52@1",
    "duplicate_evidence": "C65@1",
}

Share = Annotated[Decimal, Field(ge=0, le=1)]
Amount = Annotated[Decimal, Field(ge=0)]
Days = Annotated[int, Field(ge=0)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class TaxBasis(StrEnum):
    """Which of an invoice's amounts is reimbursed; `any` accepts either."""

    NET = "net"
    GROSS = "gross"
    ANY = "any"


class Setting(StrEnum):
    """What a failed check does under a programme: a severity, or nothing because the check is off."""

    OFF = "off"
    INFO = "info"
    REVIEW = "review"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far values may differ: the greater of an amount (by currency) and a share; whole days for dates."""

    amounts: dict[Currency, Amount] = field(default_factory=dict)
    other_currencies: Amount = Decimal("0.01")
    share: Share = Decimal(0)
    conversion_share: Share = Decimal("0.02")
    days: Days = 0

    def of(self, money: Money) -> Decimal:
        """Return by how much another amount may differ from this one."""
        least = self.amounts.get(money.currency, self.other_currencies)
        return max(least, abs(money.amount) * self.share)


@dataclass(frozen=True, slots=True)
class Clearing:
    """What must hold for a line to be cleared with nobody looking: calibrated probabilities, 0 to 1."""

    match_probability: Annotated[float, Field(ge=0, le=1)] = 0.95
    reading_confidence: Annotated[float, Field(ge=0, le=1)] = 0.9


@dataclass(frozen=True, slots=True)
class Window:
    """A usage period and when its claims may be submitted; all days count in full."""

    usage_start: date
    usage_end: date
    claims_open: date
    claims_close: date


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that one partner is paid in one period for some activity types (for all where none is named)."""

    amount: Amount
    currency: Currency
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """One unit of `source` was worth `rate` units of `target` from this day on, until a later rate of the pair."""

    source: Currency
    target: Currency
    rate: Annotated[Decimal, Field(gt=0)]
    day: date
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ActivityRule:
    """What an activity type needs. `proof` lists alternatives; each alternative's kinds are all needed."""

    title: str = ""
    proof: tuple[tuple[DocumentKind, ...], ...] = ()
    preapproval: bool = False
    landing_url: bool = False
    vendor_content: bool = False
    reimbursement: Share | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme's rules. What it does not set has a default that asks for nothing.

    `checks` maps a check's code to a setting and overrides the catalogue's. `excluded` maps a check's code to words
    that make an invoice's line ineligible. `closed_activities` says that no other activity type is paid for.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    title: str = ""
    language: str = "en"
    tax_basis: TaxBasis = TaxBasis.ANY
    reimbursement: Share = Decimal(1)
    tolerance: Tolerance = field(default_factory=Tolerance)
    clearing: Clearing = field(default_factory=Clearing)
    checks: dict[str, Setting] = field(default_factory=dict)
    refused_kinds: tuple[DocumentKind, ...] = ()
    accepted_media_types: tuple[str, ...] = ()
    activities: dict[str, ActivityRule] = field(default_factory=dict)
    closed_activities: bool = False
    excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    vendor_names: tuple[str, ...] = ()
    windows: dict[str, Window] = field(default_factory=dict)
    claim_days_after_end: Days | None = None
    invoice_grace_days: Days = 30
    prepaid_days: Days = 90
    proof_of_payment: bool = False
    caps: dict[str, Cap] = field(default_factory=dict)
    rates: tuple[ExchangeRate, ...] = ()

    def setting(self, code: str) -> Setting:
        """Return what a failed check of this code does."""
        return self.checks.get(code, Setting(BY_CODE[code].setting))

    def severity(self, code: str) -> Severity | None:
        """Return the severity of a failed check, or None where the check is off."""
        setting = self.setting(code)
        return None if setting is Setting.OFF else Severity(setting.value)

    def rate(self, source: str, target: str, day: date) -> ExchangeRate | None:
        """Return the pair's newest rate not after the day; a rate is never inverted or chained."""
        known = (rate for rate in self.rates if (rate.source, rate.target) == (source, target) and rate.day <= day)
        return max(known, key=lambda rate: rate.day, default=None)

    def convert(self, money: Money, target: str, day: date) -> Money | None:
        """Return the amount in another currency, or None where the programme gives no rate for that day."""
        if money.currency == target:
            return money
        rate = self.rate(money.currency, target, day)
        return Money(money.amount * rate.rate, target) if rate else None


@dataclass(frozen=True, slots=True)
class ProgrammeFault:
    """One fault of a programme file: the dotted key and what was expected there."""

    key: str
    expected: str


class ProgrammeFaults(ValueError):  # noqa: N818 - it carries all faults at once, and says so
    """A programme file cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: tuple[ProgrammeFault, ...]) -> None:
        super().__init__("\n".join(f"{fault.key}: {fault.expected}" for fault in faults))
        self.faults = faults


def parse_programme(text: str, parents: Mapping[str, str] | None = None) -> Programme:
    """Return the programme in a TOML text; `parents` maps names to the texts of programmes that it may inherit.

    Raises `ProgrammeFaults` with every fault of the text, each with its key.
    """
    table = _inherited(text, parents or {}, ())
    try:
        programme = TypeAdapter(Programme).validate_python(table)
    except ValidationError as error:
        faults = tuple(_fault(details) for details in error.errors())
        raise ProgrammeFaults(faults + tuple(_check_faults(table))) from error
    if faults := tuple(_faults_of(programme, table)):
        raise ProgrammeFaults(faults)
    return programme


def _inherited(text: str, parents: Mapping[str, str], seen: tuple[str, ...]) -> dict[str, Any]:
    table = _table(text)
    parent = table.pop("inherits", None)
    if parent is None:
        return table
    if not isinstance(parent, str) or parent in seen or parent not in parents:
        known = ", ".join(sorted(set(parents) - set(seen))) or "none is known"
        raise ProgrammeFaults((ProgrammeFault("inherits", f"expected a programme's name ({known}), found {parent!r}"),))
    return _laid_over(_inherited(parents[parent], parents, (*seen, parent)), table)


def _table(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ProgrammeFaults((ProgrammeFault("file", f"expected TOML: {error}"),)) from error


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {key: _laid_over(below[key], above[key]) for key in above if _are_tables(below.get(key), above[key])}
    return below | above | both


def _are_tables(below: object, above: object) -> bool:
    return isinstance(below, dict) and isinstance(above, dict)


def _fault(details: Any) -> ProgrammeFault:
    key = ".".join(str(part) for part in details["loc"] if part != "[key]")
    return ProgrammeFault(key, f"{details['msg']}, found {details['input']!r}")


def _faults_of(programme: Programme, table: dict[str, Any]) -> Iterator[ProgrammeFault]:
    yield from _check_faults(table)
    yield from _window_faults(programme)
    for name, cap in programme.caps.items():
        for activity in set(cap.activities) - programme.activities.keys():
            yield ProgrammeFault(f"caps.{name}.activities", f"expected keys of [activities], found {activity!r}")


def _check_faults(table: dict[str, Any]) -> Iterator[ProgrammeFault]:
    checks = table.get("checks")
    if not isinstance(checks, dict):
        return
    for code, setting in checks.items():
        rule = BY_CODE.get(code)
        if rule is None or rule.reason:
            yield ProgrammeFault(f"checks.{code}", "expected the code of an automated check")
        elif setting == Setting.BLOCK and rule.provenance is not Provenance.DOCUMENTED:
            yield ProgrammeFault(f"checks.{code}", "expected off, info or review: only documented rules may block")


def _window_faults(programme: Programme) -> Iterator[ProgrammeFault]:
    for name, window in programme.windows.items():
        if window.usage_start > window.usage_end:
            yield ProgrammeFault(f"windows.{name}.usage_end", "expected a day not before usage_start")
        if window.claims_open > window.claims_close:
            yield ProgrammeFault(f"windows.{name}.claims_close", "expected a day not before claims_open")
