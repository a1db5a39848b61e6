"""What every worker does with its parent: say that it is ready, then answer for one file after the other."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Protocol, TypeVar

from extractors.isolation import wire

READY = b"ready"


class Answering(Protocol):
    """What a worker answers: `fault` names what kept it from the file, and is empty where nothing did."""

    @property
    def fault(self) -> str:
        """Return the fault's name."""


A = TypeVar("A", bound=Answering)


def serve(connection: socket.socket, answer: Callable[[str, int], A], as_json: Callable[[A], bytes]) -> None:
    """Answer until the parent is gone, or until a file did the worker harm: another one takes its place."""
    wire.send(connection, READY)
    while True:
        try:
            name, descriptor = wire.receive_file(connection)
        except (wire.ClosedError, ConnectionError):
            return
        answered = answer(name, descriptor)
        wire.send(connection, as_json(answered))
        if answered.fault:
            return
