"""The desk's own files. Their addresses hold their digest, so browsers may keep them for good."""

from __future__ import annotations

import mimetypes

from fastapi import APIRouter
from starlette.responses import Response

from review.desk.templates import STATIC
from review.desk.visits import MissingError

router = APIRouter()


@router.get("/static/{digest}/{name}")
def static(digest: str, name: str) -> Response:
    """Return one of the package's files."""
    known = {path.name: path for path in STATIC.iterdir() if path.is_file()}
    if name not in known:
        raise MissingError(None)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    keep = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(known[name].read_bytes(), media_type=kind, headers=keep)
