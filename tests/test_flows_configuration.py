"""The configuration file and the environment: what they say, and what is said where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.settings import Limits, ReaderSettings
from flows.configuration import Configuration, configuration_at, workspace_at
from flows.faults import UsageError

WHOLE = """
[workspace]
ledger = "postgresql+psycopg://desk@db/proofdesk"
documents = "s3://proofs/documents"
workers = 6

[reading]
languages = ["eng", "nor"]
limits = { pages = 30 }

[[batches]]
name = "north"
plan = "north/plan.xlsx"
inboxes = ["north/inbox", "s3://inbox/north"]
out = "north/report"
cron = "0 4 * * *"
timezone = "Europe/Stockholm"

[tell]
mail_to = ["claims@example.org"]
"""

FAULTS = (
    ("an unknown key", "[workspace]\nledgr = 'x'", "workspace.ledgr: "),
    ("an unknown table", "[work]\nledger = 'x'", "work: "),
    ("a wrong type", "[workspace]\nworkers = 'many'", "workspace.workers: "),
    ("out of range", "[reading]\nocr_dpi = 5000", "reading.ocr_dpi: "),
    ("an unknown limit", "[reading.limits]\npags = 5", "reading.limits.pags"),
    ("a batch without a plan", "[[batches]]\nname = 'n'\ninboxes = ['i']\nout = 'o'", "batches.0.plan: "),
    ("no inbox", "[[batches]]\nname = 'n'\nplan = 'p'\ninboxes = []\nout = 'o'", "batches.0.inboxes: "),
    ("no TOML", "[workspace", "cannot be read as TOML"),
)


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    assert configuration_at(tmp_path, {}) == Configuration()
    assert workspace_at(tmp_path).settings == ReaderSettings()


def test_the_file_says_where_things_lie_and_how_documents_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "proofdesk.toml").write_text(WHOLE)
    monkeypatch.delenv("PROOFDESK_CONFIG", raising=False)
    workspace = workspace_at(tmp_path)
    assert (workspace.ledger_url, workspace.workers) == ("postgresql+psycopg://desk@db/proofdesk", 6)
    assert workspace.settings == ReaderSettings(languages=("eng", "nor"), limits=Limits(pages=30))
    assert configuration_at(tmp_path).batches[0].timezone == "Europe/Stockholm"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "proofdesk.toml").write_text(WHOLE)
    environment = {"PROOFDESK_LEDGER": "sqlite:///l.db", "PROOFDESK_WORKERS": "2", "PROOFDESK_LANGUAGES": "eng,deu"}
    told = configuration_at(tmp_path, environment)
    assert (told.workspace.ledger, told.workspace.workers) == ("sqlite:///l.db", 2)
    assert told.reading.languages == ("eng", "deu")


@pytest.mark.parametrize(("text", "told"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_fault_names_its_key(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "proofdesk.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        configuration_at(tmp_path, {})
    assert told in str(caught.value)


def test_a_wrong_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        configuration_at(tmp_path, {"PROOFDESK_WORKERS": "hunter2"})
    assert "workspace.workers" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read as TOML"):
        configuration_at(tmp_path, {"PROOFDESK_CONFIG": str(tmp_path / "gone.toml")})
