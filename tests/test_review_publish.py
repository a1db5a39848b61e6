"""Publishing a batch: whole files, the same bytes each time, whatever came in."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from extractors.model import Box, DocumentKind, Extraction, LineItem, Problem
from matchers.model import Submission
from review.batch import PublishedBatch, PublishedFiles
from review.jsonl import extraction_record
from review.publish import publish
from review.summary import as_json, print_summary
from review.wording import tally
from tests.review_sample import extraction, figures_of, name_of, sample_batch

TABLES = (Path("out/lines.csv"),)
FILES = PublishedFiles(
    Path("out"), Path("out/report.html"), Path("out/report.xlsx"), TABLES, figures_of(sample_batch())
)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def shuffled(batch: PublishedBatch) -> PublishedBatch:
    submissions, extractions = list(batch.submissions), list(batch.extractions.items())
    random.Random(7).shuffle(submissions)
    random.Random(8).shuffle(extractions)
    return replace(batch, submissions=tuple(submissions), extractions=dict(extractions))


def test_the_same_batch_gives_the_same_bytes_in_whatever_order_it_comes(tmp_path: Path) -> None:
    publish(sample_batch(20), tmp_path / "first")
    publish(shuffled(sample_batch(20)), tmp_path / "second")
    assert content(tmp_path / "first") == content(tmp_path / "second")


def test_publishing_again_replaces_the_files_and_leaves_nothing_beside_them(tmp_path: Path) -> None:
    publish(sample_batch(20), tmp_path)
    files = publish(sample_batch(5), tmp_path)
    assert set(tmp_path.iterdir()) == {files.report, files.workbook, *files.tables}
    assert "L-019" not in (tmp_path / "lines.csv").read_text(encoding="utf-8")


def test_where_one_file_has_no_room_all_of_before_stay(tmp_path: Path) -> None:
    publish(sample_batch(5), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    # A device that is always full; the report is the last file that is written.
    (tmp_path / ".report.html.unfinished").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        publish(sample_batch(6), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_name_that_is_no_text_does_not_keep_the_rest_from_being_written(tmp_path: Path) -> None:
    batch = sample_batch(1)
    odd = Submission("bad\udcffname.pdf", "00")
    publish(replace(batch, submissions=(*batch.submissions, odd)), tmp_path)
    assert r"bad\udcffname.pdf" in (tmp_path / "matches.csv").read_text(encoding="utf-8")
    assert r"bad\udcffname.pdf" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_extraction_as_a_json_line() -> None:
    item = LineItem("Poster", amount=None, page=1, box=Box(1, 2, 3.456, 4))
    record = extraction_record(name_of(0), replace(extraction(0), line_items=(item,)))
    assert json.loads(json.dumps(record)) == record
    assert set(record) == {"document", "sha256", "kind", "language", "fields", "line_items", "problems"}
    assert record["fields"][5] == {
        "name": "total_amount",
        "value": "1250.00",
        "text": "1,250.00",
        "confidence": 0.99,
        "page": 1,
        "box": [420, 420, 469.6, 432],
        "rule": "total_amount_after_label",
    }
    assert record["line_items"][0]["box"] == [1, 2, 3.46, 4]
    assert record["line_items"][0]["amount"] is None


def test_problems_stand_in_the_json_line() -> None:
    failed = Extraction("00", DocumentKind.OTHER, None, (), (), (Problem("unreadable", "Broken.", None, True),), "1")
    problem = {"code": "unreadable", "message": "Broken.", "page": None, "fatal": True}
    assert extraction_record("a.pdf", failed)["problems"] == [problem]


def test_the_summary_is_plain_text_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(sample_batch(), FILES, Console(width=100))
    told = capsys.readouterr().out
    assert "\x1b" not in told and "█" not in told
    assert "each amount once           29   90,771.75   48,365.00   21,991.50" in told
    assert [line.split() for line in told.splitlines()[4:7]] == [
        ["Cleared", "14"],
        ["To", "review", "4"],
        ["Flagged", "22"],
    ]
    assert "locked.pdf" in told
    assert "out/report.html" in told


def test_what_a_batch_does_not_hold_is_not_counted() -> None:
    found = sample_batch(1).reconciliation
    assert tally(found, 2) == ("1 plan line", "1 claim", "2 documents", "0 findings")
    assert tally(replace(found, claims=()), 1) == ("1 plan line", "1 document", "0 findings")


def test_paths_are_not_broken_over_lines(capsys: pytest.CaptureFixture[str]) -> None:
    report = Path("/".join(["a-long-folder"] * 20)) / "report.html"
    files = replace(FILES, report=report, figures=figures_of(sample_batch(2)))
    print_summary(sample_batch(2), files, Console(width=60))
    assert str(report) in capsys.readouterr().out


def test_the_summary_for_programs_is_json() -> None:
    told = as_json(sample_batch(), FILES)
    assert json.loads(json.dumps(told)) == told
    assert told["lines"] == {"cleared": 14, "review": 4, "flagged": 22}
    assert told["unread"] == ["locked.pdf"]
    assert told["at_risk"]["overclaimed"] == {"SEK": "1000.00"}
