"""The command line as people and programs use it: help, exit codes, faults, missing tools."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from tests.faults.sandboxes import bubblewrap_without_permission
from tests.flows_batch import tiny_batch

HEAVY = {"prefect", "pandas", "spacy", "sqlalchemy", "pydantic", "PIL", "numpy", "extractors", "matchers", "review"}
VERBS = ("demo", "extract", "reconcile", "nightly", "serve", "runs", "doctor")

SWEDISH = (
    "Faktura",
    "Fakturanummer: 20417",
    "Fakturadatum: 2026-03-20",
    "Kampanj: Vinterfarjan och den stora hamnen",
    "Annonser som har publicerats under perioden och som inte har betalats",
    "Summa att betala: 1 250,00 SEK",
    "Betalning ska vara oss till handa senast trettio dagar efter fakturans datum.",
)


def proofdesk(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def reconcile(batch: Path, out: Path, *more: str | Path) -> tuple[str | Path, ...]:
    paths = ("--plan", batch / "plan.csv", "--claims", batch / "claims.csv", "--evidence", batch / "evidence")
    return ("reconcile", *paths, "--out", out, "--workspace", out.parent / "workspace", "--as-of", "2026-06-30", *more)


def test_help_needs_nothing_heavy() -> None:
    loaded = "import sys, flows.cli; flows.cli.parser(); print(' '.join({name.split('.')[0] for name in sys.modules}))"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) & HEAVY == set()


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_says_what_it_does_and_how_it_ends(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert "exit codes:" in told
    assert "wrong usage" in told


WRONG = (
    ("no verb", ()),
    ("an unknown verb", ("reconsile",)),
    ("no out", ("extract", "a.pdf")),
    ("a day that is none", ("reconcile", "--plan", "p", "--evidence", "e", "--out", "o", "--as-of", "2026-02-30")),
    ("no processes", ("extract", "a.pdf", "--out", "o.jsonl", "--workers", "0")),
)


@pytest.mark.parametrize("arguments", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_usage_ends_with_1(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 1
    assert "usage: proofdesk" in capsys.readouterr().err


def test_faults_of_both_tables_are_told_at_once_and_nothing_is_begun(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tiny_batch(tmp_path / "batch", 2)
    batch.plan.write_text(batch.plan.read_text().replace("157.50", "lots").replace("2026-03-31", "soon"))
    batch.claims.write_text(batch.claims.read_text().replace("C0002", "C0001"))
    assert main([str(part) for part in reconcile(batch.folder, tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    for place in (
        'plan.csv, row 2, column "approved_amount"',
        'plan.csv, row 2, column "end_date"',
        "claims.csv, row 3",
    ):
        assert place in told
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "workspace").exists()


def test_an_unknown_programme_is_told_with_those_that_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tiny_batch(tmp_path / "batch", 1)
    assert main([str(part) for part in reconcile(batch.folder, tmp_path / "out", "--program", "nowhere")]) == 1
    assert "there is no programme nowhere. Name a TOML file or one of: generic" in capsys.readouterr().err


def test_evidence_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(tmp_path / "gone"), "--out", str(tmp_path / "o.jsonl")]) == 1
    assert "gone is not there" in capsys.readouterr().err


def test_a_second_run_for_the_same_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.steps.locking import only_one

    batch = tiny_batch(tmp_path / "batch", 1)
    with only_one(tmp_path / "workspace", tmp_path / "out"):
        assert main([str(part) for part in reconcile(batch.folder, tmp_path / "out")]) == 1
    assert "another run is writing to" in capsys.readouterr().err


def test_runs_of_a_new_workspace_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "--workspace", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_doctor_finds_everything_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--workspace", str(tmp_path / "workspace"), "--json"]) == 0
    found = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert all(found[name]["ok"] for name in ("Python", "Python packages", "Tesseract", "Tesseract: eng", "Prefect"))
    assert not (tmp_path / "workspace").exists()


def test_doctor_says_how_to_install_tesseract_and_how_to_permit_a_sandbox(tmp_path: Path) -> None:
    bubblewrap_without_permission(tmp_path)
    told = proofdesk("doctor", "--workspace", tmp_path, "--json", PATH=str(tmp_path))
    assert told.returncode == 4
    found = {check["name"]: check for check in json.loads(told.stdout)}
    assert found["Tesseract"]["remedy"] == "sudo apt-get install tesseract-ocr"
    assert found["Tesseract: swe"]["remedy"] == "sudo apt-get install tesseract-ocr-swe"
    assert "No permissions to create a new namespace" in found["Bubblewrap"]["found"]
    assert "user namespaces" in found["Bubblewrap"]["remedy"]


def test_doctor_says_why_a_ledger_cannot_be_reached(tmp_path: Path) -> None:
    told = proofdesk("doctor", "--workspace", tmp_path, "--json", PROOFDESK_LEDGER="mysql://db/proofdesk")
    assert told.returncode == 4
    (ledger,) = (check for check in json.loads(told.stdout) if check["name"] == "Ledger")
    assert "mysql://db/proofdesk is no ledger" in ledger["found"]


def records(path: Path) -> dict[str, dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {record["document"]: record for record in map(json.loads, lines)}


@pytest.mark.slow
def test_extract_reads_what_it_can_and_says_what_it_cannot(tmp_path: Path) -> None:
    batch = tiny_batch(tmp_path / "batch", 2)
    (batch.evidence / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    out = tmp_path / "out.jsonl"
    told = proofdesk("extract", batch.evidence, "--out", out, "--json")
    assert told.returncode == 3
    assert json.loads(told.stdout) == {"documents": 3, "read": 3, "unread": 1, "out": str(out)}
    read = records(out)
    assert list(read) == ["broken.pdf", "invoice-0001.pdf", "invoice-0002.pdf"]
    values = {field["name"]: field["value"] for field in read["invoice-0002.pdf"]["fields"]}
    assert values["total_amount"] == "114.50"
    assert read["broken.pdf"]["problems"][0]["fatal"]


@pytest.mark.slow
def test_extract_draws_what_it_read(tmp_path: Path) -> None:
    batch = tiny_batch(tmp_path / "batch", 1)
    told = proofdesk("extract", batch.evidence, "--out", tmp_path / "out.jsonl", "--debug", tmp_path / "pages")
    assert told.returncode == 0
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["invoice-0001.pdf.page-1.png"]


@pytest.mark.slow
def test_reconcile_writes_the_report_and_reads_nothing_twice(tmp_path: Path) -> None:
    batch = tiny_batch(tmp_path / "batch", 5)
    first = proofdesk(*reconcile(batch.folder, tmp_path / "out", "--json"))
    assert first.returncode == 2, first.stderr
    summary = json.loads(first.stdout)
    assert summary["findings"]["excess_claim"] == 1
    assert (summary["documents"], summary["unread"]) == (5, [])
    second = proofdesk(*reconcile(batch.folder, tmp_path / "again"))
    assert second.returncode == 2
    assert "Reading documents" not in second.stderr
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    runs = json.loads(proofdesk("runs", "--workspace", tmp_path / "workspace", "--json").stdout)
    assert [(run["outcome"], run["counts"]["read"]) for run in runs] == [("findings", 0), ("findings", 5)]


@pytest.mark.slow
def test_a_scan_without_tesseract_ends_with_4_and_the_line_that_installs_it(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "scan.pdf").write_bytes(b"")
    Image.new("L", (600, 800), 255).save(tmp_path / "scan.pdf")
    out = tmp_path / "out.jsonl"
    (tmp_path / "proofdesk.toml").write_text("[reading]\nsecond_engine = false\n")
    told = proofdesk(
        "extract",
        tmp_path / "scan.pdf",
        "--out",
        out,
        PATH=str(tmp_path),
        PROOFDESK_CONFIG=str(tmp_path / "proofdesk.toml"),
    )
    assert told.returncode == 4
    assert "sudo apt-get install tesseract-ocr" in told.stderr
    assert records(out)["scan.pdf"]["problems"][0]["code"] == "tesseract_missing"


@pytest.mark.slow
def test_a_missing_language_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    from PIL import Image, ImageDraw

    tesseract = shutil.which("tesseract")
    assert tesseract
    listed = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, check=True).stdout
    installed = Path(listed.partition('"')[2].partition('"')[0])
    only_english = tmp_path / "tessdata"
    only_english.mkdir()
    for name in ("eng.traineddata", "osd.traineddata", "configs"):
        (only_english / name).symlink_to(installed / name)
    image = Image.new("L", (1300, 700), 255)
    for row, line in enumerate(SWEDISH):
        ImageDraw.Draw(image).text((60, 60 + 70 * row), line, fill=0, font_size=36)
    image.save(tmp_path / "scan.pdf", resolution=150)
    out = tmp_path / "out.jsonl"
    told = proofdesk("extract", tmp_path / "scan.pdf", "--out", out, TESSDATA_PREFIX=str(only_english))
    assert told.returncode == 0, told.stderr
    assert "lacks the language data swe" in told.stderr
    assert "tesseract-ocr-swe" in told.stderr
    problems = [problem["code"] for problem in records(out)["scan.pdf"]["problems"]]
    assert "language_pack_missing" in problems
