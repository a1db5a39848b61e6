"""The figures that people want first: lines by status, money at risk, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from extractors.model import Money, Problem
from matchers.model import LineStatus, Reconciliation, Status
from review.batch import PublishedBatch
from review.finding_table import findings_table
from review.priority import Shares

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class CurrencyTotals:
    """What the plan's lines in one currency come to; approved is the sum of cleared, to review and flagged."""

    currency: str
    approved: Decimal
    claimed: Decimal
    evidenced: Decimal
    by_status: tuple[tuple[Status, Decimal], ...]
    at_risk: Decimal


@dataclass(frozen=True, slots=True)
class RiskGroup:
    """The findings that share a code, partner or period, with their money at risk, an amount a currency."""

    name: str
    findings: int
    at_risk: tuple[Money, ...]

    def amount(self, currency: str) -> Decimal | None:
        """Return the money at risk in one currency, or None where there is none."""
        return next((money.amount for money in self.at_risk if money.currency == currency), None)

    def share(self, currency: str, others: Sequence[RiskGroup]) -> float:
        """Return the group's money in one currency in percent of the largest among these groups."""
        largest = max((group.amount(currency) or Decimal(0) for group in others), default=Decimal(0))
        return round(float(100 * (self.amount(currency) or 0) / largest), 1) if largest else 0.0


@dataclass(frozen=True, slots=True)
class Overview:
    """A batch in figures. Codes overlap, so their amounts do not add up; partners and periods do."""

    statuses: tuple[tuple[Status, int], ...]
    totals: tuple[CurrencyTotals, ...]
    codes: tuple[RiskGroup, ...]
    partners: tuple[RiskGroup, ...]
    periods: tuple[RiskGroup, ...]
    unread: tuple[tuple[str, Problem], ...]
    documents: int

    @property
    def currencies(self) -> tuple[str, ...]:
        """Return all currencies in order: the plan's and those of money at risk."""
        found = {money.currency for group in self.codes for money in group.at_risk}
        return tuple(sorted(found | {total.currency for total in self.totals}))

    @property
    def bars(self) -> tuple[tuple[Status, float, float], ...]:
        """Return each status with where its share of the lines begins and how wide it is, in percent."""
        lines = max(sum(count for _, count in self.statuses), 1)
        shares = [round(100 * count / lines, 2) for _, count in self.statuses]
        starts = accumulate(shares[:-1], initial=0.0)
        return tuple(zip((status for status, _ in self.statuses), starts, shares, strict=True))

    def once(self, currency: str) -> Decimal:
        """Return the money at risk in a currency, each amount counted once."""
        return next((total.at_risk for total in self.totals if total.currency == currency), Decimal(0))


def overview(batch: PublishedBatch, unread: tuple[tuple[str, Problem], ...] = ()) -> Overview:
    """Return the batch in figures; `unread` are the documents that could not be read in full, each with the reason."""
    findings = findings_table(batch).frame()
    once = findings[findings["primary"] == "yes"]
    found = batch.reconciliation
    shares = Shares(found)
    count = Counter(line.status for line in found.lines)
    return Overview(
        statuses=tuple((status, count[status]) for status in Status),
        totals=_totals(found, once),
        codes=_by_money(_groups(findings, "code"), shares),
        partners=_by_money(_groups(once, "partner"), shares),
        periods=_groups(once, "period"),
        unread=unread,
        documents=len(batch.submissions),
    )


def _totals(found: Reconciliation, once: pd.DataFrame) -> tuple[CurrencyTotals, ...]:
    at_risk = once.groupby("currency")["amount_at_risk"].sum()
    planned = {line.line.approved.currency for line in found.lines}
    currencies = sorted(planned | set(at_risk.index))
    return tuple(
        _currency_totals(
            currency,
            [line for line in found.lines if line.line.approved.currency == currency],
            at_risk.get(currency, Decimal(0)),
        )
        for currency in currencies
    )


def _currency_totals(currency: str, lines: list[LineStatus], at_risk: Decimal) -> CurrencyTotals:
    def approved(status: Status) -> Decimal:
        return sum((line.line.approved.amount for line in lines if line.status is status), Decimal(0))

    by_status = tuple((status, approved(status)) for status in Status)
    return CurrencyTotals(
        currency=currency,
        approved=sum((amount for _, amount in by_status), Decimal(0)),
        claimed=sum((line.claimed.amount for line in lines), Decimal(0)),
        evidenced=sum((line.evidenced.amount for line in lines), Decimal(0)),
        by_status=by_status,
        at_risk=at_risk,
    )


def _by_money(groups: tuple[RiskGroup, ...], shares: Shares) -> tuple[RiskGroup, ...]:
    return tuple(sorted(groups, key=lambda group: (-sum(map(shares.of, group.at_risk)), group.name)))


def _groups(findings: pd.DataFrame, by: str) -> tuple[RiskGroup, ...]:
    """Group findings by the values of a column, in their order; those without a value are left out."""
    named = findings[findings[by] != ""]
    priced = named[named["amount_at_risk"].notna()]
    sums = priced.groupby([by, "currency"], as_index=False)["amount_at_risk"].sum()
    money: dict[str, list[Money]] = {name: [] for name in named[by]}
    for name, currency, amount in zip(sums[by], sums["currency"], sums["amount_at_risk"], strict=True):
        money[name].append(Money(amount, currency))
    counts = named.groupby(by).size()
    return tuple(RiskGroup(name, int(counts[name]), tuple(amounts)) for name, amounts in sorted(money.items()))
