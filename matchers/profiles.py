"""What matching needs to know of one document's content, small enough to hold for a hundred thousand of them."""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extractors.model import Document, DocumentKind, Extraction, FieldName, LineItem, Money, PageSource, Reading
from matchers.gazetteer import Gazetteer
from matchers.model import Exhibit
from matchers.names import Name, words_of
from matchers.programme import TaxBasis

NAME_FIELDS = (FieldName.CAMPAIGN, FieldName.ADVERTISER, FieldName.BILL_TO, FieldName.VENDOR)
RUNNERS_UP = 2
LEAST_LIKELY = 0.02
MOST_NUMBERS = 1000
SHORTEST_REFERENCE = 4
CENT = Decimal("0.01")

_NOT_IN_NUMBERS = re.compile(r"[\W_]+")
_REVISION = re.compile(r"(?<=\d)[-/ ]\d{1,2}$")


@dataclass(frozen=True, slots=True)
class AmountOption:
    """One way to read what a document asks for, how likely it is, and what it is: total, net or a runner-up."""

    amount: Decimal
    probability: float
    basis: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Span:
    """The days a document speaks of. `basis` is activity, or document where only its own date is printed."""

    first: date
    last: date
    probability: float
    basis: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One document's content as matching sees it."""

    sha256: str
    kind: DocumentKind
    fatal: bool
    scanned: bool
    currency: str | None
    amounts: tuple[AmountOption, ...]
    spans: tuple[Span, ...]
    names: tuple[Reading, ...]
    best_name: Reading | None
    named: dict[Name, str]
    numbers: tuple[Reading, ...]
    number_keys: frozenset[str]
    reference_keys: frozenset[str]
    items: tuple[LineItem, ...]
    fingerprints: tuple[str, ...]
    printed_numbers: bytes
    agrees_with_itself: bool | None

    @property
    def money(self) -> Money | None:
        """Return the chosen amount, or None where amount or currency was not read."""
        return Money(self.amounts[0].amount, self.currency) if self.amounts and self.currency else None


def number_key(text: str) -> str:
    """Return a number as it is compared: letters and digits only."""
    return _NOT_IN_NUMBERS.sub("", text).upper()


def bare_number(text: str) -> str:
    """Return a number's key without the revision at its end ("950658-1")."""
    return number_key(_REVISION.sub("", text))


def profile_of(exhibit: Exhibit, gazetteer: Gazetteer, references: frozenset[str], basis: TaxBasis) -> Profile:
    """Return what matching needs of one exhibit; `references` are the keys that the plan names."""
    document, extraction = exhibit.document, exhibit.extraction
    words = [word.text for page in document.pages for word in page.words]
    currency = extraction.find(FieldName.CURRENCY)
    numbers = _numbers(extraction)
    return Profile(
        document.sha256,
        extraction.kind,
        any(problem.fatal for problem in extraction.problems),
        any(page.source is PageSource.OCR for page in document.pages),
        currency.value if currency else None,
        _amounts(extraction, basis),
        _spans(extraction),
        _names(extraction),
        _best_name(extraction),
        gazetteer.find_in([part for word in words for part in words_of(word)]),
        numbers,
        frozenset(number_key(reading.value) for reading in numbers),
        _references(words, extraction, references),
        extraction.line_items,
        _fingerprints(document),
        printed_numbers(words),
        _agrees_with_itself(extraction),
    )


def _amounts(extraction: Extraction, basis: TaxBasis) -> tuple[AmountOption, ...]:
    total, net, tax = (
        extraction.find(name) for name in (FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT)
    )
    options: list[AmountOption] = []
    if total is not None:
        options += _ways(total.chosen, total.others)
    # Only a tax makes a net amount; what is left after an agency's commission is something else.
    if net and tax and total and net.amount + tax.amount == total.amount and tax.amount and basis is not TaxBasis.GROSS:
        option = AmountOption(net.amount, min(net.confidence, tax.confidence), "net", net.chosen)
        options = [option, *options] if basis is TaxBasis.NET else [*options[:1], option, *options[1:]]
    elif net and not total:
        options += _ways(net.chosen, net.others)
    sign = -1 if extraction.kind is DocumentKind.CREDIT_NOTE else 1
    return tuple(
        AmountOption(sign * abs(each.amount) if sign < 0 else each.amount, each.probability, each.basis, each.reading)
        for each in options
    )


