"""Fixtures that many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.ledger_databases", "tests.mail_servers", "tests.prefect_server"]

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared corpora and benches beside the clone; skip the test where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("the shared corpora are not beside this clone")
    return folder
