"""Log lines for people, or as JSON for programs; as JSON each says of which run, batch and document it speaks."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TEXT, JSON = "text", "json"
KINDS = (TEXT, JSON)
VARIABLE = "PROOFDESK_LOG"
FIELDS = ("run", "batch", "document")

_about: ContextVar[dict[str, str]] = ContextVar("about", default={})  # noqa: B039 - never changed in place


@contextmanager
def about(**fields: str) -> Iterator[None]:
    """Say of what the lines that are logged meanwhile speak."""
    token = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def log_to_standard_error(kind: str) -> None:
    """Set logging up: what each document came to is told in JSON only, where nobody reads along."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_as_json() if kind == JSON else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    # Prefect tells of every run that begins and ends; that is for its UI.
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or not record.name.startswith("prefect"))
    handler.addFilter(_with_fields)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("proofdesk").setLevel(logging.DEBUG if kind == JSON else logging.INFO)


def _with_fields(record: logging.LogRecord) -> bool:
    for name, value in _about.get().items():
        if not hasattr(record, name):
            setattr(record, name, value)
    return True


def _as_json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    class Formatter(JsonFormatter):
        def add_fields(
            self, log_data: dict[str, object], record: logging.LogRecord, message_dict: dict[str, object]
        ) -> None:
            super().add_fields(log_data, record, message_dict)
            log_data.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})

    named = {"levelname": "level", "name": "logger", "asctime": "time"}
    written = "%(asctime)s %(levelname)s %(name)s %(message)s"
    return Formatter(written, datefmt="%Y-%m-%dT%H:%M:%S%z", rename_fields=named)
