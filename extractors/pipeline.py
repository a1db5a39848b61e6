"""What a worker does with one document."""

from __future__ import annotations

from extractors.extract import extract
from extractors.model import Document, Extraction
from extractors.reading.read import read
from extractors.settings import ReaderSettings


def read_and_extract(name: str, content: bytes, settings: ReaderSettings) -> tuple[Document, Extraction]:
    """Read a file and extract its evidence. What is wrong with the file stands in the extraction's problems."""
    document = read(name, content, settings)
    return document, extract(document, settings)
