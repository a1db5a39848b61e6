"""What the ledger costs: bytes a page, time a document, and a night in which a hundred thousand documents are known."""

from __future__ import annotations

import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import insert, select, text

from extractors.model import Document, Extraction, Money
from extractors.pipeline import read_and_extract
from extractors.settings import ReaderSettings
from flows.sample.large import make_large
from ledger.compact import pack_document, pack_extraction
from ledger.model import Entry, Handed
from ledger.schema import readings
from ledger.store import Ledger, open_ledger
from matchers.model import Exhibit, PastDocument
from tests.ledger_databases import programs, running_server
from tests.ledger_sample import finding, reconciliation, sha_of

KNOWN = 100_000
KEPT = 1_000
MADE = 60
VERSION, DIGEST = "benchmark", "0" * 16
AT = datetime(2026, 6, 30, tzinfo=UTC)
PDF = "application/pdf"
Read = tuple[Document, Extraction]


def main() -> None:
    """Print the sizes, then the times on each database, beside the time of reading one document."""
    with tempfile.TemporaryDirectory() as folder:
        read, reading = documents(Path(folder))
        print(sizes(read))
        print(f"\nReading one of these documents takes {1000 * reading:.0f} ms.\n")
        print("| what | SQLite | PostgreSQL |\n|---|---:|---:|")
        columns = [measured(f"sqlite:///{folder}/ledger.db", read, reading), on_postgresql(read, reading)]
        for what, first in columns[0].items():
            print(f"| {what} | {first} | {columns[1].get(what, 'not installed')} |")


def documents(folder: Path) -> tuple[list[Read], float]:
    """Make documents and read them; return what was read, and the seconds that each took."""
    make_large(folder / "batch", MADE, seed=1)
    files = sorted((folder / "batch").rglob("*.pdf"))
    settings = ReaderSettings()
    read_and_extract(files[0].name, files[0].read_bytes(), settings)
    begun = time.perf_counter()
    read = [read_and_extract(path.name, path.read_bytes(), settings) for path in files]
    return read, (time.perf_counter() - begun) / len(files)


def sizes(read: Sequence[Read]) -> str:
    """Return the table of bytes a page, packed and by plainer means."""
    pages = sum(len(document.pages) for document, _ in read)
    words = sum(len(page.words) for document, _ in read for page in document.pages)
    plain = [TypeAdapter(Document).dump_json(document) for document, _ in read]
    rows = {
        "words, as JSON": sum(map(len, plain)),
        "words, as JSON through zlib": sum(len(zlib.compress(each)) for each in plain),
        "words, as kept": sum(len(pack_document(document)) for document, _ in read),
        "evidence, as kept": sum(len(pack_extraction(extraction)) for _, extraction in read),
    }
    head = f"{len(read)} documents, {pages} pages, {words / pages:.0f} words a page"
    return f"{head}\n\n| what | bytes a page |\n|---|---:|\n" + "\n".join(
        f"| {what} | {size / pages:,.0f} |" for what, size in rows.items()
    )


def on_postgresql(read: Sequence[Read], reading: float) -> dict[str, str]:
    """Return the times on a server of our own, or nothing where PostgreSQL is not installed."""
    folder = programs()
    if folder is None:
        return {}
    with running_server(folder) as server:
        return measured(server.url(server.new_database()), read, reading)


def measured(url: str, read: Sequence[Read], reading: float) -> dict[str, str]:
    """Return what the common questions take on one database, by what they are."""
    rows: dict[str, str] = {}
    with open_ledger(url) as ledger:
        names = [sha_of(str(number)) for number in range(KNOWN)]
        copies = [copy(read[number % len(read)], names[number]) for number in range(KEPT)]
        with timed(rows, "keep a reading", KEPT, reading):
            for document, extraction in copies:
                ledger.keep_reading(VERSION, DIGEST, document, extraction)
        with timed(rows, "read one back, words and evidence", KEPT, reading):
            for exhibit in ledger.exhibits(VERSION, DIGEST, names[:KEPT]).values():
                assert isinstance(exhibit, Exhibit)
        fill(ledger, names)
        with timed(rows, f"which of {KNOWN:,} contents are known"):
            assert len(ledger.known_readings(VERSION, DIGEST, names)) == KNOWN
        submit(ledger, names, rows)
        history(ledger, names, rows)
        rows["all else that is kept of a document"] = f"{size(ledger) / KNOWN:,.0f} bytes"
        results(ledger, rows)
    with timed(rows, "open a ledger that is up to date"):
        open_ledger(url).close()
    return rows


