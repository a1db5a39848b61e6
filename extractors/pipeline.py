"""What a worker does with one document."""

from __future__ import annotations

from extractors.extract import extract
from extractors.model import Document, Extraction, FieldName
from extractors.reading.pdf_files import is_postponed
from extractors.reading.read import read
from extractors.settings import ReaderSettings

LIKELY = 0.5


def read_and_extract(name: str, content: bytes, settings: ReaderSettings) -> tuple[Document, Extraction]:
    """Read a file and extract its evidence. What is wrong with the file stands in the extraction's problems.

    The middle of a long scan is read only where its ends do not say what it is about.
    """
    document = read(name, content, settings)
    extraction = extract(document, settings)
    if any(map(is_postponed, document.pages)) and not _says_enough(extraction):
        document = read(name, content, settings, document.pages)
        extraction = extract(document, settings)
    return document, extraction


def _says_enough(extraction: Extraction) -> bool:
    total = extraction.find(FieldName.TOTAL_AMOUNT)
    days = (FieldName.DOCUMENT_DATE, FieldName.ACTIVITY_START)
    return bool(total and total.confidence >= LIKELY) and any(extraction.find(day) for day in days)
