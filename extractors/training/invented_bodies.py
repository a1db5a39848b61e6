"""The lower part of an invented invoice: lines, taxes by rate, sums, terms and the foot."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.training.invented_bills import Bill, Row
from extractors.training.invented_pages import Pair, Sheet


def body(sheet: Sheet, bill: Bill) -> None:
    """Print everything below the head of an invoice."""
    rng = sheet.rng
    lines(sheet, bill)
    if rng.random() < 0.1:
        breakdown(sheet, bill, alone=True)
    else:
        before = rng.random() < 0.35
        if before:
            breakdown(sheet, bill)
        _sums(sheet, bill.totals())
        if not before and rng.random() < 0.25:
            breakdown(sheet, bill)
    terms(sheet, bill)
    foot(sheet, bill)


def viewed(sheet: Sheet, bill: Bill) -> None:
    """Print the lower part as viewers of e-invoices do: lines, taxes by rate and all sums under headings."""
    lines(sheet, bill)
    if sheet.rng.random() < 0.5:
        sheet.turn()
    breakdown(sheet, bill)
    _sums(sheet, bill.booked())
    terms(sheet, bill)


def lines(sheet: Sheet, bill: Bill) -> None:
    """Print the lines in columns that differ from invoice to invoice; a description may go on below."""
    rng = sheet.rng
    roles = ["total_count", "unit_price", "tax_rate", "total"]
    if rng.random() < 0.3:
        roles.remove("tax_rate")
    numbered = rng.random() < 0.4
    heads = [bill.label(role) for role in ("product", *roles)]
    texts: list[list[str]] = []
    for number, row in enumerate(bill.rows, 1):
        cells = _cells(bill, row)
        texts.append([f"{number} {row[0]}" if numbered else row[0], *(cells[role] for role in roles)])
        if rng.random() < 0.2:
            texts.append([rng.choice((_delivered(bill), _ordered(bill), bill.label("product")))])
    sheet.table(heads, texts)


def _delivered(bill: Bill) -> str:
    return f"{bill.label('delivery_date')}: {bill.on(bill.delivered)}"


def _ordered(bill: Bill) -> str:
    """Return the numbers of the order and the delivery that a line was ordered and delivered under."""
    order, delivery = bill.rng.sample(range(10**5, 10**9), 2)
    return f"{bill.label('purchase_order_number')}: B{order}, {bill.label('alternative_number')} L{delivery}"


def _cells(bill: Bill, row: Row) -> dict[str, str]:
    _, quantity, price, amount = row
    return {
        "total_count": f"{quantity} {bill.rng.choice(('Stk', 'h', ''))}".strip(),
        "unit_price": bill.money(price, False),
        "tax_rate": bill.percent(bill.shares[0][1]),
        "total": bill.money(amount),
    }


def breakdown(sheet: Sheet, bill: Bill, alone: bool = False) -> None:
    """Print net, rate, tax and perhaps gross by rate of tax, sometimes with the sums of all rates as the last row.

    Where it stands `alone`, it has what the invoice comes to, and no other sums are printed.
    """
    rng = sheet.rng
    roles = ["tax_rate", "net_amount", "tax_amount", *(["gross_total"] if alone or rng.random() < 0.5 else [])]
    if alone:
        rng.shuffle(roles)
    rows = [
        {
            "tax_rate": bill.percent(rate).rstrip("% ") if rng.random() < 0.5 else bill.percent(rate),
            "net_amount": bill.money(net, False),
            "tax_amount": bill.money(tax, False),
            "gross_total": bill.money(net + tax, False),
        }
        for net, rate, tax in bill.shares
    ]
    if len(rows) > 1 and (alone or rng.random() < 0.6):
        sums = (bill.money(amount, False) for amount in (bill.net, bill.tax, bill.gross))
        rows.append(dict(zip(("net_amount", "tax_amount", "gross_total"), sums, strict=True)))
    heads = ["", *(bill.label(role) for role in roles)]
    kind = bill.label("tax_amount") if rng.random() < 0.5 else ""
    sheet.table(heads, [[kind, *(row.get(role, "") for role in roles)] for row in rows])


def _sums(sheet: Sheet, pairs: Sequence[Pair]) -> None:
    if sheet.rng.random() < 0.12:
        sheet.table(["", *(label for label, _ in pairs)], [["", *(amount for _, amount in pairs)]], wide=0.0)
    else:
        sheet.sums(pairs)


def terms(sheet: Sheet, bill: Bill) -> None:
    """Print by when and how to pay: days and numbers that are none of the invoice's own."""
    rng = sheet.rng
    if rng.random() < 0.5:
        sheet.line(f"{bill.label('payment_terms')} {bill.label('due_date')} {bill.on(bill.due)}")
    if rng.random() < 0.4:
        sheet.line(f"{bill.label('account_number')}: IBAN {bill.locale[-2:]}{bill.vendor.account}")
        sheet.line(f"{bill.label('payment_reference')}: {bill.code}")
    if rng.random() < 0.15:
        sheet.line(rng.choice(("Powered by OpenBill", "www.rechnungsblatt.example", "Software: Fakturio 4.2")))


def foot(sheet: Sheet, bill: Bill) -> None:
    """Print the seller's address, numbers and bank at the foot of the page."""
    vendor, rng = bill.vendor, sheet.rng
    columns = [
        [vendor.name, vendor.street, vendor.city],
        [f"{bill.label('phone')}: {vendor.phone}", vendor.mail, f"www.{vendor.site}"],
        [f"{bill.label('tax_id')}: {bill.tax_id}", f"HRB {rng.randrange(1000, 99999)}", vendor.person],
        [f"IBAN {bill.locale[-2:]}{vendor.account}", "BIC ABCDEF2GXXX", vendor.name if rng.random() < 0.3 else ""],
    ]
    if bill.signed:
        rng.shuffle(rest := columns[1:])
        sheet.foot([columns[0], *rest])
    elif rng.random() < 0.25:
        sheet.line(", ".join((vendor.name, vendor.street, vendor.city)), size=6.5)
    elif rng.random() < 0.8:
        rng.shuffle(columns)
        sheet.foot(columns[: rng.choice((2, 3, 4))])
