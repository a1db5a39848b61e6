"""The side of a worker that takes archives and mails apart until its parent is gone.

Started as `python -m extractors.isolation.unpacker DESCRIPTOR`. Parts are written to the worker's own folder, as files
named by their numbers; the answer says what each of them is.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from extractors.isolation import wire
from extractors.isolation.confine import allow_processor_seconds, confine
from extractors.isolation.serving import serve
from extractors.reading.unpack import unpack
from extractors.settings import ReaderSettings


def main() -> None:
    """Serve the parent."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    settings = wire.reader_settings().validate_json(wire.receive(connection))
    confine(settings.limits, Path(os.environ["TMPDIR"]))
    serve(connection, lambda name, descriptor: _answer(name, descriptor, settings), wire.contents().dump_json)


def _answer(name: str, descriptor: int, settings: ReaderSettings) -> wire.Contents:
    allow_processor_seconds(settings.limits.seconds)
    folder = Path(os.environ["TMPDIR"])
    try:
        with os.fdopen(descriptor, "rb") as file:
            unpacked = unpack(name, file.read(), settings.limits)
        for number, part in enumerate(unpacked.parts):
            (folder / str(number)).write_bytes(part.content)
        return wire.Contents(tuple((part.name, part.media_type) for part in unpacked.parts), unpacked.problems)
    except MemoryError:
        return wire.Contents(fault="memory")
    except Exception as error:
        return wire.Contents(fault="error", detail=f"{type(error).__name__}: {error}"[:500])


if __name__ == "__main__":
    main()
