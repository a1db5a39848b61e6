"""Office documents as lines of text: words, sheets and slides, none of whose macros, links or formulas is followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from extractors.reading.sheets import MOST_ROWS, Sheet, TooLargeError
from extractors.settings import Limits

MOST_COLUMNS = 200


def check_package(content: bytes, limits: Limits) -> None:
    """Raise `TooLargeError` for an office document that unpacks to more than is allowed.

    `zipfile` never gives more of a member than its directory says, so the directory may be believed.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise TooLargeError(f"unpacks to {unpacked:,} bytes, more than the {limits.unpacked_bytes:,} allowed")
    if len(members) > limits.files * 5:
        raise TooLargeError(f"has {len(members):,} parts, more than the {limits.files * 5:,} allowed")


def word(content: bytes) -> Iterator[Sheet]:
    """Return a DOCX document's paragraphs and tables in their order."""
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(content))
    lines: list[str] = []
    for section in document.sections[:1]:
        lines += [part.text for part in section.header.paragraphs if part.text.strip()]
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines += ["\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in part.rows]
        else:
            lines += part.text.splitlines() or [""]
    for section in document.sections[:1]:
        lines += [part.text for part in section.footer.paragraphs if part.text.strip()]
    yield Sheet(None, lines[:MOST_ROWS])


def excel(content: bytes) -> Iterator[Sheet]:
    """Return an XLSX workbook's sheets: values as they were last computed, never formulas."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in workbook.worksheets:
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        yield Sheet(sheet.title, ["\t".join(_cell(value) for value in row).rstrip("\t") for row in rows], rows=True)


def _cell(value: object) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute) == (0, 0):
        return value.date().isoformat()
    return "" if value is None else " ".join(str(value).split())


def slides(content: bytes) -> Iterator[Sheet]:
    """Return a PPTX presentation's slides: the texts of their shapes, tables and notes."""
    import pptx

    for number, slide in enumerate(pptx.Presentation(io.BytesIO(content)).slides, 1):
        lines: list[str] = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                lines += shape.text_frame.text.splitlines()
            if shape.has_table:
                lines += ["\t".join(cell.text for cell in row.cells) for row in shape.table.rows]
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
            lines += slide.notes_slide.notes_text_frame.text.splitlines()
        yield Sheet(f"slide {number}", lines)


def open_document(content: bytes) -> Iterator[Sheet]:
    """Return an OpenDocument's texts and tables: each sheet and slide by itself."""
    from odf import opendocument
    from odf.draw import Page as Slide
    from odf.table import Table
    from odf.text import P

    document = opendocument.load(io.BytesIO(content))
    drawn, tables = document.getElementsByType(Slide), document.getElementsByType(Table)
    if drawn:
        for slide in drawn:
            yield Sheet(slide.getAttribute("name"), [_text(part) for part in slide.getElementsByType(P)])
    elif document.mimetype.endswith("spreadsheet"):
        for table in tables:
            yield Sheet(table.getAttribute("name"), list(_table_lines(table)), rows=True)
    else:
        yield Sheet(None, list(_body_lines(document.text))[:MOST_ROWS])


def _body_lines(body: object) -> Iterator[str]:
    from odf.namespaces import TABLENS, TEXTNS

    for part in body.childNodes:  # type: ignore[attr-defined]
        name = getattr(part, "qname", None)
        if name == (TABLENS, "table"):
            yield from _table_lines(part)
        elif name in ((TEXTNS, "p"), (TEXTNS, "h")):
            yield _text(part)
        elif name:
            yield from _body_lines(part)


def _table_lines(table: object) -> Iterator[str]:
    from odf.table import TableCell, TableRow

    for row in table.getElementsByType(TableRow)[:MOST_ROWS]:  # type: ignore[attr-defined]
        yield "\t".join(_text(cell) for cell in row.getElementsByType(TableCell)[:MOST_COLUMNS])


def _text(part: object) -> str:
    from odf import teletype

    return " ".join(teletype.extractText(part).split())
