"""The plan and the claims, read first, so that all of their faults are told at once and nothing is half used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flows.faults import UsageError
from flows.workspace import Holdings
from ledger.model import HandedTable
from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.intake.table import TableFaultsError
from matchers.model import Claim, PlanLine

Row = TypeVar("Row", PlanLine, Claim)


@dataclass(frozen=True, slots=True)
class Tables:
    """What was approved and what is claimed; without claims the documents themselves are the claims."""

    plan: HandedTable[PlanLine]
    claims: HandedTable[Claim]


def load_tables(plan: Path, claims: Path | None) -> Tables:
    """Return both tables; raise `UsageError` with all faults of both."""
    faults: list[str] = []
    tables = Tables(
        _table(plan, read_plan, faults), _table(claims, read_claims, faults) if claims else HandedTable("", "", ())
    )
    if faults:
        raise UsageError("\n".join(faults))
    return tables


def are_in_force(plan: Path, claims: Path | None, batch: str, held: Holdings) -> bool:
    """Say whether both files are, byte by byte, what is in force for a batch; then they need not be read."""
    ledger = held.ledger
    return _mark(plan) == ledger.plan_mark(batch) and (claims is None or _mark(claims) == ledger.claims_mark(batch))


def _mark(path: Path) -> tuple[str, str] | None:
    """Return a file's name and digest, or None where it cannot be opened: reading it says why."""
    try:
        return path.name, hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _table(path: Path, read: Callable[[str, bytes], tuple[Row, ...]], faults: list[str]) -> HandedTable[Row]:
    rows: tuple[Row, ...] = ()
    content = b""
    try:
        content = path.read_bytes()
        rows = read(path.name, content)
    except TableFaultsError as error:
        faults.append(str(error))
    except OSError as error:
        faults.append(f"{path} cannot be read: {error.strerror}")
    return HandedTable(path.name, hashlib.sha256(content).hexdigest(), rows)
