"""Made-up documents read by the real reader, their values put right where it is known what they say.

Tests that use this judge matching, checks and the sample itself, not how well documents are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from extractors.model import Evidence, Extraction, FieldName, Reading
from extractors.pipeline import read_and_extract
from extractors.reading.unpack import unpack
from extractors.settings import ReaderSettings
from matchers.model import Exhibit, Submission

Known = Mapping[str, Mapping[FieldName, str]]


def exhibits(evidence: Path, known: Known) -> tuple[list[Submission], dict[str, Exhibit]]:
    """Return what was handed in, and each content read; `known` maps names of documents to their true values."""
    settings = ReaderSettings()
    submissions, shown = [], {}
    for path in sorted(evidence.iterdir()):
        for part in unpack(path.name, path.read_bytes(), settings.limits).parts:
            sha256 = hashlib.sha256(part.content).hexdigest()
            submissions.append(Submission(part.name, sha256))
            document, extraction = read_and_extract(part.name, part.content, settings)
            shown[sha256] = Exhibit(document, corrected(extraction, known.get(part.name.rpartition("/")[2])))
    return submissions, shown


def corrected(extraction: Extraction, known: Mapping[FieldName, str] | None) -> Extraction:
    """Return the extraction with the values that are known to be true, or as it is where nothing is known."""
    if known is None:
        return extraction
    others = [each for each in extraction.evidence if each.name is FieldName.TAX_ID]
    evidence = [Evidence(name, Reading(value, value, 1, None, 0.999, "known")) for name, value in known.items()]
    return replace(extraction, evidence=(*evidence, *others))
