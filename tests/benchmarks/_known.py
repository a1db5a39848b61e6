"""Workspaces that know so many documents already: their readings are put in, not read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from extractors.model import Document, Evidence, Extraction, Money
from extractors.pipeline import read_and_extract
from extractors.settings import ReaderSettings
from flows.steps.collect import Found, collect
from flows.steps.known import source_of
from flows.steps.reconcile import keep_tables
from flows.steps.standing import Published, inputs_of, remember_published
from flows.steps.tables import load_tables
from flows.steps.verdict import Reading, Verdict
from flows.workspace import Holdings, Workspace
from ledger.compact import pack_document, pack_extraction
from ledger.database import insert_new
from ledger.model import Handed
from ledger.schema import readings
from matchers.model import PastDocument
from tests.flows_batch import TinyBatch, amount, campaign, invoice, tiny_batch

LIKE = 12_345
"""The invoice that all others are made from: they have its layout and their own numbers, amounts, names and days."""
AT = datetime(2026, 6, 1, tzinfo=UTC)
PDF = "application/pdf"
BATCH = """
[[batches]]
name = "{name}"
plan = "{batch.plan}"
claims = "{batch.claims}"
inboxes = ["{batch.evidence}"]
out = "{folder}/{name}/report"
"""


def known_batches(folder: Path, documents: int, size: int) -> dict[str, TinyBatch]:
    """Make a workspace whose configuration names batches of `size` documents each, all of them known; return them."""
    workspace = Workspace(folder / "workspace")
    workspace.folder.mkdir(parents=True)
    made = {f"batch-{first:06}": _batch(folder, first, size) for first in range(1, documents + 1, size)}
    described = [BATCH.format(name=name, batch=batch, folder=folder) for name, batch in made.items()]
    (workspace.folder / "proofdesk.toml").write_text("".join(described), encoding="utf-8")
    with workspace.open() as held:
        like = read_and_extract("invoice.pdf", invoice(LIKE), ReaderSettings())
        held.ledger.keep_reading(held.reader.version, held.reader.digest, *like)
        for name, batch in made.items():
            put_in(collect([batch.evidence]), name, held, like)
    return made


def as_reported(folder: Path, name: str, batch: TinyBatch) -> None:
    """Put a batch's tables in force, file its documents for later batches, and have its last report stand."""
    out = folder / name / "report"
    out.mkdir(parents=True)
    (out / "report.html").touch()
    assignment = replace(batch.assignment(out), batch=name, history=True)
    with Workspace(folder / "workspace").open() as held:
        keep_tables(name, load_tables(batch.plan, batch.claims), held)
        handed = held.ledger.handed_in(name)
        held.ledger.keep_history(name, [_past(name, each) for each in handed])
        verdict = Verdict(len(handed), len(handed), len(handed), 0, Reading(0))
        remember_published(Published(inputs_of(assignment, held), "no run", verdict), assignment, held)


def put_in(files: Sequence[Found], batch: str, held: Holdings, like: tuple[Document, Extraction]) -> None:
    """Put in submissions, documents and readings of invoices, each with the number that its name has."""
    handed = [_handed(file, held) for file in files]
    numbers = [int(file.path.stem.rpartition("-")[2]) for file in files]
    held.ledger.submit(batch, handed, AT)
    with held.ledger.database.write() as connection:
        reader = connection.scalar(select(readings.c.reader).where(readings.c.sha256 == like[0].sha256))
        rows = [_row(each, number, like) for each, number in zip(handed, numbers, strict=True)]
        insert_new(connection, readings, [{"reader": reader, **row} for row in rows])


def _batch(folder: Path, first: int, size: int) -> TinyBatch:
    return tiny_batch(folder / f"batch-{first:06}", size, first)


def _handed(file: Found, held: Holdings) -> Handed:
    content = file.path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    held.documents.put(content, PDF)
    return Handed(file.name, sha256, PDF, len(content), source_of(file))


def _row(handed: Handed, number: int, like: tuple[Document, Extraction]) -> dict[str, object]:
    document, extraction = like
    texts = dict(_texts(number))
    words = tuple(replace(word, text=texts.get(word.text, word.text)) for word in document.pages[0].words)
    page = replace(document.pages[0], words=words)
    evidence = tuple(_evidence(item, texts) for item in extraction.evidence)
    return {
        "sha256": handed.sha256,
        "kind": extraction.kind.value,
        "language": extraction.language,
        "pages": 1,
        "document": pack_document(replace(document, sha256=handed.sha256, name=handed.name, pages=(page,))),
        "extraction": pack_extraction(replace(extraction, sha256=handed.sha256, evidence=evidence)),
    }


def _past(batch: str, handed: Handed) -> PastDocument:
    number = int(handed.name.removesuffix(".pdf").rpartition("-")[2])
    return PastDocument(
        batch,
        handed.name,
        handed.sha256,
        vendor=f"Marlow Print {number % 9} Ltd",
        number=f"MP-{number:05}",
        total=Money(amount(number), "EUR"),
        day=date(2026, 3, 16 + number % 15),
    )


def _texts(number: int) -> Iterator[tuple[str, str]]:
    """Give each text that an invoice prints for itself alone, and what it is on another one."""
    yield f"{amount(LIKE):.2f}", f"{amount(number):.2f}"
    yield f"{amount(LIKE):.2f} EUR", f"{amount(number):.2f} EUR"
    yield f"MP-{LIKE:05}", f"MP-{number:05}"
    yield "2026-03-16", f"2026-03-{16 + number % 15}"
    yield campaign(LIKE), campaign(number)
    yield from zip(campaign(LIKE).split(), campaign(number).split(), strict=True)
    yield f"Marlow Print {LIKE % 9} Ltd", f"Marlow Print {number % 9} Ltd"
    yield str(LIKE % 9), str(number % 9)


def _evidence(item: Evidence, texts: dict[str, str]) -> Evidence:
    chosen = item.chosen
    value, text = texts.get(chosen.value, chosen.value), texts.get(chosen.text, chosen.text)
    return replace(item, chosen=replace(chosen, value=value, text=text))
