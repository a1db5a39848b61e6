"""Archives and mails taken apart: what was handed in becomes single documents."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.model import Problem
from extractors.reading import sniff
from extractors.settings import Limits

UNWANTED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside what was handed in; its name begins with the container's ("mail.eml/invoice.pdf")."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The documents found, and the problems by the name of the part that has them."""

    parts: tuple[Part, ...]
    problems: tuple[tuple[str, Problem], ...] = ()


class _Budget:
    """What is left of the limits on files and bytes of one upload."""

    def __init__(self, limits: Limits) -> None:
        self.files = limits.files
        self.bytes = limits.unpacked_bytes
        self.nesting = limits.nesting

    def take(self, size: int) -> bool:
        self.files -= 1
        self.bytes -= size
        return self.files >= 0 and self.bytes >= 0


def unpack(name: str, content: bytes, limits: Limits) -> Unpacked:
    """Return the documents of an upload: of archives the files, of mails the mail and its attachments.

    Archives inside archives are opened up to the nesting allowed; what passes the limits is a problem, not a document.
    Raises `MemoryError` where the memory allowed is not enough.
    """
    problems: list[tuple[str, Problem]] = []
    parts = tuple(_parts(name, content, _Budget(limits), 0, problems))
    return Unpacked(parts, tuple(problems))


def _parts(
    name: str, content: bytes, budget: _Budget, depth: int, problems: list[tuple[str, Problem]]
) -> Iterator[Part]:
    kind = sniff.media_type(content, name)
    if kind == sniff.ZIP and depth >= budget.nesting:
        message = f"{name} is an archive inside {depth} others; it was not opened. Hand it in by itself."
        problems.append((name, Problem("nested_too_deep", message, fatal=True)))
        return
    if kind not in (sniff.ZIP, sniff.EML, sniff.MSG):
        yield Part(name, content, kind)
        return
    if kind != sniff.ZIP:
        yield Part(name, content, kind)
    try:
        for inner, inner_content in OPENERS[kind](name, content, budget, problems):
            yield from _parts(f"{name}/{inner}", inner_content, budget, depth + 1, problems)
    except MemoryError:
        raise
    except Exception as error:
        message = f"{name} cannot be taken apart ({type(error).__name__}: {error}). Ask for its files one by one."
        problems.append((name, Problem("unreadable", message, fatal=True)))


def _zip_members(
    name: str, content: bytes, budget: _Budget, problems: list[tuple[str, Problem]]
) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.is_dir() or any(mark in member.filename for mark in UNWANTED):
                continue
            inner = _safe(member.filename)
            if not budget.take(member.file_size):
                message = f"{name} unpacks to more than is allowed; {inner} and what follows were left out."
                problems.append((f"{name}/{inner}", Problem("too_large", message, fatal=True)))
                return
            try:
                with archive.open(member) as file:
                    yield inner, file.read(member.file_size + 1)[: member.file_size]
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error) as error:
                secret = member.flag_bits & 1
                reason = "needs a password" if secret else f"is damaged ({error})"
                message = f"{inner} in {name} {reason}. Ask for it by itself."
                code = "password_protected" if secret else "unreadable"
                problems.append((f"{name}/{inner}", Problem(code, message, fatal=True)))


def _mail_attachments(
    name: str, content: bytes, budget: _Budget, problems: list[tuple[str, Problem]]
) -> Iterator[tuple[str, bytes]]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    for number, attachment in enumerate(message.iter_attachments(), 1):
        inner = _safe(attachment.get_filename() or f"attachment-{number}")
        payload = attachment.get_content()
        body = payload.as_bytes() if hasattr(payload, "as_bytes") else payload
        body = body.encode() if isinstance(body, str) else body
        if _fits(name, inner, body, budget, problems):
            yield inner, body


def _outlook_attachments(
    name: str, content: bytes, budget: _Budget, problems: list[tuple[str, Problem]]
) -> Iterator[tuple[str, bytes]]:
    from oxmsg import Message

    for number, attachment in enumerate(Message.load(io.BytesIO(content)).attachments, 1):
        inner = _safe(attachment.file_name or f"attachment-{number}")
        body = attachment.file_bytes or b""
        if _fits(name, inner, body, budget, problems):
            yield inner, body


def _fits(name: str, inner: str, body: bytes, budget: _Budget, problems: list[tuple[str, Problem]]) -> bool:
    fits = budget.take(len(body))
    if not fits:
        message = f"{name} holds more than is allowed; {inner} was left out."
        problems.append((f"{name}/{inner}", Problem("too_large", message, fatal=True)))
    return fits


def _safe(inner: str) -> str:
    """Return a member's name without roots and steps upwards: it only ever names, it is never written to."""
    steps = [step for step in inner.replace("\\", "/").split("/") if step not in ("", ".", "..")]
    return "/".join(steps) or "unnamed"


OPENERS = {sniff.ZIP: _zip_members, sniff.EML: _mail_attachments, sniff.MSG: _outlook_attachments}
