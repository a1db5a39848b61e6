"""How documents are read: the only knobs that change what an extraction says or what reading may cost."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one stranger's document may cost. Passing a limit costs that document, never the batch."""

    bytes: int = 100_000_000
    unpacked_bytes: int = 500_000_000
    files: int = 2_000
    nesting: int = 5
    pages: int = 200
    pixels: int = 60_000_000
    seconds: int = 300
    memory_bytes: int = 3_000_000_000


class Sandbox(StrEnum):
    """Whether workers are put into bubblewrap: where it is found, always (or nothing is read), or never."""

    FOUND = "found"
    REQUIRED = "required"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """How documents are read.

    `languages` are Tesseract's codes: the first that is installed is tried before the document's own language is known.
    `ocr_dpi` is the resolution aimed at. `second_engine` lets rapidocr, where it is installed, read receipts,
    photographs and pages of which Tesseract is unsure. `trust_scans` believes the text layer that an earlier OCR left
    over a scan where it is clean; without it such pages are read anew. `passwords` are tried on protected files. Of a
    long scan so many pages at both `ends` are read first, the middle only where amounts or dates are missing then.
    """

    languages: tuple[str, ...] = ("eng", "swe", "deu", "fra")
    ocr_dpi: int = 200
    second_engine: bool = True
    trust_scans: bool = True
    passwords: tuple[str, ...] = ()
    ends: int = 10
    limits: Limits = field(default_factory=Limits)
    sandbox: Sandbox = Sandbox.FOUND

    def digest(self) -> str:
        """Return a short digest of what can change an extraction: part of the key it is kept by."""
        told = {name: value for name, value in asdict(self).items() if name != "sandbox"}
        return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]
