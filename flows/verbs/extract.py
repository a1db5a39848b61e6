"""`proofdesk extract`: the evidence of documents, with no plan."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.verbs.options import Verbs, add_running, verb

MORE = """
One line of JSON a document, in the order of the documents' names: {"document", "sha256", "kind", "language",
"fields": [{"name", "value", "text", "confidence", "page", "box", "rule"}], "line_items": [...], "problems": [...]}"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "extract", "read documents, folders, archives and mails, and write what they say", MORE)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document, a folder, a zip or a mail")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl", help="where to write what was read")
    told = "keep what is read there, and read nothing twice; without it nothing is kept"
    parser.add_argument("--workspace", type=Path, metavar="DIR", help=told)
    told = "draw each page with the places of what was read, as PNG files"
    parser.add_argument("--debug", type=Path, metavar="DIR", help=told)
    add_running(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, write the file, say how it went."""
    from extractors.fields.ranker import load_ranker
    from flows.configuration import workspace_at
    from flows.progress import progress_of_this_terminal
    from flows.steps.extract import extract_paths
    from flows.verbs.telling import tell_reading

    if load_ranker().fault:
        print(load_ranker().fault, file=sys.stderr)
    progress = progress_of_this_terminal(quiet=options.json)
    with _kept_or_not(options.workspace) as folder:
        workspace = workspace_at(folder, options.workers)
        done = extract_paths(options.paths, options.out, workspace, progress, options.debug)
    if options.json:
        print(json.dumps(done.as_json()))
    else:
        print(f"{done.documents} documents, {done.read} read now: {options.out}")
        tell_reading(done.reading)
    return done.exit_code


@contextmanager
def _kept_or_not(folder: Path | None) -> Iterator[Path]:
    """Give the workspace, or one that is gone afterwards."""
    if folder:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="proofdesk-") as gone:
        yield Path(gone)
