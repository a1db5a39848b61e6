"""Orders and invoices of broadcast stations are read as well as the last time that somebody looked."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import view_of_document
from extractors.fields.ranker import load_ranker
from extractors.reading.read import read
from extractors.settings import ReaderSettings
from extractors.training.score import compared
from extractors.training.truth import read_truth

SMALLEST = 60
"""Small files have text layers; scans would make the test slow."""
SURE = 0.9


@pytest.mark.corpus
@pytest.mark.slow
def test_ad_buys_with_text_layers_are_read(shared: Path) -> None:
    corpus = shared / "corpus" / "adbuy"
    truth = read_truth(corpus / "truth.csv")
    paths = sorted((corpus / "documents").iterdir(), key=lambda path: (path.stat().st_size, path.name))
    right, sure = [], []
    for path in paths[:SMALLEST]:
        document = read(path.name, path.read_bytes(), ReaderSettings())
        found = {each.name: each for each in load_ranker().choose(view_of_document(document))}
        for name, value in truth[path.name].items():
            answer = found.get(name)
            right.append(compared(name, value, answer.value if answer else None)[0])
            if answer and answer.confidence >= SURE:
                sure.append(right[-1])
    assert sum(right) >= 0.95 * len(right)
    assert sum(sure) >= 0.97 * len(sure)
    assert len(sure) >= 0.5 * len(right)
