"""Strangers' files: none stops a batch, and nothing of a worker outlives it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from extractors.isolation import pool as pool_module
from extractors.isolation import watched, wire
from extractors.isolation.pool import Job, ReadDocument, ReadingPool
from extractors.isolation.process import Worker
from extractors.isolation.safe import is_sound
from extractors.isolation.sandbox import (
    SandboxMissingError,
    bubblewrap_fault,
    environment,
    has_bubblewrap,
    worker_command,
)
from extractors.model import Box, Document, ExtractionStatus, Page, Word
from extractors.settings import Limits, ReaderSettings, Sandbox
from tests.faults.formats import LINES, MAKERS, made, picture, scanned_pdf
from tests.faults.hostile import HOSTILE, mutations
from tests.faults.sandboxes import bubblewrap_without_permission

pytestmark = pytest.mark.slow

LIMITS = Limits(unpacked_bytes=50_000_000, seconds=60, memory_bytes=1_500_000_000)
SETTINGS = ReaderSettings(second_engine=False, limits=LIMITS)
HANGING = b"<html>" + b"<div>" * 50_000
"""A page nested so deep that the library needs a quarter of a minute and more for it."""
OTHER_LANGUAGES = frozenset(f"{code}.traineddata" for code in ("deu", "fra", "swe"))
GREEDY = b"<?xml version='1.0'?><a>" + b"<b/>" * 6_000_000 + b"</a>"
"""A text whose tree takes a hundred times its bytes."""


def laid(folder: Path, files: dict[str, bytes]) -> list[Job]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [Job(f"key of {name}", name, folder / name) for name in files]


def read_all(settings: ReaderSettings, jobs: list[Job], workers: int = 1) -> dict[str, ReadDocument]:
    with ReadingPool(settings, workers) as pool:
        return {read.key.removeprefix("key of "): read for read in pool.read(jobs)}


def descendants() -> set[int]:
    return {process.pid for process in psutil.Process().children(recursive=True)}


@pytest.fixture(autouse=True)
def nothing_left(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test here must leave no process and no temporary file behind."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = descendants()
    yield
    assert descendants() <= before
    assert list(folder.iterdir()) == []


def test_documents_are_read_by_several_workers_and_keep_their_keys(tmp_path: Path) -> None:
    files = {f"{number}.pdf": made("invoice.pdf") for number in range(12)}
    read = read_all(SETTINGS, laid(tmp_path, files), workers=2)
    assert sorted(read) == sorted(files)
    assert {each.document.name for each in read.values()} == set(files)
    assert all(each.extraction.status is ExtractionStatus.COMPLETE for each in read.values())


def test_every_hostile_file_costs_itself_only(tmp_path: Path) -> None:
    limits = replace(LIMITS, seconds=10)
    files = {name: make() for name, make in HOSTILE.items()} | {"honest.pdf": made("invoice.pdf")}
    read = read_all(replace(SETTINGS, limits=limits), laid(tmp_path, files), workers=2)
    assert sorted(read) == sorted(files)
    assert read["honest.pdf"].extraction.status is ExtractionStatus.COMPLETE
    for name, each in read.items():
        assert each.document.pages or each.extraction.problems, name
        assert all(name in problem.message for problem in each.extraction.problems), name
        assert "root:" not in each.document.text, name


def test_damaged_files_of_every_format_are_read_or_have_a_problem(tmp_path: Path) -> None:
    files = dict(mutations(seed=7, each=3))
    read = read_all(SETTINGS, laid(tmp_path, files), workers=2)
    assert sorted(read) == sorted(files)
    assert [name for name, each in read.items() if not each.document.pages and not each.extraction.problems] == []


@pytest.mark.parametrize(
    ("limits", "content", "code", "knob"),
    [
        (replace(LIMITS, seconds=3), HANGING, "too_slow", "`seconds`"),
        (replace(LIMITS, memory_bytes=800_000_000), GREEDY, "too_much_memory", "`memory_bytes`"),
    ],
)
def test_limits_stop_a_document_and_the_next_is_read(
    tmp_path: Path, limits: Limits, content: bytes, code: str, knob: str
) -> None:
    read = read_all(replace(SETTINGS, limits=limits), laid(tmp_path, {"bad.txt": content, "good.txt": b"Invoice 12\n"}))
    (problem,) = read["bad.txt"].extraction.problems
    assert (problem.code, problem.fatal) == (code, True)
    assert knob in problem.message
    assert read["bad.txt"].document.pages == ()
    assert len(read["bad.txt"].document.sha256) == 64
    assert read["good.txt"].document.text == "Invoice 12"


def test_a_worker_that_is_stopped_takes_its_tesseract_along(tmp_path: Path) -> None:
    content = scanned_pdf(picture(LINES * 8, size=(2480, 3508)), pages=30)
    settings = replace(SETTINGS, ends=30, limits=replace(LIMITS, seconds=4))
    read = read_all(settings, laid(tmp_path, {"long.pdf": content}))
    codes = {problem.code for problem in read["long.pdf"].extraction.problems}
    assert codes == {"too_slow"}


def test_a_worker_that_dies_costs_its_document(tmp_path: Path) -> None:
    jobs = laid(tmp_path, {"first.txt": b"Invoice 11\n", "slow.html": HANGING, "last.txt": b"Invoice 12\n"})
    with ReadingPool(SETTINGS, 1) as pool:
        reading = pool.read(jobs)
        assert next(reading).document.text == "Invoice 11"
        # As the kernel does when memory runs out.
        the_worker().kill()
        slow, last = reading
    (problem,) = slow.extraction.problems
    assert (slow.document.name, problem.code) == ("slow.html", "reader_crashed")
    assert "SIGKILL" in problem.message
    assert last.document.text == "Invoice 12"


def the_worker() -> psutil.Process:
    """Return the one worker, which may run inside bubblewrap."""
    family = psutil.Process().children(recursive=True)
    command = [sys.executable, "-m", "extractors.isolation.worker"]
    (worker,) = (child for child in family if child.cmdline()[:3] == command)
    return worker


def test_a_file_that_is_gone_is_a_problem_of_that_file(tmp_path: Path) -> None:
    read = read_all(SETTINGS, [Job("key of gone.pdf", "gone.pdf", tmp_path / "gone.pdf")])
    (problem,) = read["gone.pdf"].extraction.problems
    assert problem.code == "unreadable"
    assert problem.fatal


def test_jobs_are_taken_as_they_are_needed_and_results_may_be_left(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"Invoice 12\n")
    taken: list[int] = []

    def endless() -> Iterator[Job]:
        number = 0
        while True:
            taken.append(number)
            yield Job(str(number), "one.txt", tmp_path / "one.txt")
            number += 1

    with ReadingPool(SETTINGS, 1) as pool:
        reading = pool.read(endless())
        for _ in range(5):
            next(reading)
        assert len(taken) <= 5 + pool_module.AHEAD
        reading.close()
        assert [each.key for each in pool.read([Job("after", "one.txt", tmp_path / "one.txt")])] == ["after"]


def test_threads_share_a_pool(tmp_path: Path) -> None:
    jobs = laid(tmp_path, {f"{number}.txt": b"Invoice 12\n" for number in range(8)})
    found: list[set[str]] = []
    with ReadingPool(SETTINGS, 2) as pool:
        halves = (jobs[:4], jobs[4:])
        threads = [
            threading.Thread(target=lambda half=half: found.append({each.key for each in pool.read(half)}))
            for half in halves
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(map(sorted, found)) == sorted(sorted(job.key for job in half) for half in (jobs[:4], jobs[4:]))


def test_a_worker_is_replaced_after_so_many_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "DOCUMENTS_A_WORKER", 2)
    started: list[int] = []

    class Counted(Worker):
        def greet(self, settings: ReaderSettings) -> None:
            started.append(self.group)
            super().greet(settings)

    monkeypatch.setattr(watched, "Worker", Counted)
    jobs = laid(tmp_path, {f"{number}.txt": b"Invoice 12\n" for number in range(5)})
    assert len(read_all(SETTINGS, jobs)) == 5
    assert len(started) == 3


PROGRAM = """
import sys
from pathlib import Path
from extractors.isolation.pool import Job, ReadingPool
from extractors.settings import ReaderSettings
with ReadingPool(ReaderSettings(second_engine=False, ends=50), 2) as pool:
    for read in pool.read(Job(str(n), "x", Path(name)) for n in range(9) for name in sys.argv[1:]):
        print(read.key, flush=True)
