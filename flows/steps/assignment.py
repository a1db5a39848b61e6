"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flows.steps.inboxes import is_elsewhere


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be reconciled with what, as of which day, and where the results go; evidence are paths or URLs.

    A report to which nothing was added stands for `stand_days` before it is judged anew by a later day. With `history`
    documents are compared with those of earlier batches.
    """

    batch: str
    plan: Path
    evidence: tuple[str, ...]
    out: Path
    as_of: date
    claims: Path | None = None
    programme: str = "generic"
    stand_days: int = 0
    history: bool = False

    def as_parameters(self) -> dict[str, Any]:
        """Return plain values by name: what the run was asked to do, for the record and for Prefect."""
        return {
            "batch": self.batch,
            "plan": str(self.plan.resolve()),
            "evidence": [each if is_elsewhere(each) else str(Path(each).resolve()) for each in self.evidence],
            "out": str(self.out.resolve()),
            "as_of": self.as_of.isoformat(),
            "claims": str(self.claims.resolve()) if self.claims else None,
            "programme": self.programme,
            "stand_days": self.stand_days,
            "history": self.history,
        }


def today() -> date:
    """Return what day it is here. Only the rim asks; what is judged is judged by an assignment's `as_of`."""
    return datetime.now(UTC).astimezone().date()
