"""Traces of runs, where OpenTelemetry's own environment variables name a collector; without them nothing is done.

`OTEL_EXPORTER_OTLP_ENDPOINT` (or the same for traces alone) turns traces on, by OTLP over HTTP; the extra `telemetry`
must be installed. A run is a span, its steps lie in it, and in these the chunks. Names of documents and people
are never attributes: a collector is not the place for them.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

log = logging.getLogger("proofdesk")

PLACES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
SERVICE = "proofdesk"


@contextmanager
def span(name: str, **about: str | int) -> Iterator[None]:
    """Trace a piece of work; what fails in it marks the span."""
    tracer = _tracer()
    if tracer is None:
        yield
        return
    attributes = {f"proofdesk.{key}": value for key, value in about.items()}
    with tracer.start_as_current_span(name, attributes=attributes):
        yield


def note(**about: str | int) -> None:
    """Add to the span under way what became known meanwhile."""
    if _tracer() is None:
        return
    from opentelemetry.trace import get_current_span

    for key, value in about.items():
        get_current_span().set_attribute(f"proofdesk.{key}", value)


def wanted() -> bool:
    """Say whether the environment asks for traces."""
    off = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or os.environ.get("OTEL_TRACES_EXPORTER") == "none"
    return not off and any(os.environ.get(place) for place in PLACES)


@cache
def _tracer() -> Tracer | None:
    """Return the tracer of this process, set up the first time; spans that wait are sent when the process ends."""
    if not wanted():
        return None
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        log.warning("traces are asked for, but the extra telemetry is not installed: pip install -e '.[telemetry]'")
        return None
    os.environ.setdefault("OTEL_SERVICE_NAME", SERVICE)
    provider = TracerProvider(resource=Resource.create())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return trace.get_tracer(SERVICE)
