"""Office files that are the same bytes every time: workbooks, a Word document, tables of text, a mail, an archive."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

from flows.sample.billing import Billing
from flows.sample.formats import MoneyStyle

STAMP = datetime(2026, 2, 27, 8, 0, tzinfo=UTC)
"""When all files of the batch say that they were made."""


def workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int], amounts: Sequence[int] = ()
) -> bytes:
    """Return a workbook of one sheet: a title, a blank row, headings, rows. Columns in `amounts` show two decimals."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([title])
    sheet.append([])
    sheet.append(list(heads))
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[3]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="3B5B7A")
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
        for place in amounts:
            sheet.cell(sheet.max_row, place + 1).number_format = "#,##0.00"
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A4"
    book.properties.created = book.properties.modified = STAMP.replace(tzinfo=None)
    book.properties.creator = "Velunda Partner Fund"
    file = io.BytesIO()
    book.save(file)
    return settled(file.getvalue())


def word_invoice(bill: Billing) -> bytes:
    """Return an invoice that was typed in Word."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(bill.invoice.vendor.name, 1)
    document.add_paragraph(
        "\n".join(
            [*bill.vendor()[1:], bill.invoice.vendor.contact, f"{bill.words['tax_id']} {bill.invoice.vendor.tax_id}"]
        )
    )
    document.add_heading(bill.title, 2)
    pairs = bill.head("number", "date", "due", "campaign", "period")
    document.add_paragraph("\n".join(f"{name}: {value}" for name, value in pairs))
    document.add_paragraph("\n".join([f"{bill.words['customer']}:", *bill.customer()]))
    table = document.add_table(0, 4, style="Light Grid Accent 1")
    heads = tuple(bill.words[key] for key in ("description", "quantity", "price", "amount"))
    totals = [(name, "", "", value) for name, value in bill.totals(MoneyStyle.SIGN)]
    for cells in (heads, *bill.rows(), *totals):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("\n" + "\n".join(bill.notes))
    return _saved(document)


def word_programme(entry: dict[str, Any]) -> bytes:
    """Return the programme of an event that was typed in Word."""
    from docx import Document

    document = Document()
    document.add_heading(entry["title"], 0)
    document.add_heading(entry["event"], 1)
    document.add_paragraph(f"{entry['day']}\n{entry['host']}")
    table = document.add_table(0, 2)
    for cells in entry["rows"]:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("\n" + entry["contact"])
    return _saved(document)


def text_table(heads: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> bytes:
    """Return a table as Excel exports it in most of Europe: semicolons, a byte order mark."""
    file = io.StringIO()
    table = csv.writer(file, delimiter=";", lineterminator="\r\n")
    table.writerows([[title], [], heads] if title else [heads])
    table.writerows(rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def mail(entry: dict[str, Any], attachments: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a mail with attached PDF files; a mail that has no date says so by having none."""
    message = EmailMessage()
    message["From"], message["To"] = entry["sender"], entry["to"]
    message["Subject"] = entry["subject"]
    if "sent" in entry:
        message["Date"] = entry["sent"]
    message["Message-ID"] = "<20251201091400.4417@greenholt.example>"
    message.set_content(entry["text"].lstrip())
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    if message.is_multipart():
        message.set_boundary("=-velunda-4417")
    return message.as_bytes()


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files:
            target.writestr(_member(name), content)
    return file.getvalue()


def settled(content: bytes) -> bytes:
    """Return an office file with the one time stamp for all its members and in its properties."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w") as target:
        for name in sorted(source.namelist()):
            member = source.read(name)
            if name == "docProps/core.xml":
                member = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), member
                )
            target.writestr(_member(name), member)
    return file.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _saved(document: Any) -> bytes:
    properties = document.core_properties
    properties.created = properties.modified = STAMP
    properties.author = "Velunda sample"
    file = io.BytesIO()
    document.save(file)
    return settled(file.getvalue())
