"""What the API takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ledger.case_model import State
from ledger.model import Verdict

Text = Annotated[str, Field(max_length=4_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Amount(BaseModel):
    """An amount in one currency; the number is a decimal in text."""

    amount: Decimal
    currency: str


class CaseOut(BaseModel):
    """A case: a finding and where it stands. `seen` and `after` go into a decision about it."""

    id: int
    finding_id: str
    batch: str
    code: str
    severity: str
    state: State
    rule: str
    line_id: str
    claim_id: str
    document: str
    partner: str
    programme: str
    period: str
    at_risk: Amount | None
    confidence: float
    deadline: date | None
    first_seen: date
    message: str
    assignee: str
    seen: str


class CasePage(BaseModel):
    """A page of cases, and how many there are in all."""

    total: int
    cases: list[CaseOut]


class DecisionOut(BaseModel):
    """A decision as it stands in the audit trail."""

    record: int
    verdict: Verdict
    who: str
    at: datetime
    reason: str
    words: str
    message: str


class CaseDetail(CaseOut):
    """A case with what was expected and found, and all decisions about it."""

    expected: str
    found: str
    partner_message: str
    after: int
    decisions: list[DecisionOut]


class DecisionIn(BaseModel):
    """A decision. `seen` and `after` say what it was made on; where that has changed it is refused (409)."""

    model_config = ConfigDict(extra="forbid")

    verdict: Annotated[str, Field(pattern="^(accept|reject|cannot_tell|ask_partner|comment)$")]
    seen: Annotated[str, Field(max_length=64)]
    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    reason: Annotated[str, Field(max_length=40)] = ""
    words: Text = ""
    message: Annotated[str, Field(max_length=20_000)] = ""


class ClaimIn(BaseModel):
    """A claim as a portal knows it."""

    model_config = ConfigDict(extra="forbid")

    claim_id: Name
    line_id: Annotated[str, Field(max_length=200)] = ""
    amount: Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=4)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    partner: Annotated[str, Field(max_length=200)] = ""
    submitted: date | None = None
    documents: Annotated[list[Name], Field(max_length=200)] = []


class ClaimVerdict(BaseModel):
    """What a claim came to so far: `settled` where every case about it is decided or there is none."""

    claim_id: str
    settled: bool
    accepted: int
    rejected: int
    open: int
    cases: list[CaseOut]


class Taken(BaseModel):
    """What was taken in."""

    taken: int
    faults: list[str] = []


class Fault(BaseModel):
    """Why something was not done."""

    error: str
