"""What a document is, and what was read from it.

These types travel between stages and are kept in the ledger, so they hold plain values only: a
`pydantic.TypeAdapter` turns each of them into JSON and back. Coordinates are PDF points (1/72 inch) from the top left
corner of the page as it is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one ISO 4217 currency."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        """Return the sum; raise `CurrencyMismatchError` where the currencies differ."""
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Return the difference; raise `CurrencyMismatchError` where the currencies differ."""
        return Money(self.amount - self._same(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        """Compare amounts; raise `CurrencyMismatchError` where the currencies differ."""
        return self.amount < self._same(other)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency} cannot be put together")
        return other.amount


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def union(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed. Confidence is 0 to 1; a text layer that is trusted counts as 1."""

    text: str
    box: Box
    confidence: float = 1.0


class PageSource(StrEnum):
    """Where the words of a page come from."""

    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as seen: rotation is already undone. Words come in reading order; numbers count from 1.

    `name` is the sheet's, slide's or message part's name where a format has such; `fingerprint` is a perceptual hash of
    the page's image (16 hexadecimal digits), or None where the page has no image worth comparing. `reason` says why the
    words come from where they do. `quad` is set where the page lay on a side, askew or in a photograph: the corners
    (x and y of top left, top right, bottom right, bottom left) that it has in the picture as it is stored, in points.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    source: PageSource = PageSource.TEXT
    name: str | None = None
    fingerprint: str | None = None
    reason: str = ""
    quad: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """Return the words joined by single spaces."""
        return " ".join([word.text for word in self.words])


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the user's data: a value, never an exception.

    `code` is stable and short ("unreadable", "password_protected", "language_pack_missing", ...); the message says what
    happened and what to do next. `fatal` means that the document could not be read at all or only in part, so that
    nothing may be cleared on its strength.
    """

    code: str
    message: str
    page: int | None = None
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A structured file inside or as the document (an e-invoice's XML)."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `name` is the name it was handed in by; `sha256` is of its bytes."""

    sha256: str
    name: str
    media_type: str
    pages: tuple[Page, ...]
    embedded: tuple[EmbeddedFile, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """Return the text of all pages, a form feed between them."""
        return "\f".join(page.text for page in self.pages)


class FieldName(StrEnum):
    """The fields that are read from documents."""

    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_DATE = "document_date"
    DUE_DATE = "due_date"
    ACTIVITY_START = "activity_start"
    ACTIVITY_END = "activity_end"
    TOTAL_AMOUNT = "total_amount"
    NET_AMOUNT = "net_amount"
    TAX_AMOUNT = "tax_amount"
    CURRENCY = "currency"
    CAMPAIGN = "campaign"
    ADVERTISER = "advertiser"
    VENDOR = "vendor"
    BILL_TO = "bill_to"
    REFERENCE = "reference"
    TAX_ID = "tax_id"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a field: value in canonical form, text as printed, its place, how sure, and by which rule.

    Canonical: ISO dates, plain decimals ("1234.50"), ISO 4217 currencies, names as printed with single spaces.
    Confidence is a calibrated probability. An e-invoice's value has no page and no box.
    """

    value: str
    text: str
    page: int | None
    box: Box | None
    confidence: float
    rule: str


LEAST_LIKELY = 0.08
"""An answer less likely than this helps nobody, and is no evidence."""
RUNNERS_UP = 3
"""So many other readings are kept beside the chosen one."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A field of a document: the reading that was chosen, and the runners-up, best first."""

    name: FieldName
    chosen: Reading
    others: tuple[Reading, ...] = ()

    @property
    def value(self) -> str:
        """Return the chosen canonical value."""
        return self.chosen.value

    @property
    def confidence(self) -> float:
        """Return how sure the chosen reading is."""
        return self.chosen.confidence

    @property
    def amount(self) -> Decimal:
        """Return the value of an amount field."""
        return Decimal(self.chosen.value)

    @property
    def date(self) -> date:
        """Return the value of a date field."""
        return date.fromisoformat(self.chosen.value)


@dataclass(frozen=True, slots=True)
class Marked:
    """A reading that was considered for a field, and digests of how and where the document prints its value."""

    name: FieldName
    reading: Reading
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What documents of one billing system are known by: digests of labels with their places.

    `marked` are the likeliest readings of each field, also those too unlikely to be evidence.
    """

    shingles: tuple[int, ...] = ()
    marked: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """What was agreed on about a field of a document: the marks of the right value, and of each that it was not."""

    name: FieldName
    right: tuple[int, ...]
    wrong: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one document taught about its layout; `weight` says for how many documents it counts.

    `since` is when it was taught, where only documents that came later are to heed it.
    """

    sha256: str
    shingles: tuple[int, ...]
    taught: tuple[Taught, ...]
    weight: int = 1
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineItem:
    """A row of an invoice's or order's table; what it does not print is None."""

    description: str
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    start: date | None = None
    end: date | None = None
    page: int | None = None
    box: Box | None = None


class DocumentKind(StrEnum):
    """What a document is, as proof; a bundle is a file that holds several documents."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ORDER = "order"
    RECEIPT = "receipt"
    PURCHASE_ORDER = "purchase_order"
    QUOTE = "quote"
    PRO_FORMA = "pro_forma"
    STATEMENT = "statement"
    REMINDER = "reminder"
    CERTIFICATION = "certification"
    STATEMENT_OF_WORK = "statement_of_work"
    AGENDA = "agenda"
    INVITATION = "invitation"
    ATTENDEE_LIST = "attendee_list"
    PRESENTATION = "presentation"
    SCRIPT = "script"
    LANDING_PAGE = "landing_page"
    SCREENSHOT = "screenshot"
    EMAIL = "email"
    PHOTOGRAPH = "photograph"
    REPORT = "report"
    BUNDLE = "bundle"
    OTHER = "other"


class ExtractionStatus(StrEnum):
    """How an extraction went; it follows from its problems."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Part:
    """One of several documents in a file: its first and last page there, and the digest and size of its own file."""

    first: int
    last: int
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one document. It knows no plan.

    `parts` are the documents that a bundle holds, `layout` what the document's like are known again by.
    """

    sha256: str
    kind: DocumentKind
    language: str | None
    evidence: tuple[Evidence, ...]
    line_items: tuple[LineItem, ...]
    problems: tuple[Problem, ...]
    version: str
    parts: tuple[Part, ...] = ()
    layout: Layout = Layout()

    @property
    def status(self) -> ExtractionStatus:
        """Return how it went: failed where a fatal problem left no evidence at all."""
        if not any(problem.fatal for problem in self.problems):
            return ExtractionStatus.COMPLETE
        return ExtractionStatus.PARTIAL if self.evidence else ExtractionStatus.FAILED

    def find(self, name: FieldName) -> Evidence | None:
        """Return the field's first evidence, or None where the document does not print it."""
        return next((item for item in self.evidence if item.name == name), None)

    def find_all(self, name: FieldName) -> tuple[Evidence, ...]:
        """Return all evidence of a repeatable field."""
        return tuple(item for item in self.evidence if item.name == name)
