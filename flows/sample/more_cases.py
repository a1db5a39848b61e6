"""Cases that take more than one claim or line: shared documents, things used twice, what stands out among many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from flows.sample import other_papers, pictures
from flows.sample.cases import ACTIVITY, NET, Stage, bill_of, claimed_for, planned, stage
from flows.sample.firms import with_line
from flows.sample.invoice import Invoice
from flows.sample.maker import Line, Maker

APART = 2_000
"""How far apart the numbers of two stages of one case are."""
ACCOUNTS = ("IBAN DE35 9905 0099 0015 0290 99", "IBAN DE74 9905 0099 0099 2798 81")
"""Two accounts of a bank that does not exist, with right check digits."""


def shared_too_far(maker: Maker, number: int) -> None:
    """34: two claims take more of one invoice than it is for."""
    on = stage(number)
    line = planned(maker, on, approved=NET * 2)
    bill = bill_of(on, "7001")
    file = maker.invoice(on.seller, bill, line.line_id)
    claimed_for(maker, on, line, NET, [file])
    claim_id = claimed_for(maker, on, line, Decimal(900), [file])
    maker.must_find("shared_too_far", line.line_id, NET + 900 - bill.net, document=file)
    maker.must_find("overclaimed", line.line_id, None, claim_id=claim_id)


def deposit_and_final(maker: Maker, number: int) -> None:
    """40: a deposit is claimed beside the final invoice."""
    on = stage(number)
    line = planned(maker, on, approved=NET * 2)
    deposit, final = bill_of(on, "7101", Decimal(400)), bill_of(on, "7102")
    _claim_each(maker, on, line, [deposit], "Deposit invoice")
    _claim_each(maker, on, line, [final])
    maker.must_find("deposit_and_final", line.line_id, None)


def unit_price(maker: Maker, number: int) -> None:
    """38: of a vendor's four prices for the same, one is more than twice the usual."""
    on = stage(number)
    line = planned(maker, on, approved=NET * 9)
    bills = [bill_of(on, f"72{10 + place}3", price) for place, price in enumerate((NET, NET, NET, NET * 3))]
    names = _claim_each(maker, on, line, bills)
    maker.must_find("unit_price", line.line_id, None, document=names[-1])


def lookalike_number(maker: Maker, number: int) -> None:
    """66: two invoices are the same but for a number in which a letter stands for a digit."""
    on = stage(number)
    line = planned(maker, on, approved=NET * 2)
    names = _claim_each(maker, on, line, [bill_of(on, "AB10S7"), bill_of(on, "AB1057")])
    for name in names:
        maker.must_find("lookalike_number", line.line_id, None, document=name)


def sequential_numbers(maker: Maker, number: int) -> None:
    """78: three invoices of a vendor to one partner follow each other number by number."""
    on = stage(number)
    line = planned(maker, on, approved=NET * 4)
    bills = [bill_of(on, str(7301 + place), NET + place) for place in range(3)]
    names = _claim_each(maker, on, line, bills)
    maker.must_find("sequential_numbers", line.line_id, None, document=names[-1])


def bank_account(maker: Maker, number: int) -> None:
    """83: two invoices of one vendor name two bank accounts."""
    on = stage(number)
    line = planned(maker, on, approved=NET * 3)
    for place, account in enumerate(ACCOUNTS):
        bill = bill_of(on, f"74{place}5", NET + place)
        party = replace(bill.vendor, bank=account)
        name = maker.invoice(
            replace(on.seller, party=party, layout="two_columns"), replace(bill, vendor=party), line.line_id
        )
        claimed_for(maker, on, line, bill.net, [name])
        maker.must_find("bank_account", line.line_id, None, document=name)


def activity_twice(maker: Maker, number: int) -> None:
    """69: one activity is claimed on two lines."""
    on, amount = stage(number), NET
    for place in (0, 1):
        line = planned(maker, on, approved=NET + 50, activity=f"Part {place + 1}")
        name = maker.invoice(on.seller, bill_of(on, f"75{place}7"), line.line_id)
        claim_id = claimed_for(maker, on, line, amount, [name], poe_name="Open day in the hall")
        maker.must_find("activity_twice", line.line_id, amount, claim_id=claim_id)


