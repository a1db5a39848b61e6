"""Writing what a batch came to: tables for programs, a workbook for analysts, a report for people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extractors.model import Extraction
from review.batch import PublishedBatch, PublishedFiles
from review.csv_tables import csv_text
from review.document_tables import SeenDocuments, look_through
from review.finding_table import findings_table
from review.outcomes import claims_table, lines_table, matches_table
from review.overview import overview
from review.report import report_html
from review.tables import Table
from review.workbook import workbook_bytes

__all__ = ["PublishedBatch", "PublishedFiles", "publish"]


def publish(batch: PublishedBatch, out: Path, seen: Callable[[Extraction], None] = lambda read: None) -> PublishedFiles:
    """Write the batch's tables, workbook and report into the folder `out`, which is made where it is missing.

    Each file is replaced whole or not at all, and the same batch gives the same bytes. `seen` is called once with what
    was read from each document.
    """
    out.mkdir(parents=True, exist_ok=True)
    documents = look_through(batch, seen)
    tables = batch_tables(batch, documents)
    figures = overview(batch, documents.unread)
    written = tuple(_replace(out / f"{table.name}.csv", _encoded(csv_text(table))) for table in tables)
    report = _replace(out / "report.html", _encoded(report_html(batch, figures)))
    workbook = _replace(out / "report.xlsx", workbook_bytes(batch, tables, figures))
    return PublishedFiles(out, report, workbook, written, figures)


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


def _encoded(text: str) -> bytes:
    # A file's name may hold bytes that are no UTF-8; they must not keep the rest from being written.
    return text.encode("utf-8", errors="backslashreplace")


def _replace(path: Path, content: bytes) -> Path:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    return unfinished.replace(path)
