"""Libraries that parse strangers' files are newer than the holes that are known in them."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

FLOORS = [
    ("pdfminer.six", "20251230"),  # CVE-2025-64512: crafted PDFs run code; the first fix was incomplete
    ("pillow", "13.0.0"),  # CVE-2026-112403, -112398, -112393: heap overflows in decoders
    ("defusedxml", "0.7.1"),
    ("starlette", "1.3.1"),
]


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_what_is_installed_is_new_enough(name: str, floor: str) -> None:
    assert Version(version(name)) >= Version(floor)


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_what_is_asked_for_cannot_be_older(name: str, floor: str) -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (asked,) = [each for each in map(Requirement, project["dependencies"]) if each.name.lower() == name]
    bounds = [Version(bound.version) for bound in asked.specifier if bound.operator == ">="]
    assert bounds and bounds[0] >= Version(floor)


@pytest.mark.parametrize("program", ["gs", "convert", "magick", "soffice", "libreoffice"])
def test_programs_with_a_history_of_holes_are_never_called(program: str) -> None:
    folder = Path(__file__).parent.parent / "extractors"
    assert [path.name for path in folder.rglob("*.py") if f'"{program}"' in path.read_text(encoding="utf-8")] == []
