"""Families of layouts for the upper part of an invented invoice: who sends it to whom, its number and its days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from extractors.training.invented_bills import Bill
from extractors.training.invented_pages import FOOT, WIDTH, Pair, Sheet, width_of
from extractors.training.invented_parties import Party

MARKS = (" · ", " • ", " ● ", " | ", ", ", " - ")


def letter(sheet: Sheet, bill: Bill) -> None:
    """DIN 5008: a letterhead, the address in the window, the sender in small letters above it, details beside it."""
    rng, vendor = sheet.rng, bill.vendor
    beside = rng.choice((340.0, 380.0, 400.0))
    right = rng.random() < 0.6
    contact = (
        [f"{bill.label('phone')}: {vendor.phone}", vendor.mail, f"www.{vendor.site}"] if rng.random() < 0.5 else []
    )
    head = [vendor.name, *(vendor.address if rng.random() < 0.7 else ()), *contact]
    start = sheet.top
    end = sheet.stack(head, beside if right else sheet.left, first=sheet.size + rng.choice((0, 2, 6)))
    window = max(start + 60, 110.0) if right else end + 20
    sheet.top = window
    if rng.random() < 0.6:
        sender = (vendor.name, vendor.street, vendor.city)
        sheet.line(rng.choice(MARKS).join(sender), size=rng.choice((6.0, 7.0, 8.0)))
        sheet.top += rng.choice((0, 6))
    below = sheet.stack(_addressed(bill), sheet.left)
    details = bill.details(with_number=(titled := rng.random() < 0.3) is False)
    if rng.random() < 0.5:
        sheet.top = max(end + 10, window) if right else window
        below = max(below, sheet.details(details, beside, sheet.right - beside))
        details = []
    sheet.top = max(below, end) + 25
    sheet.line(bill.titled() if titled else bill.title, size=sheet.size + rng.choice((0, 3, 6)))
    _spread(sheet, details)


def french(sheet: Sheet, bill: Bill) -> None:
    """The seller at the left, the buyer lower at the right where French envelopes have their window."""
    rng, vendor = sheet.rng, bill.vendor
    marks = [
        f"SIRET {rng.randrange(10**13, 10**14)}",
        f"{bill.label('tax_id')} {bill.tax_id}",
        vendor.phone,
        vendor.mail,
    ]
    left = [*vendor.lines, *rng.sample(marks, rng.randrange(0, 4))]
    end = sheet.stack(left, sheet.left, first=sheet.size + rng.choice((0, 3)))
    sheet.top += rng.choice((0, 30, 60))
    label = [bill.label("bill_to") + sheet.colon] if rng.random() < 0.4 else []
    below = sheet.stack([*label, *_addressed(bill)], rng.choice((310.0, 340.0)))
    sheet.top = max(end, below) + 20
    _titled(sheet, bill)


def blocks(sheet: Sheet, bill: Bill) -> None:
    """Seller and buyer beside each other under their headings, perhaps with where the goods went and what it is."""
    rng = sheet.rng
    if rng.random() < 0.5:
        sheet.line(bill.title, size=sheet.size + 6)
        sheet.down(8)
    marked = f"{bill.label('tax_id')}: {bill.tax_id}"
    parties = [
        [bill.label("vendor") + sheet.colon, *bill.vendor.lines, *([marked] if rng.random() < 0.5 else [])],
        [bill.label("bill_to") + sheet.colon, *bill.buyer.lines],
    ]
    if rng.random() < 0.3:
        parties.reverse()
    if bill.ship_to:
        parties.append([bill.label("ship_to") + sheet.colon, *bill.ship_to.lines])
    if rng.random() < 0.3:
        parties = [[lines[0], f"GLN {rng.randrange(10**12, 10**13)}", *lines[1:]] for lines in parties]
    step = (sheet.right - sheet.left) / max(len(parties), 2)
    size = _fitting([line for lines in parties for line in lines], step, min(sheet.size, 9.0))
    sheet.beside([(sheet.left + place * step, lines) for place, lines in enumerate(parties)], size)
    _titled(sheet, bill)


def grid(sheet: Sheet, bill: Bill) -> None:
    """Three columns in small print: the seller over the payer, the buyer over where the goods went, all details."""
    rng = sheet.rng
    sheet.size = min(sheet.size, 8.0)
    step = (sheet.right - sheet.left) / 3
    other = bill.ship_to or bill.buyer
    number = f"GLN {rng.randrange(10**12, 10**13)}"
    first = [bill.label("vendor"), number, *bill.vendor.lines, "", f"{bill.label('tax_id')} : {bill.tax_id}"]
    second = [bill.label("bill_to"), number, *bill.buyer.lines, "", f"{bill.label('customer_number')} : 4711"]
    sheet.size = _fitting([*first, *second], step, sheet.size)
    top = sheet.top
    sheet.put(" ".join(bill.title.upper()) if rng.random() < 0.5 else bill.title, sheet.left + 2 * step, top)
    ends = [sheet.stack(first, sheet.left), sheet.stack(second, sheet.left + step)]
    sheet.top = top + 20
    ends.append(sheet.details(bill.details(), sheet.left + 2 * step, step))
    if rng.random() < 0.6:
        sheet.top = max(ends[:2]) + 8
        third = [bill.label("bill_to"), number, *bill.buyer.lines]
        fourth = [bill.label("ship_to"), number, *other.lines]
        ends += [sheet.stack(third, sheet.left), sheet.stack(fourth, sheet.left + step)]
    sheet.top = max(ends) + 15


def viewer(sheet: Sheet, bill: Bill) -> None:
    """An e-invoice made readable: headings, below them labels and values, and the address line by line."""
    rng = sheet.rng
    if rng.random() < 0.5:
        sheet.line(
            rng.choice(("Visualisierung der XML-Daten", "Version 2.1 vom 24.03.2020", "E-Invoice Viewer")), size=8
        )
    sheet.line(bill.titled(), size=sheet.size + 4)
    sheet.down(10)
    for label, value in [*bill.noise(), (bill.label("currency"), bill.currency)]:
        _field(sheet, label, value)
    value_left = sheet.left + rng.choice((100.0, 150.0, 190.0))
    named = rng.random() < 0.6
    parties = [("vendor", bill.vendor), ("bill_to", bill.buyer)]
    if bill.ship_to:
        parties.append(("ship_to", bill.ship_to))
    for role, party in parties:
        sheet.down(12)
        sheet.line(bill.label(role) + sheet.colon, size=sheet.size + rng.choice((0, 2)))
        sheet.down(rng.choice((0, 6)))
        _labelled(sheet, bill, party, value_left) if named else _stacked(sheet, bill, party)
    sheet.down(10)
    for label, value in [(bill.label("due_date"), bill.on(bill.due)), *_period(bill)]:
        _field(sheet, label, value)
    sheet.down(10)


def fields(sheet: Sheet, bill: Bill) -> None:
    """Everything in labelled fields: beside each other or below each other, parties too."""
    rng = sheet.rng
    sheet.line(bill.title, size=sheet.size + 6)
    pairs = [(bill.label("vendor"), bill.vendor.name), (bill.label("bill_to"), bill.buyer.name), *bill.details()]
    if rng.random() < 0.5:
        pairs.insert(1, (bill.label("tax_id"), bill.tax_id))
    if rng.random() < 0.5:
        step = rng.choice((130.0, 170.0, 250.0))
        sheet.size = _fitting([text for pair in pairs for text in pair], step, sheet.size)
        sheet.heads(pairs, step)
    else:
        sheet.top = sheet.details(pairs, sheet.left) + 12


def banner(sheet: Sheet, bill: Bill) -> None:
    """A logo of words at the head and nothing else of the seller but at the foot; the buyer without any label."""
    rng = sheet.rng
    logo = bill.vendor.name.split()[0] if rng.random() < 0.4 else bill.vendor.name
    middle = 297.0 - width_of(logo, 18) / 2
    sheet.line(logo, size=18, left=rng.choice((sheet.left, middle, 380.0)))
    sheet.down(rng.choice((15, 40)))
    size = rng.choice((0.0, 6.5))
    if rng.random() < 0.4:
        sheet.line(rng.choice(MARKS).join((bill.vendor.name, bill.vendor.street, bill.vendor.city)), size=size)
    top = sheet.top
    below = sheet.stack(_addressed(bill), sheet.left)
    sheet.top = top
    below = max(below, sheet.details(bill.details(), 340.0, sheet.right - 340.0))
    sheet.top = below + 15
    sheet.line(bill.title, size=sheet.size + 4)
    sheet.down(10)
    closing = ", ".join((bill.vendor.name, bill.vendor.street, bill.vendor.city))
    sheet.put(closing, sheet.left, FOOT - 12, 6.5)


def pictured(sheet: Sheet, bill: Bill) -> None:
    """The seller's name only in a picture, and in words at the foot or in the sender's line over the window."""
    rng, vendor = sheet.rng, bill.vendor
    sheet.top = rng.choice((110.0, 125.0, 150.0))
    window = rng.choice((sheet.left, sheet.left, 330.0))
    if rng.random() < 0.4:
        sender = rng.choice(MARKS).join((vendor.name, vendor.street, vendor.city))
        sheet.put(sender, window, sheet.top - 12, rng.choice((6.0, 7.0)))
    elif rng.random() < 0.3:
        contact = [vendor.phone, vendor.mail, f"www.{vendor.site}"]
        sheet.stack(contact, 410.0 if window < WIDTH / 2 else sheet.left, sheet.size - 1)
    below = sheet.stack(_addressed(bill), window)
    titled = rng.random() < 0.4
    details = bill.details(with_number=not titled)
    if window < WIDTH / 2 and rng.random() < 0.6:
        below = max(below, sheet.details(details, 340.0, sheet.right - 340.0))
        details = []
    sheet.top = below + rng.choice((15, 40))
    sheet.line(bill.titled() if titled else bill.title, size=sheet.size + rng.choice((0, 2, 5)))
    _spread(sheet, details)
    bill.signed = True


def anglo(sheet: Sheet, bill: Bill) -> None:
    """A large title at the right, the seller at the left; who is billed below, details in a column at the right."""
    rng, vendor = sheet.rng, bill.vendor
    top = sheet.top
    sheet.put(bill.title.upper(), sheet.right, top, sheet.size + 10, ends=True)
    seller = [*vendor.lines, vendor.phone, vendor.mail, f"{bill.label('tax_id')} {bill.tax_id}"]
    end = sheet.stack(seller[: rng.randrange(3, len(seller))], sheet.left, first=sheet.size + rng.choice((0, 4)))
    sheet.top = top + 30
    beside = sheet.details(bill.details(), 360.0, sheet.right - 360.0) if rng.random() < 0.5 else 0.0
    sheet.top = max(end, beside) + 12
    columns = [[bill.label("bill_to") + sheet.colon, *bill.buyer.lines]]
    if bill.ship_to:
        columns.append([bill.label("ship_to") + sheet.colon, *bill.ship_to.lines])
    step = rng.choice((180.0, 240.0))
    sheet.beside([(sheet.left + place * step, lines) for place, lines in enumerate(columns)])
    if not beside:
        _spread(sheet, bill.details())


HEADS: Mapping[str, Callable[[Sheet, Bill], None]] = {
    each.__name__: each for each in (letter, french, blocks, grid, viewer, fields, banner, pictured, anglo)
}
"""The families by name."""


def _addressed(bill: Bill) -> list[str]:
    """Return the buyer as an envelope has it, a salutation before the name where there is one."""
    return [*([bill.buyer.salutation] if bill.buyer.salutation else []), *bill.buyer.lines]


def _fitting(texts: Sequence[str], width: float, size: float) -> float:
    """Return the letter size, at most the given one, in which texts fit a column with a gap behind it."""
    widest = max(width_of(text, 1.0) for text in texts)
    return min(size, (width - 10) / max(widest, 1.0))


def _titled(sheet: Sheet, bill: Bill) -> None:
    if sheet.rng.random() < 0.35:
        sheet.line(bill.titled(), size=sheet.size + sheet.rng.choice((0, 4)))
        _spread(sheet, bill.details(with_number=False))
        return
    sheet.line(bill.title, size=sheet.size + sheet.rng.choice((2, 8)))
    _spread(sheet, bill.details())


def _spread(sheet: Sheet, pairs: Sequence[Pair]) -> None:
    if sheet.rng.random() < 0.3:
        sheet.heads(pairs, sheet.rng.choice((100.0, 130.0, 165.0)))
    elif pairs:
        sheet.top = sheet.details(pairs, sheet.rng.choice((sheet.left, sheet.left, 330.0))) + 12


def _field(sheet: Sheet, label: str, value: str) -> None:
    sheet.put(label + sheet.colon, sheet.left, sheet.top)
    sheet.put(value, max(sheet.left + 150, sheet.left + width_of(label, sheet.size) + 12), sheet.top)
    sheet.down(1.5 * sheet.size)


def _period(bill: Bill) -> list[Pair]:
    if not bill.period:
        return []
    return [(bill.label("service_period"), f"{bill.on(bill.period[0])} - {bill.on(bill.period[1])}")]


def _labelled(sheet: Sheet, bill: Bill, party: Party, value_left: float) -> None:
    """Print a party's fields with their labels; a long name may take two lines, its label beside the second."""
    rng = sheet.rng
    number = [(bill.label("document_number"), str(rng.randrange(1000, 999999)))] if rng.random() < 0.5 else []
    words = party.name.split()
    cut = len(words) // 2 if len(words) > 2 and rng.random() < 0.3 else 0
    name = [("", " ".join(words[:cut]))] if cut else []
    rows = [
        *number,
        *name,
        (bill.label("party_name"), " ".join(words[cut:])),
        *([(bill.label("contact"), party.person)] if rng.random() < 0.3 else []),
        (bill.label("contact"), party.street),
        ("", party.city),
        *([(bill.label("tax_id"), bill.tax_id)] if rng.random() < 0.6 else []),
    ]
    for label, value in rows:
        if label:
            sheet.put(label + sheet.colon, sheet.left, sheet.top)
        sheet.put(value, value_left, sheet.top)
        close = value is rows[len(number)][1] and bool(cut)
        sheet.down((1.2 if close else 1.8) * sheet.size)


def _stacked(sheet: Sheet, bill: Bill, party: Party) -> None:
    """Print a party's address line by line, numbers of it before and after."""
    rng = sheet.rng
    before = [f"GLN {rng.randrange(10**12, 10**13)}", f"{bill.label('document_number')}: {rng.randrange(1000, 99999)}"]
    after = [f"{bill.label('tax_id')}: {bill.tax_id}", f"{bill.label('phone')}: {party.phone}"]
    for text in [*rng.sample(before, rng.randrange(0, 3)), *party.lines, *rng.sample(after, rng.randrange(0, 3))]:
        sheet.line(text)
