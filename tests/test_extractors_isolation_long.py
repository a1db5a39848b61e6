"""Statements of many pages need no more memory than short ones, and say what they say."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from extractors.isolation.pool import Job, ReadDocument, ReadingPool
from extractors.model import FieldName
from extractors.settings import ReaderSettings
from tests.long_statements import peak_megabytes, statement, total_of

SETTINGS = ReaderSettings(second_engine=False)
SHORT, LONG = 50, 2000
MORE = 1.25


def read_alone(path: Path, count: int) -> tuple[ReadDocument, float]:
    """Return what a worker of its own reads in a statement, and the most memory that it had."""
    path.write_bytes(statement(count))
    with ReadingPool(SETTINGS, 1) as pool:
        (read,) = pool.read([Job("one", path.name, path)])
        return read, max(map(peak_megabytes, psutil.Process().children(recursive=True)))


@pytest.mark.slow
def test_memory_does_not_grow_with_pages(tmp_path: Path) -> None:
    _, short = read_alone(tmp_path / "short.pdf", SHORT)
    read, long = read_alone(tmp_path / "long.pdf", LONG)
    assert long < MORE * short
    most = SETTINGS.limits.pages
    assert [page.number for page in read.document.pages] == [
        *range(1, most // 2 + 1),
        *range(LONG - most // 2 + 1, LONG + 1),
    ]
    assert [each.code for each in read.extraction.problems] == ["too_many_pages"]
    total = read.extraction.find(FieldName.TOTAL_AMOUNT)
    assert total and total.value == total_of(LONG)