def copy(read: Read, sha256: str) -> Read:
    """Return a document as if it were another one of the same layout."""
    document, extraction = read
    return replace(document, sha256=sha256), replace(extraction, sha256=sha256)


def fill(ledger: Ledger, names: Sequence[str]) -> None:
    """Put in readings up to the number that is to be known, all at once and without their words."""
    with ledger.database.write() as connection:
        row = dict(connection.execute(select(readings).limit(1)).one()._mapping)
        del row["id"]
        small = {**row, "document": b"", "extraction": b""}
        connection.execute(insert(readings), [{**small, "sha256": name} for name in names[KEPT:]])


def size(ledger: Ledger) -> int:
    """Return the bytes of a database in which hardly a document has contents."""
    with ledger.database.read() as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        pages, bytes_a_page = (
            connection.execute(text(f"PRAGMA {what}")).scalar_one() for what in ("page_count", "page_size")
        )
        return int(pages * bytes_a_page)


def submit(ledger: Ledger, names: Sequence[str], rows: dict[str, str]) -> None:
    """Measure what handing in costs, and listing what a batch holds."""
    handed = [Handed(f"{number}.pdf", name, PDF, 99, f"inbox/{number}.pdf") for number, name in enumerate(names)]
    ledger.submit("night", handed, AT)
    more = [replace(each, name=f"again/{each.name}") for each in handed[:100]]
    with timed(rows, "hand in 100 documents more"):
        ledger.submit("night", more, AT)
    with timed(rows, f"list the {KNOWN:,} documents of a batch"):
        assert len(ledger.handed_in("night")) == KNOWN + 100


def history(ledger: Ledger, names: Sequence[str], rows: dict[str, str]) -> None:
    """Measure what finding a batch's documents among those of earlier batches costs, as the history grows."""
    past = [past_document(number, name) for number, name in enumerate(names)]
    asked = [replace(each, batch="new", sha256=sha_of(f"new {each.name}")) for each in past[: KEPT // 2 * 200 : 200]]
    for batch, number in enumerate(range(0, KNOWN, KNOWN // 10)):
        ledger.keep_history(f"batch {batch}", past[number : number + KNOWN // 10])
        if batch in (0, 9):
            with timed(rows, f"find {len(asked)} documents among {number + KNOWN // 10:,} of earlier batches"):
                ledger.history("new", asked)
    with timed(rows, f"keep the history of a batch of {KNOWN // 10:,} in which nothing changed"):
        ledger.keep_history("batch 0", past[: KNOWN // 10])


def past_document(number: int, sha256: str) -> PastDocument:
    """Return a document of an earlier batch, one of five hundred vendors."""
    vendor, total, day = f"Vendor {number % 500} AB", Money(Decimal(number), "EUR"), date(2026, 1 + number % 12, 1)
    return PastDocument(
        "old", f"{number}.pdf", sha256, vendor=vendor, number=f"INV-{number}", total=total, day=day, accounts=("SE1",)
    )


def results(ledger: Ledger, rows: dict[str, str]) -> None:
    """Measure keeping and reading a large reconciliation, and the audit trail."""
    run = ledger.begin_run("nightly", "night", {}, AT.date(), AT)
    found = reconciliation(*(finding(number) for number in range(10_000)))
    with timed(rows, "keep a reconciliation with 10,000 findings"):
        ledger.keep_reconciliation(run, "night", found)
    with timed(rows, "read it back"):
        assert ledger.latest_reconciliation("night") == found
    with timed(rows, "add a record to the audit trail", 500):
        for number in range(500):
            ledger.record(Entry("look", "anna", AT, "night", str(number), {"page": "1"}))
    with timed(rows, "check 500 records of the audit trail"):
        assert ledger.verify_chain().intact


@contextmanager
def timed(rows: dict[str, str], what: str, times: int = 1, reading: float = 0.0) -> Iterator[None]:
    """Note how long something took, each time; beside it the share of what reading a document takes."""
    begun = time.perf_counter()
    yield
    took = (time.perf_counter() - begun) / times
    rows[what] = f"{1000 * took:,.1f} ms" + (f" ({took / reading:.1%} of reading)" if reading else "")
