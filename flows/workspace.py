"""Where a run keeps what it knows: the ledger, the documents by content, and Prefect's own files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.settings import ReaderSettings
from flows.faults import RunError, UnfinishedError

if TYPE_CHECKING:
    from ledger.documents import DocumentStore
    from ledger.store import Ledger

DEFAULT = Path("workspace")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a ledger and a store of documents; either may lie elsewhere by its URL.

    `workers` are the processes that read documents; where it is None there is one for each core. `cluster` is the
    address of a Dask scheduler; where there is one, nights read documents on its workers.
    """

    folder: Path = DEFAULT
    settings: ReaderSettings = field(default_factory=ReaderSettings)
    ledger_url: str = ""
    documents_url: str = ""
    workers: int | None = None
    cluster: str = ""

    @property
    def prefect_home(self) -> Path:
        """Return the folder that Prefect keeps its database and settings in."""
        return self.folder / "prefect"

    @property
    def address(self) -> str:
        """Return the ledger's URL."""
        return self.ledger_url or f"sqlite:///{self.folder / 'ledger.db'}"

    def documents(self) -> DocumentStore:
        """Return the store of documents."""
        from ledger.documents import DocumentStore

        return DocumentStore(self.documents_url or self.folder / "documents")

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Open the ledger, made and migrated where need be."""
        from ledger.model import LedgerAwayError, LedgerError
        from ledger.store import open_ledger

        try:
            with open_ledger(self.address) as ledger:
                yield ledger
        except LedgerAwayError as error:
            raise UnfinishedError(str(error)) from error
        except LedgerError as error:
            raise RunError(str(error)) from error

    @contextmanager
    def open(self) -> Iterator[Holdings]:
        """Open everything that a run needs."""
        with self.ledger() as ledger, closing(self.documents()) as documents:
            yield Holdings(self.folder, ledger, documents, reader_of(self.settings), self.settings, self.workers)


@dataclass(frozen=True, slots=True)
class Reader:
    """What readings are kept by: another version of the extractor, or other settings, read documents anew."""

    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """A workspace that is open: what is known, the documents, and who reads them."""

    folder: Path
    ledger: Ledger
    documents: DocumentStore
    reader: Reader
    settings: ReaderSettings
    workers: int | None


def reader_of(settings: ReaderSettings) -> Reader:
    """Return the reader that this machine is.

    What Tesseract can read here is part of it, so that scans are read again once a missing language is installed.
    """
    from extractors.extract import version
    from extractors.reading.second_engine import has_second_engine
    from extractors.reading.tesseract import installed_languages

    usable = sorted(installed_languages() & {*settings.languages, "osd"})
    able = f"{settings.digest()} {usable} {has_second_engine()}"
    return Reader(version(), hashlib.sha256(able.encode()).hexdigest()[:16])
