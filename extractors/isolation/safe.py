"""A document read by a worker, or a document without pages and the problem that says why."""

from __future__ import annotations

import hashlib
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from extractors.file_read import FileRead, PartRead
from extractors.isolation import wire
from extractors.isolation.process import Worker, WorkerEndedError
from extractors.model import Document, DocumentKind, Extraction, Problem
from extractors.reading import sniff
from extractors.settings import Limits, ReaderSettings

# Enough of a file to tell its type by, whatever kept a worker from it.
HEAD = 8192


def read_safely(worker: Worker, name: str, path: Path, settings: ReaderSettings) -> tuple[FileRead, bool]:
    """Return what a worker made of a file, and whether that worker may be asked again."""
    try:
        file = path.open("rb")
    except OSError as error:
        problem = Problem("unreadable", f"{name} cannot be opened ({error.strerror}). Put it there again.", fatal=True)
        return _failed(hashlib.sha256().hexdigest(), name, b"", problem), True
    with file:
        # Reckoned here too: a worker that its document has taken over might give another document's digest for its own.
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return _ask(worker, name, file, sha256, settings)


def _ask(worker: Worker, name: str, file: BinaryIO, sha256: str, settings: ReaderSettings) -> tuple[FileRead, bool]:
    try:
        answer = worker.ask(name, file.fileno(), settings.limits.seconds)
        document, extraction, parts = answer.document, answer.extraction, wire.parts_of(answer)
        if document and extraction and _belong(document, extraction, sha256) and all(map(_is_sound_part, parts)):
            return FileRead(document, extraction, parts), True
        problem = problem_of(name, answer.fault, answer.detail, settings.limits)
    except TimeoutError:
        problem = problem_of(name, "time", "", settings.limits)
    except WorkerEndedError as error:
        problem = problem_of(name, "ended", error.how, settings.limits)
    except ValueError:
        problem = problem_of(name, "error", "an answer that is none", settings.limits)
    file.seek(0)
    return _failed(sha256, name, file.read(HEAD), problem), False


def _belong(document: Document, extraction: Extraction, sha256: str) -> bool:
    return document.sha256 == extraction.sha256 == sha256 and is_sound(document)


def _is_sound_part(part: PartRead) -> bool:
    return _belong(part.document, part.extraction, hashlib.sha256(part.content).hexdigest())


def is_sound(document: Document) -> bool:
    """Tell whether all places are numbers: an answer may come from a worker that its document has taken over."""
    return all(
        isfinite(page.width + page.height)
        and all(isfinite(word.box.left + word.box.top + word.box.right + word.box.bottom) for word in page.words)
        for page in document.pages
    )


def problem_of(name: str, fault: str, detail: str, limits: Limits) -> Problem:
    """Return the problem that names the limit and how to raise it."""
    megabytes = limits.memory_bytes // 1_000_000
    if fault == "time" or detail == "SIGXCPU":
        message = (
            f"{name} took longer than the {limits.seconds} seconds allowed and was stopped. "
            f"Raise `seconds` in the reading limits, or split the file."
        )
        return Problem("too_slow", message, fatal=True)
    if fault == "memory":
        message = (
            f"{name} needs more than the {megabytes} MB of memory allowed and was stopped. "
            f"Raise `memory_bytes` in the reading limits, or split the file."
        )
        return Problem("too_much_memory", message, fatal=True)
    if fault == "ended":
        message = (
            f"{name} made the reading process end ({detail}); perhaps it is damaged, or it needs more than the "
            f"{megabytes} MB of memory allowed. Ask for a new copy, or raise `memory_bytes` in the reading limits."
        )
        return Problem("reader_crashed", message, fatal=True)
    message = f"{name} could not be read ({detail or 'the file changed meanwhile'}). Ask for a new copy."
    return Problem("unreadable", message, fatal=True)


def _failed(sha256: str, name: str, head: bytes, problem: Problem) -> FileRead:
    from extractors.extract import version

    document = Document(sha256, name, sniff.media_type(head, name), (), problems=(problem,))
    return FileRead(document, Extraction(sha256, DocumentKind.OTHER, None, (), (), (problem,), version()))
