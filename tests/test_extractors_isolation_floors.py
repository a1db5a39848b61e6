"""Libraries that parse strangers' files are newer than the holes that are known in them, and are called with care."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
ROOMS = ("extractors", "matchers", "ledger", "review", "flows")
FLOORS = [
    ("pdfminer.six", "20251230"),  # CVE-2025-64512: crafted PDFs run code; the first fix was incomplete
    ("pillow", "13.0.0"),  # CVE-2026-112403, -112398, -112393, -112395: heap overflows in decoders
    ("defusedxml", "0.7.1"),  # entities and DTDs of 0.6 and older
    ("starlette", "1.3.1"),  # CVE-2025-62727, -54121, GHSA-f96h-pmfr-66vw: one request holds the desk
    ("python-multipart", "0.0.27"),  # CVE-2026-24486, -40347, -42561: paths and parts without end
    ("jinja2", "3.1.6"),  # CVE-2025-27516: a way out of its sandbox
    ("authlib", "1.6.5"),  # CVE-2025-59420, -61920, -62706: headers that are not understood, tokens without end
    ("pyarrow", "21"),  # CVE-2023-47248: files that run code
    ("reportlab", "4.4"),  # CVE-2023-33733: colours that run code
]
AVOIDED = ("pypdf", "pypdf2", "pymupdf", "ghostscript", "wand", "xlrd")
"""Parsers with a history of holes, or with a licence that does not go with ours, that nothing may bring in."""

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = dict(re.findall(r"^([\w.-]+)==([^\s\\;]+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_what_is_installed_is_new_enough(name: str, floor: str) -> None:
    assert Version(version(name)) >= Version(floor)


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_what_is_asked_for_cannot_be_older(name: str, floor: str) -> None:
    (asked,) = [each for each in map(Requirement, PROJECT["dependencies"]) if each.name.lower() == name]
    bounds = [Version(bound.version) for bound in asked.specifier if bound.operator == ">="]
    assert bounds and bounds[0] >= Version(floor)


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_what_is_pinned_is_new_enough(name: str, floor: str) -> None:
    assert Version(PINNED[canonicalize_name(name)]) >= Version(floor)


def test_what_is_installed_is_what_is_asked_for() -> None:
    asked = [each for each in map(Requirement, PROJECT["dependencies"]) if not each.marker or each.marker.evaluate()]
    assert [str(each) for each in asked if not each.specifier.contains(version(each.name), prereleases=True)] == []


@pytest.mark.parametrize("name", AVOIDED)
def test_parsers_with_a_history_of_holes_are_not_brought_in(name: str) -> None:
    assert name not in PINNED


@pytest.mark.parametrize("program", ["gs", "convert", "magick", "soffice", "libreoffice"])
def test_programs_with_a_history_of_holes_are_never_called(program: str) -> None:
    folder = ROOT / "extractors"
    assert [path.name for path in folder.rglob("*.py") if f'"{program}"' in path.read_text(encoding="utf-8")] == []


def calls_of(owner: str, name: str) -> Iterator[tuple[str, ast.Call]]:
    """Give all calls of `owner.name` in our rooms with the place of each."""
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr=called)) if (of, called) == (owner, name):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_pictures_are_opened_by_a_short_list_of_formats() -> None:
    """Pillow tries some forty decoders otherwise, and calls Ghostscript for one of them."""
    opened = dict(calls_of("Image", "open"))
    assert opened
    assert [place for place, call in opened.items() if "formats" not in {word.arg for word in call.keywords}] == []


@pytest.mark.parametrize("parser", ["fromstring", "parse", "iterparse", "XML"])
def test_no_xml_is_parsed_but_by_the_careful_parser(parser: str) -> None:
    """Names imported from the standard library's own parser are types only."""
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("xml."):
                assert parser not in {alias.name for alias in node.names}, path
