"""Folders of documents with known answers, read once and kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from extractors.extract import view_of_document
from extractors.model import Document, FieldName
from extractors.settings import ReaderSettings
from extractors.training.layouts import layouts_of
from extractors.training.truth import Sample, read_truth

DOCUMENTS = TypeAdapter(Document)


@dataclass(frozen=True)
class Known:
    """A document of a corpus with its known values."""

    corpus: str
    name: str
    document: Document
    truth: dict[FieldName, str]
    weight: float = 1.0


def read_corpus(folder: Path, kept: Path | None) -> Iterator[Known]:
    """Yield the documents of a folder with `documents/` and `truth.csv`, in order of their names.

    What is read is kept in the folder `kept`, if one is given, for reading scans takes seconds a page. Embedded
    e-invoices are left out: the page is to be read.
    """
    truth = read_truth(folder / "truth.csv")
    for path in sorted((folder / "documents").iterdir()):
        if path.name in truth:
            document = replace(read_once(path, kept, ReaderSettings()), embedded=())
            yield Known(folder.name, path.name, document, truth[path.name])


def read_once(path: Path, kept: Path | None, settings: ReaderSettings) -> Document:
    """Return a file as it is read by some settings, from the folder `kept` where it was read so before."""
    from extractors.reading.read import read

    content = path.read_bytes()
    if kept is None:
        return read(path.name, content, settings)
    store = kept / f"{hashlib.sha256(content).hexdigest()}-{settings.digest()}.json"
    if store.exists():
        return DOCUMENTS.validate_json(store.read_bytes())
    document = read(path.name, content, settings)
    kept.mkdir(parents=True, exist_ok=True)
    store.write_bytes(DOCUMENTS.dump_json(document))
    return document


def samples_of(known: Sequence[Known]) -> list[Sample]:
    """Return what is learnt from: each document's view, its answers and its layout."""
    views = [view_of_document(each.document) for each in known]
    layouts = _one_layout_a_name(known, layouts_of(views))
    return [
        Sample(each.corpus, each.name, view, each.truth, layout, each.weight)
        for each, view, layout in zip(known, views, layouts, strict=True)
    ]


def _one_layout_a_name(known: Sequence[Known], layouts: Sequence[int]) -> list[int]:
    """Give documents of one name, an original and its scan, one layout, and so all documents of the layouts joined."""
    same: dict[int, int] = {}

    def root(layout: int) -> int:
        while layout in same:
            layout = same[layout]
        return layout

    by_name: dict[str, set[int]] = defaultdict(set)
    for each, layout in zip(known, layouts, strict=True):
        by_name[each.name].add(layout)
    for group in by_name.values():
        first, *others = sorted({root(layout) for layout in group})
        same.update(dict.fromkeys(others, first))
    return [root(layout) for layout in layouts]
