"""Files become submissions: nothing that was handed in is lost, nothing is opened twice."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractors.settings import Limits, ReaderSettings
from flows.progress import lines
from flows.steps.collect import Found, collect
from flows.steps.ingest import ABSENT, ingest, take_in_files
from flows.steps.known import documents_in_force, new_files
from flows.steps.read import unread
from flows.workspace import Holdings, Reader, Workspace
from ledger.model import Handed

BATCH = "spring"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Holdings]:
    workspace = Workspace(tmp_path / "workspace")
    with workspace.ledger() as ledger:
        yield Holdings(workspace.folder, ledger, workspace.documents(), Reader("1", "abc"), workspace.settings, 1)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def take_in(inbox: Path, held: Holdings) -> dict[str, Handed]:
    return {handed.name: handed for handed in ingest([inbox], BATCH, held, lines)}


def archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, member in members.items():
            file.writestr(name.replace("_", "."), member)
    return content.getvalue()


def mail(attachment: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Proof"
    message.set_content("See the attachment.")
    message.add_attachment(attachment, maintype="application", subtype="octet-stream", filename="note.txt")
    return message.as_bytes()


def test_a_folder_that_is_closed_is_told_until_it_may_be_looked_into(inbox: Path, held: Holdings) -> None:
    closed = inbox / "closed"
    closed.mkdir()
    take_in_files([Found("closed", closed)], BATCH, held, lambda: None)
    assert [each.name for each in held.ledger.handed_in(BATCH)] == ["closed"]
    assert documents_in_force(BATCH, held) == ()
    closed.rename(inbox / "away")
    assert [each.name for each in documents_in_force(BATCH, held)] == ["closed"]


def test_documents_are_kept_by_content_and_remembered_by_name(inbox: Path, held: Holdings) -> None:
    (inbox / "a.txt").write_text("the same words")
    (inbox / "b.txt").write_text("the same words")
    taken = take_in(inbox, held)
    assert taken["a.txt"].sha256 == taken["b.txt"].sha256
    assert held.documents.open(taken["a.txt"].sha256).read() == b"the same words"
    assert [item.name for item in held.ledger.submissions(BATCH)] == ["a.txt", "b.txt"]
    assert [item.name for item in unread(taken.values(), BATCH, held)] == ["a.txt"]


def test_parts_remember_what_brought_them(inbox: Path, held: Holdings) -> None:
    (inbox / "post.zip").write_bytes(archive(letter_eml=mail(b"hello"), plain_txt=b"words"))
    taken = take_in(inbox, held)
    assert {name: handed.parent for name, handed in taken.items()} == {
        "post.zip/letter.eml": "post.zip",
        "post.zip/letter.eml/note.txt": "post.zip/letter.eml",
        "post.zip/plain.txt": "post.zip",
    }


def test_an_archive_that_cannot_be_opened_is_a_document_that_could_not_be_read(inbox: Path, held: Holdings) -> None:
    (inbox / "broken.zip").write_bytes(archive(a_txt=b"words")[:40])
    taken = take_in(inbox, held)
    assert list(taken) == ["broken.zip"]
    assert unread(taken.values(), BATCH, held) == ()
    sha256 = taken["broken.zip"].sha256
    (problem,) = held.ledger.extractions("1", "abc", [sha256])[sha256].problems
    assert problem.fatal
    assert "broken.zip cannot be taken apart" in problem.message
    assert held.documents.exists(sha256)


def test_an_empty_archive_is_told(inbox: Path, held: Holdings) -> None:
    (inbox / "empty.zip").write_bytes(archive())
    take_in(inbox, held)
    (found,) = held.ledger.problems_of_intake(BATCH)
    assert (found.name, found.problem.code) == ("empty.zip", "empty")


def test_a_damaged_member_is_told_and_the_others_are_taken(inbox: Path, held: Holdings) -> None:
    content = archive(a_txt=b"first words", b_txt=b"second words")
    (inbox / "half.zip").write_bytes(content.replace(b"second words", b"second wor!!"))
    taken = take_in(inbox, held)
    assert set(taken) == {"half.zip/a.txt", "half.zip/b.txt"}
    assert taken["half.zip/b.txt"].media_type == ABSENT
    assert [item.name for item in unread(taken.values(), BATCH, held)] == ["half.zip/a.txt"]


def test_a_file_larger_than_allowed_is_told_and_the_others_are_taken(inbox: Path, tmp_path: Path) -> None:
    (inbox / "large.txt").write_bytes(b"x" * 101)
    (inbox / "small.txt").write_bytes(b"x")
    workspace = Workspace(tmp_path / "workspace", ReaderSettings(limits=Limits(unpacked_bytes=100)))
    with workspace.ledger() as ledger:
        held = Holdings(workspace.folder, ledger, workspace.documents(), Reader("1", "abc"), workspace.settings, 1)
        taken = take_in(inbox, held)
        assert taken["large.txt"].media_type == ABSENT
        (found,) = ledger.problems_of_intake(BATCH)
        assert "large.txt cannot be taken in (101 bytes, more than the 100 allowed)" in found.problem.message


def test_known_files_are_not_opened_again(inbox: Path, held: Holdings) -> None:
    (inbox / "a.txt").write_text("words")
    (inbox / "post.zip").write_bytes(archive(b_txt=b"words"))
    first = take_in(inbox, held)
    assert new_files(collect([inbox]), BATCH, held) == ()
    assert take_in(inbox, held) == first


def test_a_changed_file_takes_the_place_of_what_it_was(inbox: Path, held: Holdings) -> None:
    (inbox / "a.txt").write_text("first")
    take_in(inbox, held)
    (inbox / "a.txt").write_text("second")
    taken = take_in(inbox, held)
    assert documents_in_force(BATCH, held) == (taken["a.txt"],)
    (inbox / "a.txt").write_text("first")
    taken = take_in(inbox, held)
    assert documents_in_force(BATCH, held) == (taken["a.txt"],)
    assert held.documents.open(taken["a.txt"].sha256).read() == b"first"


def test_what_was_handed_in_stays_in_the_batch_when_the_inbox_is_emptied(inbox: Path, held: Holdings) -> None:
    (inbox / "a.txt").write_text("words")
    taken = take_in(inbox, held)
    (inbox / "a.txt").unlink()
    assert take_in(inbox, held) == {}
    assert documents_in_force(BATCH, held) == tuple(taken.values())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_and_tried_again(inbox: Path, held: Holdings) -> None:
    (inbox / "a.txt").write_text("words")
    (inbox / "a.txt").chmod(0)
    assert take_in(inbox, held)["a.txt"].media_type == ABSENT
    (inbox / "a.txt").chmod(0o600)
    assert take_in(inbox, held)["a.txt"].media_type == "text/plain"
    assert [item.media_type for item in documents_in_force(BATCH, held)] == ["text/plain"]