"""


def test_workers_and_their_children_die_with_a_killed_program(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    small, long = tmp_path / "small.txt", tmp_path / "long.pdf"
    small.write_bytes(b"Invoice 12\n")
    long.write_bytes(scanned_pdf(picture(LINES * 8, size=(2480, 3508)), pages=40))
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(small), str(long)],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "0\n"
    family = psutil.Process(program.pid).children(recursive=True)
    assert len(family) >= 3
    program.kill()
    program.communicate()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("side", [float("nan"), float("inf")])
def test_places_that_are_no_numbers_are_not_believed(side: float) -> None:
    def document(left: float) -> Document:
        page = Page(1, 100, 100, (Word("Total", Box(left, 1, 2, 3)),))
        return Document("0" * 64, "a.pdf", "application/pdf", (page,))

    assert is_sound(document(1.0))
    answer = wire.answers().dump_json(wire.Answer(document(1.0))).replace(b'"left":1.0', b'"left":NaN')
    taken_over = wire.answers().validate_json(answer).document
    assert taken_over and not is_sound(taken_over)
    assert not is_sound(document(side))


def test_workers_know_nothing_of_their_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    assert set(environment(tmp_path)) <= {
        "PATH", "TESSDATA_PREFIX", "HOME", "TMPDIR", "LC_ALL", "PYTHONPATH", "PYTHONSAFEPATH",
        "OMP_THREAD_LIMIT",
    }  # fmt: skip


needs_bubblewrap = pytest.mark.skipif(not has_bubblewrap(), reason=f"no bubblewrap here: {bubblewrap_fault()}")


@needs_bubblewrap
def test_every_format_is_read_in_bubblewrap_as_without_it(tmp_path: Path) -> None:
    # Pictures of whatever kind are opened by one library.
    names = sorted(set(MAKERS) - {"picture.png", "picture.jpg", "picture.webp", "picture.gif", "picture.bmp"})
    jobs = laid(tmp_path, {name: made(name) for name in names})
    inside, outside = (
        read_all(replace(SETTINGS, sandbox=sandbox), jobs) for sandbox in (Sandbox.REQUIRED, Sandbox.OFF)
    )
    assert sorted(inside) == names
    for name, each in inside.items():
        assert (each.document, each.extraction) == (outside[name].document, outside[name].extraction), name


@needs_bubblewrap
def test_bubblewrap_lets_in_language_data_that_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = shutil.which("tesseract") or "tesseract"
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=True)
    installed = told.stdout.split('"')[1]
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(installed, elsewhere, ignore=lambda _, names: {each for each in names if each in OTHER_LANGUAGES})
    monkeypatch.setenv("TESSDATA_PREFIX", str(elsewhere))
    read = read_all(replace(SETTINGS, sandbox=Sandbox.REQUIRED), laid(tmp_path, {"scan.pdf": made("scan.pdf")}))
    assert "NW-4711" in read["scan.pdf"].document.text


def test_bubblewrap_that_is_required_and_not_permitted_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bubblewrap_without_permission(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    bubblewrap_fault.cache_clear()
    try:
        with pytest.raises(SandboxMissingError, match=r"No permissions to create a new namespace.*user namespaces"):
            worker_command("worker", ["3"], tmp_path, Sandbox.REQUIRED)
        assert worker_command("worker", ["3"], tmp_path, Sandbox.FOUND)[0] == sys.executable
    finally:
        bubblewrap_fault.cache_clear()
