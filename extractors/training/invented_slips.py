"""Invented slips of tills as OCR reads them: scraps of pictures above names over lines, owners below brands."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.model import Box, FieldName, Page, PageSource, Word
from extractors.training.invented_pages import width_of
from extractors.training.invented_parties import party_of

FORMS = (
    "SDN BHD", "SDN BHD", "SDN. BHD.", "(M) SDN BHD", "S/B", "ENTERPRISE", "TRADING", "COMPANY", "& CO.", "BERHAD",
    "PLT", "SDN.BHD", "CO. (M) SDN BHD", "HARDWARE & TRADING SDN BHD", "(MALAYSIA) SDN BHD", "PTE LTD", "", "",
)  # fmt: skip
TRADES = (
    "RESTAURANT", "RESTORAN", "CAFE", "MART", "MINIMARKET", "HARDWARE", "STATIONERY", "BOOK", "PHARMACY", "BAKERY",
    "ELECTRICAL", "SUPERMARKET", "MOTOR", "NOODLE HOUSE", "FOOD", "PETROL STATION", "PRINTING", "KOPITIAM", "MACHINERY",
    "CASH & CARRY", "",
)  # fmt: skip
ABOVE = (
    "**** PROMO ****", "THANK YOU", "Thank You. Please come again.", "GOODS SOLD ARE NOT RETURNABLE", "TAX INVOICE",
    "WELCOME", "CUSTOMER COPY", "SIMPLIFIED TAX INVOICE", "INVOICE", "*** REPRINT ***", "CASH SALES", "Selamat Datang",
)  # fmt: skip
TITLES = ("TAX INVOICE", "SIMPLIFIED TAX INVOICE", "GUEST CHECK", "CASH BILL", "RECEIPT", "** TAX INVOICE **")
CLOSING = (
    "THANK YOU PLEASE COME AGAIN", "GOODS SOLD ARE NOT RETURNABLE", "EXCHANGE WITHIN 7 DAYS WITH RECEIPT",
    "ORIGINAL BILL", "PLEASE KEEP THIS RECEIPT", "For feedback or complaint, please call:", "Powered by TILLSOFT",
    "CUSTOMER'S COPY",
)  # fmt: skip
STREETS = (
    "NO {n}, JALAN {w} {n}/{n}", "LOT {n}-A & {n}-B, JALAN {w} {n},", "NO.{n}G & {n}G, JALAN {w},",
    "{n}, Jalan {w} 2A,", "Lot P.T. {n}, Jalan {w}", "G-0{n}, {w} MALL", "Ground Floor, {n} Jln {w}",
    "BATU {n}, JALAN {w} LAMA,",
)  # fmt: skip
REGIONS = ("SELANGOR", "SELANGOR DARUL EHSAN", "JOHOR", "KUALA LUMPUR", "PENANG", "MALAYSIA", "W.P. KUALA LUMPUR")
OWNERS = ("", "", "", "OWNED BY: ", "OPERATED BY: ")


class Slip:
    """A slip filled from the top, its lines in the middle or at the left; letters are read more or less surely."""

    def __init__(self, rng: random.Random) -> None:
        """Begin a slip."""
        self.rng = rng
        self.width = rng.uniform(280, 450)
        self.size = rng.uniform(13, 20)
        self.top = rng.uniform(5, 140)
        self.in_the_middle = rng.random() < 0.75
        self.words: list[Word] = []

    def line(self, text: str, size: float = 0, sure: float = 0.97) -> None:
        """Print a line, skewed and read as photographs are."""
        rng, size = self.rng, size or self.size
        wide = width_of(text, 0.75 * size)
        left = (self.width - wide) / 2 + rng.uniform(-3, 3) if self.in_the_middle else 20 + rng.uniform(-3, 3)
        self.put(text, left, size, sure)
        self.top += size * rng.uniform(0.8, 1.35)

    def put(self, text: str, left: float, size: float = 0, sure: float = 0.97) -> None:
        """Print words from a place on without going down."""
        size = size or self.size
        for piece in text.split():
            right = left + width_of(piece, 0.75 * size)
            up = self.top + self.rng.uniform(-0.8, 0.8)
            box = Box(round(left, 2), round(up, 2), round(right, 2), round(up + size, 2))
            self.words.append(Word(piece, box, round(min(1.0, self.rng.gauss(sure, 0.02)), 2)))
            left = right + 0.25 * size

    def page(self) -> Page:
        """Return the slip as a page that OCR read."""
        words = tuple(sorted(self.words, key=lambda word: (word.box.top, word.box.left)))
        return Page(1, self.width, self.top + 40, words, source=PageSource.OCR)


def slip(rng: random.Random) -> tuple[Page, dict[FieldName, str]]:
    """Return a slip and who gave it."""
    paper = Slip(rng)
    seller = " ".join(_name(rng))
    above(paper)
    other = rng.choice((None, None, None, None, None, None, "brand", "owner", "customer"))
    if other == "brand":
        paper.line(" ".join(_brand(rng)), paper.size * rng.choice((1, 1.2)))
    _seller(paper, seller, registered=other != "owner")
    address(paper)
    if rng.random() < 0.8:
        paper.line(rng.choice(TITLES))
    if other == "owner":
        paper.line("Owned By :")
        _seller(paper, " ".join(_name(rng)), registered=True)
    if other == "customer":
        _seller(paper, " ".join(_name(rng)), registered=rng.random() < 0.3)
        address(paper)
    _purchase(paper)
    for text in rng.sample(CLOSING, rng.randrange(1, 4)):
        paper.line(text)
    return paper.page(), {FieldName.VENDOR: seller}


def above(paper: Slip) -> None:
    """Print what is seen above the name: scraps of a picture or another slip, a stamp, a greeting, a title."""
    rng = paper.rng
    if rng.random() < 0.25:
        scrap = " ".join("".join(rng.choices(string.ascii_letters + ".", k=rng.randrange(2, 6))) for _ in range(2))
        paper.line(scrap, paper.size * rng.choice((0.6, 1.8, 4)), sure=rng.uniform(0.3, 0.8))
    if rng.random() < 0.15:
        paper.line(str(rng.randrange(10**6, 10**8)), paper.size * 1.6)
    if rng.random() < 0.3:
        for text in rng.sample(ABOVE, rng.choice((1, 1, 2, 3))):
            paper.line(text, paper.size * rng.choice((1, 1, 1.7)))
    paper.top += rng.uniform(0, 40)


def _seller(paper: Slip, name: str, registered: bool) -> None:
    rng = paper.rng
    number = _registration(rng) if registered and rng.random() < 0.85 else ""
    behind = bool(number) and rng.random() < 0.4
    size = paper.size * rng.choice((1, 1, 1, 1.2, 1.5))
    texts = _over_lines(rng, name)
    texts[0] = rng.choice(OWNERS) + texts[0]
    texts[-1] += f" {number}" * behind
    for text in texts:
        paper.line(text, size)
    if number and not behind:
        paper.line(number)


def _over_lines(rng: random.Random, name: str) -> list[str]:
    """Return a name on the lines that it takes: long ones go over two or three."""
    words = name.split()
    lines = 3 if len(words) > 4 and rng.random() < 0.3 else 2 if len(words) > 2 and rng.random() < 0.3 else 1
    step = -(-len(words) // lines)
    return [" ".join(words[start : start + step]) for start in range(0, len(words), step)]


def _registration(rng: random.Random) -> str:
    digits, letter = str(rng.randrange(10**4, 10**7)).zfill(rng.choice((5, 6, 7))), rng.choice("ADHKMPTUVWX")
    number = rng.choice((f"{digits}-{letter}", f"{digits}-{letter}", f"{digits} {letter}", f"{digits}{letter}"))
    return rng.choice(
        (f"({number})", f"({number})", f"({number})", f"(CO.REG :{number})", f"(Co. No. {number})", f"REG.NO:{number}")
        + ((f"Company Reg. No. : {number}", number) if "-" in number else ())
    )


def address(paper: Slip) -> None:
    """Print where a till stands, how to reach it and under which number it is taxed."""
    rng = paper.rng
    lines = [
        rng.choice(STREETS).format(n=rng.randrange(1, 90), w=_word(rng)),
        *([f"TAMAN {_word(rng)},"] if rng.random() < 0.4 else []),
        f"{rng.randrange(10000, 99999)} {_word(rng)} {_word(rng) if rng.random() < 0.4 else ''}".strip(),
        *([rng.choice(REGIONS)] if rng.random() < 0.6 else []),
    ]
    rest = [
        f"TEL: 0{rng.randrange(2, 9)}-{rng.randrange(10**6, 10**8)}",
        f"{rng.choice(('GST ID NO :', 'GST NO:', '(GST Reg No.', 'GST ID :'))} {rng.randrange(10**11, 10**12):012d}",
        f"({_word(rng)} {_word(rng)})",
    ]
    for text in [*lines, *rng.sample(rest, rng.randrange(1, 4))]:
        paper.line(text)


def _purchase(paper: Slip) -> None:
    """Print the slip's number and day, what was bought and how it was paid."""
    rng, edge = paper.rng, paper.width - 80
    paper.in_the_middle = False
    paper.line(f"{rng.choice(('Receipt #:', 'Bill No:', 'INVOICE NO:', 'Slip No.:'))} {rng.randrange(10**4, 10**8)}")
    paper.line(f"Date: {rng.randrange(1, 28):02d}/{rng.randrange(1, 13):02d}/{rng.randrange(2014, 2024)} 11:43 AM")
    paper.line(f"Cashier: {_word(rng)}")
    total = Decimal(0)
    for _ in range(rng.randrange(1, 9)):
        price = Decimal(rng.randrange(50, 9000)) / 100
        total += price
        _row(paper, f"{rng.randrange(1, 9)} {_word(rng)} {_word(rng)}", f"{price:.2f}", edge)
    paid = total + Decimal(rng.randrange(0, 500)) / 100
    for label, amount in (("TOTAL", total), ("CASH", paid), ("CHANGE", paid - total)):
        _row(paper, label, f"{amount:.2f}", edge)


def _row(paper: Slip, label: str, amount: str, edge: float) -> None:
    paper.put(amount, edge)
    paper.line(label)


def _name(rng: random.Random) -> Sequence[str]:
    return [word for word in (*_brand(rng), *rng.choice(FORMS).split()) if word]


def _brand(rng: random.Random) -> Iterator[str]:
    """Yield the words of a brand: syllables and a trade, or a company of elsewhere without its legal form."""
    if rng.random() < 0.2:
        yield from party_of(rng, rng.choice(("en", "de", "fr", "es"))).name.split()[:2]
        return
    yield from (_word(rng) for _ in range(rng.choice((1, 2, 2, 3))))
    yield from rng.choice(TRADES).split()


def _word(rng: random.Random) -> str:
    syllables = (rng.choice("BDGHKLMNPRSTY") + rng.choice("AEIOU") for _ in range(rng.choice((1, 2, 2, 3))))
    return "".join(syllables) + rng.choice(("", "N", "K", "NG"))
