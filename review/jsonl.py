"""What `extract` writes: one JSON object for each document."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from extractors.model import Box, Evidence, Extraction, LineItem


def extraction_record(name: str, extraction: Extraction) -> dict[str, Any]:
    """Return an extraction as plain JSON values; amounts are decimal strings, dates ISO, boxes in points.

    A box is [left, top, right, bottom] from the top left corner of the page as seen, or null.
    """
    return {
        "document": name,
        "sha256": extraction.sha256,
        "kind": extraction.kind.value,
        "language": extraction.language,
        "fields": [_field(evidence) for evidence in extraction.evidence],
        "line_items": [_line_item(item) for item in extraction.line_items],
        "problems": [asdict(problem) for problem in extraction.problems],
    }


def _field(evidence: Evidence) -> dict[str, Any]:
    chosen = evidence.chosen
    return {
        "name": evidence.name.value,
        "value": chosen.value,
        "text": chosen.text,
        "confidence": round(chosen.confidence, 4),
        "page": chosen.page,
        "box": _box(chosen.box),
        "rule": chosen.rule,
    }


def _line_item(item: LineItem) -> dict[str, Any]:
    return {
        "description": item.description,
        "quantity": _number(item.quantity),
        "unit_price": _number(item.unit_price),
        "amount": _number(item.amount),
        "start": _date(item.start),
        "end": _date(item.end),
        "page": item.page,
        "box": _box(item.box),
    }


def _box(box: Box | None) -> list[float] | None:
    return [round(side, 2) for side in (box.left, box.top, box.right, box.bottom)] if box else None


def _number(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
