"""What the sample batch tells: parties, plan, claims, papers and truth, as `data/sample/batch.toml` has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from flows.sample.billing import Billing
from flows.sample.formats import DateStyle, LocaleFormat
from flows.sample.invoice import Invoice, InvoiceLine, Party
from flows.sample.locale_texts import DATA

Table = dict[str, Any]
INVOICE_KEYS = ("number", "issued", "currency", "due", "start", "end", "campaign", "reference", "slip")


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A row of the plan."""

    partner: Party
    country: str
    currency: str
    plan: str
    language: str
    approved_on: date
    line_id: str
    campaign: str
    activity: str
    activity_type: str
    start: date
    end: date
    approved: int
    reference: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FiledClaim:
    """A row of the claims."""

    claim_id: str
    partner: Party
    currency: str
    line_id: str
    name: str
    day: date
    amount: int
    documents: tuple[str, ...]
    submitted: date


@dataclass(frozen=True, slots=True)
class FiledBill:
    """An invoice, quote, credit note or receipt: how it is laid out, and in which file it comes."""

    file: str
    layout: str
    billing: Billing
    shown_as: str = ""
    inside: str = ""
    einvoice: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The whole batch. What is neither plan, claim nor bill stays a table: `others`."""

    as_of: date
    plan: tuple[PlannedLine, ...]
    claims: tuple[FiledClaim, ...]
    bills: tuple[FiledBill, ...]
    others: Table
    truth: Table


@cache
def the_story() -> Story:
    """Return the story of the sample batch."""
    table = tomllib.loads((DATA / "sample" / "batch.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    words = tomllib.loads((DATA / "sample" / "wordings.toml").read_text(encoding="utf-8"))
    parties = {key: Party(**entry) for key, entry in table["parties"].items()}
    currencies = {entry["party"]: entry["currency"] for entry in table["partners"]}
    return Story(
        table["as_of"],
        tuple(line for entry in table["partners"] for line in _planned(entry, parties)),
        tuple(_claim(row, parties, currencies) for row in table["claims"]["rows"]),
        tuple(_bill(entry, parties, words) for entry in table["bills"]),
        {**table, "named": {key: party.name for key, party in parties.items()}},
        table["truth"],
    )


def _planned(entry: Table, parties: dict[str, Party]) -> list[PlannedLine]:
    partner = parties[entry["party"]]
    of_all = (entry["country"], entry["currency"], entry["plan"], entry["language"], entry["approved_on"])
    return [PlannedLine(partner, *of_all, *row) for row in entry["lines"]]


def _claim(row: list[Any], parties: dict[str, Party], currencies: dict[str, str]) -> FiledClaim:
    claim_id, partner, line_id, name, day, amount, documents, submitted = row
    return FiledClaim(
        claim_id, parties[partner], currencies[partner], line_id, name, day, amount, tuple(documents), submitted
    )


def _bill(entry: Table, parties: dict[str, Party], words: Table) -> FiledBill:
    spoken = words[entry["words"]]
    more = {key: entry[key] for key in INVOICE_KEYS if key in entry}
    more |= {"slip": Decimal(entry.get("slip", 0))}
    lines = tuple(InvoiceLine(text, Decimal(quantity), Decimal(price)) for text, quantity, price in entry["lines"])
    invoice = Invoice(
        vendor=parties[entry["vendor"]],
        customer=parties[entry["customer"]],
        lines=lines,
        rate=Decimal(entry["rate"]),
        **more,
    )
    billing = Billing(
        invoice,
        {**spoken, **entry.get("labels", {})},
        LocaleFormat(spoken["locale"]),
        entry["title"],
        DateStyle(spoken["dates"]),
        entry.get("more", {}),
        tuple(entry.get("notes", ())),
        entry.get("colour", "#3b5b7a"),
    )
    return FiledBill(
        entry["file"],
        entry["layout"],
        billing,
        entry.get("shown_as", ""),
        entry.get("inside", ""),
        entry.get("einvoice", False),
    )
