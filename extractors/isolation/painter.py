"""The side of a worker that makes pictures of pages, and reads places on them, until its parent is gone.

Started as `python -m extractors.isolation.painter DESCRIPTOR`. What is wanted comes as JSON in place of a file's name.
"""

from __future__ import annotations

import io
import os
import socket
import sys
from base64 import b64encode
from pathlib import Path

from PIL import Image

from extractors.isolation import wire
from extractors.isolation.confine import allow_processor_seconds, confine
from extractors.isolation.serving import serve
from extractors.reading.render import render_page
from extractors.reading.tesseract import ONE_BLOCK, by_tesseract
from extractors.settings import ReaderSettings

AROUND = 2.0
READING_DPI = 300


def main() -> None:
    """Serve the parent."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    settings = wire.reader_settings().validate_json(wire.receive(connection))
    confine(settings.limits, Path(os.environ["TMPDIR"]))
    serve(connection, lambda wanted, descriptor: _answer(wanted, descriptor, settings), wire.drawings().dump_json)


def _answer(wanted: str, descriptor: int, settings: ReaderSettings) -> wire.Drawing:
    try:
        wish = wire.wishes().validate_json(wanted)
        allow_processor_seconds(wish.seconds)
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(settings.limits.bytes + 1)
        return _read(content, wish, settings) if wish.box else _drawn(content, wish, settings)
    except MemoryError:
        return wire.Drawing(fault="memory")
    except Exception as error:
        # A stranger's page may make any library raise anything.
        return wire.Drawing(fault="error", detail=f"{type(error).__name__}: {error}"[:500])


def _drawn(content: bytes, wish: wire.Wish, settings: ReaderSettings) -> wire.Drawing:
    image = render_page(content, wish.media_type, wish.page, wish.dpi, wish.quad, settings.passwords)
    if image is None:
        return wire.Drawing()
    written = io.BytesIO()
    if image.mode == "L" and _is_drawn(image):
        image.save(written, "PNG", compress_level=2)
    else:
        image.convert("L" if image.mode == "L" else "RGB").save(written, "JPEG", quality=85)
    return wire.Drawing(b64encode(written.getvalue()).decode("ascii"))


def _is_drawn(image: Image.Image) -> bool:
    """Return whether most of a grey page is of one shade; of a scan's noise PNG makes four times as much, slowly."""
    return max(image.histogram()) * 2 > image.width * image.height


def _read(content: bytes, wish: wire.Wish, settings: ReaderSettings) -> wire.Drawing:
    image = render_page(content, wish.media_type, wish.page, READING_DPI, wish.quad, settings.passwords)
    if image is None or wish.box is None:
        return wire.Drawing()
    # The picture may be smaller than asked for: its width says how many pixels a point has.
    scale = image.width / wish.width
    left, top, right, bottom = wish.box
    around = (left - AROUND, top - AROUND, right + AROUND, bottom + AROUND)
    sides = [round(side * scale) for side in around]
    words = by_tesseract(image.crop((sides[0], sides[1], sides[2], sides[3])), settings.languages, ONE_BLOCK).words
    return wire.Drawing(text=" ".join(word.text for word in words))


if __name__ == "__main__":
    main()
