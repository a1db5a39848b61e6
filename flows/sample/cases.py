"""One thing wrong at a time: for each check of `data/sample/cases.toml` a claim on which it fails."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from flows.sample import office, other_papers
from flows.sample.einvoices import cross_industry_invoice, with_attachment
from flows.sample.firms import Partner, Vendor, campaign, partner, vendor
from flows.sample.invoice import Invoice, InvoiceLine
from flows.sample.locale_texts import DATA
from flows.sample.maker import Line, Maker, pdf_of

WINDOW = (date(2025, 9, 1), date(2025, 9, 30))
ACTIVITY = (date(2025, 9, 3), date(2025, 9, 12))
WRITTEN, SUBMITTED, NET = date(2025, 9, 18), date(2025, 11, 5), Decimal(1240)
FIRST_FIRM, FIRST_CAMPAIGN = 4_000, 50_000
"""Firms and campaigns from these numbers on belong to cases."""

Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """Whom a case plays with: an English partner and a vendor of its own, and a campaign of its own."""

    number: int
    partner: Partner
    seller: Vendor
    campaign: str


@cache
def all_cases() -> dict[str, Case]:
    """Return the cases by the code of the check that fails."""
    return tomllib.loads((DATA / "sample" / "cases.toml").read_text(encoding="utf-8"), parse_float=Decimal)


def stage(number: int) -> Stage:
    """Return the firms and the campaign of this number; English partners have numbers that four divides."""
    buyer = partner(4 * (FIRST_FIRM + number))
    seller = replace(vendor(buyer.region, FIRST_FIRM + number), layout="ruled")
    return Stage(number, buyer, seller, campaign(buyer.region, FIRST_CAMPAIGN + number))


def plant(maker: Maker, code: str, number: int) -> str:
    """Add the case of a check, and what it must be found with; return what the programme must know of the partner."""
    case, on = all_cases()[code], stage(number)
    seller, bill = _bill(case, on)
    claimed = _claimed(case, bill)
    line = planned(maker, on, approved=claimed + 60, **case.get("line", {}))
    names = {"document": _written(maker, case, seller, bill, line)}
    names |= {key: maker.file(*file) for key, file in _beside(case, on, seller, bill).items()}
    for key in sorted(names.keys() - {"document"}):
        maker.matches[names[key]] = line.line_id
        maker.fields += [(names[key], *said) for said in _said(case.get(key, {}), on)]
    claim_id = claimed_for(maker, on, line, claimed, list(names.values()), **case.get("claim", {}))
    subjects = {"claim": {"claim_id": claim_id}, "line": {}} | {key: {"document": name} for key, name in names.items()}
    at_risk = case.get("amount", "none")
    maker.must_find(
        code, line.line_id, _worth(case, bill, claimed, line).get(at_risk, at_risk), **subjects[case["about"]]
    )
    for other, about in case.get("also", {}).items():
        maker.must_find(other, line.line_id, None, **subjects[about])
    return f'[partners."{on.partner.party.name}"]\n{case["partner"]}\n' if "partner" in case else ""


def _worth(case: Case, bill: Invoice, claimed: Decimal, line: Line) -> dict[str, Decimal | None]:
    return {
        "claimed": claimed,
        "approved": line.row["approved_amount"],
        "tax": bill.tax,
        "total": bill.gross,
        "half": bill.net / 2,
        "credit": Decimal(case.get("credit", 0)),
        "none": None,
    }


def planned(maker: Maker, on: Stage, approved: Decimal, **more: Any) -> Line:
    """Add the line of a case."""
    return maker.line(on.partner, on.campaign, WINDOW, approved, **more)


def claimed_for(maker: Maker, on: Stage, line: Line, amount: Decimal, files: list[str], **more: Any) -> str:
    """Add the claim of a case."""
    row = {"submitted": SUBMITTED, **more, "claimed_amount": amount}
    return maker.claim(
        on.partner, line.line_id, row.pop("poe_date", ACTIVITY[1]), row.pop("claimed_amount"), files, **row
    )


def bill_of(on: Stage, number: str, net: Decimal = NET, work: str = "Production and placement") -> Invoice:
    """Return a plain invoice of a case."""
    return Invoice(
        number=number,
        issued=WRITTEN,
        vendor=on.seller.party,
        customer=on.partner.party,
        lines=(InvoiceLine(work, Decimal(1), net),),
        rate=Decimal(on.partner.region.rate),
        currency=on.partner.region.currency,
        start=ACTIVITY[0],
        end=ACTIVITY[1],
        campaign=on.campaign,
    )


def _bill(case: Case, on: Stage) -> tuple[Vendor, Invoice]:
    """Return the invoice of a case with what it has instead of the usual, and who writes it."""
    wanted = case.get("bill", {})
    # No two cases bill the same amount, or they would look like one invoice that came twice.
    net = Decimal(wanted.get("net", NET + on.number))
    bill = bill_of(on, str(on.seller.first_number), net, *wanted.get("lines", ()))
    if "extra" in case:
        name, amount = case["extra"]
        bill = replace(bill, lines=(*bill.lines, InvoiceLine(name, Decimal(1), Decimal(amount))))
    simple = {key: wanted[key] for key in ("number", "currency", "issued", "start", "end") if key in wanted}
    bill = replace(bill, **simple, rate=Decimal(wanted.get("rate", bill.rate)), slip=Decimal(wanted.get("slip", 0)))
    if wanted.get("undated"):
        bill = replace(bill, start=None, end=None)
    if "customer" in wanted:
        bill = replace(bill, customer=replace(bill.customer, name=wanted["customer"]))
    party = replace(bill.vendor, **{key: wanted[key] for key in ("tax_id",) if key in wanted})
    if "vendor" in wanted:
        party = replace(party, name=on.partner.party.name)
    return replace(on.seller, party=party, layout=wanted.get("layout", "ruled")), replace(bill, vendor=party)


def _claimed(case: Case, bill: Invoice) -> Decimal:
    wanted = case.get("claim", {}).get("claimed_amount", "net")
    return {"net": bill.net, "total": bill.gross}.get(wanted) or Decimal(wanted)


def _written(maker: Maker, case: Case, seller: Vendor, bill: Invoice, line: Line) -> str:
    """Write the invoice, with a structured one of another amount inside where the case asks for it."""
    wanted = case.get("bill", {})
    if "einvoice_net" in case:
        other = replace(bill, lines=(InvoiceLine("Production", Decimal(1), Decimal(case["einvoice_net"])),))
        name = maker.file(with_attachment(pdf_of(seller, bill), cross_industry_invoice(other)))
        maker.matches[name] = line.line_id
        return name
    return maker.invoice(seller, bill, line.line_id, wanted.get("title", ""), tuple(wanted.get("notes", ())))


def _beside(case: Case, on: Stage, seller: Vendor, bill: Invoice) -> dict[str, tuple[bytes, str]]:
    """Return the other documents of a case with the endings of their names."""
    found: dict[str, tuple[bytes, str]] = {}
    if "paper" in case:
        found["paper"] = _paper(case["paper"], on)
    if "mail" in case:
        found["mail"] = office.mail(_heads(case["mail"], on), []), "eml"
    if "credit" in case:
        back = InvoiceLine("Credited", Decimal(1), -Decimal(case["credit"]))
        note = replace(bill, number=str(seller.first_number + 500), lines=(back,))
        found["credit"] = pdf_of(seller, note, "Credit note"), "pdf"
    return found


def _said(wanted: Case | int, on: Stage) -> list[tuple[str, str]]:
    """Return what a perfect reader reads from another document of a case."""
    if not isinstance(wanted, dict) or wanted.keys() & {"bytes", "broken"}:
        return []
    return [("campaign", on.campaign), *((name, str(value)) for name, value in wanted.get("says", {}).items())]


def _paper(wanted: Case, on: Stage) -> tuple[bytes, str]:
    if wanted.get("bytes"):
        return bytes(range(256)) * 8, "bin"
    if wanted.get("broken"):
        return pdf_of(on.seller, bill_of(on, "1"))[:300], "pdf"
    people = [f"Guest {place}   guest{place}@visitor{place}.example" for place in range(1, wanted.get("people", 0) + 1)]
    return other_papers.plain(wanted["title"], [on.campaign, *wanted.get("lines", ()), *people]), "pdf"


def _heads(wanted: Case, on: Stage) -> Case:
    parties = {"sender": "Events <events@partner.example>", "to": "Guests <guests@visitors.example>"}
    return {**parties, "subject": on.campaign, **wanted, "text": f"{on.campaign}\n\n{wanted['text']}\n"}