def reused_picture(maker: Maker, number: int) -> None:
    """68: one screenshot proves two lines."""
    picture = pictures.screenshot(other_papers.search_page(stage(number).campaign))
    _proof_of_two(maker, number, "reused_picture", lambda place: (picture + bytes(place), "png"))


def reused_list(maker: Maker, number: int) -> None:
    """70: one report, word by word, proves two lines."""
    words = [stage(number).campaign, "Reach: 18,400 readers", "Period: 1 - 12 September 2025"]

    def report(place: int) -> tuple[bytes, str]:
        return other_papers.plain("Delivery report", words, f"Printer {place}"), "pdf"

    _proof_of_two(maker, number, "reused_list", report)


def unrelated_lines(maker: Maker, number: int) -> None:
    """36: a line of an invoice names another campaign that is planned."""
    on, other = stage(number), stage(number + APART)
    planned(maker, other, approved=NET)
    maker.expect("missing_claim", line_id=maker.lines[-1].line_id)
    line, foreign = planned(maker, on, approved=NET * 2), Decimal(330)
    bill = with_line(bill_of(on, "7801"), other.campaign, foreign)
    name = _claim_each(maker, on, line, [bill])[0]
    maker.must_find("unrelated_lines", line.line_id, foreign, document=name)


def self_certified(maker: Maker, number: int) -> None:
    """86: most of a partner's ten claims rest on its own certificates."""
    on = stage(number)
    line = planned(maker, on, approved=NET * 20)
    for place in range(10):
        bill = bill_of(on, f"79{number}{place}3", NET + 7 * place)
        files = [maker.invoice(on.seller, bill, line.line_id)]
        certified = place < 6
        if certified:
            cost = f"{120 + 13 * place}.00"
            words = [
                on.campaign,
                f"Layout, part {place + 1}",
                f"Total: GBP {cost}",
                "Certified by R. Thorne, 20 September 2025",
            ]
            files.append(maker.file(other_papers.plain("Certification service report", words)))
            maker.matches[files[1]] = line.line_id
            maker.fields += [(files[1], "total_amount", cost), (files[1], "currency", "GBP")]
        claim_id = claimed_for(maker, on, line, bill.net, files)
        if certified:
            maker.must_find("self_certified", line.line_id, None, claim_id=claim_id)


MORE: dict[str, Callable[[Maker, int], None]] = {
    "shared_too_far": shared_too_far,
    "deposit_and_final": deposit_and_final,
    "unit_price": unit_price,
    "lookalike_number": lookalike_number,
    "sequential_numbers": sequential_numbers,
    "bank_account": bank_account,
    "activity_twice": activity_twice,
    "reused_picture": reused_picture,
    "reused_list": reused_list,
    "unrelated_lines": unrelated_lines,
    "self_certified": self_certified,
}


def _claim_each(maker: Maker, on: Stage, line: Line, bills: list[Invoice], title: str = "") -> list[str]:
    names = [maker.invoice(on.seller, bill, line.line_id, title) for bill in bills]
    for name, bill in zip(names, bills, strict=True):
        claimed_for(maker, on, line, bill.net, [name])
    return names


def _proof_of_two(maker: Maker, number: int, code: str, proof: Callable[[int], tuple[bytes, str]]) -> None:
    on = stage(number)
    for place in (0, 1):
        line = planned(maker, on, approved=NET + 50, activity=f"Part {place + 1}")
        bill = replace(bill_of(on, f"76{number}{place}9", NET + place), issued=ACTIVITY[1] + timedelta(days=5 + place))
        name, shown = maker.invoice(on.seller, bill, line.line_id), maker.file(*proof(place))
        maker.matches[shown] = line.line_id
        maker.fields.append((shown, "campaign", on.campaign))
        claimed_for(maker, on, line, bill.net, [name, shown])
        maker.must_find(code, line.line_id, None, document=shown)
