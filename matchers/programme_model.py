"""A marketing programme's rules as data: what a rule file can say. README.md beside the files explains it to owners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from extractors.model import DocumentKind, Money
from matchers.checks.catalogue import BY_CODE
from matchers.model import Severity

Share = Annotated[Decimal, Field(ge=0, le=1)]
Amount = Annotated[Decimal, Field(ge=0)]
Days = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
# Alternatives, each of kinds of document (or keys of [words]) that are all needed.
Proof = tuple[tuple[str, ...], ...]


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
    """The most that one partner is paid in one period for some activity types (for all where none is named).

    An amount, a share of what the partner earned, or the greater of both.
    """

    amount: Amount | None = None
    currency: Currency = ""
    share_of_earned: Share | None = None
    activities: tuple[str, ...] = ()

    def limit(self, fund: Fund | None) -> Money | None:
        """Return the cap in money, or None where it needs earnings that are not known."""
        fixed = Money(self.amount, self.currency) if self.amount is not None else None
        if self.share_of_earned is None:
            return fixed
        if fund is None or fund.earned is None or (fixed and fixed.currency != fund.currency):
            return None
        shared = Money(fund.earned * self.share_of_earned, fund.currency)
        return max(fixed, shared, key=lambda money: money.amount) if fixed else shared


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """One unit of `source` was worth `rate` units of `target` from this day on, until a later rate of the pair."""

    source: Currency
    target: Currency
    rate: Annotated[Decimal, Field(gt=0)]
    day: date
    origin: str = ""


@dataclass(frozen=True, slots=True)
class PerHead:
    """The most that is paid for each person, and for how many persons."""

    amount: Amount
    currency: Currency
    persons: Count | None = None


@dataclass(frozen=True, slots=True)
class ProofWhen:
    """Other proof for some countries, or for claims from an amount on; the first that applies counts."""

    proof: Proof
    country_class: str = ""
    claimed_from: Amount | None = None
    currency: Currency = ""


@dataclass(frozen=True, slots=True)
class ActivityRule:
    """What an activity type needs.

    `proof` lists alternatives; each alternative's kinds are all needed. `shows` maps a check that looks for words to
    the words of the plan on which it depends (none: it always applies). `words` are those by which documents name the
    type. `eligible` are the keys of [expenses] that are paid for; none means all. `withdrawn` types are not paid.
    """

    title: str = ""
    aliases: tuple[str, ...] = ()
    category: str = ""
    proof: Proof = ()
    proof_when: tuple[ProofWhen, ...] = ()
    preapproval: bool = False
    landing_url: bool = False
    vendor_content: bool = False
    reimbursement: Share | None = None
    metrics: tuple[str, ...] = ()
    eligible: tuple[str, ...] = ()
    shows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    per_head: PerHead | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Fund:
    """What a partner earned in a period, what is claimed of it and what is left, in the fund's currency."""

    currency: Currency
    earned: Amount | None = None
    claimed: Amount | None = None
    remaining: Amount | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """What the programme knows of a partner: other legal names, its language, enrolment, payability and funds."""

    aliases: tuple[str, ...] = ()
    language: str = ""
    enrolled_from: date | None = None
    enrolled_until: date | None = None
    payable: bool | None = None
    funds: dict[str, Fund] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme's rules. What it does not set has a default that asks for nothing.

    `checks` maps a check's code to a setting and overrides the catalogue's; `rule_versions` pins a check to an earlier
    version. `excluded` maps a check's code to words that make an invoice's line ineligible, `words` maps other checks'
    codes to the words they look for in documents. `closed_activities` says that no other activity type is paid for.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    title: str = ""
    language: str = "en"
    effective_from: date | None = None
    effective_until: date | None = None
    tax_basis: TaxBasis = TaxBasis.ANY
    reimbursement: Share = Decimal(1)
    tolerance: Tolerance = field(default_factory=Tolerance)
    clearing: Clearing = field(default_factory=Clearing)
    checks: dict[str, Setting] = field(default_factory=dict)
    rule_versions: dict[str, Count] = field(default_factory=dict)
    refused_kinds: tuple[DocumentKind, ...] = ()
    accepted_media_types: tuple[str, ...] = ()
    activities: dict[str, ActivityRule] = field(default_factory=dict)
    closed_activities: bool = False
    excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    expenses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    metrics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    other_programmes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    vendor_names: tuple[str, ...] = ()
    country_classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)
    claim_days_after_end: Days | None = None
    invoice_grace_days: Days = 30
    prepaid_days: Days = 90
    proof_of_payment: bool = False
    caps: dict[str, Cap] = field(default_factory=dict)
    rates: tuple[ExchangeRate, ...] = ()
    partners: dict[str, Partner] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """Return name and version, such as "generic@1"."""
        return f"{self.name}@{self.version}"

    def setting(self, code: str) -> Setting:
        """Return what a failed check of this code does."""
        return self.checks.get(code, Setting(BY_CODE[code].setting))

    def severity(self, code: str) -> Severity | None:
        """Return the severity of a failed check, or None where the check is off."""
        setting = self.setting(code)
        return None if setting is Setting.OFF else Severity(setting.value)

    def rule(self, code: str) -> str:
        """Return the rule that a check cites: in the version that the programme pins, else the newest."""
        newest = BY_CODE[code]
        return f"C{newest.number}@{self.rule_versions.get(code, newest.version)}"

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

    def activity_codes(self) -> dict[str, str]:
        """Return the key of each activity type by its key, title and aliases, as `plain` writes them."""
        named = ((code, (*rule.aliases, rule.title, code)) for code, rule in self.activities.items())
        return {plain(name): code for code, names in named for name in names if name}

    def wanted_proof(self, activity: ActivityRule, countries: Iterable[str], claimed: Money) -> Proof:
        """Return the alternatives of proof that an activity needs in these countries, for a claim of this amount."""
        places = {country.casefold() for country in countries}
        for case in activity.proof_when:
            listed = {country.casefold() for country in self.country_classes.get(case.country_class, ())}
            within = not case.country_class or bool(places & listed)
            enough = case.claimed_from is None or (
                case.currency == claimed.currency and claimed.amount >= case.claimed_from
            )
            if within and enough:
                return case.proof
        return activity.proof


def plain(name: str) -> str:
    """Return a name without case, spaces and punctuation, so that "TV / radio" is "tv_radio"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def in_force(start: date | None, end: date | None, day: date) -> bool:
    """Tell whether a day lies between two days, either of which may be open."""
    return (start is None or start <= day) and (end is None or day <= end)
