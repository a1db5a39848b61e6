"""Mail folders as inboxes: each mail is copied once, with all that is attached to it, and stays where it was.

The address is `imaps://user@host/Folder` (or `imap://`, which is encrypted by STARTTLS before anything is said). The
password is the environment's PROOFDESK_IMAP_PASSWORD, or what the address names: `imaps://user:$NAME@host/Folder`.
Mails are remembered by their numbers, which a server never gives twice; nothing is marked or deleted there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from flows.faults import UsageError
from flows.secrets import secret, with_secret
from flows.steps.files import write_whole

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

SCHEMES = {"imaps": 993, "imap": 143}
PASSWORD = "$PROOFDESK_IMAP_PASSWORD"  # noqa: S105 - the name of one
PATIENCE = 60
"""Seconds that a server is waited for."""
LONGEST_SUBJECT = 80
INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a folder was copied: the number of its last mail, in the numbering that it had then."""

    numbering: int = 0
    last: int = 0


def is_mailbox(url: str) -> bool:
    """Say whether an inbox is a mail folder."""
    return urlsplit(url).scheme in SCHEMES


def fetched_mails(url: str, kept: Path) -> Path:
    """Copy the mails of a folder that are new into a folder of its own, and return that.

    A mail is named by its subject and a digest of its bytes, so a mail that comes under another number comes once.
    """
    name = folder_of(url)
    target = kept / name.replace("/", "-").replace("..", "__")
    target.mkdir(parents=True, exist_ok=True)
    with _opened(url, name) as mailbox:
        numbering = mailbox.folder.status(options=["UIDVALIDITY"])["UIDVALIDITY"]
        seen = _seen(kept / INDEX)
        last = seen.last if seen.numbering == numbering else 0
        for number, content in _mails_after(last, mailbox):
            _keep(content, target)
            write_whole(kept / INDEX, json.dumps({"numbering": numbering, "last": number}).encode())
    return target


def folder_of(url: str) -> str:
    """Return the name of an address's folder, INBOX where it names none; levels are separated by strokes."""
    return unquote(urlsplit(url).path).strip("/") or "INBOX"


def _seen(index: Path) -> Seen:
    return Seen(**json.loads(index.read_text(encoding="utf-8"))) if index.exists() else Seen()


def _mails_after(last: int, mailbox: BaseMailBox) -> Iterator[tuple[int, bytes]]:
    # A server answers "all from 18 on" with the last mail even where that is number 17 (RFC 3501, 6.4.8).
    for number in sorted(each for each in map(int, mailbox.uids(f"UID {last + 1}:*")) if each > last):
        # PEEK leaves the mail unread on the server.
        _, answer = mailbox.client.uid("fetch", str(number), "(BODY.PEEK[])")
        yield from ((number, part[1]) for part in answer if isinstance(part, tuple))


def _keep(content: bytes, target: Path) -> None:
    words = re.sub(r"[^\w()&+,-]+", " ", _subject(content)).strip()[:LONGEST_SUBJECT].strip() or "mail"
    path = target / f"{words} {hashlib.sha256(content).hexdigest()[:8]}.eml"
    if not path.exists():
        write_whole(path, content)


def _subject(content: bytes) -> str:
    from imap_tools import MailMessage

    try:
        return str(MailMessage.from_bytes(content).subject)
    except Exception:
        # A stranger's mail may make any parser raise anything; it is kept all the same.
        return ""


@contextmanager
def _opened(url: str, name: str) -> Iterator[BaseMailBox]:
    """Give a folder that is open for reading only; a server that is away is an `OSError`, which may pass."""
    from imaplib import IMAP4

    from imap_tools import ImapToolsError

    host = urlsplit(url).hostname or ""
    try:
        with _connected(url) as mailbox:
            levels = mailbox.folder.list("", "")[0].delim
            mailbox.folder.set(name.replace("/", levels), readonly=True)
            yield mailbox
    except ImapToolsError as error:
        # The error's own text repeats what the server says, which may be anything.
        reason = type(error).__name__.removeprefix("Mailbox").removesuffix("Error").lower()
        raise UsageError(
            f"the mail folder {name} of {host} cannot be read ({reason}). Check user, password and folder."
        ) from None
    except IMAP4.error as error:
        raise ConnectionError(f"the mail server {host} broke off: {type(error).__name__}") from error


@contextmanager
def _connected(url: str) -> Iterator[BaseMailBox]:
    from ssl import create_default_context

    from imap_tools import MailBox, MailBoxStartTls

    parts = urlsplit(with_secret(url))
    kind = MailBox if parts.scheme == "imaps" else MailBoxStartTls
    place = (parts.hostname or "", parts.port or SCHEMES[parts.scheme])
    password = unquote(parts.password) if parts.password else secret(PASSWORD)
    mailbox = kind(*place, timeout=PATIENCE, ssl_context=create_default_context())
    with mailbox.login(unquote(parts.username or ""), password, initial_folder=None):
        yield mailbox
