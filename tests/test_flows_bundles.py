"""A heap of invoices scanned into one file is reconciled as if each had come by itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from flows.progress import lines
from flows.steps.assignment import Assignment
from flows.steps.batch import reconciled
from flows.workspace import Workspace
from tests.flows_batch import AS_OF, TinyBatch, tiny_batch

pytestmark = pytest.mark.slow


def heap_of(batch: TinyBatch) -> None:
    """Put all invoices of a batch into one file, in their place."""
    heap, written = pdfium.PdfDocument.new(), io.BytesIO()
    for path in sorted(batch.evidence.iterdir()):
        heap.import_pages(pdfium.PdfDocument(path))
        path.unlink()
    heap.save(written)
    heap.close()
    (batch.evidence / "heap.pdf").write_bytes(written.getvalue())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def run(batch: TinyBatch, workspace: Workspace, out: Path, name: str, *, claims: bool) -> dict[str, str]:
    claimed = batch.claims if claims else None
    assignment = Assignment(name, batch.plan, (str(batch.evidence),), out, AS_OF, claimed)
    with reconciled(assignment, workspace, lines):
        return {row["line_id"]: row["status"] for row in rows(out / "lines.csv")}


def test_each_invoice_in_a_file_counts_by_itself(tmp_path: Path) -> None:
    apart, together = tiny_batch(tmp_path / "apart", 3), tiny_batch(tmp_path / "together", 3)
    heap_of(together)
    workspace = Workspace(tmp_path / "workspace")
    expected = run(apart, workspace, tmp_path / "out-apart", "apart", claims=False)
    assert run(together, workspace, tmp_path / "out", "together", claims=False) == expected
    named = [row["document"] for row in rows(tmp_path / "out" / "documents.csv")]
    assert named == [f"heap.pdf/page {number}" for number in (1, 2, 3)]
    with workspace.ledger() as ledger:
        handed = {item.name: item.parent for item in ledger.handed_in("together")}
    assert handed == {"heap.pdf": None} | dict.fromkeys(named, "heap.pdf")
    again = run(together, workspace, tmp_path / "again", "together", claims=False)
    assert again == expected
    assert (tmp_path / "again" / "matches.csv").read_bytes() == (tmp_path / "out" / "matches.csv").read_bytes()


def test_another_batch_with_the_same_file_tells_it_apart_without_reading_it_again(tmp_path: Path) -> None:
    batch = tiny_batch(tmp_path / "batch", 2)
    heap_of(batch)
    workspace = Workspace(tmp_path / "workspace")
    first = run(batch, workspace, tmp_path / "one", "one", claims=False)
    assert run(batch, workspace, tmp_path / "two", "two", claims=False) == first
    with workspace.ledger() as ledger:
        assert len(ledger.handed_in("two")) == 3


def test_a_claim_that_names_a_page_means_the_document_on_it(tmp_path: Path) -> None:
    batch = tiny_batch(tmp_path / "batch", 2)
    heap_of(batch)
    told = batch.claims.read_text(encoding="utf-8")
    for number in (1, 2):
        told = told.replace(f"invoice-{number:04}.pdf", f"heap.pdf/page {number}")
    batch.claims.write_text(told, encoding="utf-8")
    statuses = run(batch, Workspace(tmp_path / "workspace"), tmp_path / "out", "claimed", claims=True)
    assert set(statuses.values()) == {"cleared"}
