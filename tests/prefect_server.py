"""A standing Prefect server that the tests start for themselves."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from flows.prefect_settings import SETTINGS


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start a server and give the environment that leads to it."""
    with running_server(tmp_path_factory.mktemp("prefect")) as environment:
        yield environment


@contextmanager
def running_server(home: Path) -> Iterator[dict[str, str]]:
    """Run a server with its files in a folder; give the environment that leads to it."""
    port = free_port()
    environment = {**os.environ, **SETTINGS, "PREFECT_HOME": str(home)}
    start = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    api = f"http://127.0.0.1:{port}/api"
    with subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as running:
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=9)) as patient:
                assert patient.get(f"{api}/health", timeout=60).json() is True
            yield {**environment, "PREFECT_API_URL": api}
        finally:
            running.terminate()


def free_port() -> str:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])
