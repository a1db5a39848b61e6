"""A night in Prometheus' text format, for the textfile collector of a node exporter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

METRICS = {
    "documents": "Documents in the batch.",
    "read": "Documents that the night had to read.",
    "unread": "Documents that could not be read in full.",
    "lines": "Plan lines.",
    "cleared": "Plan lines that nobody need look at.",
    "findings": "Findings to look at.",
}


def metrics_name(batch: str) -> str:
    """Return the name of a batch's file."""
    return f"proofdesk-{re.sub(r'[^A-Za-z0-9-]+', '-', batch).strip('-') or 'batch'}.prom"


def metrics_text(batch: str, counts: Mapping[str, int], *, failed: bool, seconds: float) -> str:
    """Return a night's figures; what was not counted is left out."""
    label = batch.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    figures = [(f"proofdesk_{name}", about, str(counts[name])) for name, about in METRICS.items() if name in counts]
    ended = datetime.now(UTC).timestamp()
    figures += [
        ("proofdesk_night_failed", "1 where the last night failed.", str(int(failed))),
        ("proofdesk_night_seconds", "How long the last night took.", f"{seconds:.1f}"),
        ("proofdesk_night_ended_timestamp_seconds", "When the last night ended.", f"{ended:.0f}"),
    ]
    return "".join(
        f'# HELP {name} {about}\n# TYPE {name} gauge\n{name}{{batch="{label}"}} {value}\n'
        for name, about, value in figures
    )
