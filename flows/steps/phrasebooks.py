"""The phrasebooks in which partners are written to, by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from extractors.settings import DATA

if TYPE_CHECKING:
    from matchers.phrasebook import Phrasebook

FOLDER = DATA / "messages"


def load_phrasebooks() -> Mapping[str, Phrasebook]:
    """Return the phrasebooks that come with proofdesk."""
    from matchers.phrasebook import parse_phrasebook

    paths = sorted(FOLDER.glob("*.toml"))
    return {path.stem: parse_phrasebook(path.stem, path.read_text(encoding="utf-8")) for path in paths}
