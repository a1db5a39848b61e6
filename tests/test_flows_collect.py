"""What is handed in: names, junk, and files that meet under one name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.faults import UsageError
from flows.steps.collect import collect


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def names(*handed_in: Path) -> list[str]:
    return [file.name for file in collect(handed_in)]


def test_a_folder_gives_its_files_by_their_paths_inside_it(tmp_path: Path) -> None:
    put(tmp_path / "inbox", "b.pdf", "march/a.pdf", "march/deep/er.png")
    assert names(tmp_path / "inbox") == ["b.pdf", "march/a.pdf", "march/deep/er.png"]


def test_what_systems_leave_lying_about_is_no_evidence(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", ".DS_Store", "Thumbs.db", "desktop.ini", "~$plan.xlsx", ".git/config", "__MACOSX/._a.pdf")
    assert names(tmp_path) == ["a.pdf"]


def test_of_several_folders_each_gives_its_own_name_first(tmp_path: Path) -> None:
    put(tmp_path / "north", "a.pdf")
    put(tmp_path / "south", "a.pdf")
    put(tmp_path, "single.pdf")
    assert names(tmp_path / "south", tmp_path / "north", tmp_path / "single.pdf") == [
        "north/a.pdf",
        "single.pdf",
        "south/a.pdf",
    ]


def test_single_files_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    put(tmp_path, "north/a.pdf", "south/a.pdf")
    first, second = tmp_path / "north" / "a.pdf", tmp_path / "south" / "a.pdf"
    assert names(first, second) == sorted([str(first), str(second)])


def test_a_file_that_is_named_twice_comes_once(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    assert names(tmp_path / "a.pdf", tmp_path / "a.pdf") == ["a.pdf"]


def test_a_name_that_is_no_utf_8_is_written_with_escapes(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf")).write_text("x", encoding="utf-8")
    assert names(tmp_path) == ["caf\\xe9.pdf"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "inbox/a.pdf", "elsewhere/secret.pdf")
    (tmp_path / "inbox" / "loop").symlink_to(tmp_path / "inbox")
    (tmp_path / "inbox" / "out").symlink_to(tmp_path / "elsewhere")
    assert names(tmp_path / "inbox") == ["a.pdf"]


def test_links_that_lead_nowhere_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert [file.name for file in collect([tmp_path])] == ["a.pdf"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere is not there"):
        collect([tmp_path / "nowhere"])
