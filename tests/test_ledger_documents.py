"""Documents are kept by content, named by what they are, whole or not at all."""

from __future__ import annotations

import hashlib
import multiprocessing
import re
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from extractors.reading import sniff
from extractors.reading.text_files import READERS
from ledger.documents import EXTENSIONS, UNFINISHED, DocumentStore

CONTENT = b"%PDF-1.7 a document"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["folder", "file://", "memory://"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    places = {
        "folder": str(tmp_path / "documents"),
        "file://": f"file://{tmp_path}/documents",
        "memory://": f"memory://{uuid4().hex}/documents",
    }
    return places[request.param]


@pytest.fixture
def store(where: str) -> Iterator[DocumentStore]:
    opened = DocumentStore(where)
    yield opened
    opened.close()


def test_a_document_comes_back_by_its_digest(store: DocumentStore) -> None:
    assert not store.exists(SHA256)
    assert store.put(CONTENT, "application/pdf") == SHA256
    assert store.exists(SHA256)
    with store.open(SHA256) as file:
        assert file.read() == CONTENT
    assert store.path(SHA256, "application/pdf").read_bytes() == CONTENT


def test_a_document_is_named_by_digest_and_kind(store: DocumentStore) -> None:
    store.put(CONTENT, "application/pdf")
    assert store.path(SHA256, "application/pdf").name == f"{SHA256}.pdf"


def test_one_content_is_one_document_whatever_it_is_called(store: DocumentStore) -> None:
    for media_type in ("text/csv", "text/plain", "no/such"):
        store.put(CONTENT, media_type)
        assert store.path(SHA256, media_type).name == f"{SHA256}.csv"


def test_what_is_unknown_is_kept_too(store: DocumentStore) -> None:
    sha256 = store.put(b"\x00\x01", "application/x-strange")
    assert store.path(sha256, "application/x-strange").name == f"{sha256}.bin"


def test_what_is_not_kept_has_a_place_but_nothing_in_it(store: DocumentStore) -> None:
    assert not store.path(SHA256, "application/pdf").exists()
    with pytest.raises(FileNotFoundError, match=SHA256):
        store.open(SHA256)


def test_only_a_folder_keeps_files_that_last(store: DocumentStore, where: str) -> None:
    assert store.lasting(SHA256, "application/pdf") is None
    store.put(CONTENT, "text/csv")
    found = store.lasting(SHA256, "application/pdf")
    assert found is None if where.startswith("memory") else found and found.read_bytes() == CONTENT


def test_every_kind_that_is_read_has_an_ending() -> None:
    pictures = {kind for _, kind in sniff.MAGIC if kind.startswith("image/")} | {"image/webp", "image/heic"}
    assert {sniff.PDF, sniff.ZIP, *READERS, *pictures} <= EXTENSIONS.keys()
    assert all(re.fullmatch(r"[a-z]{2,4}", ending) for ending in EXTENSIONS.values())


def test_what_was_fetched_is_removed(tmp_path: Path) -> None:
    store = DocumentStore(f"memory://{uuid4().hex}")
    store.put(CONTENT, "application/pdf")
    fetched = store.path(SHA256, "application/pdf")
    assert store.path(SHA256, "application/pdf") == fetched
    store.close()
    assert not fetched.exists()


def put_on_a_full_disk(where: str, result: multiprocessing.SimpleQueue[str]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        DocumentStore(where).put(bytes(100_000), "application/pdf")
    except OSError as error:
        result.put(type(error).__name__)
    else:
        result.put("kept")


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    result = spawn.SimpleQueue()
    process = spawn.Process(target=put_on_a_full_disk, args=(str(tmp_path), result))
    process.start()
    assert result.get() == "OSError"
    process.join()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not DocumentStore(tmp_path).exists(hashlib.sha256(bytes(100_000)).hexdigest())


def test_an_unfinished_document_counts_as_none(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path)
    folder = tmp_path / SHA256[:2]
    folder.mkdir()
    (folder / f".{SHA256}{UNFINISHED}").write_bytes(CONTENT[:3])
    assert not store.exists(SHA256)
    store.put(CONTENT, "application/pdf")
    assert store.path(SHA256, "application/pdf").read_bytes() == CONTENT


def test_many_who_keep_the_same_content_at_once_keep_it_once(where: str) -> None:
    content = bytes(range(256)) * 4000
    with ThreadPoolExecutor(8) as threads:
        kept = set(threads.map(lambda _: DocumentStore(where).put(content, "image/png"), range(24)))
    (sha256,) = kept
    store = DocumentStore(where)
    assert store.missing([sha256, "0" * 64]) == ("0" * 64,)
    with store.open(sha256) as file:
        assert file.read() == content


def test_only_what_is_new_is_copied(tmp_path: Path, where: str) -> None:
    store, other = DocumentStore(where), DocumentStore(tmp_path / "other")
    first = store.put(CONTENT, "application/pdf")
    assert store.copy_new(other) == 1
    second = store.put(b"a,b", "text/csv")
    assert (store.copy_new(other), store.copy_new(other)) == (1, 0)
    assert other.missing([first, second]) == ()
    assert other.path(second, "text/csv").read_bytes() == b"a,b"


def test_what_is_removed_is_gone(store: DocumentStore) -> None:
    store.put(CONTENT, "application/pdf")
    for _ in range(2):
        store.remove(SHA256)
    assert not store.exists(SHA256)
