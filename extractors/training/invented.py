"""Invented invoices in all languages of the vocabulary, and orders of advertising time: layouts that no corpus has.

Labels come from the vocabulary, dates and amounts are written as CLDR says for the country, names are made of
syllables. The same seed gives the same documents.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

from extractors.model import Document, FieldName
from extractors.training.corpus import Known
from extractors.training.invented_bills import LOCALES, Bill
from extractors.training.invented_bodies import body, viewed
from extractors.training.invented_buys import Buy
from extractors.training.invented_heads import HEADS
from extractors.training.invented_pages import Sheet
from extractors.training.invented_schedules import schedule
from extractors.training.invented_slips import slip

OFTEN = ("de", "fr", "en", "de", "fr", "de", "en", "sv", "it", "es", "nl", "fr", "de")
"""Languages that come up more often than the others."""
SEED = 7
WEIGHT = 0.15
"""What an invented document counts for beside a real one."""


def invented(count: int) -> Iterator[Known]:
    """Yield invented invoices with their true values; their names tell the family of their layout."""
    languages, families = [*LOCALES, *OFTEN], list(HEADS)
    for number in range(count):
        rng = random.Random(SEED * 100_000 + number)  # noqa: S311 - documents, not secrets
        yield _invoice(rng, languages[number % len(languages)], families[number % len(families)], number)


def _invoice(rng: random.Random, language: str, family: str, number: int) -> Known:
    bill, sheet = Bill(rng, language), Sheet(rng)
    HEADS[family](sheet, bill)
    (viewed if family == "viewer" else body)(sheet, bill)
    return _known(f"invented-{number:04}-{family}", sheet, bill.truth())


def invented_buys(count: int) -> Iterator[Known]:
    """Yield invented orders and invoices for advertising time with their true values."""
    for number in range(count):
        rng = random.Random(SEED * 200_000 + number)  # noqa: S311 - documents, not secrets
        buy, sheet = Buy(rng), Sheet(rng)
        has_flight = schedule(sheet, buy)
        yield _known(f"invented-{number:04}-schedule", sheet, buy.truth(has_flight))


def invented_slips(count: int) -> Iterator[Known]:
    """Yield invented slips of tills, as OCR reads them; of these only the seller is learnt."""
    for number in range(count):
        rng = random.Random(SEED * 300_000 + number)  # noqa: S311 - documents, not secrets
        page, truth = slip(rng)
        name = f"invented-{number:04}-slip"
        document = Document(hashlib.sha256(name.encode()).hexdigest(), f"{name}.jpg", "image/jpeg", (page,))
        yield Known("invented", name, document, truth, WEIGHT)


def _known(name: str, sheet: Sheet, truth: dict[FieldName, str]) -> Known:
    digest = hashlib.sha256(name.encode()).hexdigest()
    document = Document(digest, f"{name}.pdf", "application/pdf", sheet.pages())
    return Known("invented", name, document, truth, WEIGHT)