def _ways(chosen: Reading, others: Iterable[Reading]) -> list[AmountOption]:
    ways = [AmountOption(Decimal(chosen.value), chosen.confidence, "total", chosen)]
    known = {ways[0].amount}
    for reading in others:
        amount = Decimal(reading.value)
        if amount not in known and reading.confidence >= LEAST_LIKELY and len(ways) <= RUNNERS_UP and amount > 0:
            ways.append(AmountOption(amount, reading.confidence, "runner_up", reading))
            known.add(amount)
    return ways


def _spans(extraction: Extraction) -> tuple[Span, ...]:
    start, end = extraction.find(FieldName.ACTIVITY_START), extraction.find(FieldName.ACTIVITY_END)
    if start is None and end is None:
        dated = extraction.find(FieldName.DOCUMENT_DATE)
        # What a till sells it gives on the same day.
        basis = "activity" if extraction.kind is DocumentKind.RECEIPT else "document"
        return (Span(dated.date, dated.date, dated.confidence, basis, (dated.chosen,)),) if dated else ()
    starts = [start.chosen, *start.others[:RUNNERS_UP]] if start else []
    ends = [end.chosen, *end.others[:RUNNERS_UP]] if end else []
    pairs = [(first, last) for first in starts or ends for last in ends or starts]
    spans = (_span(first, last) for first, last in pairs)
    likely = [span for span in spans if span.first <= span.last and span.probability >= LEAST_LIKELY]
    chosen = (starts or ends)[0], (ends or starts)[0]
    likely.sort(key=lambda span: (span.readings != chosen, -span.probability))
    return tuple(likely[: 2 * RUNNERS_UP])


def _span(first: Reading, last: Reading) -> Span:
    days = date.fromisoformat(first.value), date.fromisoformat(last.value)
    return Span(*days, min(first.confidence, last.confidence), "activity", (first, last))


def _names(extraction: Extraction) -> tuple[Reading, ...]:
    found: list[Reading] = []
    for field in NAME_FIELDS:
        for evidence in extraction.find_all(field):
            found += [evidence.chosen, *evidence.others[:RUNNERS_UP]]
    return tuple(found)


def _best_name(extraction: Extraction) -> Reading | None:
    """Return the campaign or advertiser, whichever was read more surely; where neither is printed, any other name."""
    for fields in (NAME_FIELDS[:2], NAME_FIELDS[2:]):
        found = [evidence.chosen for field in fields for evidence in extraction.find_all(field)]
        if found:
            return max(found, key=lambda reading: reading.confidence)
    return None


def _numbers(extraction: Extraction) -> tuple[Reading, ...]:
    number = extraction.find(FieldName.DOCUMENT_NUMBER)
    return (number.chosen, *number.others[:RUNNERS_UP]) if number else ()


def _references(words: list[str], extraction: Extraction, references: frozenset[str]) -> frozenset[str]:
    """Return the plan's references that a document prints, in a field or anywhere in its words."""
    printed = {number_key(evidence.value) for evidence in extraction.find_all(FieldName.REFERENCE)}
    keys = [number_key(word) for word in words]
    pairs = (first + second for first, second in pairwise(keys))
    in_text = {key for key in (*keys, *pairs) if len(key) >= SHORTEST_REFERENCE and key in references}
    return frozenset((printed & references) | in_text)


def _fingerprints(document: Document) -> tuple[str, ...]:
    return tuple(page.fingerprint for page in document.pages if page.fingerprint and len(set(page.fingerprint)) > 1)


def printed_numbers(words: Iterable[str]) -> bytes:
    """Return the hashes of a document's words that hold digits, packed: what tells apart forms of one layout."""
    printed = {number_key(word) for word in words if any(letter.isdigit() for letter in word)}
    # Of very many the least hashes are kept: of two documents that are alike the same ones.
    return array("I", sorted({zlib.crc32(key.encode()) for key in printed})[:MOST_NUMBERS]).tobytes()


def prints(profile: Profile, amount: Decimal) -> bool:
    """Return whether an amount with its cents stands anywhere on a document."""
    key = zlib.crc32(number_key(f"{amount:.2f}").encode())
    return key in array("I", profile.printed_numbers)


def _agrees_with_itself(extraction: Extraction) -> bool | None:
    """Return whether the total is the sum of net and tax or of the line items; None where neither is printed."""
    total, net, tax = (
        extraction.find(name) for name in (FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT)
    )
    if total is None:
        return None
    if net and tax:
        return abs(net.amount + tax.amount - total.amount) <= CENT
    amounts = [item.amount for item in extraction.line_items]
    if not amounts or any(amount is None for amount in amounts):
        return None
    return True if sum(filter(None, amounts), Decimal(0)) == total.amount else None
