"""Everything that one case's page shows: what was planned, claimed and found, side by side, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.model import Box, Extraction, FieldName, Money, Page, Reading
from ledger.case_model import Case, Seen
from ledger.compact import unpack
from ledger.differences import seen_digest
from ledger.model import Decided
from matchers.model import Allocation, Claim, Comparison, LineStatus, PlanLine
from review.desk.projection import ALLOCATIONS, LINE, SEEN
from review.desk.services import RuleText, Services
from review.wording import place

MOST_PAPERS = 12
MOST_WORDS = 4_000
MARGIN = 30.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A value that was read from a document, with its place; `key` ties it to its box."""

    key: str
    field: FieldName
    reading: Reading
    others: tuple[Reading, ...]
    cited: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a document, as large as it is in points."""

    number: int
    width: float
    height: float
    name: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document on the desk: what was read from it, and its pages."""

    name: str
    sha256: str
    extraction: Extraction | None
    statements: tuple[Statement, ...]
    sheets: tuple[Sheet, ...]
    pictured: bool

    def on(self, page: int) -> tuple[Statement, ...]:
        """Return the statements that have a box on a page, those that the finding cites first."""
        there = [each for each in self.statements if each.reading.page == page and each.reading.box]
        return tuple(sorted(there, key=lambda each: not each.cited))

    def first_page(self) -> int:
        """Return the page to open first: the first one that a finding cites."""
        return next((each.reading.page for each in self.statements if each.cited and each.reading.page), 1)


Told = str | Money | date | tuple[date | None, date | None] | None


@dataclass(frozen=True, slots=True)
class Side:
    """One thing as plan, claim and document have it. `agrees` is None where nothing can be compared."""

    name: str
    planned: Told
    claimed: Told
    found: Statement | None
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Step:
    """A comparison in the waterfall, from where the score stood to where it then stands, in bits."""

    comparison: Comparison
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A case with all that belongs to it. `seal` is what a decision about the finding is sealed to."""

    case: Case
    seen: Seen
    seal: str
    status: LineStatus | None
    allocations: tuple[Allocation, ...]
    beside: tuple[Case, ...]
    decided: tuple[Decided, ...]
    names: tuple[str, ...]
    rule: RuleText | None

    @property
    def last(self) -> int:
        """Return the number of the last decision, 0 for none."""
        return self.decided[-1].number if self.decided else 0


def spread(services: Services, case: Case) -> Spread:
    """Put a case on the desk."""
    seen = unpack(SEEN, services.desk.content(case))
    finding, claim = seen.finding, seen.claim
    status = services.desk.record(case.batch, "line", finding.line_id) if finding.line_id else None
    kind, key = ("of_document", finding.document) if finding.document else ("of_claim", finding.claim_id)
    allocated = services.desk.record(case.batch, kind, key) if key else None
    outcome = unpack(LINE, status) if status else None
    return Spread(
        case=case,
        seen=seen,
        seal=seen_digest(finding),
        status=outcome,
        allocations=unpack(ALLOCATIONS, allocated) if allocated else (),
        beside=services.desk.beside(case),
        decided=services.desk.decided(case),
        names=_names(seen, claim, outcome),
        rule=services.rule(finding.rule),
    )


def paper(services: Services, laid: Spread, name: str, sha256: str) -> Paper:
    """Return a document with what was read from it, as the case shows it."""
    exhibit = services.exhibit(sha256)
    extraction = exhibit.extraction if exhibit else None
    cited = set(laid.seen.finding.evidence)
    statements = tuple(_statements(extraction, cited)) if extraction else ()
    pages = exhibit.document.pages if exhibit else ()
    kind = exhibit.document.media_type if exhibit else ""
    pictured = kind == "application/pdf" or kind.startswith("image/")
    sheets = tuple(_sheet(page, pictured) for page in pages)
    return Paper(name, sha256, extraction, statements, sheets, pictured)


def _sheet(page: Page, pictured: bool) -> Sheet:
    """A page that is shown by its words alone ends where they end, so that they can be read."""
    if pictured or not page.words:
        return Sheet(page.number, page.width, page.height, page.name)
    right = max(word.box.right for word in page.words) + MARGIN
    bottom = max(word.box.bottom for word in page.words) + MARGIN
    width = max(min(right, page.width), page.width / 2)
    return Sheet(page.number, width, max(min(bottom, page.height), width / 2), page.name)


def sides(laid: Spread, document: Paper | None) -> tuple[Side, ...]:
    """Return what plan, claim and document say of the same things."""
    read = {each.field: each for each in reversed(document.statements)} if document else {}
    return tuple(side for side in _sides(laid.seen.line, laid.seen.claim, read) if _says_something(side))


def waterfall(comparisons: Iterable[Comparison]) -> tuple[Step, ...]:
    """Return how a match's score came about, the strongest comparison first; missing values weigh nothing."""
    steps, stands = [], 0.0
    for each in sorted(comparisons, key=lambda item: (-abs(item.weight), item.field)):
        steps.append(Step(each, stands, stands + each.weight))
        stands += each.weight
    return tuple(steps)


