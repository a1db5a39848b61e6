"""Formats that are text at heart: plain text, CSV, HTML, XML, mail, and office documents.

Each becomes pages of lines, as a person would see them; columns of a table are parted by tabs.
"""

from __future__ import annotations

import email
import email.policy
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.model import Page
from extractors.reading import sniff
from extractors.reading.layout import LINE_HEIGHT, MARGIN, PAGE_LINES, typed_words

MOST_ROWS = 20_000
BLOCK_TAGS = ("p", "div", "tr", "li", "br", "h1", "h2", "h3", "h4", "title", "table")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named part of a document (a sheet, a slide) and its lines."""

    name: str | None
    lines: Sequence[str]


def text_sheets(content: bytes, media_type: str) -> Iterable[Sheet]:
    """Return the parts of a document; raises whatever the format's library raises for broken files."""
    return READERS[media_type](content)


def pages_of(sheets: Iterable[Sheet], most: int) -> tuple[Page, ...]:
    """Lay lines out on pages: a new page for each part and after so many lines."""
    pages: list[Page] = []
    for sheet in sheets:
        for start in range(0, max(len(sheet.lines), 1), PAGE_LINES):
            if len(pages) == most:
                return tuple(pages)
            pages.append(_page(len(pages) + 1, sheet.name, sheet.lines[start : start + PAGE_LINES]))
    return tuple(pages)


def _page(number: int, name: str | None, lines: Sequence[str]) -> Page:
    words = typed_words(lines)
    width = max([595.0, *(word.box.right + MARGIN for word in words)])
    return Page(number, width, 2 * MARGIN + PAGE_LINES * LINE_HEIGHT, words, name=name)


def decoded(content: bytes) -> str:
    """Return a text in whatever encoding it is: byte order mark, UTF-8, else what fits best."""
    from charset_normalizer import from_bytes

    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content[:200_000]).best()
        return content.decode(best.encoding if best else "cp1252", "replace")


def _plain(content: bytes) -> Iterator[Sheet]:
    yield Sheet(None, decoded(content).splitlines()[:MOST_ROWS])


def _csv(content: bytes) -> Iterator[Sheet]:
    import csv

    text = decoded(content)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4096], ",;\t|")
    except csv.Error:
        dialect = "excel"
    rows = csv.reader(io.StringIO(text), dialect)
    yield Sheet(None, ["\t".join(row) for row, _ in zip(rows, range(MOST_ROWS), strict=False)])


def _html(content: bytes) -> Iterator[Sheet]:
    yield Sheet(None, html_lines(decoded(content)))


def html_lines(text: str) -> list[str]:
    """Return the visible lines of a page of HTML."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "html.parser")
    for hidden in soup(["script", "style", "head", "noscript"]):
        if hidden.name != "head":
            hidden.decompose()
    for cell in soup(["td", "th"]):
        cell.append("\t")
    for block in soup(BLOCK_TAGS):
        block.append("\n")
    lines = (" ".join(line.split(" ")).strip() for line in soup.get_text().splitlines())
    return [line for line in lines if line][:MOST_ROWS]


def _xml(content: bytes) -> Iterator[Sheet]:
    """Show an XML file as its element names and texts."""
    from defusedxml import ElementTree

    root = ElementTree.fromstring(content)
    named = ((element.tag.rpartition("}")[2], (element.text or "").strip()) for element in root.iter())
    yield Sheet(None, [f"{name}: {text}" for name, text in named if text][:MOST_ROWS])


def _mail(content: bytes) -> Iterator[Sheet]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    heads = [f"{name}: {message[name]}" for name in ("From", "To", "Cc", "Date", "Subject") if message[name]]
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body else ""
    lines = html_lines(text) if body and body.get_content_type() == "text/html" else text.splitlines()
    yield Sheet(None, [*heads, "", *lines][:MOST_ROWS])


def _outlook(content: bytes) -> Iterator[Sheet]:
    from oxmsg import Message

    message = Message.load(io.BytesIO(content))
    heads = [f"From: {message.sender}", f"Date: {message.sent_date}", f"Subject: {message.subject}"]
    body = message.body or "\n".join(html_lines(message.html_body or ""))
    yield Sheet(None, [*heads, "", *body.splitlines()][:MOST_ROWS])


def _word(content: bytes) -> Iterator[Sheet]:
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(content))
    lines: list[str] = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines += ["\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in part.rows]
        else:
            lines += part.text.splitlines() or [""]
    yield Sheet(None, lines[:MOST_ROWS])


def _excel(content: bytes) -> Iterator[Sheet]:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in workbook.worksheets:
        rows = sheet.iter_rows(max_row=MOST_ROWS, values_only=True)
        yield Sheet(sheet.title, ["\t".join(_cell(value) for value in row) for row in rows])


def _cell(value: object) -> str:
    from datetime import datetime

    if isinstance(value, datetime) and (value.hour, value.minute) == (0, 0):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _slides(content: bytes) -> Iterator[Sheet]:
    import pptx

    for number, slide in enumerate(pptx.Presentation(io.BytesIO(content)).slides, 1):
        lines: list[str] = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                lines += shape.text_frame.text.splitlines()
            if shape.has_table:
                lines += ["\t".join(cell.text for cell in row.cells) for row in shape.table.rows]
        yield Sheet(f"slide {number}", lines)


def _open_document(content: bytes) -> Iterator[Sheet]:
    from odf import opendocument, teletype
    from odf.table import TableCell, TableRow
    from odf.text import H, P

    document = opendocument.load(io.BytesIO(content))
    rows = document.getElementsByType(TableRow)
    table = ["\t".join(teletype.extractText(cell) for cell in row.getElementsByType(TableCell)) for row in rows]
    within = {id(part) for row in rows for kind in (H, P) for part in row.getElementsByType(kind)}
    parts = [part for kind in (H, P) for part in document.getElementsByType(kind) if id(part) not in within]
    yield Sheet(None, [*(teletype.extractText(part) for part in parts), *table][:MOST_ROWS])


READERS: dict[str, Callable[[bytes], Iterable[Sheet]]] = {
    sniff.TEXT: _plain,
    sniff.CSV: _csv,
    sniff.HTML: _html,
    sniff.XML: _xml,
    sniff.EML: _mail,
    sniff.MSG: _outlook,
    sniff.DOCX: _word,
    sniff.XLSX: _excel,
    sniff.PPTX: _slides,
    sniff.ODT: _open_document,
    sniff.ODS: _open_document,
    sniff.ODP: _open_document,
}
