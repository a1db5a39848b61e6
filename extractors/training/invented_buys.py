"""What an invented order or invoice for advertising time says: whose time, when, how often, for how much."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from extractors.fields.arithmetic import COMMISSION
from extractors.model import FieldName
from extractors.training.invented_bills import CENT, Bill
from extractors.training.invented_pages import Pair
from extractors.training.invented_parties import party_of

DATE_FORMS = ("MM/dd/yy", "MM/dd/yy", "M/d/yy", "MM/dd/y", "M/d/y", "MMM d, y", "MMMdd/yy", "y-MM-dd")
WEEK = timedelta(days=7)
CODES = ("{:06d}", "{:07d}", "{:07d}", "{:08d}", "{:05d}-1", "{:07d}-2", "IN-{:08d}", "{:04d}-{:04d}", "A{:06d}")
CAUSES = (
    "for Council",
    "for Senate",
    "2024",
    "Motors",
    "Furniture",
    "Health",
    "for a Better {}",
    "Dental",
    "Foundation",
)
PROGRAMS = (
    "Morning News",
    "Early Show",
    "News at 6",
    "Late Movie",
    "Game Night",
    "Sports Sunday",
    "Weather",
    "Rotator",
)
HOURS = ("5a-7a", "6p-630p", "9a-10a", "7:00 AM-9:00 AM", "11p-1135p", "M-F 4p-5p", "Sa 8p-10p")
Days = tuple[date, date]


@dataclass(frozen=True)
class Spots:
    """A line of the schedule: the days that it runs, how often, and at which rate."""

    program: str
    days: Days
    times: int
    rate: Decimal

    @property
    def amount(self) -> Decimal:
        """Return what the line costs."""
        return self.times * self.rate


class Buy:
    """One order, or the invoice for a part of it; how it is laid out is no matter of its own."""

    def __init__(self, rng: random.Random) -> None:
        """Make up everything that the document says."""
        self.rng = rng
        self.words = Bill(rng, "en")
        self.words.locale, self.words.currency = "en_US", "USD"
        self.words.date_form = rng.choice(DATE_FORMS)
        self.words.sign = 1
        self.words.marked = rng.random() < 0.8
        self.is_invoice = rng.random() < 0.45
        self.station = f"{rng.choice('KW')}{''.join(rng.sample('ABCDEFGHIKLMNOPRSTVZ', 4))}{rng.choice(('', '-TV'))}"
        self.seller, self.agency = party_of(rng, "en"), party_of(rng, "en")
        self.advertiser = self._advertiser()
        self.number, self.order_number, self.other_number = (self._code() for _ in range(3))
        start = date(2014, 1, 1) + timedelta(days=rng.randrange(4000))
        self.flight = (start, start + timedelta(days=rng.choice((0, 2, 4, 6, 6, 8, 13, 20, 27, 45, 90))))
        self.bought = start - timedelta(days=rng.randrange(1, 30))
        self.period = self._period()
        self.lines = [self._spots() for _ in range(rng.choice((1, 2, 3, 5, 8, 14)))]
        self.ordered = sum((line.amount for line in self.lines), Decimal(0))
        self.is_called_off = not self.is_invoice and rng.random() < 0.06
        self.gross = Decimal("0.00") if self.is_called_off else self.ordered
        self.commission = (self.gross * COMMISSION).quantize(CENT) if rng.random() < 0.7 else Decimal(0)

    def _advertiser(self) -> str:
        rng = self.rng
        word = party_of(rng, "en").street.split()[1]
        name = f"{word} {rng.choice(CAUSES).format(word)}" if rng.random() < 0.7 else party_of(rng, "en").name
        code = f" ({rng.randrange(100, 99999)})" if rng.random() < 0.15 else ""
        return rng.choice(("", "", "", "POL/", "PL/")) + name + code

    def _code(self) -> str:
        rng = self.rng
        return rng.choice(CODES).format(rng.randrange(10**4, 10**7), rng.randrange(1000, 9999))

    def _period(self) -> Days:
        """Return what an invoice bills: a part of the flight, in whole weeks, months or as it comes."""
        rng, (start, end) = self.rng, self.flight
        day = start + timedelta(days=rng.randrange((end - start).days + 1))
        monday = day - timedelta(days=day.weekday())
        months = (day.replace(day=1), (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
        weeks = (monday - rng.randrange(2) * WEEK, monday + rng.randrange(1, 4) * WEEK - timedelta(days=1))
        return rng.choice((months, weeks, self.flight))

    def _spots(self) -> Spots:
        rng = self.rng
        first, last = self.flight
        if self.is_invoice:
            first, last = max(first, self.period[0]), min(last, self.period[1])
        days = [first + timedelta(days=rng.randrange((last - first).days + 1)) for _ in range(2)]
        whole = (first, last) if rng.random() < 0.4 else (min(days), max(days))
        rate = Decimal(rng.choice((5, 10, 25, 40, 75, 110, 250, 400, 1250, 3000)))
        return Spots(f"{rng.choice(PROGRAMS)} {rng.choice(HOURS)}", whole, rng.choice((1, 1, 2, 3, 5, 12)), rate)

    def truth(self, flight_is_printed: bool) -> dict[FieldName, str]:
        """Return the values; where no flight is printed the days that are billed are the activity's."""
        days = self.flight if flight_is_printed or not self.is_invoice else self.period
        return {
            FieldName.DOCUMENT_NUMBER: self.number,
            FieldName.ADVERTISER: self.advertiser,
            FieldName.TOTAL_AMOUNT: str(self.gross),
            FieldName.ACTIVITY_START: days[0].isoformat(),
            FieldName.ACTIVITY_END: days[1].isoformat(),
        }

    def between(self, days: Days) -> str:
        """Return a range of days as it is printed."""
        return self.rng.choice(("{} - {}", "{} - {}", "{}-{}", "{} to {}")).format(*map(self.words.on, days))

    def own_number(self) -> Pair:
        """Return the document's number with its label."""
        roles = ("invoice_number",) if self.is_invoice else ("order_number", "contract_number", "contract_number")
        return self.words.label(self.rng.choice(roles)), self.number

    def details(self, flight_is_printed: bool) -> list[Pair]:
        """Return everything of the head with its labels, in an order of its own for each document."""
        words, rng = self.words, self.rng
        named = [
            self.own_number(),
            (words.label("advertiser"), self.advertiser),
            *([(words.label("flight"), self.between(self.flight))] if flight_is_printed else ()),
            *([(words.label("invoice_date"), words.on(self.period[1] + timedelta(days=2)))] if self.is_invoice else ()),
            *([(words.label("invoice_period"), self.between(self.period))] if self.is_invoice else ()),
        ]
        more = [
            (words.label("agency"), self.agency.name),
            (words.label("alternative_number"), self.other_number),
            (words.label("estimate_number"), str(rng.randrange(100, 99999))),
            (words.label("product"), rng.choice((*CAUSES[:4], self.agency.street))),
            (words.label("order_date"), words.on(self.bought)),
            (words.label("print_date"), words.on(self.bought + timedelta(days=3))),
            (words.label("agency"), self.agency.person),
            (words.label("vendor"), self.station),
            (words.label("customer_number"), str(rng.randrange(1000, 999999))),
            (words.label("contact"), rng.choice(("", "None", "Adults 35+", "Cash"))),
            *([(words.label("order_number"), self.order_number)] if self.is_invoice else ()),
        ]
        found = [*named, *rng.sample(more, rng.randrange(3, len(more)))]
        rng.shuffle(found)
        return found

    def totals(self) -> list[Pair]:
        """Return the sums with their labels: gross, what the agency gets, and what is left."""
        words, rng = self.words, self.rng
        sums = [(words.label(rng.choice(("gross_total", "gross_total", "total"))), words.money(self.gross))]
        if self.commission:
            sums.append((words.label("commission"), words.money(-self.commission)))
            sums.append((words.label("net_due"), words.money(self.gross - self.commission)))
        if rng.random() < 0.4:
            sums.append((words.label("total_count"), str(sum(line.times for line in self.lines))))
        return sums
