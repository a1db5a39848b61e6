"""What an invoice says, before anybody lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
NO_CENTS = {"JPY", "KRW", "VND", "CLP", "ISK"}


def smallest_unit(currency: str) -> Decimal:
    """Return the smallest amount that a currency's invoices print."""
    return Decimal(1) if currency in NO_CENTS else Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Party:
    """A firm as it stands on paper."""

    name: str
    street: str = ""
    place: str = ""
    tax_id: str = ""
    contact: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A row of an invoice; `amount` is before tax."""

    description: str
    quantity: Decimal
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        """Return quantity times price, to the cent."""
        return (self.quantity * self.unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice. `rate` is of the tax in per cent; `slip` is what its total is off by, where it does not add up."""

    number: str
    issued: date
    vendor: Party
    customer: Party
    lines: tuple[InvoiceLine, ...]
    rate: Decimal
    currency: str
    due: date | None = None
    start: date | None = None
    end: date | None = None
    campaign: str = ""
    reference: str = ""
    slip: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        """Return the sum of the lines."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def tax(self) -> Decimal:
        """Return the tax on the net amount, rounded as the currency is."""
        return (self.net * self.rate / 100).quantize(smallest_unit(self.currency), ROUND_HALF_UP)

    @property
    def gross(self) -> Decimal:
        """Return the total as it is printed."""
        return self.net + self.tax + self.slip
