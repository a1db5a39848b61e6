"""The layouts of invoices that need a table or a letter: ruled, airy, dense, letterhead at the right."""

from __future__ import annotations

from flows.sample.billing import Billing, Pair
from flows.sample.paper import GREY, INK, PALE, Paper

BOLD, ITALIC = "Helvetica-Bold", "Helvetica-Oblique"


def ruled(paper: Paper, bill: Billing) -> None:
    """A ruled table with its totals inside, payment details in a ruled foot: how Swedish ledgers print."""
    _mark(paper, bill, 48, 62)
    paper.text(76, 67, bill.invoice.vendor.name, 15, BOLD)
    paper.text(547, 67, bill.title.upper(), 17, BOLD, align="right")
    _grid(paper, 320, 90, bill.head("number", "date", "due", "reference"))
    paper.text(48, 150, bill.words["customer"], 7.5, ink=GREY)
    paper.lines(48, 164, bill.customer(), 13, 10)
    _pairs_left(paper, 48, 160, 232, bill.head("campaign", "period"))
    foot = _ruled_table(paper, bill, 270)
    for name, value in bill.totals():
        last = name == bill.words["total"]
        paper.text(440, foot, name, 9.5, BOLD if last else "Helvetica", align="right")
        paper.text(
            541,
            foot,
            f"{value} {bill.invoice.currency}" if last else value,
            9.5,
            BOLD if last else "Helvetica",
            align="right",
        )
        foot += 17
    _foot_columns(paper, bill, 745)


def airy(paper: Paper, bill: Billing) -> None:
    """Much white, thin rules, labels in grey above their values."""
    paper.text(60, 90, bill.invoice.vendor.name, 20, "Helvetica", bill.colour)
    paper.text(60, 108, ", ".join(bill.vendor()[1:]), 8, ink=GREY)
    paper.text(60, 190, bill.title, 26, "Helvetica")
    for place, (name, value) in enumerate(bill.head("number", "date", "due")):
        paper.text(60 + 150 * place, 226, name, 7.5, ink=GREY)
        paper.text(60 + 150 * place, 241, value, 10)
    paper.text(60, 282, bill.words["customer"], 7.5, ink=GREY)
    paper.lines(60, 297, bill.customer(), 14, 10)
    for place, (name, value) in enumerate(bill.head("campaign", "period")):
        paper.text(300, 282 + 34 * place, name, 7.5, ink=GREY)
        paper.text(300, 297 + 34 * place, value, 10)
    y = 390.0
    for description, _, _, amount in bill.rows():
        paper.text(60, y, description, 10)
        paper.text(535, y, amount, 10, align="right")
        paper.rule(60, y + 11, 535, 0.3, GREY)
        y += 30
    y += 22
    for name, value in bill.totals():
        last = name == bill.words["total"]
        paper.text(380, y, name, 10 + 3 * last, ink=INK if last else GREY)
        paper.text(535, y, f"{value} {bill.invoice.currency}" if last else value, 10 + 3 * last, align="right")
        y += 24
    paper.lines(
        60,
        760,
        [" \u00b7 ".join((*bill.notes, bill.invoice.vendor.tax_id)), bill.invoice.vendor.contact],
        12,
        7.5,
        ink=GREY,
    )


def dense(paper: Paper, bill: Billing) -> None:
    """Small print and many numbers, positions counted, tax repeated in a table: how German ledgers print."""
    paper.text(
        57,
        50,
        f"{bill.invoice.vendor.name} - {bill.invoice.vendor.street} - {bill.invoice.vendor.place}",
        6.5,
        ink=GREY,
    )
    paper.rule(57, 53, 300, 0.3, GREY)
    paper.lines(57, 70, bill.customer(), 11, 9)
    paper.box(370, 40, 545, 62, fill=bill.colour)
    paper.text(457, 55, bill.invoice.vendor.name, 9, BOLD, "#ffffff", align="middle")
    more = [*bill.head("number", "date", "due", "reference", "period"), *bill.more.items()]
    _pairs_left(paper, 370, 445, 82, more, step=11, size=7.5)
    paper.text(57, 178, f"{bill.title} {bill.invoice.number}", 13, BOLD)
    paper.text(57, 194, f"{bill.words['campaign']}: {bill.invoice.campaign}", 8.5)
    paper.box(57, 210, 545, 224, fill=PALE)
    heads = ("Pos.", bill.words["description"], bill.words["quantity"], bill.words["price"], bill.words["amount"])
    for (x, align), name in zip(
        ((61, "left"), (90, "left"), (370, "right"), (455, "right"), (541, "right")), heads, strict=True
    ):
        paper.text(x, 220, name, 7.5, BOLD, align=align)
    y = 238.0
    for number, (description, quantity, price, amount) in enumerate(bill.rows(), 1):
        paper.text(61, y, str(number), 8)
        paper.text(90, y, description, 8)
        paper.text(370, y, quantity, 8, align="right")
        paper.text(455, y, price, 8, align="right")
        paper.text(541, y, amount, 8, align="right")
        y += 14
    paper.rule(57, y - 3, 545)
    for name, value in bill.totals():
        y += 12
        paper.text(380, y, f"{name} {bill.invoice.currency}", 8.5, BOLD if name == bill.words["total"] else "Helvetica")
        paper.text(541, y, value, 8.5, BOLD if name == bill.words["total"] else "Helvetica", align="right")
    paper.lines(57, y + 40, list(bill.notes), 11, 8)
    _foot_line(paper, bill)


