"""What reading a file gives: the file as a whole, and each of the documents in it where there are several."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Document, Extraction


@dataclass(frozen=True, slots=True)
class PartRead:
    """One of several documents in a file: its own file's content, and what was read from it."""

    content: bytes
    document: Document
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class FileRead:
    """What was read from a file as a whole, and from each of the documents in it where there are several."""

    document: Document
    extraction: Extraction
    parts: tuple[PartRead, ...] = ()


def part_name(name: str, first: int, last: int) -> str:
    """Return what a document in a file is called: like the attachment of a mail, below the file's name."""
    return f"{name}/{pages_named(first, last)}"


def pages_named(first: int, last: int) -> str:
    """Return pages as people name them."""
    return f"page {first}" if first == last else f"pages {first}-{last}"
