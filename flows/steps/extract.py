"""Evidence of documents with no plan: files go in, one file of JSON lines comes out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.model import Extraction
from flows.faults import ExitCode, UsageError
from flows.progress import Progress
from flows.steps.drawing import draw
from flows.steps.ingest import ingest
from flows.steps.read import read_new
from flows.steps.verdict import Reading, ReadingTally
from flows.workspace import Workspace
from ledger.model import Handed
from review.jsonl import extraction_record

BATCH = "extract"


@dataclass(frozen=True, slots=True)
class Extracted:
    """How many documents there are, how many had to be read, and how that went."""

    documents: int
    read: int
    reading: Reading
    out: Path

    @property
    def exit_code(self) -> ExitCode:
        """Return whether all could be read."""
        if self.reading.tool_missing:
            return ExitCode.TOOL_MISSING
        return ExitCode.UNREAD if self.reading.unread else ExitCode.CLEAN

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"documents": self.documents, "read": self.read, "unread": self.reading.unread, "out": str(self.out)}


def extract_paths(
    paths: Sequence[Path],
    out: Path,
    workspace: Workspace,
    progress: Progress,
    debug: Path | None = None,
) -> Extracted:
    """Read documents, and write what they say into the file `out`, which appears whole or not at all."""
    if out.is_dir():
        raise UsageError(f"{out} is a folder; --out names the file to write.")
    with workspace.open() as held:
        documents = sorted(ingest(paths, BATCH, held, progress), key=lambda item: (item.name, item.sha256))
        read = read_new(documents, BATCH, held, progress)
        found = held.ledger.extractions(held.reader.version, held.reader.digest, {item.sha256 for item in documents})
        tally = ReadingTally()
        _write(out, _records(documents, found, tally))
        if debug:
            draw(documents, held, debug, progress)
        return Extracted(len(documents), read, tally.reading(), out)


def _records(
    documents: Iterable[Handed], found: Mapping[str, Extraction], tally: ReadingTally
) -> Iterator[dict[str, Any]]:
    for item in documents:
        read = found[item.sha256]
        tally.see(read)
        yield extraction_record(item.name, read)


def _write(out: Path, records: Iterator[dict[str, Any]]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
