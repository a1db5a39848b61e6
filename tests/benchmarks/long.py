"""What statements of thousands of pages cost the process that reads them, beside one of fifty pages.

Of a file with more pages than the limit the first and the last are read; a scan's middle is read only where its ends
do not say what it is about. The last line is without that limit.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil

from extractors.isolation.pool import Job, ReadingPool
from extractors.model import FieldName
from extractors.reading.pdf_files import is_postponed
from extractors.settings import Limits, ReaderSettings
from tests.long_statements import peak_megabytes, scan_of, statement, total_of

SHORT, LONG = 50, 5000
SETTINGS = replace(ReaderSettings(second_engine=False), limits=Limits(seconds=600))
EVERY_PAGE = replace(SETTINGS, limits=Limits(seconds=600, pages=LONG))


def main() -> None:
    """Print the table."""
    print("| statement | pages | with words | by OCR | total right | seconds | peak MB |")
    print("|---|---:|---:|---:|---|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for scanned in (False, True):
            for count in (SHORT, LONG):
                measure(Path(name), count, scanned, SETTINGS)
        measure(Path(name), LONG, False, EVERY_PAGE)


def measure(folder: Path, count: int, scanned: bool, settings: ReaderSettings) -> None:
    """Read a statement by a worker of its own, and print what that took."""
    path = folder / f"{'scan' if scanned else 'text'}-{count}.pdf"
    content = statement(count)
    path.write_bytes(scan_of(content, count) if scanned else content)
    with ReadingPool(settings, 1) as pool:
        begin = time.monotonic()
        (read,) = pool.read([Job("one", path.name, path)])
        seconds = time.monotonic() - begin
        peak = max(map(peak_megabytes, psutil.Process().children(recursive=True)))
    pages, total = read.document.pages, read.extraction.find(FieldName.TOTAL_AMOUNT)
    words = sum(bool(page.words) for page in pages)
    by_ocr = sum(page.source == "ocr" and not is_postponed(page) for page in pages)
    right = bool(total and total.value == total_of(count))
    what = f"{'scanned' if scanned else 'born digital'}, at most {settings.limits.pages:,} pages"
    print(f"| {what} | {count:,} | {words:,} | {by_ocr} | {right} | {seconds:.0f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
