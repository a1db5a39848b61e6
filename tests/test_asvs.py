"""What docs/asvs.md says is shown by tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_test_that_the_table_names_exists() -> None:
    table = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", table))
    written = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    there = {name for text in written for name in re.findall(r"^def (test_\w+)", text, re.M)}
    assert len(named) > 30
    assert named <= there, named - there
