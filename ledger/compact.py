"""Documents and results as few bytes, and exactly back again.

Words are most of a document. Their boxes are kept by columns (all left edges, then all tops, ...), as whole hundredths
of a point, each as the difference from the word before: in a line of text most differences are small or nothing, and
zlib makes little of them. Numbers that are no hundredths are kept as they are.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from extractors.model import Box, Document, EmbeddedFile, Extraction, Page, PageSource, Problem, Word

T = TypeVar("T")

_EXTRACTION = TypeAdapter(Extraction)
_EMBEDDED = TypeAdapter(tuple[EmbeddedFile, ...])
_PROBLEMS = TypeAdapter(tuple[Problem, ...])
_PAGE_FIELDS = tuple(field.name for field in fields(Page) if field.name != "words")
_LEVEL = 6
_FARTHEST = 1e9
"""No page is that large; what is farther away, or no number at all, comes from a damaged file."""


def as_json(adapter: TypeAdapter[T], value: T) -> bytes:
    """Return a value as JSON. Halves of characters, which fonts of damaged files bring forth, become question marks."""
    try:
        return adapter.dump_json(value)
    except PydanticSerializationError:
        plain = adapter.dump_python(value, mode="json")
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def pack(adapter: TypeAdapter[T], value: T) -> bytes:
    """Return a value as compressed JSON."""
    return zlib.compress(as_json(adapter, value), _LEVEL)


def unpack(adapter: TypeAdapter[T], content: bytes) -> T:
    """Return the value that was packed."""
    return adapter.validate_json(zlib.decompress(content))


def pack_extraction(extraction: Extraction) -> bytes:
    """Return an extraction as it is kept."""
    return pack(_EXTRACTION, extraction)


def unpack_extraction(content: bytes) -> Extraction:
    """Return the extraction that was packed."""
    return unpack(_EXTRACTION, content)


def pack_document(document: Document) -> bytes:
    """Return a document as it is kept."""
    parts = {
        "sha256": document.sha256,
        "name": document.name,
        "media_type": document.media_type,
        "pages": [_page_parts(page) for page in document.pages],
        "embedded": _EMBEDDED.dump_python(document.embedded, mode="json"),
        "problems": _PROBLEMS.dump_python(document.problems, mode="json"),
    }
    return zlib.compress(json.dumps(parts, separators=(",", ":")).encode(), _LEVEL)


def unpack_document(content: bytes) -> Document:
    """Return the document that was packed."""
    parts = json.loads(zlib.decompress(content))
    return Document(
        sha256=parts["sha256"],
        name=parts["name"],
        media_type=parts["media_type"],
        pages=tuple(_page(page) for page in parts["pages"]),
        embedded=tuple(EmbeddedFile(**each) for each in parts["embedded"]),
        problems=tuple(Problem(**each) for each in parts["problems"]),
    )


def _page_parts(page: Page) -> dict[str, Any]:
    boxes = [word.box for word in page.words]
    confidences = [word.confidence for word in page.words]
    return {name: getattr(page, name) for name in _PAGE_FIELDS} | {
        "texts": [word.text for word in page.words],
        "left": _column(box.left for box in boxes),
        "top": _column(box.top for box in boxes),
        "right": _column(box.right for box in boxes),
        "bottom": _column(box.bottom for box in boxes),
        "confidence": None if all(each == 1.0 for each in confidences) else confidences,
    }


def _page(parts: dict[str, Any]) -> Page:
    texts = parts["texts"]
    edges = (_numbers(parts[edge]) for edge in ("left", "top", "right", "bottom"))
    boxes = (Box(*sides) for sides in zip(*edges, strict=True))
    confidences = parts["confidence"] or [1.0] * len(texts)
    words = tuple(Word(*word) for word in zip(texts, boxes, confidences, strict=True))
    # A page that was kept before a field came into being has the field's default.
    kept = {name: _plain(parts[name]) for name in _PAGE_FIELDS if name in parts}
    return Page(**kept | {"words": words, "source": PageSource(parts["source"])})


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _column(numbers: Iterable[float]) -> dict[str, Sequence[float]]:
    exact = list(numbers)
    if not all(abs(number) < _FARTHEST for number in exact):
        return {"exact": exact}
    hundredths = [round(number * 100) for number in exact]
    if any(whole / 100 != number for whole, number in zip(hundredths, exact, strict=True)):
        return {"exact": exact}
    return {"steps": [after - before for before, after in pairwise([0, *hundredths])]}


def _numbers(column: dict[str, Sequence[float]]) -> Sequence[float]:
    if "exact" in column:
        return column["exact"]
    return [whole / 100 for whole in accumulate(column["steps"])]
