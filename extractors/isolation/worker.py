"""The worker's side: reads one document after the other until its parent is gone.

Started as `python -m extractors.isolation.worker DESCRIPTOR`; the descriptor is its end of the socket.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from pathlib import Path

from extractors.isolation import wire
from extractors.isolation.confine import allow_processor_seconds, confine
from extractors.isolation.serving import serve
from extractors.settings import ReaderSettings

SELDOM = (50_000, 10, 10)
"""A page makes some ten thousand objects; nearly all are freed without the collector."""
PROCESSOR_FACTOR = 2
"""Reading has one thread, the second engine may have some: processor time ends what the clock should have ended."""


def main() -> None:
    """Serve the parent."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    settings = wire.reader_settings().validate_json(wire.receive(connection))
    confine(settings.limits, Path(os.environ["TMPDIR"]))
    import extractors.taking_apart  # noqa: F401 - loaded before the first document's clock runs

    settle()
    serve(connection, lambda name, descriptor: _answer(name, descriptor, settings), wire.answers().dump_json)


def settle() -> None:
    """Keep the collector of rubbish from going through vocabularies and models again and again: they stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _answer(name: str, descriptor: int, settings: ReaderSettings) -> wire.Answer:
    from extractors.taking_apart import read_file

    allow_processor_seconds(settings.limits.seconds * PROCESSOR_FACTOR)
    try:
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(settings.limits.bytes + 1)
        return wire.answer_of(read_file(name, content, settings))
    except MemoryError:
        return wire.Answer(fault="memory")
    except Exception as error:
        return wire.Answer(fault="error", detail=f"{type(error).__name__}: {error}"[:500])


if __name__ == "__main__":
    main()
