"""What reading costs and finds, beside bare PDFium and bare Tesseract on the same pages in the same run."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pypdfium2 as pdfium
from PIL import Image

from extractors.extract import extract
from extractors.isolation.pool import Job, ReadingPool
from extractors.isolation.worker import settle
from extractors.reading.pdf import open_pdf, read_page, render
from extractors.reading.read import read
from extractors.reading.trust import Use, judge
from extractors.settings import ReaderSettings

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
CORPUS = SHARED / "corpus"
BORN_DIGITAL = 60
SCANS = 24
RECEIPTS = 30
SETTINGS = ReaderSettings()
Result = TypeVar("Result")


def main() -> None:
    """Print the tables."""
    if not SHARED.is_dir():
        print("The shared corpora are not beside this clone; nothing was measured.")
        return
    born_digital()
    scans()
    receipts()


def born_digital() -> None:
    """Processor time of reading and extraction beside that of bare PDFium: text, and a box for every character."""
    contents = [path.read_bytes() for path in digital_documents(BORN_DIGITAL)]
    extract(read("first.pdf", contents[0], SETTINGS), SETTINGS)
    settle()
    bare, pages = spent(lambda: sum(map(bare_text, contents)))
    reading, documents = spent(lambda: [read("a.pdf", content, SETTINGS) for content in contents])
    extracting, _ = spent(lambda: [extract(document, SETTINGS) for document in documents])
    print(f"\nBorn-digital ad buys, {len(contents)} documents, {pages} pages, processor time\n")
    print("| | ms a page | times bare PDFium |\n|---|---:|---:|")
    for name, seconds in (
        ("bare PDFium", bare),
        ("reading", reading),
        ("reading and extraction", reading + extracting),
    ):
        print(f"| {name} | {1000 * seconds / pages:.1f} | {seconds / bare:.2f} |")


def digital_documents(most: int) -> list[Path]:
    """Return ad buys of which every page has a text layer to be trusted."""
    found: list[Path] = []
    for path in sorted((CORPUS / "adbuy" / "documents").glob("*.pdf")):
        if len(found) < most and all(use is Use.LAYER for use in uses(path)):
            found.append(path)
    return found


def uses(path: Path) -> Iterable[Use]:
    """Yield for each page what its words are to be taken from."""
    document = open_pdf(path.read_bytes())
    for page in document:
        yield judge(read_page(page)).use
    document.close()


def bare_text(content: bytes) -> int:
    """Take all text and characters' boxes of a PDF, and return how many pages it has."""
    document = pdfium.PdfDocument(content)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index)
        text.close()
        page.close()
    return len(document)


def spent(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the processor time of some work, and its result."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def scans() -> None:
    """Pages a second of the pool beside those of bare Tesseract processes, one a core, on the same images."""
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        images = scanned_images(folder, SCANS)
        jobs = [Job(image.stem, f"{image.stem}.pdf", as_pdf(image)) for image in images]
        with ThreadPoolExecutor(cores) as threads:
            bare = clock(lambda: list(threads.map(bare_tesseract, images)))
        with ReadingPool(replace(SETTINGS, second_engine=False), cores) as pool:
            list(pool.read(jobs[:cores]))
            pooled = clock(lambda: list(pool.read(jobs)))
    print(f"\nScans, {len(images)} pages at 200 dpi, {cores} cores\n")
    print("| | pages a second | of bare Tesseract |\n|---|---:|---:|")
    print(f"| bare Tesseract, {cores} processes | {len(images) / bare:.2f} | 1.00 |")
    print(f"| pool, reading and extraction | {len(images) / pooled:.2f} | {bare / pooled:.2f} |")


def scanned_images(folder: Path, most: int) -> list[Path]:
    """Render pages of ad buys as grey images, as a scanner would give them."""
    images: list[Path] = []
    for path in digital_documents(most):
        document = open_pdf(path.read_bytes())
        images.append(folder / f"{len(images)}.png")
        render(document[0], 200, 6_000_000).save(images[-1], dpi=(200, 200))
        document.close()
    return images


def as_pdf(image: Path) -> Path:
    """Write an image as a PDF without text."""
    target = image.with_suffix(".pdf")
    with Image.open(image) as picture:
        picture.save(target, "PDF", resolution=200)
    return target


def bare_tesseract(image: Path) -> None:
    """Read an image by the program itself."""
    command = ["tesseract", str(image), str(image.with_suffix("")), "-l", "eng", "--psm", "3", "tsv"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})


def clock(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


def receipts() -> None:
    """How often the true firm, date and total are among the words, with the second engine, without, and bare."""
    folder, truth = CORPUS / "receipts" / "documents", truths("receipts")
    names = sorted(truth)[:: max(len(truth) // RECEIPTS, 1)]
    plain = replace(SETTINGS, second_engine=False)

    def by(settings: ReaderSettings) -> Callable[[str], str]:
        return lambda name: read(name, (folder / name).read_bytes(), settings).text

    ways = {
        "bare Tesseract, mode 6": lambda name: bare_words(folder / name),
        "without the second engine": by(plain),
        "with the second engine": by(SETTINGS),
    }
    print(f"\nReceipts, {len(names)} documents\n")
    print("| | firm | date | total | seconds a receipt |\n|---|---:|---:|---:|---:|")
    for way, reader in ways.items():
        begin = time.monotonic()
        hits: dict[str, int] = defaultdict(int)
        for name in names:
            text = reader(name)
            for field, value in truth[name]:
                hits[field] += is_among(field, value, text)
        each = (time.monotonic() - begin) / len(names)
        print(
            f"| {way} | {hits['vendor']} | {hits['document_date']} | {hits['total_amount']} | {each:.1f} |", flush=True
        )


def truths(corpus: str) -> dict[str, list[tuple[str, str]]]:
    """Return the true fields and values by document."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with (CORPUS / corpus / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["document"]].append((row["field"], row["value"]))
    return found


def bare_words(image: Path) -> str:
    """Return the text that the program itself reads."""
    command = ["tesseract", str(image), "-", "-l", "eng", "--psm", "6"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stdout


def is_among(field: str, value: str, text: str) -> bool:
    """Tell whether a value is printed in a text in one of the usual ways."""
    if field.endswith("amount"):
        return re.search(rf"(?<![\d.]){re.escape(value)}(?!\d)", text.replace(",", "")) is not None
    if field.endswith("date"):
        return any(form in text.lower() for form in written(date.fromisoformat(value)))
    return squashed(value) in squashed(text)


def written(day: date) -> Sequence[str]:
    """Return ways to write a day."""
    forms = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d-%m-%y", "%d.%m.%Y", "%Y-%m-%d", "%d %b %Y", "%d %b %y", "%d-%b-%Y")
    plain = [day.strftime(form).lower() for form in forms]
    return [*plain, *(form.lstrip("0").replace("/0", "/") for form in plain)]


def squashed(text: str) -> str:
    """Return a text's letters and digits."""
    return re.sub(r"[\W_]+", "", text.casefold())


if __name__ == "__main__":
    main()
