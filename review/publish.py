"""Writing what a batch came to: tables for programs, a workbook for analysts, a report for people."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractors.model import Extraction
from review.batch import PublishedBatch, PublishedFiles
from review.csv_tables import csv_text
from review.document_tables import SeenDocuments, look_through
from review.finding_table import findings_table
from review.outcomes import claims_table, lines_table, matches_table
from review.overview import Overview, overview
from review.report import report_html
from review.tables import Table
from review.workbook import workbook_bytes

__all__ = ["PublishedBatch", "PublishedFiles", "publish"]

REPORT = "report.html"
WORKBOOK = "report.xlsx"


def publish(batch: PublishedBatch, out: Path, seen: Callable[[Extraction], None] = lambda read: None) -> PublishedFiles:
    """Write the batch's tables, workbook and report into the folder `out`, which is made where it is missing.

    All are written before the first one takes its place: where there is no room for one, those of before stand. The
    same batch gives the same bytes. `seen` is called once with what was read from each document.
    """
    out.mkdir(parents=True, exist_ok=True)
    documents = look_through(batch, seen)
    tables = batch_tables(batch, documents)
    figures = overview(batch, documents.unread)
    _replace(out, _contents(batch, tables, figures))
    written = tuple(out / f"{table.name}.csv" for table in tables)
    return PublishedFiles(out, out / REPORT, out / WORKBOOK, written, figures)


def batch_tables(batch: PublishedBatch, documents: SeenDocuments) -> tuple[Table, ...]:
    """Return all tables of a batch, in the order in which people want them."""
    return (
        findings_table(batch),
        lines_table(batch),
        claims_table(batch),
        documents.documents,
        matches_table(batch),
        documents.evidence,
        *batch.added,
    )


def _contents(batch: PublishedBatch, tables: tuple[Table, ...], figures: Overview) -> Iterator[tuple[str, bytes]]:
    """Give the files one after the other, by name; the report, by which people see that there is one, comes last."""
    for table in tables:
        yield f"{table.name}.csv", _encoded(csv_text(table))
    yield WORKBOOK, workbook_bytes(batch, tables, figures)
    yield REPORT, _encoded(report_html(batch, figures))


def _encoded(text: str) -> bytes:
    # A file's name may hold bytes that are no UTF-8; they must not keep the rest from being written.
    return text.encode("utf-8", errors="backslashreplace")


def _replace(out: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    written: dict[Path, Path] = {}
    try:
        for name, content in contents:
            unfinished = out / f".{name}.unfinished"
            written[unfinished] = out / name
            _write(unfinished, content)
        for unfinished, path in written.items():
            unfinished.replace(path)
    finally:
        for unfinished in written:
            unfinished.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there even after the machine lost its power."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
