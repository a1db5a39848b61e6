"""What parent and worker say to each other over a socket: JSON behind its length, and a file handed over as it is open.

Answers are JSON and never pickles, and are checked against the types they must have: a worker that a document has taken
over must not take over its parent.
"""

from __future__ import annotations

import socket
import struct
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from extractors.file_read import FileRead, PartRead
from extractors.model import Document, Extraction, Problem
from extractors.settings import ReaderSettings

LENGTH = struct.Struct("!Q")
# A worker that its document has taken over may announce any length; the parent would make room for it.
LONGEST_ANSWER = 1_000_000_000
CHUNK = 1 << 20


class ClosedError(Exception):
    """The other side is gone."""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One of several documents in a file; its own file's content in Base64."""

    content: str
    document: Document
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker made of a document, or the name of what kept it from that."""

    document: Document | None = None
    extraction: Extraction | None = None
    parts: tuple[AnswerPart, ...] = ()
    fault: str = ""
    detail: str = ""


@cache
def answers() -> TypeAdapter[Answer]:
    """Return what turns answers into JSON and back."""
    return TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a worker found in an archive or a mail: name and media type of each part, or what kept it from that."""

    parts: tuple[tuple[str, str], ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()
    fault: str = ""
    detail: str = ""


@cache
def contents() -> TypeAdapter[Contents]:
    """Return what turns contents into JSON and back."""
    return TypeAdapter(Contents)


@dataclass(frozen=True, slots=True)
class Wish:
    """A page to be made a picture of, or, with a box on it (and the page's width in points), to be read there.

    `quad` is the page's own: where it lies in the picture as it is stored.
    """

    media_type: str
    page: int
    dpi: int = 0
    quad: tuple[float, ...] = ()
    width: float = 0.0
    box: tuple[float, float, float, float] | None = None
    seconds: int = 20


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page's picture in Base64, or the text of a place on it; empty where there is none."""

    picture: str = ""
    text: str = ""
    fault: str = ""
    detail: str = ""


@cache
def wishes() -> TypeAdapter[Wish]:
    """Return what turns wishes into JSON and back."""
    return TypeAdapter(Wish)


@cache
def drawings() -> TypeAdapter[Drawing]:
    """Return what turns drawings into JSON and back."""
    return TypeAdapter(Drawing)


@cache
def reader_settings() -> TypeAdapter[ReaderSettings]:
    """Return what turns settings into JSON and back."""
    return TypeAdapter(ReaderSettings)


def answer_of(read: FileRead) -> Answer:
    """Return what was read as an answer."""
    parts = (AnswerPart(b64encode(part.content).decode("ascii"), part.document, part.extraction) for part in read.parts)
    return Answer(read.document, read.extraction, tuple(parts))


def parts_of(answer: Answer) -> tuple[PartRead, ...]:
    """Return the documents that a file holds; raises `ValueError` where their contents are none."""
    return tuple(PartRead(b64decode(part.content), part.document, part.extraction) for part in answer.parts)


def send(connection: socket.socket, message: bytes) -> None:
    """Send a message of any length."""
    connection.sendall(LENGTH.pack(len(message)))
    connection.sendall(message)


def receive(connection: socket.socket, deadline: float | None = None) -> bytes:
    """Return the next message; raise `TimeoutError` at the (monotonic) deadline and `ClosedError` where none comes."""
    (length,) = LENGTH.unpack(_exactly(connection, LENGTH.size, deadline))
    if length > LONGEST_ANSWER:
        raise ClosedError("an answer beyond all measure")
    return _exactly(connection, length, deadline)


def _exactly(connection: socket.socket, length: int, deadline: float | None) -> bytes:
    pieces = bytearray()
    while len(pieces) < length:
        _wait_no_longer_than(connection, deadline)
        try:
            piece = connection.recv(min(CHUNK, length - len(pieces)))
        except ConnectionError as error:
            raise ClosedError from error
        if not piece:
            raise ClosedError
        pieces += piece
    return bytes(pieces)


def _wait_no_longer_than(connection: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)


def send_file(connection: socket.socket, name: str, descriptor: int) -> None:
    """Hand an open file over under a name; the name is short enough for one packet."""
    socket.send_fds(connection, [name.encode("utf-8", "surrogateescape")[:4096]], [descriptor])


def receive_file(connection: socket.socket) -> tuple[str, int]:
    """Return the next file's name and descriptor; raise `ClosedError` where none will come."""
    name, descriptors, _, _ = socket.recv_fds(connection, 4096, 1)
    if not descriptors:
        raise ClosedError
    return name.decode("utf-8", "surrogateescape"), descriptors[0]
