"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be reconciled with what, as of which day, and where the results go."""

    batch: str
    plan: Path
    evidence: tuple[Path, ...]
    out: Path
    as_of: date
    claims: Path | None = None
    programme: str = "generic"

    def parameters(self) -> Mapping[str, str]:
        """Return what the run was asked to do, for the record."""
        evidence = "; ".join(map(str, self.evidence))
        named = {"plan": self.plan, "claims": self.claims or "", "evidence": evidence, "out": self.out}
        return {name: str(value) for name, value in {**named, "programme": self.programme}.items()}
