"""What was planned and claimed, and what reconciling it with the evidence found.

All types are frozen, hold plain values, and go to JSON and back by a `pydantic.TypeAdapter`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from extractors.model import Document, Extraction, Money, Reading


@dataclass(frozen=True, slots=True)
class Origin:
    """The file and the row (counted from 1, the heading row included) that a record came from."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line item of an approved plan. Lists are tuples; what the table does not say is empty or None.

    `approved_on` is the day of its approval, `vendor` the vendor it was approved for, `language` (ISO 639-1) the one in
    which the partner is written to.
    """

    line_id: str
    campaign_name: str
    approved: Money
    start: date | None = None
    end: date | None = None
    activity_type: str = ""
    references: tuple[str, ...] = ()
    programme: str = ""
    period: str = ""
    partner: str = ""
    plan: str = ""
    activity: str = ""
    countries: tuple[str, ...] = ()
    preapproval_id: str = ""
    expected_evidence: tuple[str, ...] = ()
    origin: Origin | None = None
    approved_on: date | None = None
    vendor: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that a claim states of its activity: "reach", "calls", "contacts", "registrations", "attendees", ..."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim for money against a plan line; `line_id` is empty where the claimant named none."""

    claim_id: str
    line_id: str
    claimed: Money
    poe_name: str = ""
    poe_date: date | None = None
    documents: tuple[str, ...] = ()
    partner: str = ""
    submitted: date | None = None
    origin: Origin | None = None
    programme: str = ""
    period: str = ""
    countries: tuple[str, ...] = ()
    preapproval_id: str = ""
    expense_category: str = ""
    note: str = ""
    metrics: tuple[Metric, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A document as it was handed in: by name, with a reference to its content. One content may be handed in twice."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PastDocument:
    """A document of an earlier batch, as far as it is needed to know it again.

    `rejected` says that the claim that brought it was refused; `accounts` are the IBANs printed on it.
    """

    batch: str
    name: str
    sha256: str
    claim_id: str = ""
    line_id: str = ""
    partner: str = ""
    programme: str = ""
    vendor: str = ""
    tax_id: str = ""
    number: str = ""
    total: Money | None = None
    day: date | None = None
    fingerprints: tuple[str, ...] = ()
    words_digest: str = ""
    accounts: tuple[str, ...] = ()
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A document's words beside what was extracted from them."""

    document: Document
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """One named comparison of a document or claim with a plan line.

    `level` is 0 for a missing value (weight 0) and counts up from the worst; `weight` adds to the match score, in bits
    (log2 of the Bayes factor, Fellegi and Sunter 1969).
    """

    field: str
    level: int
    label: str
    weight: float
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much of a document (and of the claim that brought it, if any) counts towards a line.

    `line_id` is None for what is left over. `probability` is of the match being right, `comparisons` say why.
    `left_over` is what of the document's amount was not allocated; amounts plus left-overs add up exactly.
    `runner_up` is the line that came closest beside it, with its probability; empty where none came close.
    """

    document: str
    line_id: str | None
    claim_id: str | None
    amount: Money | None
    score: float
    probability: float
    comparisons: tuple[Comparison, ...] = ()
    left_over: Money | None = None
    runner_up: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """How a reviewer divided a document: so much for each line, given by its number."""

    document: str
    shares: tuple[tuple[str, Money], ...]


class Severity(StrEnum):
    """What a finding asks for: `block` stops payment (documented rules only), `review` a reader, `info` nothing."""

    BLOCK = "block"
    REVIEW = "review"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing, in excess or in doubt. `rule` is the check's number and version ("C17@1").

    Their subjects: missing_claim, excess_claim are about a line; unplanned_claim, outside_window, duplicate_evidence
    about a document; missing_evidence, overclaimed, wrong_campaign about a claim. The other subjects may be filled in
    where they are known. `evidence` are the places to show; `message` speaks to the reviewer, `partner_message` to the
    partner. `programme` is the edition of the rules in force ("generic@2"); a new edition alone makes no new finding.
    """

    code: str
    severity: Severity
    rule: str
    message: str
    line_id: str = ""
    claim_id: str = ""
    document: str = ""
    at_risk: Money | None = None
    expected: str = ""
    found: str = ""
    confidence: float = 1.0
    evidence: tuple[Reading, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    partner_message: str = ""
    related_document: str = ""
    programme: str = field(default="", compare=False)


class Status(StrEnum):
    """A plan line's outcome: `cleared` means nobody need look again."""

    CLEARED = "cleared"
    REVIEW = "review"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class LineStatus:
    """A plan line with what was claimed and proven, and why it has the status it has."""

    line: PlanLine
    status: Status
    claimed: Money
    evidenced: Money
    documents: tuple[str, ...]
    claims: tuple[str, ...]
    reasons: tuple[str, ...]
    confidence: float


class Answer(StrEnum):
    """A check's answer; cannot tell goes to a person and is never a pass."""

    PASSED = "passed"
    FAILED = "failed"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check said about one subject (a line, claim or document id)."""

    rule: str
    subject: str
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that one reason allows to be paid: "claimed", "evidenced", "approved", "cap", "fund", "per_head", ..."""

    name: str
    limit: Money
    reason: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the program recommends to pay of a claim, or of a whole line where `claim_id` is empty.

    It is the least of its bounds, which stand in the order in which they were asked; `notes` say what was not counted.
    """

    line_id: str
    claim_id: str
    amount: Money
    bounds: tuple[Bound, ...]
    notes: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why it is no more: the reasons of the bounds that it meets, else of what was claimed."""
        return tuple(bound.reason for bound in self.bounds if bound.limit == self.amount)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Everything that reconciling found, in an order that does not depend on the order of the inputs.

    `edition` is the programme's name and version; a run under the same edition on the same inputs gives the same again.
    """

    lines: tuple[LineStatus, ...]
    allocations: tuple[Allocation, ...]
    findings: tuple[Finding, ...]
    as_of: date
    programme: str
    claims: tuple[Claim, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    edition: str = ""

    def at_risk(self, code: str, currency: str) -> Decimal:
        """Return the money at risk by one code in one currency."""
        amounts = (finding.at_risk for finding in self.findings if finding.code == code)
        return sum((money.amount for money in amounts if money and money.currency == currency), Decimal(0))
