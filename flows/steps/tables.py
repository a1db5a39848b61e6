"""The plan and the claims, read first, so that all of their faults are told at once and nothing is half used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flows.faults import UsageError
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
