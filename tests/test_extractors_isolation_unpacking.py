"""Archives and mails are taken apart by a worker: a bomb costs itself, and nothing of the worker outlives it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from extractors.isolation.unpacking import Unpacker
from extractors.reading.unpack import unpack
from extractors.settings import Limits, ReaderSettings
from tests.faults.formats import made, mail, zipped
from tests.faults.hostile import damaged_zip_member, lying_zip, zip_of_zips
from tests.faults.outlook import message

LIMITS = Limits(unpacked_bytes=50_000_000, files=50, nesting=3, seconds=60, memory_bytes=700_000_000)
SETTINGS = ReaderSettings(limits=LIMITS)
BOMB = 900_000_000
"""Noughts that a zip holds in a thousandth of their bytes, and that need more memory than a worker has."""

CONTAINERS = {
    "plain.pdf": made("invoice.pdf"),
    "letter.docx": made("letter.docx"),
    "two.zip": zipped(("a.txt", b"hello"), ("deep/b.pdf", made("invoice.pdf"))),
    "mail.eml": mail(("invoice.pdf", made("invoice.pdf")), ("more.zip", zipped(("b.txt", b"hello")))),
    "mail.msg": message("nora@example.com", "desk@example.com", "Proof", "See it", (("note.txt", b"hello"),)),
    "lying.zip": lying_zip(),
    "damaged.zip": damaged_zip_member(),
    "deep.zip": zip_of_zips(6),
}


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("noughts.txt", "w") as member:
        for _ in range(BOMB // 1_000_000):
            member.write(bytes(1_000_000))
    return buffer.getvalue()


def laid(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture(autouse=True)
def nothing_left(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test here must leave no process and no temporary file behind."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    yield
    assert {process.pid for process in psutil.Process().children(recursive=True)} <= before
    assert not list(folder.iterdir())


def test_a_worker_takes_files_apart_as_the_function_does(tmp_path: Path) -> None:
    with Unpacker(SETTINGS) as unpacker:
        for name, content in CONTAINERS.items():
            assert unpacker.unpack(name, laid(tmp_path, name, content)) == unpack(name, content, LIMITS), name


def test_what_holds_nothing_else_needs_no_worker(tmp_path: Path) -> None:
    with Unpacker(SETTINGS) as unpacker:
        before = psutil.Process().children(recursive=True)
        assert len(unpacker.unpack("a.txt", laid(tmp_path, "a.txt", b"hello")).parts) == 1
        assert psutil.Process().children(recursive=True) == before


def test_a_bomb_costs_itself_and_not_the_next_file(tmp_path: Path) -> None:
    settings = replace(SETTINGS, limits=replace(LIMITS, unpacked_bytes=4_000_000_000))
    with Unpacker(settings) as unpacker:
        ((name, problem),) = unpacker.unpack("bomb.zip", laid(tmp_path, "bomb.zip", bomb())).problems
        assert (name, problem.code, problem.fatal) == ("bomb.zip", "too_much_memory", True)
        assert "`memory_bytes`" in problem.message
        following = unpacker.unpack("two.zip", laid(tmp_path, "two.zip", CONTAINERS["two.zip"]))
        assert [part.name for part in following.parts] == ["two.zip/a.txt", "two.zip/deep/b.pdf"]


def test_what_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with Unpacker(replace(SETTINGS, limits=replace(LIMITS, seconds=0))) as unpacker:
        ((_, problem),) = unpacker.unpack("two.zip", laid(tmp_path, "two.zip", CONTAINERS["two.zip"])).problems
    assert problem.code == "too_slow"
    assert "`seconds`" in problem.message
