"""Pictures of pages: a page costs its own picture only, and the processes go with the program, however it ends."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from extractors.isolation.painting import Painters
from extractors.isolation.wire import Wish
from extractors.model import Box
from extractors.settings import ReaderSettings
from flows.pictures import Pictures
from ledger.documents import DocumentStore
from tests.faults.formats import pdf
from tests.flows_batch import invoice

pytestmark = pytest.mark.slow

PDF = "application/pdf"
SETTINGS = ReaderSettings(second_engine=False)
MODULE = "extractors.isolation.painter"


@pytest.fixture(autouse=True)
def nothing_left(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test here may leave a process or a temporary file behind."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    yield
    assert {process.pid for process in psutil.Process().children(recursive=True)} <= before
    assert list(folder.iterdir()) == []


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[Pictures]:
    made = Pictures(DocumentStore(tmp_path / "documents"), tmp_path / "pictures", SETTINGS)
    yield made
    made.close()


def put(tmp_path: Path, content: bytes, media_type: str = PDF) -> str:
    return DocumentStore(tmp_path / "documents").put(content, media_type)


def test_a_page_is_drawn_once_and_kept(tmp_path: Path, pictures: Pictures) -> None:
    sha256 = put(tmp_path, invoice(1))
    drawn = pictures.picture(sha256, PDF, 1, 100)
    assert drawn
    assert Image.open(io.BytesIO(drawn)).size == pytest.approx((827, 1169), abs=2)
    DocumentStore(tmp_path / "documents").remove(sha256)
    assert pictures.picture(sha256, PDF, 1, 100) == drawn
    assert [path.suffix for path in (tmp_path / "pictures").rglob("*") if path.is_file()] == [""]


def test_a_place_is_read(tmp_path: Path, pictures: Pictures) -> None:
    said = pictures.text_in(put(tmp_path, invoice(1)), PDF, 1, 595.0, Box(0, 0, 595, 842))
    assert "Marlow" in said


def test_what_has_no_picture_has_none_and_the_next_page_has_one(tmp_path: Path, pictures: Pictures) -> None:
    broken, good = put(tmp_path, b"%PDF-1.7 and then nothing"), put(tmp_path, invoice(1))
    assert pictures.picture(broken, PDF, 1, 100) is None
    assert pictures.picture(good, PDF, 7, 100) is None
    assert pictures.picture("0" * 64, PDF, 1, 100) is None
    assert pictures.picture(put(tmp_path, b"Hello", "text/plain"), "text/plain", 1, 100) is None
    assert pictures.picture(good, PDF, 1, 100)


def painters_of(process: psutil.Process) -> list[psutil.Process]:
    # Bubblewrap around a painter bears the painter's command too.
    return [each for each in process.children(recursive=True) if MODULE in each.cmdline() and each.name() != "bwrap"]


def test_a_process_that_dies_costs_one_picture(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(invoice(1))
    painters = Painters(SETTINGS, 1)
    assert painters.picture(page, Wish(PDF, 1, 100))
    (process,) = painters_of(psutil.Process())
    process.kill()
    assert painters.picture(page, Wish(PDF, 1, 100)) is None
    assert painters.picture(page, Wish(PDF, 1, 100))
    painters.close()
    assert painters.picture(page, Wish(PDF, 1, 100)) is None


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(invoice(1))
    painters = Painters(SETTINGS, 1)
    assert painters.picture(page, replace(Wish(PDF, 1, 100), seconds=0)) is None
    assert painters.picture(page, Wish(PDF, 1, 100))
    painters.close()


def test_threads_share_the_processes_and_more_ask_than_there_are(tmp_path: Path, pictures: Pictures) -> None:
    shas = [put(tmp_path, invoice(number)) for number in range(1, 9)]
    found: dict[str, bytes | None] = {}
    pictures.begin()
    threads = [
        threading.Thread(target=lambda sha256=sha256: found.update({sha256: pictures.picture(sha256, PDF, 1, 50)}))
        for sha256 in (*shas, *shas)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({drawn for drawn in found.values() if drawn}) == len(shas)
    assert len(painters_of(psutil.Process())) == 2


def test_protected_pages_are_drawn_by_the_passwords_of_the_settings(tmp_path: Path) -> None:
    locked = put(tmp_path, pdf(encrypt="secret"))
    store = DocumentStore(tmp_path / "documents")
    for passwords, there in (((), False), (("secret",), True)):
        pictures = Pictures(store, tmp_path / f"pictures-{there}", replace(SETTINGS, passwords=passwords))
        assert bool(pictures.picture(locked, PDF, 1, 50)) is there
        pictures.close()


PROGRAM = """
import sys, threading
from pathlib import Path
from extractors.isolation.painting import Painters
from extractors.isolation.wire import Wish
from extractors.settings import ReaderSettings
painters = Painters(ReaderSettings(), 2)
painters.begin()
print(bool(painters.picture(Path(sys.argv[1]), Wish("application/pdf", 1, 100))), flush=True)
threading.Event().wait()
"""


def test_the_processes_die_with_a_killed_program(tmp_path: Path) -> None:
    folder, page = tmp_path / "temporary", tmp_path / "page.pdf"
    folder.mkdir()
    page.write_bytes(invoice(1))
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(page)],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "True\n"
    family = psutil.Process(program.pid).children(recursive=True)
    assert painters_of(psutil.Process(program.pid))
    program.kill()
    program.communicate()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    assert list(folder.iterdir()) == []
