"""The probe of what holds, with nothing that holds it: for the test that it would notice."""

from __future__ import annotations

from pathlib import Path

from extractors.isolation import probe
from extractors.settings import Limits


def not_at_all(limits: Limits, folder: Path) -> None:
    """Confine nothing."""


if __name__ == "__main__":
    probe.confine = not_at_all  # type: ignore[attr-defined]
    probe.main()