def letterhead_right(paper: Paper, bill: Billing) -> None:
    """A business letter: letterhead at the right, subject, salutation, a small table, a closing."""
    paper.lines(400, 62, bill.vendor(), 13, 9, ink=bill.colour)
    paper.lines(400, 106, [bill.invoice.vendor.contact, bill.invoice.vendor.tax_id], 11, 7.5, ink=GREY)
    paper.lines(70, 150, bill.customer(), 13, 10)
    _pairs_left(paper, 400, 470, 165, bill.head("number", "date", "reference"), step=13, size=8)
    paper.text(70, 250, f"{bill.title} {bill.words['for_campaign']} {bill.invoice.campaign}", 11.5, BOLD)
    paper.text(70, 267, f"{bill.words['period']}: {bill.period}", 9.5)
    paper.text(70, 292, bill.words["salutation"], 9.5)
    paper.text(70, 310, bill.words["we_charge"], 9.5)
    y = 342.0
    for description, quantity, _, amount in bill.rows():
        paper.text(70, y, quantity, 9.5)
        paper.text(105, y, description, 9.5)
        paper.text(525, y, amount, 9.5, align="right")
        y += 17
    paper.rule(330, y - 6, 525, 0.5)
    for name, value in bill.totals():
        last = name == bill.words["total"]
        y += 8
        paper.text(330, y, name, 9.5, BOLD if last else "Helvetica")
        paper.text(
            525,
            y,
            f"{bill.invoice.currency} {value}" if last else value,
            9.5,
            BOLD if last else "Helvetica",
            align="right",
        )
        y += 9
    due = [f"{bill.words['due']}: {bill.day(bill.invoice.due)}"] if bill.invoice.due else []
    paper.lines(70, y + 35, [*due, *bill.notes, "\xa0", bill.words["regards"], bill.invoice.vendor.name], 14, 9.5)
    paper.text(297, 800, bill.invoice.vendor.bank, 7.5, ink=GREY, align="middle")


def _mark(paper: Paper, bill: Billing, x: float, y: float) -> None:
    paper.disc(x + 9, y, 10, bill.colour)
    paper.disc(x + 14, y - 3, 5, "#ffffff")


def _grid(paper: Paper, x: float, y: float, pairs: list[Pair]) -> None:
    for place, (name, value) in enumerate(pairs):
        left, top = x + 113.5 * (place % 2), y + 30 * (place // 2)
        paper.box(left, top, left + 113.5, top + 30, edge=GREY)
        paper.text(left + 5, top + 10, name, 6.5, ink=GREY)
        paper.text(left + 5, top + 24, value, 9.5)


def _pairs_left(
    paper: Paper, x: float, value_x: float, y: float, pairs: list[Pair], step: float = 14, size: float = 9
) -> None:
    for place, (name, value) in enumerate(pairs):
        paper.text(x, y + step * place, name, size, ink=GREY)
        paper.text(value_x, y + step * place, value, size)


def _ruled_table(paper: Paper, bill: Billing, top: float) -> float:
    heads = [bill.words[key] for key in ("description", "quantity", "price", "amount")]
    edges = (320.0, 375.0, 455.0, 547.0)
    bottom = top + 20 * (1 + len(bill.rows()))
    paper.box(48, top, 547, top + 20, fill=PALE)
    for row, cells in enumerate([heads, *bill.rows()]):
        y = top + 20 * row + 14
        paper.text(54, y, cells[0], 9, BOLD if row == 0 else "Helvetica")
        for edge, cell in zip(edges[1:], cells[1:], strict=True):
            paper.text(edge - 6, y, cell, 9, BOLD if row == 0 else "Helvetica", align="right")
        paper.rule(48, top + 20 * (row + 1), 547, 0.4, GREY)
    paper.box(48, top, 547, bottom, edge=GREY)
    for edge in edges[:-1]:
        paper.upright(edge, top, bottom, 0.4, GREY)
    return bottom + 22


def _foot_columns(paper: Paper, bill: Billing, y: float) -> None:
    paper.rule(48, y - 14, 547, 0.6)
    paper.lines(48, y, bill.vendor(), 11, 7.5)
    paper.lines(
        200,
        y,
        [bill.invoice.vendor.contact, bill.words["tax_id"] + " " + bill.invoice.vendor.tax_id, *bill.notes],
        11,
        7.5,
    )
    _pairs_left(paper, 400, 460, y, list(bill.more.items()), 11, 7.5)


def _foot_line(paper: Paper, bill: Billing) -> None:
    paper.rule(57, 785, 545, 0.3, GREY)
    party = bill.invoice.vendor
    paper.text(301, 797, f"{party.name} | {party.contact} | {party.tax_id}", 6.5, ink=GREY, align="middle")
    paper.text(301, 807, party.bank, 6.5, ink=GREY, align="middle")
