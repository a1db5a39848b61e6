"""Documents kept by content: a file is named by the digest of its bytes and by what it is."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

from ledger.model import LedgerError

EXTENSIONS = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/xml": "xml",
    "message/rfc822": "eml",
    "application/vnd.ms-outlook": "msg",
    "text/html": "html",
    "text/csv": "csv",
    "text/plain": "txt",
    "text/rtf": "rtf",
    "application/postscript": "ps",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "image/heic": "heic",
}
UNFINISHED = ".unfinished"


class DocumentStore:
    """Documents in a folder, or in an object store by fsspec URL (`s3://bucket/folder`, with `s3fs` installed).

    A document appears whole or not at all: in a folder by renaming, in an object store because that is what such stores
    promise. The same content is kept once, by the first media type that it was given.
    """

    def __init__(self, where: str | Path) -> None:
        """Use a folder or URL; nothing is made before the first document."""
        self._files, self._root = fsspec.core.url_to_fs(str(where))
        self._is_local = isinstance(self._files, LocalFileSystem)
        self._fetched: tempfile.TemporaryDirectory[str] | None = None

    def put(self, content: bytes, media_type: str) -> str:
        """Keep a document; return the digest that it is asked for by."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256, media_type)
        if not self._files.exists(place) and not self.exists(sha256):
            self._write(place, content)
        return sha256

    def exists(self, sha256: str) -> bool:
        """Say whether a content is kept."""
        return self._find(sha256) is not None

    def open(self, sha256: str) -> BinaryIO:
        """Open a document; raise `FileNotFoundError` where it is not kept."""
        place = self._find(sha256)
        if place is None:
            raise FileNotFoundError(f"{self._root} holds no document {sha256}")
        return cast(BinaryIO, self._files.open(place, "rb"))

    def path(self, sha256: str, media_type: str) -> Path:
        """Return the file that holds a document, or that would hold it.

        One from an object store is fetched, and lies there until `close`.
        """
        place = self._kept_place(sha256, media_type) or self._place(sha256, media_type)
        return Path(place) if self._is_local else self._fetch(place)

    def lasting(self, sha256: str, media_type: str) -> Path | None:
        """Return the file of this machine that keeps a document, or None; nothing is fetched."""
        place = self._kept_place(sha256, media_type) if self._is_local else None
        return Path(place) if place else None

    def remove(self, sha256: str) -> None:
        """Remove a document, if it is kept."""
        place = self._find(sha256)
        if place is not None:
            self._files.rm_file(place)

    def missing(self, sha256s: Iterable[str]) -> tuple[str, ...]:
        """Return those of the contents that are not kept, in order."""
        kept = {name.partition("/")[2].partition(".")[0] for name in self._kept()}
        return tuple(sorted(set(sha256s) - kept))

    def copy_new(self, to: DocumentStore) -> int:
        """Copy the documents that another store has not; return how many. A damaged one raises `LedgerError`."""
        names = sorted(self._kept() - to._kept())
        for name in names:
            content = self._files.cat_file(f"{self._root}/{name}")
            sha256 = name.partition("/")[2].partition(".")[0]
            if hashlib.sha256(content).hexdigest() != sha256:
                raise LedgerError(f"{self._root}/{name} is damaged. Restore it from a backup, then go on.")
            to._write(f"{to._root}/{name}", content)
        return len(names)

    def close(self) -> None:
        """Remove what was fetched."""
        if self._fetched:
            self._fetched.cleanup()
            self._fetched = None

    def _write(self, place: str, content: bytes) -> None:
        if self._is_local:
            _write_whole(Path(place), content)
        else:
            self._files.pipe_file(place, content)

    def _kept(self) -> set[str]:
        places = self._files.find(self._root) if self._files.exists(self._root) else []
        return {place.removeprefix(self._root).lstrip("/") for place in places if not place.endswith(UNFINISHED)}

    def _fetch(self, place: str) -> Path:
        if self._fetched is None:
            self._fetched = tempfile.TemporaryDirectory(prefix="proofdesk-")
        path = Path(self._fetched.name) / place.rpartition("/")[2]
        if not path.exists() and self._files.exists(place):
            _write_whole(path, self._files.cat_file(place))
        return path

    def _kept_place(self, sha256: str, media_type: str) -> str | None:
        expected = self._place(sha256, media_type)
        return expected if self._files.exists(expected) else self._find(sha256)

    def _place(self, sha256: str, media_type: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}.{EXTENSIONS.get(media_type, 'bin')}"

    def _find(self, sha256: str) -> str | None:
        folder, name = f"{self._root}/{sha256[:2]}", f"{sha256}.*"
        # fsspec's own glob would ask the system about each file of the folder.
        places = Path(folder).glob(name) if self._is_local else self._files.glob(f"{folder}/{name}")
        return next((str(place) for place in places), None)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=UNFINISHED, dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
