"""The weights of comparisons that come with proofdesk."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractors.settings import DATA

if TYPE_CHECKING:
    from matchers.weights import Weights

FILE = DATA / "models" / "match_weights.json"


@cache
def load_weights() -> Weights:
    """Return the weights that matching scores by."""
    from matchers.weights import parse_weights

    return parse_weights(FILE.read_text(encoding="utf-8"))
