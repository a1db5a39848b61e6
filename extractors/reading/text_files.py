"""Formats that are text at heart: plain text, CSV, HTML, XML and mail; office documents have their own module.

Each becomes pages of lines, as a person would see them; columns of a table are parted by tabs.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from extractors.reading import office, sniff
from extractors.reading.office import MOST_COLUMNS, check_package
from extractors.reading.sheets import MOST_ROWS, Sheet
from extractors.settings import Limits

DELIMITERS = ";\t|,"
"""Commas last: they stand inside cells too."""
SAMPLED_ROWS = 50
BLOCK_TAGS = ("p", "div", "tr", "li", "br", "h1", "h2", "h3", "h4", "title", "table")


def text_sheets(content: bytes, media_type: str, limits: Limits) -> Iterable[Sheet]:
    """Return the parts of a document; raises whatever the format's library raises for broken files."""
    if media_type in PACKAGES:
        check_package(content, limits)
    return READERS[media_type](content)


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
    text = decoded(content)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter_of(text.splitlines()[:SAMPLED_ROWS]))
    yield Sheet(
        None, ["\t".join(row[:MOST_COLUMNS]) for row, _ in zip(rows, range(MOST_ROWS), strict=False)], rows=True
    )


def delimiter_of(lines: Sequence[str]) -> str:
    """Return the delimiter that makes most cells of most lines, and of several the one that does so on most lines.

    Titles above a table have no delimiter, and decimal commas part each row as evenly as semicolons do.
    """
    return max(DELIMITERS, key=lambda delimiter: _cells_by(delimiter, lines))


def _cells_by(delimiter: str, lines: Sequence[str]) -> tuple[int, int]:
    """Return how many cells the usual row has, and how many rows have so many."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    width, rows = widths.most_common(1)[0] if widths else (1, 0)
    return (width, rows) if 2 * rows >= widths.total() else (1, 0)


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
    to = ", ".join(f"{each.name} <{each.email_address}>" for each in message.recipients)
    heads = [f"From: {message.sender}", f"To: {to}", f"Date: {message.sent_date}", f"Subject: {message.subject}"]
    body = message.body or "\n".join(html_lines(message.html_body or ""))
    yield Sheet(None, [*heads, "", *body.splitlines()][:MOST_ROWS])


READERS: dict[str, Callable[[bytes], Iterable[Sheet]]] = {
    sniff.TEXT: _plain,
    sniff.CSV: _csv,
    sniff.HTML: _html,
    sniff.XML: _xml,
    sniff.EML: _mail,
    sniff.MSG: _outlook,
    sniff.DOCX: office.word,
    sniff.XLSX: office.excel,
    sniff.PPTX: office.slides,
    sniff.ODT: office.open_document,
    sniff.ODS: office.open_document,
    sniff.ODP: office.open_document,
}
PACKAGES = (sniff.DOCX, sniff.XLSX, sniff.PPTX, sniff.ODT, sniff.ODS, sniff.ODP)
