"""The layouts of invoices that look least like a table: side column, total in a box, typeset letter, till's slip."""

from __future__ import annotations

from flows.sample.billing import Billing
from flows.sample.formats import MoneyStyle
from flows.sample.paper import GREY, PALE, Paper

BOLD, SERIF, SERIF_BOLD, TILL = "Helvetica-Bold", "Times-Roman", "Times-Bold", "Courier"


def two_columns(paper: Paper, bill: Billing) -> None:
    """A coloured column at the left with who and when, the work at the right."""
    paper.box(0, 0, 190, paper.height, fill=bill.colour)
    white = "#ffffff"
    paper.text(28, 70, bill.title, 19, BOLD, white)
    y = 120.0
    for name, value in [*bill.head("number", "date", "due", "reference"), *bill.more.items()]:
        paper.text(28, y, name, 7.5, ink=white)
        paper.text(28, y + 13, value, 10, BOLD, white)
        y += 38
    paper.lines(28, 640, bill.vendor(), 12, 8.5, ink=white)
    paper.lines(
        28,
        684,
        [bill.invoice.vendor.contact, bill.invoice.vendor.tax_id, *bill.invoice.vendor.bank.split(" \u00b7 ")],
        11,
        7.5,
        ink=white,
    )
    paper.text(225, 70, bill.invoice.vendor.name, 13, BOLD, bill.colour)
    paper.text(225, 120, bill.words["customer"], 7.5, ink=GREY)
    paper.lines(225, 134, bill.customer(), 13, 10)
    y = 205.0
    for name, value in bill.head("campaign", "period"):
        paper.text(225, y, f"{name}:", 9, ink=GREY)
        paper.text(325, y, value, 9, BOLD)
        y += 15
    paper.rule(225, y + 8, 560, 1.2, bill.colour)
    y += 30
    for description, quantity, price, amount in bill.rows():
        paper.text(225, y, description, 9.5, BOLD)
        paper.text(225, y + 13, f"{quantity} \u00d7 {price}", 8, ink=GREY)
        paper.text(560, y, amount, 9.5, align="right")
        y += 34
    paper.rule(225, y - 4, 560, 0.5, GREY)
    for name, value in bill.totals():
        last = name == bill.words["total"]
        y += 18
        paper.text(370, y, name, 9.5 + last, BOLD if last else "Helvetica")
        paper.text(
            560,
            y,
            f"{value} {bill.invoice.currency}" if last else value,
            9.5 + last,
            BOLD if last else "Helvetica",
            align="right",
        )
    paper.lines(225, y + 45, list(bill.notes), 12, 8, ink=GREY)


def boxed_total(paper: Paper, bill: Billing) -> None:
    """The amount to pay in a box at the top right, the reckoning in a second one below the lines."""
    paper.text(55, 75, bill.invoice.vendor.name, 14, BOLD)
    paper.lines(55, 92, [*bill.vendor()[1:], bill.invoice.vendor.contact], 11, 8, ink=GREY)
    paper.box(365, 55, 540, 118, fill=bill.colour)
    paper.text(377, 74, bill.words["total"], 8.5, ink="#ffffff")
    paper.text(528, 103, bill.money(bill.invoice.gross), 18, BOLD, "#ffffff", align="right")
    paper.text(55, 175, f"{bill.title} {bill.invoice.number}", 16, BOLD)
    y = 200.0
    for name, value in [*bill.head("date", "due", "period", "campaign", "reference"), *bill.more.items()]:
        paper.text(55, y, name, 9, ink=GREY)
        paper.text(175, y, value, 9)
        y += 14
    paper.text(365, 175, bill.words["customer"], 8, ink=GREY)
    paper.lines(365, 190, bill.customer(), 13, 10)
    y = 330.0
    paper.rule(55, y - 16, 540, 1)
    for description, quantity, _, amount in bill.rows():
        paper.text(55, y, description, 9.5)
        paper.text(420, y, quantity, 9.5, align="right")
        paper.text(540, y, amount, 9.5, align="right")
        y += 20
    paper.box(330, y + 12, 540, y + 22 + 18 * len(bill.totals()), edge=GREY)
    for name, value in bill.totals():
        y += 18
        paper.text(342, y + 8, name, 9.5, BOLD if name == bill.words["total"] else "Helvetica")
        paper.text(528, y + 8, value, 9.5, BOLD if name == bill.words["total"] else "Helvetica", align="right")
    paper.lines(
        55,
        740,
        [*bill.notes, f"{bill.words['tax_id']} {bill.invoice.vendor.tax_id}", bill.invoice.vendor.bank],
        12,
        8,
        ink=GREY,
    )