def compared(laid: Spread) -> tuple[Comparison, ...]:
    """Return the comparisons to explain: the finding's own, or those of the match that it is about."""
    if laid.seen.finding.comparisons:
        return laid.seen.finding.comparisons
    best = max(laid.allocations, key=lambda item: item.score, default=None)
    return best.comparisons if best else ()


def _names(seen: Seen, claim: Claim | None, status: LineStatus | None) -> tuple[str, ...]:
    finding = seen.finding
    claimed = claim.documents if claim else ()
    named = (finding.document, finding.related_document, *claimed, *(status.documents if status else ()))
    return tuple(dict.fromkeys(name for name in named if name))[:MOST_PAPERS]


def _statements(extraction: Extraction, cited: set[Reading]) -> Iterator[Statement]:
    for number, evidence in enumerate(extraction.evidence):
        is_cited = not cited.isdisjoint((evidence.chosen, *evidence.others))
        yield Statement(f"s{number}", evidence.name, evidence.chosen, evidence.others, is_cited)


Read = dict[FieldName, Statement]


def _sides(line: PlanLine | None, claim: Claim | None, read: Read) -> Iterator[Side]:
    total, dated = read.get(FieldName.TOTAL_AMOUNT), read.get(FieldName.ACTIVITY_START)
    dated = dated or read.get(FieldName.ACTIVITY_END) or read.get(FieldName.DOCUMENT_DATE)
    asked = claim.claimed if claim else None
    yield Side("Amount", line.approved if line else None, asked, total, _equal(asked, total, read))
    net = read.get(FieldName.NET_AMOUNT)
    yield Side(
        "Net amount", None, None, net, bool(asked and net and Decimal(net.reading.value) == asked.amount) or None
    )
    yield Side("Campaign", line.campaign_name if line else "", "", *_campaign(line, read.get(FieldName.CAMPAIGN)))
    window = (line.start, line.end) if line and (line.start or line.end) else None
    yield Side("Dates", window, claim.poe_date if claim else None, dated, _within(line, dated))
    until = read.get(FieldName.ACTIVITY_END)
    later = until and dated and until.reading.value != dated.reading.value
    yield Side("Until", None, None, until if later else None, None)
    partner = line.partner if line else ""
    yield Side("Partner", partner, claim.partner if claim else "", read.get(FieldName.BILL_TO), None)
    yield Side("Vendor", "", "", read.get(FieldName.VENDOR), None)
    yield Side("Reference", ", ".join(line.references) if line else "", "", read.get(FieldName.REFERENCE), None)
    yield Side("Activity", line.activity_type if line else "", claim.poe_name if claim else "", None, None)
    yield Side("Document number", "", "", read.get(FieldName.DOCUMENT_NUMBER), None)
    yield Side("Row", place(line.origin) if line else "", place(claim.origin) if claim else "", None, None)


def _equal(asked: Money | None, total: Statement | None, read: Read) -> bool | None:
    printed = read.get(FieldName.CURRENCY)
    if asked is None or total is None or printed is None or printed.reading.value != asked.currency:
        return None
    if Decimal(total.reading.value) == asked.amount:
        return True
    net = read.get(FieldName.NET_AMOUNT)
    # A claim for the net amount agrees with another row of this table.
    return None if net and Decimal(net.reading.value) == asked.amount else False


def _campaign(line: PlanLine | None, read: Statement | None) -> tuple[Statement | None, bool | None]:
    if not line or not read:
        return read, None
    return read, line.campaign_name.casefold().split() == read.reading.value.casefold().split() or None


def _within(line: PlanLine | None, dated: Statement | None) -> bool | None:
    if not line or not line.start or not line.end or not dated:
        return None
    inside = line.start.isoformat() <= dated.reading.value <= line.end.isoformat()
    # An invoice may well be dated after the activity that it is for.
    return inside or (None if dated.field is FieldName.DOCUMENT_DATE else False)


def _says_something(side: Side) -> bool:
    return bool(side.planned or side.claimed or side.found)


def words_on(services: Services, sha256: str, page: int) -> tuple[tuple[str, Box], ...]:
    """Return the words of a page with their places, for selecting text on its picture."""
    exhibit = services.exhibit(sha256)
    pages = exhibit.document.pages if exhibit else ()
    found = next((each for each in pages if each.number == page), None)
    return tuple((word.text, word.box) for word in found.words[:MOST_WORDS]) if found else ()
