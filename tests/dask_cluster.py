"""A Dask cluster as an operator starts one: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select
from types import TracebackType
from typing import Self

from tests.prefect_server import free_port

DASK = (sys.executable, "-m", "dask")


class Cluster:
    """A scheduler and as many workers as are started. Use it as a context manager."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (*self.workers, self.scheduler):
            lose(process)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one thread, in a folder of its own."""
        options = ("--nthreads", "1", "--nworkers", "1", "--no-dashboard", "--no-nanny", "--memory-limit", "0")
        worker = self._start("worker", self.address, *options)
        self.workers.append(worker)
        return worker

    def lose_the_first_that_has_read(self) -> None:
        """Wait until a worker has read a chunk, and kill that one: what it holds and what it reads next is lost."""
        logs = [worker.stderr for worker in self.workers if worker.stderr]
        while True:
            for log in select(logs, (), ())[0]:
                line = log.readline()
                assert line, "a worker ended by itself"
                if b"read documents" in line:
                    lose(self.workers[logs.index(log)])
                    return

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        place = self.folder / f"{command[0]}-{len(self.workers)}"
        place.mkdir(parents=True)
        environment = {**self.environment, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return subprocess.Popen(
            [*DASK, *command], cwd=place, env=environment, stderr=subprocess.PIPE, bufsize=0, start_new_session=True
        )


@contextmanager
def cluster_of(workers: int, folder: Path, environment: Mapping[str, str]) -> Iterator[Cluster]:
    """Run a cluster of so many workers."""
    with Cluster(folder, environment) as cluster:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster


def lose(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all that it started, as a machine is lost."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
