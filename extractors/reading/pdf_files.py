"""PDF files: opened, and their pages read one after the other."""

from __future__ import annotations

import pypdfium2 as pdfium

from extractors.model import Page, Problem
from extractors.reading.findings import POSTPONED, Findings
from extractors.reading.pdf import attached_invoices, open_pdf
from extractors.reading.pdf_pages import read_pdf_page

NAMED = 5
"""So many of the broken pages are named."""


def read_pdf(content: bytes, found: Findings) -> None:
    """Read a PDF's pages and attached invoices."""
    try:
        document = open_pdf(content, found.settings.passwords)
    except pdfium.PdfiumError as error:
        found.add(_unopened(found.name, str(error)))
        return
    try:
        found.embedded += attached_invoices(document)
        for number in _chosen(len(document), found):
            _add_page(document, number, found)
    finally:
        document.close()
    _report_broken(found)
    _report_postponed(found)


def _unopened(name: str, reason: str) -> Problem:
    if "assword" in reason:
        message = f"{name} needs a password. Ask for a copy without one, or add it to `passwords` in the settings."
        return Problem("password_protected", message, fatal=True)
    return Problem("unreadable", f"{name} cannot be opened as a PDF ({reason}). Ask for a new copy.", fatal=True)


def _chosen(count: int, found: Findings) -> list[int]:
    """Return the numbers of the pages to read: of too many the first and the last, where amounts and dates stand."""
    most = found.settings.limits.pages
    if not count:
        found.add(Problem("unreadable", f"{found.name} has no pages. Ask for a new copy.", fatal=True))
    if count <= most:
        return list(range(1, count + 1))
    first = most - most // 2
    message = (
        f"{found.name} has {count} pages; only the first {first} and the last {most // 2} were read. "
        "Raise `pages` in the reading limits, or split the file."
    )
    found.add(Problem("too_many_pages", message, fatal=True))
    return [*range(1, first + 1), *range(count - most // 2 + 1, count + 1)]


def _add_page(document: pdfium.PdfDocument, number: int, found: Findings) -> None:
    known = found.known.get(number)
    if known:
        found.pages.append(known)
        return
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        found.broken.append(number)
        return
    try:
        found.pages.append(read_pdf_page(page, number, len(document), found))
    finally:
        page.close()


def _report_broken(found: Findings) -> None:
    if found.broken:
        pages = ", ".join(map(str, found.broken[:NAMED])) + (" and others" if len(found.broken) > NAMED else "")
        message = f"{len(found.broken)} pages of {found.name} are broken ({pages}). Ask for a new copy."
        found.add(Problem("page_unreadable", message, found.broken[0], fatal=True))


def _report_postponed(found: Findings) -> None:
    left = [page for page in found.pages if is_postponed(page)]
    if not left:
        return
    pages = f"{len(left)} scanned pages of {found.name}, from page {left[0].number} to {left[-1].number},"
    if found.late:
        message = f"{pages} were not read for lack of time. Raise `seconds` in the reading limits, or split the file."
        found.add(Problem("too_slow", message, left[0].number, fatal=True))
    else:
        message = f"{pages} were not read, since amounts and dates stand on the others. Raise `ends` to have them read."
        found.add(Problem("middle_not_read", message, left[0].number))


def is_postponed(page: Page) -> bool:
    """Tell whether a scanned page was left for later."""
    return page.reason == POSTPONED
