"""Programmes by name, from the files that come with proofdesk, or from a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.settings import DATA
from flows.faults import UsageError

if TYPE_CHECKING:
    from matchers.programme import Programme

FOLDER = DATA / "programs"
DEFAULT = "generic"


def known_programmes() -> Mapping[str, str]:
    """Return the texts of the programmes that come with proofdesk, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}


def load_programme(name: str) -> Programme:
    """Return a programme by its name or its file; raise `UsageError` with all of its faults."""
    from matchers.programme import ProgrammeFaults, parse_programme

    known = known_programmes()
    try:
        return parse_programme(known.get(name) or _own(name, known), known)
    except ProgrammeFaults as error:
        faults = "".join(f"\n  {line}" for line in str(error).splitlines())
        raise UsageError(f"the programme {name} cannot be used:{faults}") from error


def _own(name: str, known: Mapping[str, str]) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        listed = ", ".join(known)
        raise UsageError(f"there is no programme {name}. Name a TOML file or one of: {listed}.") from error
