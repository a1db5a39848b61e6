"""Larger batches with known answers: crowded campaigns, and every finding planted at a known share."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from pathlib import Path
from random import Random

from flows.sample import pictures
from flows.sample.cases import all_cases, plant
from flows.sample.firms import Partner, Vendor, campaign, invoice, partner, regions, vendor
from flows.sample.invoice import Invoice
from flows.sample.locale_texts import DATA
from flows.sample.maker import HALF, Line, Maker, fields_of, moved, pdf_of
from flows.sample.more_cases import MORE

LINES_A_PARTNER = 40
LINES_A_VENDOR = 25
DOCUMENTS_A_CASE = 1000
"""Of so many documents, one of each check's is planted."""
CROWDS = (1, 1, 2, 2, 3, 4, 6, 12)
"""How many lines share one campaign's name."""
DOCUMENTS_A_LINE = (1, 1, 1, 1, 2, 3)

EXCESS, OUTSIDE, UNCLAIMED, UNPLANNED = 0.07, 0.05, 0.06, 0.03
"""Shares of lines (of documents: unplanned) that are not as they should be."""
OVERCLAIMED, MISSING, WRONG, TWICE = 0.04, 0.04, 0.03, 0.05
"""Shares of documents whose claim is not as it should be, or that come twice."""
REFERENCED, COVERED = 0.4, 0.5
"""Shares of lines with several documents whose numbers the planner knew; of copies that the approved amount covers."""
SAME, SCANNED = 0.4, 0.8
"""Shares of copies that are the same file; that are scans, where there are scans at all."""
UNPLANNED_FROM = 30_000
"""Campaigns from this number on are never planned: a hundred thousand documents need fewer."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """An invoice that a claim of a line brings."""

    line: Line
    seller: Vendor
    bill: Invoice
    file: str


def make_large(folder: Path, documents: int, seed: int, scans: float = 0.0) -> None:
    """Make a batch of about so many documents; `scans` is the share of invoices that come as scans.

    Beside plan.csv, claims.csv, evidence/ and truth.json (as the benches have them) stand programme.toml, and truth.csv
    with what each invoice says. The same arguments make the same files.
    """
    maker = _maker(folder, seed, scans)
    placed: list[_Placed] = []
    for line in _planned(maker, documents):
        placed += _proven(maker, line, documents)
    _unplanned(maker, documents)
    _again(maker, placed, documents)
    partners = plant_all(maker, copies=documents // DOCUMENTS_A_CASE)
    _exceeded(maker)
    maker.finish(_programme(partners))


def make_checks(folder: Path, seed: int = 1) -> None:
    """Make a batch in which every check that can be planted fails once, and nothing else is wrong."""
    maker = _maker(folder, seed)
    maker.finish(_programme(plant_all(maker, copies=1)))


def make_invoices(folder: Path, documents: int, seed: int, scans: float = 0.0) -> None:
    """Make a corpus of invoices, documents/ and truth.csv, in all layouts and languages of the larger batches."""
    maker = _maker(folder, seed, scans, "documents")
    while maker.files < documents:
        buyer = partner(maker.rng.randrange(1000))
        about = campaign(buyer.region, maker.rng.randrange(UNPLANNED_FROM))
        seller = vendor(buyer.region, maker.rng.randrange(max(40, documents // 10)))
        bill = invoice(seller, buyer.party, about, _days(maker.rng), _amount(buyer, maker.rng), maker.files, maker.rng)
        maker.invoice(seller, bill, None)
    maker.finish_fields()


def _maker(folder: Path, seed: int, scans: float = 0.0, kept_in: str = "evidence") -> Maker:
    shutil.rmtree(folder / kept_in, ignore_errors=True)
    (folder / kept_in).mkdir(parents=True)
    return Maker(folder, Random(seed), scans, kept_in)  # noqa: S311 - made-up documents, no secrets


def plant_all(maker: Maker, copies: int) -> str:
    """Plant every check so many times; return what the programme must know of the partners."""
    number, partners = 0, []
    for _ in range(copies):
        for code in sorted(all_cases()):
            partners.append(plant(maker, code, number))
            number += 1
        for code in sorted(MORE):
            MORE[code](maker, number)
            number += 1
    return "\n".join(filter(None, partners))


def _programme(partners: str) -> str:
    return (DATA / "sample" / "large-programme.toml").read_text(encoding="utf-8") + "\n" + partners


def _planned(maker: Maker, documents: int) -> Iterator[Line]:
    """Add lines until their documents are enough: crowds of lines that share partner and campaign."""
    number = 0
    while maker.files < documents * (1 - TWICE):
        buyer = partner(number * 4 // LINES_A_PARTNER)
        about = campaign(buyer.region, number)
        for _ in range(maker.rng.choice(CROWDS)):
            yield maker.line(buyer, about, _days(maker.rng), Decimal(0))
        number += 1


def _days(rng: Random) -> tuple[date, date]:
    length = rng.randrange(5, 25)
    start = HALF[0] + timedelta(days=rng.randrange((HALF[1] - HALF[0]).days - length))
    return start, start + timedelta(days=length)


def _proven(maker: Maker, line: Line, documents: int) -> list[_Placed]:
    """Give a line its invoices, its claims and its approved amount; return the invoices with which nothing is wrong."""
    roll = maker.rng.random()
    if roll < UNCLAIMED:
        line.row["approved_amount"] = _amount(line.partner, maker.rng)
        maker.expect("missing_claim", line_id=line.line_id)
        return []
    excess, outside = roll < UNCLAIMED + EXCESS, UNCLAIMED + EXCESS <= roll < UNCLAIMED + EXCESS + OUTSIDE
    count = 1 if outside else maker.rng.choice(DOCUMENTS_A_LINE)
    bills = [_bill(maker, line, documents, outside) for _ in range(count)]
    faults = ["" if excess or outside else _fault(maker.rng) for _ in bills]
    placed = [_claimed(maker, line, *bill, fault) for bill, fault in zip(bills, faults, strict=True)]
    claimed = sum((amount for _, amount in placed), Decimal(0))
    line.row["approved_amount"] = (
        (claimed * Decimal("0.85")).quantize(Decimal(1)) if excess else _rounded_up(claimed, maker.rng)
    )
    if count > 1 and maker.rng.random() < REFERENCED:
        line.row["reference"] = "; ".join(bill.number for _, bill in bills)
    if outside:
        maker.expect("outside_window", document=placed[0][0].file, line_id=line.line_id)
    return [] if excess or outside else [each for (each, _), fault in zip(placed, faults, strict=True) if not fault]


def _bill(maker: Maker, line: Line, documents: int, outside: bool) -> tuple[Vendor, Invoice]:
    rng, length = maker.rng, (line.end - line.start).days
    seller = vendor(line.partner.region, rng.randrange(max(4, documents // LINES_A_VENDOR // len(regions()))))
    first = rng.randrange(length)
    last = rng.randrange(first, length)
    days = (line.start + timedelta(days=first), line.start + timedelta(days=last))
    maker.bills += 1
    bill = invoice(seller, line.partner.party, line.campaign, days, _amount(line.partner, rng), maker.bills, rng)
    if not outside:
        return seller, bill
    away = length + rng.randrange(10, 40)
    return seller, moved(bill, away if line.end + timedelta(days=away) < HALF[1] else -away)


def _fault(rng: Random) -> str:
    roll = rng.random()
    for code, share in (("overclaimed", OVERCLAIMED), ("missing_evidence", MISSING), ("wrong_campaign", WRONG)):
        if roll < share:
            return code
        roll -= share
    return ""


def _claimed(maker: Maker, line: Line, seller: Vendor, bill: Invoice, fault: str) -> tuple[_Placed, Decimal]:
    """Hand an invoice in and claim it, with a fault or none; return it with the amount claimed."""
    amount, file = bill.net, ""
    if fault == "overclaimed":
        amount = (amount * Decimal(maker.rng.randrange(135, 170)) / 100).quantize(Decimal(1))
    if fault == "missing_evidence":
        file = maker.name("pdf")
    elif fault == "wrong_campaign":
        file = maker.file(maker.maybe_scanned(pdf_of(seller, replace(bill, campaign=_other_campaign(maker, line)))))
    else:
        file = maker.invoice(seller, bill, line.line_id)
    day = min(max(bill.start or line.start, line.start), line.end)
    claim_id = maker.claim(line.partner, line.line_id, day, amount, [file])
    if fault:
        maker.expect(fault, claim_id=claim_id, line_id=line.line_id)
    return _Placed(line, seller, bill, file), amount


def _other_campaign(maker: Maker, line: Line) -> str:
    """Return a campaign of the region that was planned too, if there is one."""
    region = line.partner.region
    others = {each.campaign for each in maker.lines[-200:] if each.partner.region is region} - {line.campaign}
    return maker.rng.choice(sorted(others)) if others else campaign(region, UNPLANNED_FROM)


def _unplanned(maker: Maker, documents: int) -> None:
    """Add invoices, and claims of them, for which no line was approved."""
    for number in range(max(1, int(documents * UNPLANNED))):
        buyer = partner(maker.rng.randrange(1 + documents // LINES_A_PARTNER))
        days = _days(maker.rng)
        seller = vendor(buyer.region, maker.rng.randrange(4))
        about = campaign(buyer.region, UNPLANNED_FROM + number)
        maker.bills += 1
        bill = invoice(seller, buyer.party, about, days, _amount(buyer, maker.rng), maker.bills, maker.rng)
        file = maker.invoice(seller, bill, None)
        maker.claim(buyer, "", days[0], bill.net, [file])
        maker.expect("unplanned_claim", document=file)


def _again(maker: Maker, placed: list[_Placed], documents: int) -> None:
    """Hand some invoices in a second time: the same file, the same pages in another file, or a scan of them."""
    for each in maker.rng.sample(placed, min(len(placed), max(1, int(documents * TWICE)))):
        copy = maker.file(_copied(maker, each))
        line, net = each.line, each.bill.net
        maker.matches[copy] = line.line_id
        maker.fields += [(copy, key, value) for key, value in fields_of(each.bill)]
        maker.claim(line.partner, line.line_id, min(line.end, each.bill.end or line.end), net, [copy])
        maker.expect("duplicate_evidence", document=copy, same_as=each.file)
        if maker.rng.random() < COVERED:
            line.row["approved_amount"] += net


def _copied(maker: Maker, each: _Placed) -> bytes:
    original = (maker.folder / "evidence" / each.file).read_bytes()
    roll = maker.rng.random()
    if maker.scans and roll < SCANNED:
        return pictures.scan(original, maker.rng.randrange(2**31), maker.rng.uniform(-0.8, 0.8), 150)
    return original if roll < SAME else pdf_of(each.seller, each.bill, author="Print to PDF")


def _exceeded(maker: Maker) -> None:
    """Note every line on which more was claimed than was approved."""
    claimed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in maker.claims:
        claimed[row["line_id"]] += row["claimed_amount"]
    for line in maker.lines:
        if claimed[line.line_id] > line.row["approved_amount"]:
            maker.expect("excess_claim", line_id=line.line_id)


def _amount(buyer: Partner, rng: Random) -> Decimal:
    scale = 10 if buyer.region.currency == "SEK" else 1
    return Decimal(rng.randrange(30000, 1500000) * scale) / 100


def _rounded_up(amount: Decimal, rng: Random) -> Decimal:
    step = Decimal(rng.choice((1, 10, 50, 100)))
    return (amount / step).quantize(Decimal(1), rounding=ROUND_UP) * step
