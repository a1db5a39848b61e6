"""Plans and what was read of their documents, made up in any size, with many lines of one campaign as in real plans."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from extractors.model import Box as PageBox
from extractors.model import Document, DocumentKind, Evidence, Extraction, FieldName, Money, Page, Reading, Word
from matchers.model import Exhibit, PlanLine, Submission

_FIRST = """
Amber Arctic Birch Bright Cedar Clear Copper Coral Crystal Delta Eastern Ember Fjord Garden Golden Granite
Harbour Indigo Ivory Jade Lantern Linden Maple Meadow Midnight Northern Ocean Olive Orchid Pearl Pine
Prairie Quartz Raven River Saffron Sierra Silver Summit Sunset Tidal Topaz Velvet Violet Western Willow
Winter Zenith
"""
FIRST = _FIRST.split()
_SECOND = """
Analytics Backup Bootcamp Bridge Cloud Commerce Conference Data Desk Devices Forum Gateway Hybrid Insight
Launch Learning Migration Mobility Network Office Partner Platform Recovery Retail Roadshow School Security
Seminar Sensor Server Showcase Signal Storage Summit Telephony Training Vault Webinar Workplace Workshop
"""
SECOND = _SECOND.split()
THIRD = ("Days", "Week", "Series", "Spring", "Autumn", "Nordic", "Coast", "Tour", "Evening", "Push", "Plus", "One")
MOST_OF_ONE_CAMPAIGN = 30
NOWHERE = PageBox(0, 0, 1, 1)


@dataclass(frozen=True)
class MadeBatch:
    """A plan, the documents handed in for it, and which line each belongs to."""

    plan: tuple[PlanLine, ...]
    submissions: tuple[Submission, ...]
    exhibits: Mapping[str, Exhibit]
    belongs: Mapping[str, str]


class MadeExhibits(Mapping[str, Exhibit]):
    """Exhibits made from what each prints whenever they are asked for, as a ledger reads them: none is held."""

    def __init__(self) -> None:
        self.printed: dict[str, tuple[str, str, Decimal, tuple[date, date]]] = {}

    def __getitem__(self, key: str) -> Exhibit:
        return _exhibit(key, *self.printed[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.printed)

    def __len__(self) -> int:
        return len(self.printed)


def make_batch(lines: int, documents: int, seed: int) -> MadeBatch:
    """Return a batch of so many lines and documents; a twelfth of the lines stays without any."""
    rng = random.Random(seed)
    plan: list[PlanLine] = []
    exhibits = MadeExhibits()
    belongs: dict[str, str] = {}
    shares = _shares(lines, documents, rng)
    campaigns = _campaigns(lines, rng)
    for number in range(lines):
        line_id, start = f"L{number:06}", date(2026, 1, 1) + timedelta(days=rng.randrange(360))
        end = start + timedelta(days=rng.choice((4, 6, 13, 20, 29)))
        name, amounts = next(campaigns), [_amount(rng) for _ in range(shares[number])]
        numbers = [f"{rng.randrange(10**7):07}" for _ in amounts]
        for amount, printed in zip(amounts, numbers, strict=True):
            key = f"{len(exhibits):064x}"
            exhibits.printed[key] = name, printed, amount, _days(start, end, len(amounts), rng)
            belongs[key] = line_id
        approved = _rounded_up(sum(amounts, Decimal(0)) or _amount(rng), rng)
        known = (rng.choice(numbers),) if numbers and rng.random() < 0.25 else ()
        plan.append(PlanLine(line_id, _typed(name, rng), Money(approved, "EUR"), start, end, "", known))
    submissions = tuple(Submission(f"{key}.pdf", key) for key in exhibits)
    return MadeBatch(tuple(plan), submissions, exhibits, {f"{key}.pdf": line for key, line in belongs.items()})


def _shares(lines: int, documents: int, rng: random.Random) -> list[int]:
    """Return how many documents each line gets; the sum is what was asked for."""
    shares = [0 if rng.random() < 1 / 12 else 1 for _ in range(lines)]
    used = [number for number, share in enumerate(shares) if share]
    for _ in range(documents - len(used)):
        shares[rng.choice(used)] += 1
    return shares


def _campaigns(lines: int, rng: random.Random) -> Iterator[str]:
    while True:
        name = " ".join((rng.choice(FIRST), rng.choice(SECOND), rng.choice(THIRD)))
        crowd = min(int(rng.paretovariate(0.9)), MOST_OF_ONE_CAMPAIGN)
        yield from (name for _ in range(crowd))


def _amount(rng: random.Random) -> Decimal:
    return Decimal(round(rng.lognormvariate(7.5, 1.2), 2)).quantize(Decimal("0.01"))


def _rounded_up(amount: Decimal, rng: random.Random) -> Decimal:
    step = Decimal(rng.choice(("0.01", "1", "10", "100")))
    return (amount / step).to_integral_value(ROUND_CEILING) * step


def _days(start: date, end: date, documents: int, rng: random.Random) -> tuple[date, date]:
    if documents == 1:
        return start, end
    first = start + timedelta(days=rng.randrange((end - start).days))
    return first, first + timedelta(days=rng.randrange((end - first).days + 1))


def _typed(name: str, rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.15:
        return name.upper()
    if roll < 0.25:
        place = rng.randrange(2, len(name) - 2)
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name + " campaign" if roll < 0.35 else name


def _exhibit(key: str, name: str, number: str, amount: Decimal, days: tuple[date, date]) -> Exhibit:
    values = {
        FieldName.CAMPAIGN: name,
        FieldName.DOCUMENT_NUMBER: number,
        FieldName.TOTAL_AMOUNT: str(amount),
        FieldName.CURRENCY: "EUR",
        FieldName.ACTIVITY_START: days[0].isoformat(),
        FieldName.ACTIVITY_END: days[1].isoformat(),
    }
    evidence = tuple(Evidence(field, Reading(text, text, 1, NOWHERE, 0.97, "made")) for field, text in values.items())
    words = tuple(Word(word, NOWHERE) for text in values.values() for word in text.split())
    page = Page(1, 595.0, 842.0, words)
    document = Document(key, f"{key}.pdf", "application/pdf", (page,))
    return Exhibit(document, Extraction(key, DocumentKind.INVOICE, "en", evidence, (), (), "made"))
