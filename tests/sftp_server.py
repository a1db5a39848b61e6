"""A private SFTP server over a folder, on paramiko."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko

USER, PASSWORD = "partner", "hunter2"


class _Door(paramiko.ServerInterface):  # type: ignore[misc]  # paramiko has no types
    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == (USER, PASSWORD)
        return int(paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED)

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return int(paramiko.OPEN_SUCCEEDED)


def _files_of(root: Path) -> type[paramiko.SFTPServerInterface]:
    class Files(paramiko.SFTPServerInterface):  # type: ignore[misc]  # paramiko has no types
        def list_folder(self, path: str) -> Any:
            place = root / path.lstrip("/")
            if not place.is_dir():
                return paramiko.SFTP_NO_SUCH_FILE
            return [paramiko.SFTPAttributes.from_stat(each.stat(), each.name) for each in place.iterdir()]

        def stat(self, path: str) -> Any:
            place = root / path.lstrip("/")
            return paramiko.SFTPAttributes.from_stat(place.stat()) if place.exists() else paramiko.SFTP_NO_SUCH_FILE

        lstat = stat

        def open(self, path: str, flags: int, attr: object) -> Any:
            handle = paramiko.SFTPHandle(flags)
            handle.readfile = (root / path.lstrip("/")).open("rb")
            return handle

    return Files


class SftpServer:
    """A server on a port of its own; `known_as` is its line for `known_hosts`."""

    def __init__(self, root: Path) -> None:
        self.files = _files_of(root)
        self.key = paramiko.RSAKey.generate(2048)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        self.sessions: list[paramiko.Transport] = []

    @property
    def known_as(self) -> str:
        return f"[127.0.0.1]:{self.port} {self.key.get_name()} {self.key.get_base64()}\n"

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, self.files)
            # A client that refuses the key goes before the server has begun.
            with suppress(paramiko.SSHException, EOFError):
                transport.start_server(server=_Door())
            self.sessions.append(transport)

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for each in self.sessions:
            each.close()


@contextmanager
def serving_files(root: Path) -> Iterator[SftpServer]:
    """Serve a folder while the context lasts."""
    server = SftpServer(root)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()


def trust(server: SftpServer, home: Path) -> None:
    """Put the server among the known hosts of a home."""
    folder = home / ".ssh"
    folder.mkdir(exist_ok=True)
    (folder / "known_hosts").write_text(server.known_as)