def typeset(paper: Paper, bill: Billing) -> None:
    """A printer's own stationery: serifs, everything on the middle axis, legal mentions at the foot."""
    middle = paper.width / 2
    paper.text(middle, 80, bill.invoice.vendor.name, 22, SERIF, bill.colour, align="middle")
    paper.text(
        middle,
        97,
        " \u2013 ".join([*bill.vendor()[1:], bill.invoice.vendor.contact]),
        8.5,
        "Times-Italic",
        GREY,
        align="middle",
    )
    paper.rule(220, 108, 375, 0.8, bill.colour)
    paper.text(70, 165, f"{bill.title} {bill.words['no']} {bill.invoice.number}", 15, SERIF_BOLD)
    paper.text(70, 183, f"{bill.words['date']} : {bill.day(bill.invoice.issued)}", 10.5, SERIF)
    paper.lines(350, 165, bill.customer(), 14, 11, SERIF)
    paper.text(70, 245, f"{bill.words['campaign']} : {bill.invoice.campaign}", 11, SERIF)
    paper.text(70, 261, f"{bill.words['period']} : {bill.period}", 11, SERIF)
    paper.rule(70, 284, 525, 0.8)
    heads = [bill.words[key] for key in ("description", "quantity", "price", "amount")]
    y = 299.0
    for cells in (heads, *bill.rows()):
        font = SERIF_BOLD if cells is heads else SERIF
        for x, cell, align in zip((70, 350, 435, 525), cells, ("left", "right", "right", "right"), strict=True):
            paper.text(x, y, cell, 10.5, font, align=align)
        y += 20 if cells is heads else 18
    paper.rule(70, y - 8, 525, 0.8)
    for name, value in bill.totals(MoneyStyle.SIGN):
        y += 18
        font = SERIF_BOLD if name == bill.words["total"] else SERIF
        paper.text(435, y, name, 11, font, align="right")
        paper.text(525, y, value, 11, font, align="right")
    due = f"{bill.words['due']} : {bill.day(bill.invoice.due)}" if bill.invoice.due else ""
    paper.lines(70, y + 60, [due, *bill.notes], 13, 9, SERIF)
    paper.text(
        middle,
        805,
        f"{bill.words['tax_id']} {bill.invoice.vendor.tax_id} \u2013 {bill.invoice.vendor.bank}",
        7.5,
        SERIF,
        GREY,
        align="middle",
    )


def slip(paper: Paper, bill: Billing) -> None:
    """A till's slip: typewriter letters, quantities before, cash and change."""
    middle, left, right = paper.width / 2, 14.0, paper.width - 14
    paper.text(middle, 40, bill.invoice.vendor.name, 11, "Courier-Bold", align="middle")
    paper.lines(
        middle,
        54,
        [*bill.vendor()[1:], f"{bill.words['tax_id']} {bill.invoice.vendor.tax_id}"],
        11,
        8,
        TILL,
        align="middle",
    )
    paper.text(middle, 100, bill.title.upper(), 10, "Courier-Bold", align="middle")
    paper.text(left, 118, f"{bill.words['number']} {bill.invoice.number}", 8, TILL)
    paper.text(left, 130, f"{bill.words['date']}: {bill.day(bill.invoice.issued)}", 8, TILL)
    dashes = "-" * 41
    paper.text(left, 142, dashes, 8, TILL)
    y = 156.0
    for line in bill.invoice.lines:
        paper.text(left, y, f"{bill.format.number(line.quantity)} x {line.description}", 8, TILL)
        paper.text(right, y, bill.number(line.amount), 8, TILL, align="right")
        y += 12
    paper.text(left, y, dashes, 8, TILL)
    for name, value in bill.totals():
        y += 14
        last = name == bill.words["total"]
        paper.text(left, y, name, 10 if last else 8, "Courier-Bold" if last else TILL)
        paper.text(right, y, value, 10 if last else 8, "Courier-Bold" if last else TILL, align="right")
    for name, value in bill.more.items():
        y += 13
        paper.text(left, y, name, 8, TILL)
        paper.text(right, y, value, 8, TILL, align="right")
    paper.lines(middle, y + 26, list(bill.notes), 12, 8, TILL, align="middle")


def banded(paper: Paper, bill: Billing) -> None:
    """Bands of colour: a head across the page, striped rows, totals in a band at the foot."""
    paper.box(0, 0, paper.width, 92, fill=bill.colour)
    paper.text(48, 46, bill.invoice.vendor.name, 17, BOLD, "#ffffff")
    paper.text(48, 66, " \u00b7 ".join(bill.vendor()[1:]), 8.5, ink="#ffffff")
    paper.text(547, 52, bill.title, 22, "Helvetica", "#ffffff", align="right")
    paper.lines(48, 125, [bill.words["customer"] + ":", *bill.customer()], 13, 9.5)
    y = 125.0
    for name, value in [*bill.head("number", "date", "due", "reference", "campaign", "period"), *bill.more.items()]:
        paper.text(390, y, f"{name}:", 9, BOLD, align="right")
        paper.text(396, y, value, 9)
        y += 14
    y = max(y, 190.0) + 40
    heads = tuple(bill.words[key] for key in ("description", "quantity", "price", "amount"))
    for place, cells in enumerate((heads, *bill.rows())):
        if place % 2 == 0:
            paper.box(48, y - 14, 547, y + 7, fill=PALE)
        for x, cell, align in zip((54, 370, 455, 541), cells, ("left", "right", "right", "right"), strict=True):
            paper.text(x, y, cell, 9, BOLD if place == 0 else "Helvetica", align=align)
        y += 21
    y += 14
    for name, value in bill.totals():
        last = name == bill.words["total"]
        if last:
            paper.box(330, y - 14, 547, y + 8, fill=bill.colour)
        paper.text(340, y, name, 10, BOLD if last else "Helvetica", "#ffffff" if last else "#1d1d1f")
        paper.text(
            541,
            y,
            bill.coded(bill.invoice.gross) if last else value,
            10,
            BOLD if last else "Helvetica",
            "#ffffff" if last else "#1d1d1f",
            align="right",
        )
        y += 22
    paper.lines(
        48,
        770,
        [*bill.notes, f"{bill.words['tax_id']} {bill.invoice.vendor.tax_id}   {bill.invoice.vendor.bank}"],
        12,
        8,
        ink=GREY,
    )
