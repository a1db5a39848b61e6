"""Any number of made-up firms and campaigns, and invoices between them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from stdnum import luhn
from stdnum.iso7064 import mod_11_10

from flows.sample.billing import Billing
from flows.sample.formats import DateStyle, LocaleFormat
from flows.sample.invoice import Invoice, InvoiceLine, Party
from flows.sample.locale_texts import DATA

COLOURS = ("#2f6b4f", "#7a3b3b", "#1f4e79", "#23395b", "#5b4a23", "#6d3b47", "#3d405b", "#37474f")
NUMBERINGS = ("{}", "{}", "2025-{}", "R{}", "{}/25", "INV-{}")
NUMBERS_APART = 7
"""Between two invoices to our partners a vendor writes others."""
LAYOUTS = ("ruled", "airy", "dense", "letterhead_right", "two_columns", "boxed_total", "banded")
TITLES = {"en": "Invoice", "sv": "Faktura", "de": "Rechnung", "fr": "Facture"}


@dataclass(frozen=True, slots=True)
class Region:
    """A language with its country, currency, rate of tax and words."""

    language: str
    country: str
    currency: str
    rate: int
    lists: Mapping[str, list[str]]
    street: str
    place: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A firm that claims."""

    party: Party
    region: Region


@dataclass(frozen=True, slots=True)
class Vendor:
    """A firm that is paid: always the same layout, and numbers of one form that count up."""

    party: Party
    region: Region
    layout: str
    colour: str
    first_number: int
    numbering: str = "{}"


@cache
def regions() -> tuple[Region, ...]:
    """Return the regions, English first."""
    table = tomllib.loads((DATA / "sample" / "large.toml").read_text(encoding="utf-8"))
    return tuple(_region(language, entry) for language, entry in table.items())


@cache
def wordings() -> dict[str, dict[str, str]]:
    """Return the labels of invoices by language."""
    return tomllib.loads((DATA / "sample" / "wordings.toml").read_text(encoding="utf-8"))


def _region(language: str, entry: dict[str, Any]) -> Region:
    lists = {key: value for key, value in entry.items() if isinstance(value, list)}
    known = {key: entry[key] for key in ("country", "currency", "rate", "street", "place")}
    return Region(language, lists=lists, **known)


def firm_name(region: Region, kind: str, number: int) -> str:
    """Return the name of a partner or vendor; the same number always has the same one, and no two share one."""
    first, second, kinds = region.lists["first"], region.lists["second"], region.lists[kind]
    shifted = number + (len(first) * len(second) // 2 if kind == "vendor" else 0)
    stem = first[shifted % len(first)] + second[shifted // len(first) % len(second)]
    later = shifted // (len(first) * len(second))
    return f"{stem} {kinds[number % len(kinds)]}" if not later else f"{stem} {later + 1} {kinds[number % len(kinds)]}"


def partner(number: int) -> Partner:
    """Return the claiming firm of this number."""
    region = regions()[number % len(regions())]
    own = number // len(regions())
    return Partner(Party(firm_name(region, "partner", own), f"{region.street} {own + 1}", region.place), region)


def vendor(region: Region, number: int) -> Vendor:
    """Return a region's vendor of this number."""
    party = Party(
        firm_name(region, "vendor", number),
        f"{region.street} {number + 100}",
        region.place,
        tax_id(region.language, number),
        f"099-555 {number:04}",
    )
    rng = Random(f"{region.language} {number}")  # noqa: S311 - made-up documents, no secrets
    return Vendor(
        party, region, rng.choice(LAYOUTS), rng.choice(COLOURS), rng.randrange(1000, 90000), rng.choice(NUMBERINGS)
    )


def tax_id(language: str, number: int) -> str:
    """Return a VAT number with right check digits, of a range that is not given out."""
    if language == "de":
        body = f"99{number:06}"
        return f"DE{body}{mod_11_10.calc_check_digit(body)}"
    if language == "sv":
        body = f"5599{number:05}"
        return f"SE{body}{luhn.calc_check_digit(body)}01"
    if language == "fr":
        body = f"998{number:05}"
        siren = f"{body}{luhn.calc_check_digit(body)}"
        return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"
    return f"GB99{number:07}"


def campaign(region: Region, number: int) -> str:
    """Return the campaign of this number; a place tells apart what shares theme and form."""
    themes, forms = region.lists["theme"], region.lists["form"]
    name = f"{themes[number % len(themes)]} {forms[number // len(themes) % len(forms)]}"
    later = number // (len(themes) * len(forms))
    towns, ends = region.lists["first"], region.lists["second"]
    return f"{name} {towns[later % len(towns)]}{ends[later // len(towns) % len(ends)]}" if later else name


def invoice(
    seller: Vendor, buyer: Party, about: str, days: tuple[date, date], net: Decimal, number: int, rng: Random
) -> Invoice:
    """Return an invoice for two or three pieces of work, written some days after the last day."""
    start, end = days
    issued = end + timedelta(days=rng.randrange(2, 12))
    work = rng.sample(seller.region.lists["work"], rng.choice((1, 2, 2, 3)))
    return Invoice(
        number=seller.numbering.format(seller.first_number + NUMBERS_APART * number),
        issued=issued,
        due=issued + timedelta(days=30),
        vendor=seller.party,
        customer=buyer,
        lines=tuple(
            InvoiceLine(name, Decimal(1), part) for name, part in zip(work, _parts(net, len(work), rng), strict=True)
        ),
        rate=Decimal(seller.region.rate),
        currency=seller.region.currency,
        start=start,
        end=end,
        campaign=about,
    )


def billing(seller: Vendor, bill: Invoice, title: str = "") -> Billing:
    """Return an invoice in its vendor's words, formats and colours; another title is in its labels too."""
    words = dict(wordings()[seller.region.language])
    if title:
        words |= {"number": f"{title} {words['no']}", "date": f"{title} date"}
    form, dates = LocaleFormat(words["locale"]), DateStyle(words["dates"])
    return Billing(bill, words, form, title or TITLES[seller.region.language], dates, colour=seller.colour)


def with_line(bill: Invoice, name: str, amount: Decimal) -> Invoice:
    """Return the invoice with a further line."""
    return replace(bill, lines=(*bill.lines, InvoiceLine(name, Decimal(1), amount)))


def _parts(net: Decimal, count: int, rng: Random) -> list[Decimal]:
    parts = []
    for left in range(count, 1, -1):
        share = (net / left * Decimal(rng.randrange(60, 140)) / 100).quantize(Decimal(1))
        parts.append(share)
        net -= share
    return [*parts, net]
