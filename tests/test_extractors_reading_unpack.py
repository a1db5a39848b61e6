"""Archives and mails are taken apart into documents that know where they come from, within limits."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from extractors.reading.unpack import Unpacked, unpack
from extractors.settings import Limits
from tests.faults.formats import LINES, made, mail, zipped
from tests.faults.hostile import damaged_zip_member, lying_zip, zip_of_zips
from tests.faults.outlook import message

LIMITS = Limits(unpacked_bytes=10_000_000, files=50, nesting=3)


def names(unpacked: Unpacked) -> list[str]:
    return [part.name for part in unpacked.parts]


def codes(unpacked: Unpacked) -> list[tuple[str, str]]:
    return [(name, problem.code) for name, problem in unpacked.problems]


def test_a_single_document_is_itself() -> None:
    unpacked = unpack("invoice.pdf", made("invoice.pdf"), LIMITS)
    assert names(unpacked) == ["invoice.pdf"]
    assert unpacked.parts[0].media_type == "application/pdf"


def test_archives_in_archives_name_their_parents() -> None:
    inner = zipped(("deep/invoice.pdf", made("invoice.pdf")))
    outer = zipped(("a.txt", b"hello"), ("more.zip", inner), ("__MACOSX/a.txt", b"x"), ("sub/Thumbs.db", b"x"))
    assert names(unpack("all.zip", outer, LIMITS)) == ["all.zip/a.txt", "all.zip/more.zip/deep/invoice.pdf"]


def test_a_mail_is_a_document_and_so_are_its_attachments() -> None:
    content = mail(("invoice.pdf", made("invoice.pdf")), ("more.zip", zipped(("b.txt", b"hello"))))
    assert names(unpack("mail.eml", content, LIMITS)) == [
        "mail.eml", "mail.eml/invoice.pdf", "mail.eml/more.zip/b.txt",
    ]  # fmt: skip


def test_an_outlook_message_and_its_attachments_are_documents() -> None:
    attached = (("invoice.pdf", made("invoice.pdf")), ("note.txt", b"hello"))
    content = message("nora@example.com", "desk@example.com", "Proof", "See the invoice", attached)
    unpacked = unpack("mail.msg", content, LIMITS)
    assert [(part.name, part.content) for part in unpacked.parts[1:]] == [
        (f"mail.msg/{name}", inner) for name, inner in attached
    ]


def test_a_mail_inside_a_mail_is_taken_apart_too() -> None:
    content = mail(("forwarded.eml", mail(("note.txt", "\n".join(LINES).encode()))))
    assert names(unpack("mail.eml", content, LIMITS)) == [
        "mail.eml", "mail.eml/forwarded.eml", "mail.eml/forwarded.eml/note.txt",
    ]  # fmt: skip


def test_office_documents_are_not_taken_for_archives() -> None:
    assert names(unpack("letter.docx", made("letter.docx"), LIMITS)) == ["letter.docx"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\windows\\system.ini", "a/./../b"])
def test_names_never_lead_out_of_the_archive(name: str) -> None:
    (part,) = unpack("all.zip", zipped((name, b"hello")), LIMITS).parts
    steps = part.name.split("/")
    assert steps[0] == "all.zip"
    assert ".." not in steps and "" not in steps


def test_nesting_beyond_the_limit_is_a_problem() -> None:
    unpacked = unpack("all.zip", zip_of_zips(6), LIMITS)
    assert unpacked.parts == ()
    assert [code for _, code in codes(unpacked)] == ["nested_too_deep"]


@pytest.mark.parametrize(
    ("files", "limits"),
    [
        ([("a.txt", b"x" * 600), ("b.txt", b"x" * 600)], replace(LIMITS, unpacked_bytes=1000)),
        ([("a.txt", b"x"), ("b.txt", b"x")], replace(LIMITS, files=1)),
    ],
)
def test_what_passes_the_limits_is_left_out_and_said(files: list[tuple[str, bytes]], limits: Limits) -> None:
    unpacked = unpack("all.zip", zipped(*files), limits)
    assert names(unpacked) == ["all.zip/a.txt"]
    assert codes(unpacked) == [("all.zip/b.txt", "too_large")]


def test_a_directory_that_lies_gives_no_more_than_it_says() -> None:
    unpacked = unpack("all.zip", lying_zip(), LIMITS)
    assert sum(len(part.content) for part in unpacked.parts) <= 10


def test_a_damaged_member_costs_itself() -> None:
    unpacked = unpack("all.zip", damaged_zip_member(), LIMITS)
    assert names(unpacked) == ["all.zip/good.txt"]
    assert codes(unpacked) == [("all.zip/bad.txt", "unreadable")]


def test_a_locked_member_asks_for_itself() -> None:
    buffer = io.BytesIO(zipped(("secret.txt", b"hello")))
    content = bytearray(buffer.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    unpacked = unpack("all.zip", bytes(content), LIMITS)
    assert codes(unpacked) == [("all.zip/secret.txt", "password_protected")]


def test_a_link_in_an_archive_is_only_the_text_of_its_target() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (part,) = unpack("all.zip", buffer.getvalue(), LIMITS).parts
    assert part.content == b"/etc/passwd"
