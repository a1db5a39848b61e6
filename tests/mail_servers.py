"""A private Dovecot for tests of mail folders, with a certificate of its own; skipped where it is not installed."""

from __future__ import annotations

import getpass
import grp
import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import pytest

USER, PASSWORD = "claims@example.org", "correct-horse"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
libexec_dir = {programs}
log_path = {folder}/log
protocols = imap
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {plain}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {secure}
    ssl = yes
  }}
}}
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail:LAYOUT=fs
namespace inbox {{
  inbox = yes
  separator = .
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail
}}
"""


class MailServer:
    """A server with one mailbox, which any name opens with the password."""

    def __init__(self, folder: Path, plain: int, secure: int) -> None:
        self.folder, self.plain, self.secure = folder, plain, secure
        self.certificate = folder / "certificate.pem"

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4_SSL]:
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        with imaplib.IMAP4_SSL("localhost", self.secure, ssl_context=trusting) as session:
            session.login(USER, PASSWORD)
            yield session

    def deliver(self, mail: bytes, folder: str = "INBOX") -> None:
        with self.opened() as session:
            session.create(folder)
            answer, said = session.append(folder, "", imaplib.Time2Internaldate(0), mail)
            assert answer == "OK", said

    def states(self, folder: str = "INBOX") -> list[bytes]:
        """Return each mail's flags."""
        with self.opened() as session:
            session.select(folder, readonly=True)
            return [bytes(line) for line in session.fetch("1:*", "(FLAGS)")[1] if isinstance(line, bytes)]

    def made_anew(self, folder: str) -> None:
        """Replace a folder by a new one of its name, which numbers its mails anew."""
        with self.opened() as session:
            session.delete(folder)
            session.create(folder)


@pytest.fixture(scope="session")
def mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """Start a server for the session."""
    found = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip("Dovecot is not installed (apt-get install dovecot-imapd)")
    program, folder = Path(found).resolve(), tmp_path_factory.mktemp("mail")
    server = MailServer(folder, *_free_ports())
    _write_certificate(folder)
    _write_configuration(server, program)
    run = [str(program), "-c", str(folder / "dovecot.conf")]
    subprocess.run(run, check=True, timeout=60)
    yield server
    subprocess.run([*run, "stop"], check=True, timeout=60)


def _write_configuration(server: MailServer, program: Path) -> None:
    folder = server.folder
    (folder / "mail").mkdir()
    user, group = getpass.getuser(), grp.getgrgid(os.getegid()).gr_name
    if os.geteuid() == 0:
        # Dovecot opens no mail as root; whoever opens it has to come through the folders above.
        user, group = "nobody", "nogroup"
        shutil.chown(folder / "mail", user, group)
        for above in (folder, *takewhile(Path(tempfile.gettempdir()).__ne__, folder.parents)):
            above.chmod(0o755)
    programs = program.parent.parent / "lib" / "dovecot"
    about = {"user": user, "group": group, "password": PASSWORD, "plain": server.plain, "secure": server.secure}
    (folder / "dovecot.conf").write_text(CONFIGURATION.format(folder=folder, programs=programs, **about))


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        for each in (first, second):
            each.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _write_certificate(folder: Path) -> None:
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    where = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    more = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*make, *more, *where], check=True, capture_output=True, timeout=60)
