"""What each level of each comparison weighs, in bits; the figures are estimated from decided batches.

A weight is log2 of how much oftener a level occurs among right matches than among wrong ones that had to be told apart
from them (Fellegi and Sunter 1969, section 2). The file says how it was made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

SCALES: Mapping[str, tuple[str, ...]] = {
    "belongs": ("unknown", "yes"),
    "campaign": ("missing", "other", "some", "most", "shorter", "in_text", "within", "slips", "same"),
    "other_names": ("missing", "one_fits_better", "none_fits_better"),
    "reference": ("missing", "others_named", "printed", "other_revision", "own_number"),
    "currency": ("missing", "other", "converted", "same"),
    "partner": ("missing", "other", "same"),
    "kind": ("missing", "not_expected", "expected"),
    "dates": ("missing", "far", "near", "overlaps", "inside"),
    "period": ("missing", "part", "close", "equal"),
    "amount": ("missing", "far_above", "above", "part", "near", "rounded", "rounded_close", "equal"),
    "together": ("missing", "several", "alone"),
    "claim": ("missing", "names_line"),
}
"""The levels of each comparison, the missing one first, then from the worst to the best."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits by comparison and level. A missing value weighs nothing, whatever the file says."""

    bits: Mapping[str, tuple[float, ...]]

    def of(self, field: str, level: int) -> float:
        """Return the weight of one comparison at one level."""
        return self.bits[field][level]


def parse_weights(text: str) -> Weights:
    """Return the weights in a JSON text; raise `ValueError` naming the scale that is not as `SCALES` has it."""
    table = json.loads(text)["bits"]
    for field, levels in SCALES.items():
        if set(table.get(field, ())) != set(levels[1:]):
            raise ValueError(f"bits.{field}: expected the levels {', '.join(levels[1:])}")
    return Weights(
        {field: (0.0, *(float(table[field][name]) for name in levels[1:])) for field, levels in SCALES.items()}
    )
