"""The audit trail, to be read and to be checked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ledger.model import ChainReport
from review.desk.case_page import entry
from review.desk.policy import Act
from review.desk.visits import Needs, Visit

router = APIRouter()
PAGE = 100
Auditing = Annotated[Visit, Depends(Needs(Act.AUDIT))]


@router.get("/audit")
def trail(visit: Auditing) -> Response:
    """Show the audit trail, the last record first."""
    return _page(visit)


@router.post("/audit/verify")
def verify(visit: Auditing) -> Response:
    """Check the whole chain."""
    report = visit.services.ledger.verify_chain()
    outcome = "intact" if report.intact else f"{len(report.faults)} faults"
    visit.services.ledger.record(entry(visit, "verify", subject=report.head, outcome=outcome))
    return _page(visit, report)


def _page(visit: Visit, report: ChainReport | None = None) -> Response:
    given = visit.parameters
    who, act = given.get("who", "")[:100], given.get("act", "")[:100]
    total = visit.services.desk.trail_length(who, act)
    pages = max(1, -(-total // PAGE))
    asked = given.get("page", "1")
    number = min(max(int(asked) if asked.isdecimal() and len(asked) < 8 else 1, 1), pages)
    records = visit.services.desk.trail((number - 1) * PAGE, PAGE, who, act)
    asked_for: dict[str, Any] = {"who": who, "act": act, "number": number, "pages": pages}
    return visit.page("audit.html", records=records, total=total, report=report, **asked_for)
