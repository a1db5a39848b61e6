"""The rooms of the house import only what they may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("extractors", "matchers", "ledger", "review", "flows")
MODELS = {"extractors.model", "matchers.model"}
MAY_IMPORT = {
    "extractors": set[str](),
    "matchers": {"extractors.model"},
    "ledger": MODELS,
    "review": MODELS | {"ledger"},
    "flows": set(ROOMS),
}


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide which room is meant"
            assert node.module
            yield node.module


def allowed(module: str, room: str) -> bool:
    return any(module == door or module.startswith(door + ".") for door in MAY_IMPORT[room] | {room})


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_the_design_allows(room: str) -> None:
    trespasses = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for module in imported_modules(path)
        if module.split(".")[0] in ROOMS and not allowed(module, room)
    ]
    assert trespasses == []


def test_only_flows_imports_prefect() -> None:
    trespasses = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        if room != "flows"
        for path in sorted((ROOT / room).rglob("*.py"))
        for module in imported_modules(path)
        if module.split(".")[0] == "prefect"
    ]
    assert trespasses == []


def test_data_is_read_and_never_imported() -> None:
    assert list((ROOT / "data").rglob("*.py")) == []
