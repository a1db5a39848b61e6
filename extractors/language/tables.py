"""Reading the vocabulary's tables."""

from __future__ import annotations

from extractors.settings import DATA

VOCABULARY = DATA / "vocabulary"


def table_rows(name: str) -> list[list[str]]:
    """Return the cells of a vocabulary table's rows, below its comments and its heading."""
    lines = (VOCABULARY / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
